#include "figure/plates/table.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "figure/number.h"

namespace figure {

namespace {

constexpr float kMillimetre = 72 / 25.4F;

std::string millimetres(float points) { return number(points / kMillimetre, 5) + " mm"; }

/// The next whole millimetre that is enough.
float enough(float points) {
    constexpr float kSlack = 0.001F;
    return std::ceil(points / kMillimetre - kSlack) * kMillimetre;
}

constexpr std::array kPlates = {
    PlateKind{.name = "grid", .compose = compose_grid_figure},
    PlateKind{.name = "pair",
              .needs = {.layer = true, .window = true},
              .compose = compose_pair_figure,
              .pins = true},
    PlateKind{.name = "steps", .needs = {.layer = true}, .compose = compose_steps_figure},
    PlateKind{.name = "stack", .compose = compose_stack_figure, .pins = true},
    PlateKind{.name = "routes",
              .needs = {.layer = true},
              .compose = compose_routes_figure,
              .pins = true,
              .veils = false},
    PlateKind{
        .name = "backward", .needs = {.layer = true}, .compose = compose_backward_figure, .forward = false},
    PlateKind{
        .name = "compare", .needs = {.other = true}, .compose = compose_compare_figure, .two_ways = false},
    PlateKind{.name = "kinds",
              .needs = {.layer = true, .window = true},
              .compose = compose_kinds_figure,
              .two_ways = false,
              .letters = false,
              .veils = false},
    PlateKind{.name = "receptive",
              .needs = {.layer = true},
              .compose = compose_receptive_figure,
              .pins = true,
              .veils = false},
    PlateKind{.name = "curve",
              .needs = {.curves = true},
              .compose = compose_curve_figure,
              .two_ways = false,
              .letters = false,
              .veils = false},
    PlateKind{.name = "code",
              .needs = {.layer = true, .window = true, .code = true},
              .compose = compose_code_figure,
              .letters = false},
    PlateKind{.name = "tower",
              .needs = {.tower = true},
              .compose = compose_tower_figure,
              .whole = true,
              .letters = false,
              .pins = true},
};

}  // namespace

DoesNotFit::DoesNotFit(float needed, float given)
    : Error({"error.figure.fit", {millimetres(enough(needed)), millimetres(given)}}), needed_(needed) {}

std::span<const PlateKind> plate_kinds() { return kPlates; }

const PlateKind* find_plate(std::string_view name) {
    const auto found = std::ranges::find(kPlates, name, &PlateKind::name);
    return found == kPlates.end() ? nullptr : &*found;
}

std::string plate_names(bool PlateKind::*property) {
    std::string names;
    for (const PlateKind& kind : kPlates)
        if (!property || kind.*property) names += (names.empty() ? "" : ", ") + std::string(kind.name);
    return names;
}

}  // namespace figure
