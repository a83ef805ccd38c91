#include <algorithm>

#include "pool/kinds/common.h"
#include "pool/kinds/table.h"
#include "pool/text.h"

namespace pool::kinds {

namespace {

/// MaxUnpool2d [native/MaxUnpooling.cpp, native/cpu/MaxUnpoolKernel.cpp]. `Forward::indices` holds for each
/// output cell the input cell that fills it, -1 where none does.
class MaxUnpool2d : public LayerKind {
 public:
    std::string_view name() const override { return "MaxUnpool2d"; }
    std::string_view source() const override { return "PyTorch, aten/src/ATen/native/MaxUnpooling.cpp"; }
    std::span<const ParamSpec> params() const override {
        static const std::vector<ParamSpec> specs = make_specs();
        return specs;
    }
    Reduction reduction(const Params&) const override { return Reduction::select; }
    bool has_indices(const Params&) const override { return true; }
    /// They depend on the indices, which change with the values of the layer that they come from.
    bool shares_depend_on_values(const Params&) const override { return true; }
    bool takes_indices() const override { return true; }
    bool local() const override { return false; }
    float padding_value() const override { return 0; }

    Shape output_shape(const Params& params, const Shape& input) const override {
        check_input(*this, input);
        const Sliding s = read_sliding(*this, params, input);
        if (s.h.kernel < 1 || s.w.kernel < 1 || s.h.stride < 1 || s.w.stride < 1)
            throw LayerError("kernel_size", {"error.unpool.at_least_one"});
        if (s.h.pad_begin < 0 || s.w.pad_begin < 0)
            throw LayerError("padding", {"error.not_negative",
                                         {"padding", python_text(Pair{s.h.pad_begin, s.w.pad_begin})}});
        const Size2 usual{usual_size(s.h, input.h), usual_size(s.w, input.w)};
        const Size2 size = read_pair(*this, params, "output_size", usual);
        const auto check = [&](std::int64_t got, std::int64_t around, std::int64_t stride) {
            if (got > around - stride && got < around + stride) return;
            throw LayerError("output_size",
                             {"error.unpool.size",
                              {python_text(Pair{size.h, size.w}), around - stride + 1, around + stride - 1}});
        };
        check(size.h, usual.h, s.h.stride);
        check(size.w, usual.w, s.w.stride);
        if (size.h < 1 || size.w < 1)
            throw LayerError("kernel_size", {"error.unpool.empty", {grid_text(size.h, size.w)}});
        return {input.n, input.c, size.h, size.w};
    }
    /// The input cells whose pooling window holds the output cell.
    Geometry geometry(const Params& params, const Shape& input) const override {
        const Shape out = output_shape(params, input);
        const Sliding s = read_sliding(*this, params, input);
        const auto axis = [](const SlidingAxis& a, std::int64_t n, std::int64_t m) {
            std::vector<AxisWindow> windows;
            for (std::int64_t o = 0; o < m; ++o) {
                const std::int64_t at = o + a.pad_begin;
                const std::int64_t first = std::max<std::int64_t>(0, (at - a.kernel + a.stride) / a.stride);
                const std::int64_t last = std::min(n - 1, at / a.stride);
                windows.push_back({std::min(first, n), std::max<std::int64_t>(0, last - first + 1), 1});
            }
            return AxisGeometry::listed(n, std::move(windows));
        };
        return {axis(s.h, input.h, out.h), axis(s.w, input.w, out.w)};
    }
    std::string size_formula(const Params& params, const Shape& input, char name) const override {
        const Shape out = output_shape(params, input);
        const SlidingAxis a = read_sliding(*this, params, input).axis(name);
        const std::int64_t n = name == 'h' ? input.h : input.w;
        const std::int64_t m = name == 'h' ? out.h : out.w;
        const std::string usual = "(" + std::to_string(n) + " − 1)·" + std::to_string(a.stride) + " − 2·" +
                                  std::to_string(a.pad_begin) + " + " + std::to_string(a.kernel) + " = " +
                                  std::to_string(usual_size(a, n));
        return m == usual_size(a, n) ? usual : usual + "; output_size = " + std::to_string(m);
    }

