#include "app/tower_arguments.h"

#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace app {

void TowerArguments::add_view_to(Options& command) {
    command.add("--camera", camera,
                "Of the tower: front, oblique, top, or AZIMUTH,ELEVATION[,DISTANCE] in degrees and "
                "cells of the input");
    command.flag("--orthographic", options.orthographic, "The tower without perspective");
    command.add("--relief", options.relief, "Height of the tower's cells by value, 0 to 1").between(0.0, 1.0);
    command.flag("--losers", options.losers, "Links of losing cells in the tower");
    command
        .add("--samples", options.samples, "Samples of a pixel of the tower, as far as the driver has them")
        .between(1, 64);
}

void TowerArguments::add_to(Options& command) {
    add_view_to(command);
    command.add("--flat", options.flat, "0: tower, 1: maps side by side").between(0.0, 1.0);
    command.add("--time", options.time, "Moment of the tower's flow in seconds").between(0.0, 86400.0);
    command.flag("--still", options.still, "Nothing travels along the tower's routes");
    command.flag("--bare", options.bare, "The tower alone, without the interface");
    command.flag("--transparent", options.transparent, "The tower alone on a transparent ground");
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
