#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "figure/plates/grid.h"
#include "pool/moment.h"

namespace figure {

/// Everything that the parts of the focus pair share: what is shown and where it stands.
struct PairScene {
    const pool::Evaluation& evaluation;
    const BenchView& view;
    const Style& style;
    const Strings& strings;
    MapImages& images;
    Point size;

    std::size_t layer = 0;
    pool::Cursor cursor{};  ///< the view's, on a layer that exists
    const pool::LayerResult* result = nullptr;
    bool backward = false;
    bool select = false;
    bool sum = false;               ///< of weights times cells
    pool::Cell output{};            ///< the output cell of the cursor's window
    std::vector<pool::Tap> taps{};  ///< of that window in the left map's channel, with what each receives
    std::optional<pool::WindowMoments> moments{};  ///< what the taps do now
    std::int64_t channels = 1;                     ///< of the input that the output cell looks at
    bool listed = true;              ///< false: the window is too large, `taps` holds its winner at most
    pool::AxisWindow h{}, w{};       ///< the window along both axes
    MapImages::PairRanges ranges{};  ///< of what is shown: values, or backward gradients
    MapImages::PairRanges values{};  ///< of the values
    std::int64_t windows_done = 0;   ///< output cells that have been computed (or have sent their gradient)

    MapArea left{}, right{};           ///< the cells of both maps
    Rect left_frame{}, right_frame{};  ///< what can be seen of them, padding included
    std::int64_t pad_top = 0, pad_bottom = 0, pad_left = 0, pad_right = 0;
    Image left_picture{};  ///< of the left map; its rectangle is not set
    Rect lens{};           ///< between the maps: the window, enlarged
    float lens_cell = 0;
    Rect said{};                 ///< below the maps: the sentence, a quieter one, the legend
    float said_size = 0;         ///< of the sentence's text
    std::size_t said_lines = 1;  ///< that it may take
    bool more_shown = true;
    bool legend_shown = true;

    float em() const { return style.em; }
    const Palette& palette() const { return style.palette; }
    /// Stage of the window's animation, 0..3; at 0 the picture rests. Where a lesson hides what becomes of
    /// the window, its cells are gathered and nothing comes after.
    float stage() const { return cursor.stage; }
    bool resting() const { return stage() <= 0; }
    bool whole() const { return view.cursor.whole; }
    bool wins(const pool::Tap& tap) const { return moments->wins(tap); }
    /// What of a map's frame may be drawn on: marks at its edge reach a little beyond it.
    Rect clip_of(const Rect& frame) const { return frame.inset(-3 - 2 * style.line); }
    /// Whether the comparison is over, and whether the window has given what it gives.
    bool winner_known() const { return resting() || stage() >= 2; }
    bool has_arrived() const { return pool::has_arrived(stage()); }
    bool hides(work::Hidden what) const { return view.veil.hides(what); }
    bool hides_size(std::size_t map) const { return view.veil.hides_shape(map); }
    /// A map's cells: its values, backward its gradients.
    bool hides_cells(std::size_t map) const;
    /// Backward: its gradients are hidden, its values are not.
    bool hides_gradient_alone(std::size_t map) const;
    /// Which cells the window reads.
    bool hides_window() const { return hides(work::Hidden::window) || hides_size(layer); }
    /// Whether the window reads a cell of the left map.
    bool reads(std::int64_t y, std::int64_t x) const;
    /// What becomes of the window: who wins and what comes out; backward who gets what.
    bool hides_result() const;
    bool hides_lens() const { return hides_window() || hides_cells(layer) || (backward && hides_result()); }
    /// Opacity of what does not belong to a lineage that stands out.
    float quiet() const;
    /// A tap's place in the lens; taps are numbered in scan order.
    Rect lens_rect(std::size_t tap) const;
    /// The whole window on the left map, dilation gaps included.
    Rect window_rect() const;
    /// A value's colour in a map's range; `below`: 1 in the left map's, 0 in the right one's, between for
    /// what is on its way.
    Color color_of(float value, float below) const;
    /// Values of the left map: activations, or the gradient as far as it has arrived.
    std::shared_ptr<const pool::Tensor> left_values{};
    const pool::Tensor& right_values() const {
        return backward ? evaluation.gradient(layer + 1) : evaluation.map(layer + 1);
    }
};

PairScene lay_out_pair(const pool::Evaluation& evaluation, const BenchView& view, const Style& style,
                       const Strings& strings, MapImages& images, Point size);

/// The lens between the maps with its frustum lines, routes and animation.
void draw_lens(Drawing& drawing, const PairScene& scene);
/// Arrows from the lens to the output cell; backward from there over the lens to the cells that receive.
/// `box`: the lens with its frame.
void draw_window_routes(Drawing& drawing, const PairScene& scene, const Rect& box);
/// The point of a frame that is nearest.
Point kept_in(Point p, const Rect& frame);
/// In cells from this size on, in ems, a number stands beside a route; in smaller ones it gives way.
constexpr float kRoutedCellEm = 3.0F;
/// What the numbers of a map's cell take up at most; none where the map shows none.
std::vector<Rect> number_rooms(const PairScene& scene, const MapArea& area, const pool::Cell& cell);
/// The numbers of one map (of the left one with its padding), as far as `shown` cells have them. Lines must
/// have been drawn: none crosses a number.
void draw_map_numbers(Drawing& drawing, const PairScene& scene, const MapArea& area,
                      const pool::Tensor& values, std::int64_t shown);
/// The values below a map of gradients, in the corners of its cells.
void draw_corner_values(Drawing& drawing, const PairScene& scene, const MapArea& area,
                        const pool::Tensor& gradient);
/// A map's name and size, above the map from its left edge.
void draw_caption(Drawing& drawing, const PairScene& scene, const MapArea& area, const Rect& frame);
/// One scale for both maps, or one beneath each.
void draw_legends(Drawing& drawing, const PairScene& scene);
/// What happens, in words below the maps. The formula gives way first, then words become smaller.
void draw_pair_sentence(Drawing& drawing, const PairScene& scene);
/// All windows of the layer at once, over the maps and between them.
void draw_whole_layer(Drawing& drawing, const PairScene& scene);

}  // namespace figure
