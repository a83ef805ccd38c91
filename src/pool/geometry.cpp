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
        case Rule::sliding: {
            AxisWindow window{o * stride_ - pad_begin_, kernel_, dilation_};
            if (clip_end_ != std::numeric_limits<std::int64_t>::max())
                window.count =
                    std::clamp<std::int64_t>(ceil_div(clip_end_ - window.start, dilation_), 0, kernel_);
            return window;
        }
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
    if (i < 0 || i >= input_) return result;
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

AxisGeometry::Range AxisGeometry::outputs_touching(std::int64_t first, std::int64_t last) const {
    if (first >= last) return {};
    if (rule_ == Rule::sliding) {
        const std::int64_t low = ceil_div(first + pad_begin_ - dilation_ * (kernel_ - 1), stride_);
        const std::int64_t high = floor_div(last - 1 + pad_begin_, stride_);
        return {std::clamp<std::int64_t>(low, 0, output_), std::clamp<std::int64_t>(high + 1, 0, output_)};
    }
    if (rule_ == Rule::adaptive)
        return {std::max<std::int64_t>(0, first * output_ / input_ - 1),
                std::min(output_, last * output_ / input_ + 2)};
    Range range{output_, 0};
    for (std::int64_t o = 0; o < output_; ++o) {
        const AxisWindow w = window(o);
        if (w.count == 0 || w.start >= last || w.end() <= first) continue;
        range = {std::min(range.first, o), std::max(range.last, o + 1)};
    }
    return range.first < range.last ? range : Range{};
}

AxisGeometry::Range AxisGeometry::inputs_of(std::int64_t first, std::int64_t last) const {
    Range range{input_, 0};
    const auto add = [&](std::int64_t o) {
        const AxisWindow w = window(o);
        if (w.count == 0) return;
        range = {std::min(range.first, w.start), std::max(range.last, w.end())};
    };
    if (first < last && rule_ != Rule::listed) {
        add(first);
        add(last - 1);
    } else {
        for (std::int64_t o = first; o < last; ++o) add(o);
    }
    return {std::max<std::int64_t>(range.first, 0), std::min(range.last, input_)};
}

Geometry Geometry::of_planes(std::int64_t channels, std::vector<Axes> planes) {
    Geometry geometry;
    geometry.order_ = Order::planes;
    geometry.channels_ = channels;
    geometry.planes_ = std::move(planes);
    return geometry;
}

Geometry Geometry::of_items(std::vector<std::int64_t> items, std::vector<Axes> planes) {
    Geometry geometry;
    geometry.order_ = Order::items;
    geometry.items_ = std::move(items);
    geometry.planes_ = std::move(planes);
    return geometry;
}

Geometry Geometry::of_columns(AxisGeometry h, AxisGeometry w) {
    Geometry geometry(std::move(h), std::move(w));
    geometry.order_ = Order::columns;
    return geometry;
}

Geometry Geometry::mixing(std::int64_t inputs, std::int64_t outputs) && {
    mixed_inputs_ = inputs;
    mixed_outputs_ = outputs;
    return std::move(*this);
}

const Axes& Geometry::axes(std::int64_t n, std::int64_t c) const {
    if (order_ == Order::planes) return planes_[static_cast<std::size_t>(n * channels_ + c)];
    if (order_ == Order::items) return planes_[static_cast<std::size_t>(n)];
    return axes_;
}

std::vector<Cell> Geometry::outputs_of(const Cell& below) const {
    std::vector<Cell> cells;
    const auto add = [&](std::int64_t n, std::int64_t c) {
        const Axes& a = axes(n, c);
        const std::vector<std::int64_t> columns = a.w.outputs_of(below.x);
        const std::vector<std::int64_t> rows = a.h.outputs_of(below.y);
        if (order_ == Order::columns) {
            for (const std::int64_t x : columns)
                if (std::ranges::binary_search(rows, x)) cells.push_back({n, c, 0, x});
            return;
        }
        for (const std::int64_t y : rows)
            for (const std::int64_t x : columns) cells.push_back({n, c, y, x});
    };
    const auto add_item = [&](std::int64_t n) {
        if (mixed_inputs_ == 0) return add(n, below.c);
        for (std::int64_t c = 0; c < mixed_outputs_; ++c) add(n, c);
    };
    if (items_.empty()) {
        add_item(below.n);
    } else {
        for (std::size_t n = 0; n < items_.size(); ++n)
            if (items_[n] == below.n) add_item(static_cast<std::int64_t>(n));
    }
    return cells;
}

Region Geometry::outputs_touching(const Region& inputs) const {
    if (inputs.empty()) return {};
    const auto of = [&](const Axes& a) -> Region {
        const AxisGeometry::Range h = a.h.outputs_touching(inputs.y0, inputs.y1);
        const AxisGeometry::Range w = a.w.outputs_touching(inputs.x0, inputs.x1);
        if (order_ == Order::columns) return {0, 1, std::max(h.first, w.first), std::min(h.last, w.last)};
        return {h.first, h.last, w.first, w.last};
    };
    if (planes_.empty()) return of(axes_);
    Region region;
    for (const Axes& a : planes_) region = region.with(of(a));
    return region;
}

Region Geometry::inputs_of(const Region& outputs) const {
    if (outputs.empty()) return {};
    const auto of = [&](const Axes& a) -> Region {
        const bool columns = order_ == Order::columns;
        const AxisGeometry::Range h =
            columns ? a.h.inputs_of(outputs.x0, outputs.x1) : a.h.inputs_of(outputs.y0, outputs.y1);
        const AxisGeometry::Range w = a.w.inputs_of(outputs.x0, outputs.x1);
        return {h.first, h.last, w.first, w.last};
    };
    if (planes_.empty()) return of(axes_);
    Region region;
    for (const Axes& a : planes_) region = region.with(of(a));
    return region;
}

std::int64_t Geometry::window_cells(std::int64_t items, std::int64_t channels) const {
    const auto of = [&](const Axes& a) {
        std::int64_t rows = 0;
        std::int64_t columns = 0;
        std::int64_t both = 0;
        for (std::int64_t o = 0; o < a.h.output(); ++o) rows += a.h.window(o).count;
        for (std::int64_t o = 0; o < a.w.output(); ++o) {
            columns += a.w.window(o).count;
            if (order_ == Order::columns) both += a.w.window(o).count * a.h.window(o).count;
        }
        return order_ == Order::columns ? both : rows * columns;
    };
    const std::int64_t depth = std::max<std::int64_t>(mixed_inputs_, 1);
    if (planes_.empty()) return of(axes_) * items * channels * depth;
    std::int64_t total = 0;
    for (const Axes& a : planes_) total += of(a) * (order_ == Order::items ? channels : 1);
    return total * depth;
}

}  // namespace pool
