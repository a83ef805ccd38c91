#include "pool/geometry.h"

#include <algorithm>

namespace pool {

namespace {

std::int64_t ceil_div(std::int64_t a, std::int64_t b) { return a >= 0 ? (a + b - 1) / b : -((-a) / b); }
std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

}  // namespace

AxisGeometry AxisGeometry::sliding(std::int64_t input, std::int64_t output, std::int64_t kernel,
                                   std::int64_t stride, std::int64_t pad_begin, std::int64_t pad_end,
                                   std::int64_t dilation) {
    AxisGeometry axis;
    axis.rule_ = Rule::sliding;
    axis.input_ = input;
    axis.output_ = output;
    axis.kernel_ = kernel;
    axis.stride_ = stride;
    axis.pad_begin_ = pad_begin;
    axis.pad_end_ = pad_end;
    axis.dilation_ = dilation;
    return axis;
}

AxisGeometry AxisGeometry::adaptive(std::int64_t input, std::int64_t output) {
    AxisGeometry axis;
    axis.rule_ = Rule::adaptive;
    axis.input_ = input;
    axis.output_ = output;
    return axis;
}

AxisGeometry AxisGeometry::listed(std::int64_t input, std::vector<AxisWindow> windows) {
    AxisGeometry axis;
    axis.rule_ = Rule::listed;
    axis.input_ = input;
    axis.output_ = static_cast<std::int64_t>(windows.size());
    axis.windows_ = std::move(windows);
    return axis;
}

AxisWindow AxisGeometry::window(std::int64_t o) const {
    switch (rule_) {
        case Rule::sliding:
            return {o * stride_ - pad_begin_, kernel_, dilation_};
        case Rule::adaptive: {
            const std::int64_t start = o * input_ / output_;
            const std::int64_t end = ((o + 1) * input_ + output_ - 1) / output_;
            return {start, end - start, 1};
        }
        case Rule::listed:
            break;
    }
    return windows_[static_cast<std::size_t>(o)];
}

AxisGeometry::ValidTaps AxisGeometry::valid(std::int64_t o) const {
    const AxisWindow w = window(o);
    const std::int64_t first = std::max<std::int64_t>(0, ceil_div(-w.start, w.dilation));
    const std::int64_t last = std::min(w.count, ceil_div(input_ - w.start, w.dilation));
    return {first, std::max(first, last)};
}

std::vector<std::int64_t> AxisGeometry::outputs_of(std::int64_t i) const {
    std::vector<std::int64_t> result;
    std::int64_t first = 0;
    std::int64_t last = output_ - 1;
    if (rule_ == Rule::sliding) {
        // o·s − p ≤ i ≤ o·s − p + d(k − 1)
        first = std::max<std::int64_t>(0, ceil_div(i + pad_begin_ - dilation_ * (kernel_ - 1), stride_));
        last = std::min(output_ - 1, floor_div(i + pad_begin_, stride_));
    } else if (rule_ == Rule::adaptive) {
        // One more on each side than the exact bounds, because both ends of a window are rounded.
        first = std::max<std::int64_t>(0, i * output_ / input_ - 1);
        last = std::min(output_ - 1, (i + 1) * output_ / input_ + 1);
    }
    for (std::int64_t o = first; o <= last; ++o) {
        const AxisWindow w = window(o);
        const std::int64_t from_start = i - w.start;
        if (from_start >= 0 && from_start % w.dilation == 0 && from_start / w.dilation < w.count)
            result.push_back(o);
    }
    return result;
}

}  // namespace pool
