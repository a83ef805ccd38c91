#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pool/tensor.h"

// The loops of a well-known tutorial's pooling layer, written anew, with the four faults that they have
// there: `index` is overwritten while it is used; the position is divided by the stride instead of the
// window's width; the output's size is rounded down while the loop rounds up; an argmax is kept for the
// average. The learner finds and repairs them one by one.

namespace lesson {

/// Which faults are repaired.
struct Repairs {
    bool name = false;    ///< the position has a name of its own
    bool width = false;   ///< divided by the window's width
    bool size = false;    ///< as many windows as fit, in the output and in the loop
    bool argmax = false;  ///< of the average: no index
    bool operator==(const Repairs&) const = default;
};

struct TutorialLine {
    std::string text;
    std::string mark;  ///< its name in lesson files: "out", "array", "store", "argmax", "mark"…; may be empty
    std::size_t fault = 0;  ///< 1 to 4: the fault in it that is not repaired; 0: none
};
struct TutorialListing {
    std::vector<TutorialLine> lines;
    /// A NumPy module with max_pool(x, k, s) or average_pool(x, k, s) for x of N×H×W×C.
    std::string text() const;
    /// The line of that mark, or nothing.
    std::optional<std::size_t> find(const std::string& mark) const;
};
TutorialListing tutorial(bool average, const Repairs& repairs = {});

/// One window of the loops, as Python runs them.
struct TutorialMoment {
    std::vector<std::size_t> lines;  ///< that run, in order
    std::vector<std::pair<std::string, std::string>> variables;
    pool::Cell output;                 ///< the cell of `out` that is written
    double value = 0;                  ///< what is written there
    std::optional<pool::Cell> marked;  ///< the cell of `index` that is set
    std::string error;  ///< "TypeError" or "IndexError", at the last of `lines`; empty: none. Nothing follows
};
/// Every window of the first plane of `input` up to the end or the error. `k` and `s` are at least 1.
std::vector<TutorialMoment> play_tutorial(bool average, const Repairs& repairs, const pool::Tensor& input,
                                          std::int64_t k, std::int64_t s);

}  // namespace lesson
