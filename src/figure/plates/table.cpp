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
    PlateKind{"grid", {}, compose_grid_figure},
    PlateKind{"pair", {true, true, false}, compose_pair_figure},
    PlateKind{"steps", {true, false, false}, compose_steps_figure},
    PlateKind{"stack", {}, compose_stack_figure},
    PlateKind{"routes", {true, false, false}, compose_routes_figure},
    PlateKind{"backward", {true, false, false}, compose_backward_figure},
    PlateKind{"compare", {false, false, true}, compose_compare_figure, false},
    PlateKind{"kinds", {true, true, false}, compose_kinds_figure, false},
    PlateKind{"receptive", {true, false, false}, compose_receptive_figure},
    PlateKind{"curve", {.curves = true}, compose_curve_figure, false},
    PlateKind{"code", {.layer = true, .window = true, .code = true}, compose_code_figure},
    PlateKind{"tower", {.tower = true}, compose_tower_figure, true, true},
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
