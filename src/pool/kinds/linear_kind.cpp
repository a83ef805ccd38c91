#include "pool/kinds/linear_kind.h"

#include <cmath>

#include "pool/kinds/common.h"
#include "pool/kinds/planes.h"
#include "pool/text.h"

namespace pool::kinds {

std::string written_sum(std::span<const Product> products) {
    constexpr std::size_t kMostTerms = 9;
    if (products.empty()) return "0";
    std::string text;
    for (std::size_t i = 0; i < std::min(products.size(), kMostTerms); ++i) {
        const auto& [weight, value] = products[i];
        const bool minus = i > 0 && weight < 0;
        if (i > 0) text += minus ? " − " : " + ";
        text += short_number(minus ? -weight : weight, 3) + "·" + factor_text(value);
    }
    if (products.size() > kMostTerms) text += " + … (n = " + std::to_string(products.size()) + ")";
    return text;
}

void LinearKind::forward_region(const Params& params, const Tensor& input, Forward& result,
                                const Region& outputs) const {
    const Geometry where = geometry(params, input.shape());
    const std::unique_ptr<Terms> sums = terms(params, input);
    const Shape& out = result.output.shape();
    each_plane_rows(
        out, outputs.y0, outputs.y1, 16 * out.w,
        [&](std::int64_t n, std::int64_t c, std::int64_t y0, std::int64_t y1) {
            std::vector<Term> list;
            const std::int64_t item = where.item(n);
            for (std::int64_t y = y0; y < y1; ++y) {
                for (std::int64_t x = outputs.x0; x < outputs.x1; ++x) {
                    sums->of({n, c, y, x}, list);
                    double sum = sums->constant(c);
                    for (const Term& term : list)
                        sum += term.weight * static_cast<double>(input.at({item, term.c, term.y, term.x}));
                    result.output.at({n, c, y, x}) = static_cast<float>(sum);
                }
            }
        });
}

void LinearKind::backward_region(const Params& params, const Tensor& input, const Forward&,
                                 const Tensor& grad_output, Tensor& grad_input, const Region& inputs) const {
    const Geometry where = geometry(params, input.shape());
    const std::unique_ptr<Terms> sums = terms(params, input);
    clear(grad_input, inputs);
    std::vector<Term> list;
    each_cell(grad_output.shape(), where.outputs_touching(inputs), [&](const Cell& cell) {
        const float arriving = grad_output.at(cell);
        sums->of(cell, list);
        for (const Term& term : list)
            if (inputs.contains(term.y, term.x))
                grad_input.at({where.item(cell.n), term.c, term.y, term.x}) +=
                    static_cast<float>(term.weight) * arriving;
    });
}

std::vector<Tap> LinearKind::taps(const Params& params, const Tensor& input, const Forward&,
                                  const Cell& cell) const {
    const Geometry where = geometry(params, input.shape());
    std::vector<Tap> window = window_taps(where, input, cell, padding_value());
    std::vector<Term> list;
    terms(params, input)->of(cell, list);
    std::size_t next = 0;
    for (Tap& tap : window) {
        if (next == list.size()) break;
        const Term& term = list[next];
        if (tap.c != term.c || tap.y != term.y || tap.x != term.x) continue;
        tap.share = static_cast<float>(term.weight);
        ++next;
    }
    return window;
}

Formula LinearKind::explain(const Params& params, const Tensor& input, const Forward& result,
                            const Cell& cell) const {
    std::vector<Tap> window = taps(params, input, result, cell);
    std::erase_if(window, [](const Tap& tap) { return !tap.valid || tap.share == 0; });
    std::vector<Product> products;
    for (const Tap& tap : window) products.push_back({tap.share, tap.value});
    const double constant = terms(params, input)->constant(cell.c);
    std::string symbols = "y = \\sum_{W} w · x";
    std::string numbers = written_sum(products);
    if (constant != 0) {
        symbols += " + b";
        numbers += constant < 0 ? " − " : " + ";
        numbers += short_number(std::abs(constant));
    }
    return {symbols, numbers + " = " + short_number(result.output.at(cell))};
}

Cost LinearKind::cost(const Params& params, const Shape& input) const {
    const Shape out = output_shape(params, input);
    return {0, 2 * geometry(params, input).window_cells(out.n, out.c), out.size() * 4};
}

}  // namespace pool::kinds
