#pragma once

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "pool/tensor.h"

namespace pool {

/// The taps of one output index along one axis: start + j·dilation for j in [0, count).
/// A tap outside [0, n) is padding (or, in ceil mode, beyond it) and is not valid.
struct AxisWindow {
    std::int64_t start = 0;
    std::int64_t count = 0;
    std::int64_t dilation = 1;

    std::int64_t tap(std::int64_t j) const { return start + j * dilation; }
    /// One past the last tap, so that [start, end) spans the window, dilation gaps included.
    std::int64_t end() const { return count == 0 ? start : start + (count - 1) * dilation + 1; }
    bool operator==(const AxisWindow&) const = default;
};

/// Which inputs each output sees along one axis, and the reverse. The single source of truth for windows:
/// kernels, traces, drawings and code all ask here.
class AxisGeometry {
 public:
    /// Sliding windows: tap j of output o is at o·stride - pad_begin + j·dilation (SEMANTICS 1).
    static AxisGeometry sliding(std::int64_t input, std::int64_t output, std::int64_t kernel,
                                std::int64_t stride, std::int64_t pad_begin, std::int64_t pad_end,
                                std::int64_t dilation);
    /// Adaptive windows: [floor(o·n/m), ceil((o+1)·n/m)) (SEMANTICS 4).
    static AxisGeometry adaptive(std::int64_t input, std::int64_t output);
    /// Any windows at all, one for each output.
    static AxisGeometry listed(std::int64_t input, std::vector<AxisWindow> windows);

    /// Of sliding windows: taps at `end` and beyond do not exist (AvgPool2d's overhang).
    void clip_end(std::int64_t end) { clip_end_ = end; }

    std::int64_t input() const { return input_; }
    std::int64_t output() const { return output_; }
    /// Padding cells before and after the input that a drawing shows (0 for adaptive windows).
    std::int64_t pad_begin() const { return pad_begin_; }
    std::int64_t pad_end() const { return pad_end_; }

    AxisWindow window(std::int64_t o) const;
    /// First tap number and one past the last one whose position lies in [0, input).
    struct ValidTaps {
        std::int64_t first = 0;
        std::int64_t last = 0;
        std::int64_t count() const { return last > first ? last - first : 0; }
    };
    ValidTaps valid(std::int64_t o) const;
    /// Outputs whose window has a tap exactly at input position i, ascending.
    std::vector<std::int64_t> outputs_of(std::int64_t i) const;
    /// First output and one past the last one that may have a valid tap in [first, last): exact for windows
    /// in ascending order.
    struct Range {
        std::int64_t first = 0;
        std::int64_t last = 0;
    };
    Range outputs_touching(std::int64_t first, std::int64_t last) const;
    /// The inputs that the outputs [first, last) see, from the lowest to the highest, inside the input.
    Range inputs_of(std::int64_t first, std::int64_t last) const;

    bool is_sliding() const { return rule_ == Rule::sliding; }
    bool is_adaptive() const { return rule_ == Rule::adaptive; }
    std::int64_t kernel() const { return kernel_; }
    std::int64_t stride() const { return stride_; }
    std::int64_t dilation() const { return dilation_; }

 private:
    enum class Rule { sliding, adaptive, listed };
    Rule rule_ = Rule::sliding;
    std::int64_t input_ = 0;
    std::int64_t output_ = 0;
    std::int64_t kernel_ = 1;
    std::int64_t stride_ = 1;
    std::int64_t pad_begin_ = 0;
    std::int64_t pad_end_ = 0;
    std::int64_t dilation_ = 1;
    std::int64_t clip_end_ = std::numeric_limits<std::int64_t>::max();
    std::vector<AxisWindow> windows_;
};

/// The windows of one plane: the product of two axes.
struct Axes {
    AxisGeometry h;
    AxisGeometry w;
};

/// The windows of a 2-D layer: which cells of the input each output cell looks at.
class Geometry {
 public:
    Geometry() = default;
    /// The same windows in every channel of every item.
    Geometry(AxisGeometry h, AxisGeometry w) : axes_{std::move(h), std::move(w)} {}
    /// Windows of their own for each output plane, in the order n·channels + c.
    static Geometry of_planes(std::int64_t channels, std::vector<Axes> planes);
    /// Output item i looks at input item items[i] through the windows planes[i], in every channel.
    static Geometry of_items(std::vector<std::int64_t> items, std::vector<Axes> planes);
    /// Windows in a list: output column x sees the rows h.window(x) and the columns w.window(x); one output
    /// row.
    static Geometry of_columns(AxisGeometry h, AxisGeometry w);
    /// Every output channel sees all `inputs` input channels; there are `outputs` output channels.
    Geometry mixing(std::int64_t inputs, std::int64_t outputs) &&;

    /// The axes of one output plane.
    const Axes& axes(std::int64_t n, std::int64_t c) const;
    /// The axes that stand for all in a drawing.
    const AxisGeometry& h() const { return planes_.empty() ? axes_.h : planes_.front().h; }
    const AxisGeometry& w() const { return planes_.empty() ? axes_.w : planes_.front().w; }
    /// Whether all planes have the same windows, each the product of a row and a column part.
    bool uniform() const { return order_ == Order::uniform; }
    bool listed_columns() const { return order_ == Order::columns; }

    AxisWindow rows(const Cell& above) const {
        return axes(above.n, above.c).h.window(order_ == Order::columns ? above.x : above.y);
    }
    AxisWindow columns(const Cell& above) const { return axes(above.n, above.c).w.window(above.x); }
    /// The input item that output item n looks at.
    std::int64_t item(std::int64_t n) const {
        return items_.empty() ? n : items_[static_cast<std::size_t>(n)];
    }
    /// Input channels [first, last) of an output channel.
    AxisGeometry::Range channels(std::int64_t c) const {
        return mixed_inputs_ > 0 ? AxisGeometry::Range{0, mixed_inputs_} : AxisGeometry::Range{c, c + 1};
    }
    /// Output cells whose window has a tap at `below`, row-major.
    std::vector<Cell> outputs_of(const Cell& below) const;
    /// A region of the output that holds every cell with a tap in `inputs`, and the reverse.
    Region outputs_touching(const Region& inputs) const;
    Region inputs_of(const Region& outputs) const;
    /// Cells of all windows together, for `channels` channels of `items` items of the output.
    std::int64_t window_cells(std::int64_t items, std::int64_t channels) const;

 private:
    enum class Order { uniform, planes, items, columns };
    Order order_ = Order::uniform;
    Axes axes_;
    std::vector<Axes> planes_;
    std::vector<std::int64_t> items_;
    std::int64_t channels_ = 1;
    std::int64_t mixed_inputs_ = 0;
    std::int64_t mixed_outputs_ = 0;
};

}  // namespace pool
