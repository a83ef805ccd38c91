#pragma once

#include <optional>

#include "figure/drawing.h"

// Where everything stands in the window: pure functions of its size, so that a test can ask them for any
// window.

namespace ui {

/// The least window, in pixels, and the least room that the interface needs, in ems.
constexpr float kLeastWidth = 960;
constexpr float kLeastHeight = 600;
constexpr float kLeastWidthEm = 45;
constexpr float kLeastHeightEm = 28;
/// Widths that a panel may be dragged to, in ems.
constexpr float kLeastPanelEm = 13;
constexpr float kMostPanelEm = 40;
/// The largest text at which the interface still fits a window.
float largest_em(float width, float height);

struct LayoutWish {
    float width = 1280;
    float height = 800;
    float em = 14;
    bool presenting = false;
    bool left = true;
    std::optional<bool> right;  ///< nothing: where the window is wide enough
    bool code = false;
    float left_em = 16;
    float right_em = 17;
    float code_em = 30;      ///< width of the code beside the picture
    float code_part = 0.3F;  ///< of the height, below it
    bool whole = false;      ///< the middle takes all but the top bar
};

/// Rectangles of the window's regions; one that is not shown has no size.
struct WindowLayout {
    figure::Rect top, bottom, left, right, center, code;
    /// Between a panel and the middle: drags its edge, or, where the panel is folded, opens it.
    figure::Rect left_grip, right_grip, code_grip;
    bool left_shown = false;
    bool right_shown = false;
    bool code_shown = false;
    float messages = 0;        ///< height at the top of the middle that messages take
    bool code_beside = false;  ///< at the right of the picture instead of below it
};
WindowLayout lay_out_window(const LayoutWish& wish);

/// The middle of the bench. When room is short things give way in this order: overview, hint, channels.
struct BenchLayout {
    figure::Rect overview, pair, channels, hint;
};
/// `messages`: height at the top of `room` that a message takes. It comes over the overview where that has
/// the room, so that the picture below does not move.
BenchLayout lay_out_bench(figure::Rect room, float em, bool presenting, bool has_channels,
                          float messages = 0);

/// The middle of the side-by-side view: maps at the left, curves at the right. Where both would be too small
/// they take turns in one place. Of the curves' column the map of shifts gives way first.
struct SideLayout {
    figure::Rect maps, curves;  ///< one that is not shown has no size
    bool turns = false;         ///< one of them is shown at a time
};
/// `rows`: the width that the maps take where they are as high as the room lets them; `least_rows`: the least
/// at which they can be read; `curves_turn`: where they take turns, it is the curves'.
SideLayout lay_out_side(figure::Rect room, float em, bool presenting, float rows, float least_rows,
                        bool curves_turn);
/// What stands in the curves' column below its controls.
struct CurvesLayout {
    figure::Rect plot, shifts;  ///< shifts without size: not shown
};
CurvesLayout lay_out_curves(figure::Rect room, float em);

/// How large a square map of the focus pair comes out in a room: what everything else makes way for.
float map_side(float width, float height, float em, bool presenting);

}  // namespace ui
