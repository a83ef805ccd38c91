#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "figure/plates/map_images.h"
#include "figure/plates/plates.h"
#include "measure/lanes.h"

// Two evaluations that stand side by side, map by map: what the side-by-side view and printed comparisons
// are put together from.

namespace figure {

/// What is compared: two evaluations and their numbers.
struct Lanes {
    const pool::Evaluation* a = nullptr;
    const pool::Evaluation* b = nullptr;
    const measure::LanePair* numbers = nullptr;

    const std::vector<measure::MapPair>& pairs(bool gradients) const {
        return gradients ? numbers->gradients : numbers->maps;
    }
};
const pool::Tensor& map_of(const pool::Evaluation& evaluation, std::size_t map, bool gradient);

/// Which plane of the maps is shown; clamped to what each map has.
struct LanePlane {
    bool gradients = false;  ///< the gradients at the maps instead of the maps
    std::int64_t n = 0;
    std::int64_t c = 0;
    bool operator==(const LanePlane&) const = default;
};
/// The area of one map of a lane, as large as fits into `slot`, in its middle.
MapArea lane_area(const pool::Tensor& values, const LanePlane& plane, std::size_t map, Rect slot);

/// Pictures of both lanes and of what lies between them, kept from frame to frame. Every one is named by the
/// evaluation that it was made from, so that lanes never show each other's.
class LaneImages {
 public:
    /// `keeps` false: pictures are named by their pixels, as a figure in a file needs them.
    explicit LaneImages(bool keeps = true) : maps_(keeps) {}

    /// One row: its range, the same for both lanes and as far as possible for all rows, so that equal colours
    /// are equal values, and their pictures. The difference is empty where the sizes differ.
    struct Row {
        Range range;
        Image a, b, difference;
        float largest = 0;  ///< the largest finite |B − A| of the shown plane
    };
    Row row(const Lanes& lanes, std::size_t map, const LanePlane& plane, const Style& style);

 private:
    struct Key {
        pool::EvaluationId a, b;
        LanePlane plane;
        Theme theme = Theme::light;
        Sequential colors = Sequential::viridis;
        bool operator==(const Key&) const = default;
    };
    struct Kept {
        Key key;
        bool made = false;
        Row row;
    };
    std::vector<Kept> rows_;
    Key ends_key_;
    std::vector<std::array<float, 2>> ends_;  ///< of the values at each map
    MapImages maps_;
};

/// The colour of a difference: paper where the values are identical; every other one stands out from paper,
/// however small it is.
Color difference_color(const Palette& palette, float largest, float a, float b);
/// What says that two maps are equal, over their difference: a frame and a large "=".
void draw_equal(Drawing& drawing, const Rect& rect, const Style& style);
/// B − A: a small mark in each equal cell where there is room, one large one where all are equal.
void draw_difference(Drawing& drawing, const MapArea& at, Image picture, std::span<const float> a,
                     std::span<const float> b, const Style& style);

/// "moved by 1, 0", "the same", "neither the same nor moved"… of one map, from its numbers.
std::string relation_text(const measure::MapPair& pair, const Strings& strings);
/// The colours of what relation_text says: of marks, of words.
Color relation_color(const measure::MapPair& pair, const Palette& palette);
Color relation_ink(const measure::MapPair& pair, const Palette& palette);
/// "=", an arrow or "≠" in that colour, `side` wide: what a back row sees.
void draw_relation(Drawing& drawing, Point center, float side, const measure::MapPair& pair,
                   const Style& style);
/// One sentence about a map of two lanes, from its numbers, with marks (see rich_text.h).
std::string side_sentence(const measure::MapPair& pair, bool gradient, const Strings& strings);

}  // namespace figure
