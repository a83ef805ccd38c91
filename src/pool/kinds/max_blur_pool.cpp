#include <algorithm>
#include <cmath>

#include "pool/kinds/blur.h"
#include "pool/kinds/linear_kind.h"
#include "pool/kinds/table.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

/// Where the maximum of the window at (y0, x0) is, stride 1, no padding.
Cell winner(const Tensor& input, Size2 kernel, std::int64_t n, std::int64_t c, std::int64_t y0,
            std::int64_t x0) {
    Cell place{n, c, y0, x0};
    float best = input.at(place);
    for (std::int64_t y = y0; y < y0 + kernel.h; ++y) {
        for (std::int64_t x = x0; x < x0 + kernel.w; ++x) {
            const float value = input.at({n, c, y, x});
            if (!(value > best) && !std::isnan(value)) continue;
            best = value;
            place = {n, c, y, x};
        }
    }
    return place;
}

class MaxBlurTerms : public Terms {
 public:
    MaxBlurTerms(BlurAxis h, BlurAxis w, Size2 kernel, const Tensor& input, const Geometry& where)
        : h_(std::move(h)), w_(std::move(w)), kernel_(kernel), input_(input), where_(where) {}
    void of(const Cell& cell, std::vector<Term>& terms) const override {
        const AxisWindow rows = where_.rows(cell);
        const AxisWindow columns = where_.columns(cell);
        terms.clear();
        for (std::int64_t i = 0; i < rows.count; ++i)
            for (std::int64_t j = 0; j < columns.count; ++j)
                terms.push_back({cell.c, rows.tap(i), columns.tap(j), 0});
        for (const BlurAxis::Weight& row : h_.of(cell.y)) {
            for (const BlurAxis::Weight& column : w_.of(cell.x)) {
                const Cell place = winner(input_, kernel_, cell.n, cell.c, row.at, column.at);
                const std::int64_t at = (place.y - rows.start) * columns.count + place.x - columns.start;
                terms[static_cast<std::size_t>(at)].weight += row.weight * column.weight;
            }
        }
    }

 private:
    BlurAxis h_;
    BlurAxis w_;
    Size2 kernel_;
    const Tensor& input_;
    Geometry where_;
};

/// MaxBlurPool (Zhang 2019): the maximum at every place (stride 1), then blur pooling.
class MaxBlurPool2d : public LinearKind {
 public:
    std::string_view name() const override { return "MaxBlurPool2d"; }
    bool shares_depend_on_values(const Params&) const override { return true; }
    std::string_view source() const override {
        return "Zhang: Making convolutional networks shift-invariant again, 2019; adobe/antialiased-cnns";
    }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = {kernel_size_spec(), blur_stride_spec(),
                                                     filter_size_spec()};
        return specs;
    }
    Shape output_shape(const Params& params, const Shape& input) const override {
        check_input(*this, input);
        const Size2 kernel = read_pair(*this, params, "kernel_size");
        if (kernel.h < 1 || kernel.w < 1)
            throw LayerError("kernel_size",
                             {"error.at_least_one", {"kernel_size", python_text(Pair{kernel.h, kernel.w})}});
        const Size2 maxima = maxima_of(params, input);
        if (maxima.h < 1 || maxima.w < 1)
            throw LayerError(
                "kernel_size",
                {"error.window.input", {python_text(Pair{kernel.h, kernel.w}), grid_text(input.h, input.w)}});
        const Blur blur = read_blur(*this, params);
        blur.check(maxima.h, maxima.w);
        return {input.n, input.c, blur.h.output(maxima.h), blur.w.output(maxima.w)};
    }
    Geometry geometry(const Params& params, const Shape& input) const override {
        const Size2 kernel = read_pair(*this, params, "kernel_size");
        const Size2 maxima = maxima_of(params, input);
        const Blur blur = read_blur(*this, params);
        const auto widened = [](const AxisGeometry& axis, std::int64_t n, std::int64_t k) {
            std::vector<AxisWindow> windows;
            for (std::int64_t o = 0; o < axis.output(); ++o) {
                AxisWindow window = axis.window(o);
                window.count += k - 1;
                windows.push_back(window);
            }
            return AxisGeometry::listed(n, std::move(windows));
        };
        return {widened(BlurAxis(blur.h, maxima.h).windows(), input.h, kernel.h),
                widened(BlurAxis(blur.w, maxima.w).windows(), input.w, kernel.w)};
    }
    std::string size_formula(const Params& params, const Shape& input, char axis) const override {
        const Blur blur = read_blur(*this, params);
        const Size2 maxima = maxima_of(params, input);
        const std::int64_t n = axis == 'h' ? input.h : input.w;
        const std::int64_t m = axis == 'h' ? maxima.h : maxima.w;
        return std::to_string(n) + " − " + std::to_string(n - m + 1) + " + 1 = " + std::to_string(m) + "; " +
               (axis == 'h' ? blur.h : blur.w).formula(m);
    }

    /// Both steps: the first maximum with its cells, then the sum over all maxima.
    Formula explain(const Params& params, const Tensor& input, const Forward& result,
                    const Cell& cell) const override {
        const Size2 kernel = read_pair(*this, params, "kernel_size");
        const Size2 size = maxima_of(params, input.shape());
        const Blur blur = read_blur(*this, params);
        const BlurAxis rows(blur.h, size.h);
        const BlurAxis columns(blur.w, size.w);
        std::vector<Product> products;
        for (const BlurAxis::Weight& row : rows.of(cell.y)) {
            for (const BlurAxis::Weight& column : columns.of(cell.x)) {
                const Cell place = winner(input, kernel, cell.n, cell.c, row.at, column.at);
                products.push_back({row.weight * column.weight, input.at(place)});
            }
        }
        const Geometry maxima(AxisGeometry::sliding(input.shape().h, size.h, kernel.h, 1, 0, 0, 1),
                              AxisGeometry::sliding(input.shape().w, size.w, kernel.w, 1, 0, 0, 1));
        const Cell first{cell.n, cell.c, rows.of(cell.y).front().at, columns.of(cell.x).front().at};
        return {"m = \\max_{K} x, y = \\sum_{W} a·m",
                "m_{1} = \\max(" + listed_terms(maxima, input, first, 0, ", ", true) +
                    ") = " + short_number(products.front().value) + "; " + written_sum(products) + " = " +
                    short_number(result.output.at(cell))};
    }

 protected:
    std::unique_ptr<Terms> terms(const Params& params, const Tensor& input) const override {
        const Size2 maxima = maxima_of(params, input.shape());
        const Blur blur = read_blur(*this, params);
        return std::make_unique<MaxBlurTerms>(BlurAxis(blur.h, maxima.h), BlurAxis(blur.w, maxima.w),
                                              read_pair(*this, params, "kernel_size"), input,
                                              geometry(params, input.shape()));
    }

 private:
    Size2 maxima_of(const Params& params, const Shape& input) const {
        const Size2 kernel = read_pair(*this, params, "kernel_size");
        return {input.h - kernel.h + 1, input.w - kernel.w + 1};
    }
};

}  // namespace

const LayerKind& max_blur_pool() {
    static const MaxBlurPool2d kind;
    return kind;
}

}  // namespace pool::kinds
