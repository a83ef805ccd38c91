#pragma once

#include <cstdint>
#include <vector>

#include "pool/geometry.h"

namespace pool::kernels {

/// Valid taps of one output index along one axis, as positions first + i·step.
struct Run {
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::int64_t step = 1;
};

/// The runs of the outputs [first, last) of an axis, by output index. Keeps its memory between uses.
class Runs {
 public:
    void assign(const AxisGeometry& axis, std::int64_t first, std::int64_t last) {
        first_ = first;
        runs_.resize(static_cast<std::size_t>(last - first));
        for (std::int64_t o = first; o < last; ++o) {
            const AxisWindow window = axis.window(o);
            const AxisGeometry::ValidTaps valid = axis.valid(o);
            runs_[static_cast<std::size_t>(o - first)] = {window.tap(valid.first), valid.count(),
                                                          window.dilation};
        }
    }
    const Run& operator[](std::int64_t o) const { return runs_[static_cast<std::size_t>(o - first_)]; }

 private:
    std::int64_t first_ = 0;
    std::vector<Run> runs_;
};

}  // namespace pool::kernels
