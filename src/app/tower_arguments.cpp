#include "app/tower_arguments.h"

#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

namespace app {

void TowerArguments::add_view_to(CLI::App& command) {
    command.add_option("--camera", camera,
                       "Of the tower: front, oblique, top, or AZIMUTH,ELEVATION[,DISTANCE] in degrees and "
                       "cells of the input");
    command.add_flag("--orthographic", options.orthographic, "The tower without perspective");
    command.add_option("--relief", options.relief, "Height of the tower's cells by value, 0 to 1")
        ->check(CLI::Range(0.0, 1.0));
    command.add_flag("--losers", options.losers, "Links of losing cells in the tower");
    command
        .add_option("--samples", options.samples,
                    "Samples of a pixel of the tower, as far as the driver has them")
        ->check(CLI::Range(1, 64));
}

void TowerArguments::add_to(CLI::App& command) {
    add_view_to(command);
    command.add_option("--flat", options.flat, "0: tower, 1: maps side by side")->check(CLI::Range(0.0, 1.0));
    command.add_option("--time", options.time, "Moment of the tower's flow in seconds")
        ->check(CLI::Range(0.0, 86400.0));
    command.add_flag("--still", options.still, "Nothing travels along the tower's routes");
    command.add_flag("--bare", options.bare, "The tower alone, without the interface");
    command.add_flag("--transparent", options.transparent, "The tower alone on a transparent ground");
}

TowerOptions TowerArguments::read() const {
    TowerOptions result = options;
    result.bare = result.bare || result.transparent;
    if (camera == "front") result.preset = ui::TowerPreset::front;
    if (camera == "oblique") result.preset = ui::TowerPreset::oblique;
    if (camera == "top") result.preset = ui::TowerPreset::top;
    if (result.preset) return result;
    std::vector<float> numbers;
    const char* at = camera.data();
    const char* end = at + camera.size();
    while (at != end) {
        float value = 0;
        const auto [stop, error] = std::from_chars(at, end, value);
        const bool last = stop == end;
        if (error != std::errc{} || (!last && (*stop != ',' || stop + 1 == end))) break;
        numbers.push_back(value);
        at = last ? end : stop + 1;
    }
    constexpr float kMostTurns = 3600;
    constexpr float kFarthest = 1e6F;
    // Written so that NaN fails.
    const bool good = at == end && (numbers.size() == 2 || numbers.size() == 3) &&
                      std::abs(numbers[0]) <= kMostTurns && std::abs(numbers[1]) <= 90 &&
                      (numbers.size() == 2 || (numbers[2] > 0 && numbers[2] <= kFarthest));
    if (!good) throw UsageError({"error.usage.camera", {camera}});
    result.angles = std::pair{numbers[0], numbers[1]};
    if (numbers.size() == 3) result.distance = numbers[2];
    return result;
}

}  // namespace app
