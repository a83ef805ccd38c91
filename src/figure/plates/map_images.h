#pragma once

#include <cstdint>
#include <list>
#include <memory>

#include "figure/colormap.h"
#include "figure/drawing.h"
#include "figure/style.h"
#include "pool/evaluation.h"
#include "pool/walkthrough.h"

namespace figure {

/// Pictures of maps, kept from frame to frame, so that a large map is coloured once and not sixty times a
/// second. `revision` names the evaluation's contents; 0 means "unknown": nothing is kept.
class MapImages {
 public:
    struct Wanted {
        std::uint64_t revision = 0;
        std::size_t map = 0;
        bool gradient = false;
        std::int64_t n = 0;
        std::int64_t c = 0;
        std::int64_t until =
            -1;  ///< for a gradient that is still adding up: windows so far; −1: the whole one
        Range range;
        Sequential colors = Sequential::viridis;
        bool dark = false;
        bool operator==(const Wanted&) const = default;
    };
    /// The picture of one plane, one pixel a cell.
    Image picture(const Wanted& wanted, const Style& style, std::span<const float> plane, std::int64_t rows,
                  std::int64_t columns);
    /// The gradient at the input of a layer with only the first `windows` output cells of every plane sending
    /// theirs.
    std::shared_ptr<const pool::Tensor> partial_gradient(const pool::Evaluation& evaluation,
                                                         std::uint64_t revision, std::size_t layer,
                                                         std::int64_t windows);
    /// Ranges of one pair of maps, counted once.
    Range range(std::uint64_t revision, std::size_t layer, bool gradient, const pool::Evaluation& evaluation);

 private:
    struct Picture {
        Wanted wanted;
        Image image;
    };
    struct Partial {
        std::uint64_t revision = 0;
        std::size_t layer = 0;
        std::int64_t windows = 0;
        std::shared_ptr<const pool::Tensor> gradient;
    };
    struct KnownRange {
        std::uint64_t revision = 0;
        std::size_t layer = 0;
        bool gradient = false;
        Range range;
    };
    std::list<Picture> pictures_;
    Partial partial_;
    std::list<KnownRange> ranges_;
};

}  // namespace figure
