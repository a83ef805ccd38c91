#pragma once

#include <cstdint>
#include <vector>

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
    /// Sliding windows: tap j of output o is at o·stride - pad_begin + j·dilation (pooling-semantics section
    /// 1).
    static AxisGeometry sliding(std::int64_t input, std::int64_t output, std::int64_t kernel,
                                std::int64_t stride, std::int64_t pad_begin, std::int64_t pad_end,
                                std::int64_t dilation);
    /// Adaptive windows: [floor(o·n/m), ceil((o+1)·n/m)) (pooling-semantics section 4).
    static AxisGeometry adaptive(std::int64_t input, std::int64_t output);
    /// Any windows at all, one for each output.
    static AxisGeometry listed(std::int64_t input, std::vector<AxisWindow> windows);

    /// Sets the padding that a drawing shows around listed windows.
    void show_padding(std::int64_t begin, std::int64_t end) {
        pad_begin_ = begin;
        pad_end_ = end;
    }

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
    std::vector<AxisWindow> windows_;
};

/// Windows of a 2-D layer: the product of two axes.
struct Geometry {
    AxisGeometry h;
    AxisGeometry w;
};

}  // namespace pool
