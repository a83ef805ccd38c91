#include "lesson/misconceptions.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "measure/gradients.h"
#include "measure/windows.h"
#include "pool/explain.h"

namespace lesson::wrong {

namespace {

using pool::Cell;
using pool::Evaluation;
using pool::Tap;
using pool::Tensor;
using Taps = std::vector<Tap>;

/// `visit(cell, taps)` for every output cell of the only layer, row by row.
template <class Visit>
void each_window(const Evaluation& e, const Visit& visit) {
    const pool::Shape shape = e.map(1).shape();
    for (std::int64_t y = 0; y < shape.h; ++y)
        for (std::int64_t x = 0; x < shape.w; ++x) visit(Cell{0, 0, y, x}, pool::taps(e, 0, {0, 0, y, x}));
}

Taps inside(Taps taps) {
    std::erase_if(taps, [](const Tap& tap) { return !tap.valid; });
    return taps;
}

float sum(const Taps& taps) {
    float total = 0;
    for (const Tap& tap : taps) total += tap.value;
    return total;
}

float largest(const Taps& taps) { return std::ranges::max(taps, {}, &Tap::value).value; }

/// An output whose cells follow from the cells of their windows that lie inside the input.
template <class Rule>
Tensor outputs(const Evaluation& e, const Rule& rule) {
    Tensor result(e.map(1).shape());
    each_window(e, [&](const Cell& cell, const Taps& taps) {
        const Taps valid = inside(taps);
        result.at(cell) = valid.empty() ? 0 : rule(valid, taps);
    });
    return result;
}

Tensor mean(const Evaluation& e) {
    return outputs(
        e, [](const Taps& valid, const Taps&) { return sum(valid) / static_cast<float>(valid.size()); });
}
Tensor whole_sum(const Evaluation& e) {
    return outputs(e, [](const Taps& valid, const Taps&) { return sum(valid); });
}
Tensor first_cell(const Evaluation& e) {
    return outputs(e, [](const Taps& valid, const Taps&) { return valid.front().value; });
}
Tensor largest_cell(const Evaluation& e) {
    return outputs(e, [](const Taps& valid, const Taps&) { return largest(valid); });
}
Tensor zero_padding(const Evaluation& e) {
    return outputs(e, [](const Taps& valid, const Taps& all) {
        return valid.size() < all.size() ? std::max(0.0F, largest(valid)) : largest(valid);
    });
}
Tensor full_window(const Evaluation& e) {
    const pool::Geometry& windows = e.layers[0].geometry();
    const auto cells = static_cast<float>(windows.h().kernel() * windows.w().kernel());
    return outputs(e, [&](const Taps& valid, const Taps&) { return sum(valid) / cells; });
}

/// The same layer's reduction over windows [start, end) of each axis.
template <class Window>
Tensor over_bins(const Evaluation& e, const Window& window) {
    const Tensor& input = e.map(0);
    const bool maximum = e.layers[0].kind->has_indices(e.layers[0].layer.params);
    Tensor result(e.map(1).shape());
    const pool::Shape out = result.shape();
    for (std::int64_t y = 0; y < out.h; ++y)
        for (std::int64_t x = 0; x < out.w; ++x) {
            const auto [y0, y1] = window(y, input.shape().h, out.h);
            const auto [x0, x1] = window(x, input.shape().w, out.w);
            Taps taps;
            for (std::int64_t i = y0; i < y1; ++i)
                for (std::int64_t j = x0; j < x1; ++j)
                    taps.push_back({i, j, 0, true, false, input.at({0, 0, i, j})});
            if (taps.empty()) return {};
            result.at({0, 0, y, x}) = maximum ? largest(taps) : sum(taps) / static_cast<float>(taps.size());
        }
    return result;
}

using Bin = std::pair<std::int64_t, std::int64_t>;

Tensor separate_bins(const Evaluation& e) {
    // The rest goes to the last one.
    return over_bins(e, [](std::int64_t o, std::int64_t n, std::int64_t m) {
        return Bin{o * (n / m), o + 1 == m ? n : (o + 1) * (n / m)};
    });
}
Tensor one_kernel(const Evaluation& e) {
    return over_bins(e, [](std::int64_t o, std::int64_t n, std::int64_t m) {
        const std::int64_t start = o * (n / m);
        return Bin{start, std::min(n, start + (n + m - 1) / m)};
    });
}

template <class Rule>
Tensor indices(const Evaluation& e, const Rule& rule) {
    Tensor result(e.map(1).shape());
    each_window(e, [&](const Cell& cell, const Taps& taps) {
        const auto winner = std::ranges::find_if(taps, &Tap::winner);
        result.at(cell) = static_cast<float>(rule(*winner, winner - taps.begin(), e.map(0).shape()));
    });
    return result;
}

Tensor in_window(const Evaluation& e) {
    return indices(e, [](const Tap&, std::int64_t place, const pool::Shape&) { return place; });
}
Tensor from_one(const Evaluation& e) {
    return indices(
        e, [](const Tap& tap, std::int64_t, const pool::Shape& s) { return tap.y * s.w + tap.x + 1; });
}
Tensor swapped(const Evaluation& e) {
    return indices(e, [](const Tap& tap, std::int64_t, const pool::Shape& s) { return tap.x * s.h + tap.y; });
}

/// Rows and columns by a rule of one axis.
template <class Rule>
Tensor sizes(const Evaluation& e, const Rule& rule) {
    Tensor result({1, 1, 1, 2});
    const pool::Geometry& windows = e.layers[0].geometry();
    result.data()[0] = static_cast<float>(rule(windows.h()));
    result.data()[1] = static_cast<float>(rule(windows.w()));
    return result;
}

std::int64_t span(const pool::AxisGeometry& axis) { return axis.dilation() * (axis.kernel() - 1) + 1; }
std::int64_t padded(const pool::AxisGeometry& axis) {
    return axis.input() + axis.pad_begin() + axis.pad_end();
}

Tensor no_padding(const Evaluation& e) {
    return sizes(e, [](const pool::AxisGeometry& a) { return (a.input() - span(a)) / a.stride() + 1; });
}
Tensor not_subtracted(const Evaluation& e) {
    return sizes(e, [](const pool::AxisGeometry& a) { return a.input() / a.stride() + 1; });
}
Tensor other_rounding(const Evaluation& e) {
    return sizes(e, [](const pool::AxisGeometry& a) {
        const std::int64_t room = padded(a) - span(a);
        const std::int64_t down = room / a.stride() + 1;
        return a.output() == down ? (room + a.stride() - 1) / a.stride() + 1 : down;
    });
}
Tensor stride_one(const Evaluation& e) {
    return sizes(e, [](const pool::AxisGeometry& a) { return padded(a) - span(a) + 1; });
}
Tensor no_dilation(const Evaluation& e) {
    return sizes(e, [](const pool::AxisGeometry& a) { return (padded(a) - a.kernel()) / a.stride() + 1; });
}

/// A grad_input to which `send(cell, gradient, taps, result)` adds what each window sends.
template <class Send>
Tensor sent(const Evaluation& e, const Send& send) {
    Tensor result(e.map(0).shape());
    each_window(
        e, [&](const Cell& cell, const Taps& taps) { send(e.gradient(1).at(cell), inside(taps), result); });
    return result;
}

Cell at(const Tap& tap) { return {0, 0, tap.y, tap.x}; }

Tensor copies(const Evaluation& e) {
    return sent(e, [](float g, const Taps& taps, Tensor& result) {
        for (const Tap& tap : taps) result.at(at(tap)) += g;
    });
}
Tensor shares(const Evaluation& e) {
    return sent(e, [](float g, const Taps& taps, Tensor& result) {
        for (const Tap& tap : taps) result.at(at(tap)) += g / static_cast<float>(taps.size());
    });
}
Tensor same_place(const Evaluation& e) {
    std::ptrdiff_t place = -1;
    return sent(e, [&](float g, const Taps& taps, Tensor& result) {
        if (place < 0) place = std::ranges::find_if(taps, &Tap::winner) - taps.begin();
        if (place < std::ssize(taps)) result.at(at(taps[static_cast<std::size_t>(place)])) += g;
    });
}
Tensor overwrites(const Evaluation& e) {
    return sent(e, [](float, const Taps& taps, Tensor& result) {
        for (const Tap& tap : taps)
            if (tap.gradient != 0) result.at(at(tap)) = tap.gradient;
    });
}
Tensor averages(const Evaluation& e) {
    Tensor result = e.gradient(0);
    const pool::Shape shape = result.shape();
    for (std::int64_t y = 0; y < shape.h; ++y)
        for (std::int64_t x = 0; x < shape.w; ++x) {
            const std::size_t arrivals = measure::arrivals(e, 1, {0, 0, y, x}).size();
            if (arrivals > 1) result.at({0, 0, y, x}) /= static_cast<float>(arrivals);
        }
    return result;
}
Tensor one_cell(const Evaluation& e) {
    return sent(e, [](float g, const Taps& taps, Tensor& result) {
        result.at(at(*std::ranges::max_element(taps, {}, &Tap::value))) += g;
    });
}

/// The same layer under another rule of ties.
Tensor with_ties(const Evaluation& e, const char* ties) {
    pool::Layer layer = e.layers[0].layer;
    layer.params.set("ties", std::string(ties));
    pool::Upstream upstream;
    upstream.source = pool::Upstream::Source::values;
    upstream.values = std::make_shared<const Tensor>(e.gradient(1));
    return pool::evaluate(e.input, {layer}, upstream).gradient(0);
}
Tensor splits(const Evaluation& e) { return with_ties(e, "split"); }
Tensor last(const Evaluation& e) { return with_ties(e, "last"); }
Tensor all(const Evaluation& e) { return with_ties(e, "all"); }

}  // namespace

const Misconception kMean{"mean", "1.3", mean, true};
const Misconception kSum{"sum", "1.3", whole_sum, true};
const Misconception kFirst{"first", "1.3", first_cell, true};
const Misconception kZeroPadding{"zero_padding", "M04", zero_padding};
const Misconception kUndivided{"undivided", "1.4", whole_sum, true};
const Misconception kLargest{"largest", "1.4", largest_cell, true};
const Misconception kRealOnly{"real_only", "M05", mean};
const Misconception kFullWindow{"full_window", "M06", full_window};
const Misconception kSeparateBins{"separate_bins", "M07", separate_bins};
const Misconception kOneKernel{"one_kernel", "10.4", one_kernel};
const Misconception kInWindow{"in_window", "4.3", in_window};
const Misconception kFromOne{"from_one", "4.3", from_one};
const Misconception kSwapped{"swapped", "4.3", swapped};
const Misconception kNoPadding{"no_padding", "3.2", no_padding};
const Misconception kNotSubtracted{"not_subtracted", "3.2", not_subtracted};
const Misconception kOtherRounding{"other_rounding", "M06", other_rounding};
const Misconception kStrideOne{"stride_one", "3.4", stride_one};
const Misconception kNoDilation{"no_dilation", "M19", no_dilation};
const Misconception kCopies{"copies", "M03", copies};
const Misconception kShares{"shares", "5.1", shares};
const Misconception kSamePlace{"same_place", "6.1", same_place};
const Misconception kOverwrites{"overwrites", "M02", overwrites};
const Misconception kAverages{"averages", "6.2", averages};
const Misconception kOneCell{"one_cell", "8.3", one_cell};
const Misconception kRealShares{"real_shares", "M05", shares};
const Misconception kSplits{"splits", "M01", splits};
const Misconception kLast{"last", "4.4", last};
const Misconception kAll{"all", "M01", all};

}  // namespace lesson::wrong
