#include "measure/shifts.h"
#include "measure/table.h"

namespace measure {

namespace {

Value unchanged(const Call& call) { return unchanged8(call.subject.a(), call.map(0), call.subject.maps()); }
Value mean_relative(const Call& call) {
    return mean_relative8(call.subject.a(), call.map(0), call.subject.maps());
}
Value shifts_equal(const Call& call) {
    const auto shifts = equal_shifts(call.subject.a(), call.map(0), call.subject.maps());
    return List(shifts.begin(), shifts.end());
}
std::size_t map_or_last(const Call& call) {
    return call.has(0) ? call.map(0) : call.subject.a().layers.size();
}
Value classes(const Call& call) {
    const auto counts = shift_classes(shift_map(call.subject.a(), map_or_last(call), call.subject.maps()));
    return List(counts.begin(), counts.end());
}
Value period_right(const Call& call) {
    return period(call.subject.a(), call.map(0), call.subject.maps(), false);
}
Value period_down(const Call& call) {
    return period(call.subject.a(), call.map(0), call.subject.maps(), true);
}
Value pairs_equal(const Call& call) {
    return equal_digit_pairs(call.subject.a().input->shape(), call.subject.maps());
}
Value nearest(const Call& call) {
    const int digit = call.has(0) ? static_cast<int>(call.whole(0)) : 0;
    return nearest_is_pair(call.subject.a(), call.subject.pair(), digit, call.subject.maps());
}

}  // namespace

std::span<const Measure> lab_table() {
    static constexpr Measure kTable[] = {
        {"unchanged8", "i", "For how many of the eight shifts by one cell map i is exactly as before.",
         unchanged},
        {"mean_rel8", "i", "The mean of rel over these eight shifts.", mean_relative},
        {"equal_shifts", "i", "The shifts to the right from −8 to 8 that leave map i exactly as it is.",
         shifts_equal},
        {"shift_classes", "[i]",
         "Of the 81 shifts by up to 4 cells: map i (or the last) same, moved, neither.", classes},
        {"period", "i",
         "The smallest shift to the right of which every multiple up to 8 moves map i; 0: none.",
         period_right},
        {"period_down", "i", "The same downwards.", period_down},
        {"digit_pairs_equal", "", "Pairs of the ten digits, of 45, whose last maps are equal.", pairs_equal},
        {"nearest_is_pair", "[digit]",
         "Whether the pair's last map is nearer to A's than that of every digit but this one (0).", nearest},
    };
    return kTable;
}

}  // namespace measure
