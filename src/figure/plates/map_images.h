#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <vector>

#include "figure/colormap.h"
#include "figure/drawing.h"
#include "figure/style.h"
#include "pool/evaluation.h"
#include "pool/walkthrough.h"
#include "work/veil.h"

namespace figure {

/// Pictures of maps, kept from frame to frame, so that a large map is coloured once and not sixty times a
/// second. They are found by the EvaluationId that they were made from, so that several evaluations share one
/// set; of an unknown one nothing is kept.
class MapImages {
 public:
    /// `keeps` false: nothing is kept, and pictures are named by their pixels, as a figure in a file needs
    /// them.
    explicit MapImages(bool keeps = true) : keeps_(keeps) {}

    struct Wanted {
        pool::EvaluationId id;
        std::size_t map = 0;
        bool gradient = false;
        std::int64_t n = 0;
        std::int64_t c = 0;
        std::int64_t until =
            -1;  ///< for a gradient that is still adding up: windows so far; −1: the whole one
        Range range;
        Sequential colors = Sequential::viridis;
        Theme theme = Theme::light;
        Tone tone = Tone::plain;
        bool operator==(const Wanted&) const = default;
    };
    /// The picture of one plane, one pixel a cell.
    Image picture(const Wanted& wanted, const Style& style, std::span<const float> plane, std::int64_t rows,
                  std::int64_t columns);
    /// The gradient at the input of a layer with only the first `windows` output cells of every plane sending
    /// theirs.
    std::shared_ptr<const pool::Tensor> partial_gradient(const pool::Evaluation& evaluation,
                                                         std::size_t layer, std::int64_t windows);
    /// Ranges of a layer's input and output, counted once: one for both, so that equal colours are equal
    /// values; each its own where one map holds negative values and the other none, and where one map would
    /// hardly be seen in the other's range, as the shares of a mean over a large window. What `veil` hides
    /// counts for nothing: a map that is seen would tell of it by its colours.
    struct PairRanges {
        Range below, above;
        bool shared() const { return below == above; }
    };
    PairRanges ranges(const pool::Evaluation& evaluation, std::size_t layer, bool gradient,
                      const work::Veil& veil = {});
    /// The range of one map alone.
    Range range_of_map(pool::EvaluationId id, std::size_t map, bool gradient, const pool::Tensor& values);
    /// The contents named `from` have become those named `to` by changes inside these regions alone: what is
    /// kept follows by colouring and searching only there.
    void changed(pool::EvaluationId from, pool::EvaluationId to, const pool::Changes& changes,
                 const pool::Evaluation& evaluation);
    /// The same for a single map 0.
    void changed(pool::EvaluationId from, pool::EvaluationId to, const pool::Region& region,
                 const pool::Tensor& values);

 private:
    struct Picture {
        Wanted wanted;
        std::shared_ptr<Pixels> pixels;
        std::uint64_t key = 0;
        pool::Region stale;  ///< still to be coloured anew
    };
    struct Partial {
        pool::EvaluationId id;
        std::size_t layer = 0;
        std::int64_t windows = 0;
        std::shared_ptr<const pool::Tensor> gradient;
    };
    /// The smallest and largest finite value of a map and where they are: as long as both places are not
    /// touched, a change elsewhere can only push them outwards.
    struct Ends {
        pool::EvaluationId id;
        std::size_t map = 0;
        bool gradient = false;
        float low = 0, high = 0;
        pool::Cell low_at, high_at;
        bool none = true;  ///< no finite value
        std::vector<float> values() const { return none ? std::vector<float>() : std::vector{low, high}; }
    };
    static void stretch(Ends& ends, const pool::Tensor& values, const pool::Region& region);
    const Ends& ends_of(pool::EvaluationId id, std::size_t map, bool gradient, const pool::Tensor& values);
    void follow(pool::EvaluationId from, pool::EvaluationId to, std::size_t map, bool gradient,
                const pool::Region& region, const pool::Tensor& values);

    bool keeps_;
    std::list<Picture> pictures_;
    Partial partial_;
    std::list<Ends> ends_;
};

}  // namespace figure