    void forward_region(const Params&, const Tensor& input, Forward& result, const Region&) const override {
        const Shape& out = result.output.shape();
        std::ranges::fill(result.output.data(), 0.0F);
        for (std::int64_t n = 0; n < out.n; ++n) {
            for (std::int64_t c = 0; c < out.c; ++c) {
                const auto given = result.given->plane(n, c);
                const auto x = input.plane(n, c);
                std::int64_t* from = result.indices.plane(n, c).positions;
                if (from) std::fill_n(from, out.plane(), std::int64_t{-1});
                for (std::size_t i = 0; i < given.size(); ++i) {
                    check_index(given[i], out);
                    const auto at = static_cast<std::size_t>(given[i]);
                    // The last of several in row-major order stays, as PyTorch does on one thread.
                    result.output.plane(n, c)[at] = x[i];
                    if (from) from[at] = static_cast<std::int64_t>(i);
                }
            }
        }
    }
    void backward_region(const Params&, const Tensor&, const Forward& result, const Tensor& grad_output,
                         Tensor& grad_input, const Region&) const override {
        const Shape& in = grad_input.shape();
        for (std::int64_t n = 0; n < in.n; ++n) {
            for (std::int64_t c = 0; c < in.c; ++c) {
                const auto given = result.given->plane(n, c);
                const auto gradient = grad_input.plane(n, c);
                // 0 + g, as a sum of one link is.
                for (std::size_t i = 0; i < given.size(); ++i)
                    gradient[i] = 0.0F + grad_output.plane(n, c)[static_cast<std::size_t>(given[i])];
            }
        }
    }
    std::vector<Tap> taps(const Params& params, const Tensor& input, const Forward& result,
                          const Cell& cell) const override {
        std::vector<Tap> taps = window_taps(geometry(params, input.shape()), input, cell, padding_value());
        const auto given = result.given->plane(cell.n, cell.c);
        const std::int64_t width = input.shape().w;
        const std::int64_t place = cell.y * result.output.shape().w + cell.x;
        for (std::size_t i = 0; i < given.size(); ++i) {
            if (given[i] != place) continue;
            const auto flat = static_cast<std::int64_t>(i);
            auto tap = std::ranges::find_if(taps, [&](const Tap& t) { return t.y * width + t.x == flat; });
            if (tap == taps.end()) {
                // Indices that were given may point outside of the windows.
                Tap far;
                far.y = flat / width;
                far.x = flat % width;
                far.c = cell.c;
                far.valid = true;
                far.value = input.at({cell.n, cell.c, far.y, far.x});
                tap = taps.insert(taps.end(), far);
            }
            tap->winner = result.indices.at(cell) == flat;
            // Every cell that points here receives the gradient, also one whose value was overwritten.
            tap->share = 1;
        }
        return taps;
    }
    std::vector<Cell> outputs_of(const Params&, const Shape&, const Forward& result,
                                 const Cell& below) const override {
        const std::int64_t place = result.given->at(below);
        const std::int64_t width = result.output.shape().w;
        return {{below.n, below.c, place / width, place % width}};
    }
    Formula explain(const Params&, const Tensor&, const Forward& result, const Cell& cell) const override {
        const std::int64_t from = result.indices.at(cell);
        const std::string value = short_number(result.output.at(cell));
        if (from < 0) return {"y[j] = 0, j ≠ indices[i]", "0"};
        return {"y[indices[i]] = x[i]", "x[" + std::to_string(from) + "] = " + value};
    }
    Cost cost(const Params& params, const Shape& input) const override {
        return {0, input.size(), output_shape(params, input).size() * 4};
    }

 private:
    static std::vector<ParamSpec> make_specs() {
        ParamSpec size = output_size_spec();
        size.required = false;
        size.start_value = {};
        size.optional = true;
        size.none_entries = false;
        size.help = "param.output_size.unpooled";
        return {kernel_size_spec(), stride_spec(), padding_spec(), size};
    }
    static std::int64_t usual_size(const SlidingAxis& a, std::int64_t n) {
        return (n - 1) * a.stride - 2 * a.pad_begin + a.kernel;
    }
    static void check_index(std::int64_t index, const Shape& out) {
        if (index >= 0 && index < out.plane()) return;
        throw LayerError("indices",
                         {"error.unpool.index", {index, grid_text(out.h, out.w), out.plane() - 1}});
    }
};

}  // namespace

const LayerKind& max_unpool() {
    static const MaxUnpool2d kind;
    return kind;
}

}  // namespace pool::kinds
