#include "ui/layout.h"

#include <algorithm>

#include "figure/plates/plates.h"

namespace ui {

namespace {

constexpr float kTopEm = 3.2F;
constexpr float kBottomEm = 5.4F;
constexpr float kStripEm = 2.2F;   // what is left of the transport when presenting
constexpr float kGripEm = 0.6F;    // between a panel and the middle
constexpr float kHandleEm = 1.6F;  // a folded panel
constexpr float kLeastMiddleEm = 26;
constexpr float kWideEm = 100;       // from this width on the right panel opens by itself
constexpr float kOverviewEm = 7.2F;  // maps of 5 em with their captions
constexpr float kLeastOverviewEm = 4;
constexpr float kHintEm = 1.8F;
constexpr float kChannelsEm = 5;
constexpr float kLeastPairEm = 6;  // a pair that is lower is none
// Side by side.
constexpr float kLeastCurvesEm = 21.5F;
constexpr float kLeastCurvesPresentedEm = 16.5F;
constexpr float kStackedCurvesEm =
    19;  // from this height on curves and the map of shifts stand one below the other
constexpr float kCurvesBesideEm = 36;  // from this width on beside each other
constexpr float kLeastShiftsEm = 8;
constexpr float kLeastMapEm = 13;  // a smaller map has its surroundings give way

void place_code(WindowLayout& layout, const LayoutWish& wish) {
    const float em = wish.em;
    figure::Rect& center = layout.center;
    const float drawer = std::clamp(wish.code_part * center.h, 8 * em, std::max(0.7F * center.h, 8 * em));
    const float column = std::min(wish.code_em * em, 0.5F * center.w);
    const float grip = kGripEm * em;
    const auto side = [&](float w, float h) {
        const BenchLayout bench = lay_out_bench({0, 0, w, h}, em, wish.presenting, false);
        return map_side(bench.pair.w, bench.pair.h, em, wish.presenting);
    };
    layout.code_beside = side(center.w - column, center.h) > side(center.w, center.h - drawer);
    layout.code_shown = true;
    if (layout.code_beside) {
        layout.code = {center.right() - column + grip, center.y, column - grip, center.h};
        layout.code_grip = {center.right() - column, center.y, grip, center.h};
        center.w -= column;
    } else {
        layout.code = {center.x, center.bottom() - drawer + grip, center.w, drawer - grip};
        layout.code_grip = {center.x, center.bottom() - drawer, center.w, grip};
        center.h -= drawer;
    }
}

}  // namespace

float largest_em(float width, float height) {
    return std::min(width / kLeastWidthEm, height / kLeastHeightEm);
}

WindowLayout lay_out_window(const LayoutWish& wish) {
    const float em = wish.em;
    WindowLayout layout;
    const float top = wish.presenting ? 0 : kTopEm * em;
    const float bottom = wish.whole ? 0 : (wish.presenting ? kStripEm : kBottomEm) * em;
    const float height = std::max(wish.height - top - bottom, em);
    layout.top = {0, 0, wish.width, top};
    layout.bottom = {0, top + height, wish.width, bottom};
    layout.center = {0, top, wish.width, height};
    if (wish.presenting || wish.whole) return layout;
    const float handle = kHandleEm * em;
    const float grip = kGripEm * em;
    // Panels fold by themselves where they would leave too little for the picture.
    const float middle = kLeastMiddleEm * em;
    layout.left_shown = wish.left && wish.width - kLeastPanelEm * em - 2 * handle >= middle;
    const float left =
        layout.left_shown
            ? std::min(std::max(wish.left_em, kLeastPanelEm) * em, wish.width - middle - 2 * handle) + grip
            : handle;
    layout.right_shown = wish.right.value_or(wish.width >= kWideEm * em) &&
                         wish.width - left - kLeastPanelEm * em - grip >= middle;
    const float right =
        layout.right_shown
            ? std::min(std::max(wish.right_em, kLeastPanelEm) * em, wish.width - middle - left - grip) + grip
            : handle;
    if (layout.left_shown) layout.left = {0, top, left - grip, height};
    layout.left_grip = layout.left_shown ? figure::Rect{left - grip, top, grip, height}
                                         : figure::Rect{0, top, handle, height};
    if (layout.right_shown) layout.right = {wish.width - right + grip, top, right - grip, height};
    layout.right_grip = layout.right_shown ? figure::Rect{wish.width - right, top, grip, height}
                                           : figure::Rect{wish.width - handle, top, handle, height};
    layout.center = {left, top, wish.width - left - right, height};
    if (wish.code) place_code(layout, wish);
    return layout;
}

BenchLayout lay_out_bench(figure::Rect room, float em, bool presenting, bool has_channels, float messages) {
    if (messages > 0) {
        BenchLayout layout = lay_out_bench(room, em, presenting, has_channels);
        if (messages > layout.overview.h)
            return lay_out_bench({room.x, room.y + messages, room.w, room.h - messages}, em, presenting,
                                 has_channels);
        layout.overview.y += messages;
        layout.overview.h -= messages;
        if (layout.overview.h < kLeastOverviewEm * em) layout.overview.h = 0;
        return layout;
    }
    float overview = presenting ? 0 : kOverviewEm * em;
    float hint = presenting ? 0 : kHintEm * em;
    float channels = has_channels ? kChannelsEm * em : 0;
    const auto side = [&] { return map_side(room.w, room.h - overview - hint - channels, em, presenting); };
    // What would be gained by giving way: nothing where the width is what limits the map.
    const auto gives_way = [&](float& part) {
        const float before = side();
        const float kept = part;
        const bool fits = room.h - overview - hint - channels >= kLeastPairEm * em;
        part = 0;
        if (fits && (before >= kLeastMapEm * em || side() <= before)) part = kept;
    };
    if (!presenting) {
        gives_way(overview);
        gives_way(hint);
    }
    gives_way(channels);
    BenchLayout layout;
    layout.overview = {room.x, room.y, room.w, overview};
    layout.pair = {room.x, room.y + overview, room.w, std::max(room.h - overview - hint - channels, em)};
    layout.channels = {room.x, layout.pair.bottom(), room.w, channels};
    layout.hint = {room.x, room.bottom() - hint, room.w, hint};
    return layout;
}

SideLayout lay_out_side(figure::Rect room, float em, bool presenting, float rows, float least_rows,
                        bool curves_turn) {
    const float gap = 2 * em;
    // The curves take what the maps cannot use, and no less than they need.
    const float least = (presenting ? kLeastCurvesPresentedEm : kLeastCurvesEm) * em;
    const float most = std::max(std::min(0.42F * room.w, room.w - gap - least_rows), least);
    const float curves = std::clamp(room.w - gap - rows, least, most);
    SideLayout layout;
    layout.turns = room.w - gap - least < least_rows;
    if (layout.turns) {
        (curves_turn ? layout.curves : layout.maps) = room;
        return layout;
    }
    layout.maps = {room.x, room.y, room.w - curves - gap, room.h};
    layout.curves = {room.right() - curves, room.y, curves, room.h};
    return layout;
}

CurvesLayout lay_out_curves(figure::Rect room, float em) {
    CurvesLayout layout;
    const float gap = 0.6F * em;
    if (room.h >= kStackedCurvesEm * em) {
        const float shifts = std::min({15 * em, room.h * 0.42F, room.w * 0.62F});
        layout.plot = {room.x, room.y, room.w, room.h - shifts - gap};
        layout.shifts = {room.x, room.bottom() - shifts, room.w, shifts};
        return layout;
    }
    layout.plot = room;
    if (room.w < kCurvesBesideEm * em || room.h < kLeastShiftsEm * em) return layout;
    const float shifts = 0.45F * room.w;
    layout.plot.w = room.w - shifts - 2 * gap;
    layout.shifts = {room.right() - shifts, room.y, shifts, room.h};
    return layout;
}

float map_side(float width, float height, float em, bool presenting) {
    return figure::pair_map_side({width, height}, em, presenting);
}

}  // namespace ui
