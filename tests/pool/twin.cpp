#include "twin.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <random>

#include "twin_windows.h"

namespace pool_test {

namespace {

using Taps = std::vector<std::pair<std::int64_t, std::int64_t>>;  // rows and columns inside the map

constexpr double kInf = std::numeric_limits<double>::infinity();

std::size_t first_largest(const std::vector<double>& x, double sign = 1) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < x.size(); ++i)
        if (sign * x[i] > sign * x[best]) best = i;
    return best;
}

TwinCell selected(const Window& w, double sign, const std::string& ties) {
    TwinCell cell;
    if (w.x.empty()) return {-sign * kInf, -1, {}};
    std::size_t best = first_largest(w.x, sign);
    cell.y = w.x[best];
    std::vector<std::size_t> equal;
    for (std::size_t i = 0; i < w.x.size(); ++i)
        if (w.x[i] == cell.y) equal.push_back(i);
    if (ties == "last") best = equal.back();
    cell.winner = w.plane_at[best];
    if (ties == "split" || ties == "all") {
        for (const std::size_t i : equal)
            cell.shares.emplace_back(w.at[i], ties == "all" ? 1.0 : 1.0 / static_cast<double>(equal.size()));
    } else {
        cell.shares.emplace_back(w.at[best], 1.0);
    }
    return cell;
}

TwinCell averaged(const Window& w, double divisor) {
    TwinCell cell;
    for (std::size_t i = 0; i < w.x.size(); ++i) {
        cell.y += w.x[i] / divisor;
        cell.shares.emplace_back(w.at[i], 1 / divisor);
    }
    if (w.x.empty()) cell.y = 0;
    return cell;
}

/// y = f(window) with its derivative by each value.
using Smooth = std::function<double(const std::vector<double>&, std::vector<double>&)>;
TwinCell smooth(const Window& w, const Smooth& f) {
    TwinCell cell;
    if (w.x.empty()) return cell;
    std::vector<double> d(w.x.size());
    cell.y = f(w.x, d);
    for (std::size_t i = 0; i < d.size(); ++i) cell.shares.emplace_back(w.at[i], d[i]);
    return cell;
}

double power_sum(const std::vector<double>& x, double p, bool absolute, double scale,
                 std::vector<double>& d) {
    double m = 0;
    for (const double v : x) m += std::pow(absolute ? std::abs(v) : v, p);
    m *= scale;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double inner =
            scale * p * std::pow(absolute ? std::abs(x[i]) : x[i], p - 1) * (absolute && x[i] < 0 ? -1 : 1);
        d[i] = m == 0 || (absolute && x[i] == 0) ? 0 : std::pow(m, 1 / p - 1) / p * inner;
    }
    return std::pow(m, 1 / p);
}

/// The reduction of a window, by kind.
TwinCell reduced(const pool::Layer& layer, const Given& g, const Window& w) {
    const std::string& kind = layer.kind;
    if (kind == "MinPool2d") return selected(w, -1, "first");
    if (kind == "AvgPool2d" || kind == "ONNX.AveragePool") {
        const std::string rule = g.text("rule");
        bool padding = g.flag("count_include_pad");
        if (kind == "AvgPool2d" && !layer.params.find("count_include_pad"))
            padding = rule == "pytorch" || rule == "caffe";
        double divisor = padding ? w.to_padding : static_cast<double>(w.x.size());
        if (g.has("divisor_override") && !g.none("divisor_override")) divisor = g.number("divisor_override");
        return averaged(w, divisor);
    }
    if (kind == "AdaptiveAvgPool2d" || kind == "ONNX.GlobalAveragePool")
        return averaged(w, static_cast<double>(w.x.size()));
    if (kind == "LPPool2d") {
        const bool pytorch = g.text("rule") == "pytorch";
        return smooth(w, [&](const auto& x, auto& d) {
            const double scale = pytorch ? w.all / static_cast<double>(x.size()) : 1;
            return power_sum(x, g.number("norm_type"), !pytorch, scale, d);
        });
    }
    if (kind == "ONNX.LpPool")
        return smooth(w, [&](const auto& x, auto& d) { return power_sum(x, g.number("p"), true, 1, d); });
    if (kind == "LogSumExpPool2d")
        return smooth(w, [&](const auto& x, auto& d) {
            const double r = g.number("r");
            double sum = 0;
            for (const double v : x) sum += std::exp(r * v);
            for (std::size_t i = 0; i < x.size(); ++i) d[i] = std::exp(r * x[i]) / sum;
            return std::log(sum / static_cast<double>(x.size())) / r;
        });
    if (kind == "SoftPool2d")
        return smooth(w, [&](const auto& x, auto& d) {
            double sum = 0;
            double y = 0;
            for (const double v : x) sum += std::exp(v);
            for (const double v : x) y += std::exp(v) / sum * v;
            for (std::size_t i = 0; i < x.size(); ++i) d[i] = std::exp(x[i]) / sum * (1 + x[i] - y);
            return y;
        });
    if (kind == "GeMPool2d")
        return smooth(w, [&](const auto& x, auto& d) {
            const double p = g.number("p");
            const auto n = static_cast<double>(x.size());
            double mean = 0;
            for (const double v : x) mean += std::pow(std::max(v, 1e-6), p) / n;
            for (std::size_t i = 0; i < x.size(); ++i)
                d[i] = x[i] < 1e-6 ? 0 : std::pow(mean, 1 / p - 1) * std::pow(x[i], p - 1) / n;
            return std::pow(mean, 1 / p);
        });
    if (kind == "MixedPool2d")
        return smooth(w, [&](const auto& x, auto& d) {
            const double a = g.number("alpha");
            const auto n = static_cast<double>(x.size());
            double mean = 0;
            for (const double v : x) mean += v / n;
            for (double& share : d) share = (1 - a) / n;
            const std::size_t best = first_largest(x);
            d[best] += a;
            return a * x[best] + (1 - a) * mean;
        });
    if (kind == "StochasticPool2d")
        return smooth(w, [&](const auto& x, auto& d) {
            double sum = 0;
            double squares = 0;
            for (const double v : x) {
                sum += std::max(v, 0.0);
                squares += v > 0 ? v * v : 0.0;
            }
            const double y = sum > 0 ? squares / sum : 0;
            for (std::size_t i = 0; i < x.size(); ++i) d[i] = sum > 0 && x[i] >= 0 ? (2 * x[i] - y) / sum : 0;
            return y;
        });
    return selected(w, 1, g.has("ties") ? g.text("ties") : "first");
}

/// The map with its border mirrored, and which cell stands where.
std::int64_t mirrored(std::int64_t i, std::int64_t n) {
    const std::int64_t period = 2 * n - 2;
    if (n == 1) return 0;
    i = ((i % period) + period) % period;
    return i < n ? i : period - i;
}

std::vector<double> binomial(std::int64_t size) {
    std::vector<double> row;
    for (std::int64_t i = 0; i < size; ++i) {
        double choose = 1;
        for (std::int64_t j = 1; j <= i; ++j)
            choose = choose * static_cast<double>(size - j) / static_cast<double>(j);
        row.push_back(choose / std::pow(2.0, static_cast<double>(size - 1)));
    }
    return row;
}

TwinCell blurred(const Given& g, const pool::Tensor& x, const pool::Cell& o, std::int64_t kh,
                 std::int64_t kw) {
    const auto f = static_cast<std::int64_t>(g.number("filt_size"));
    const auto [sh, sw] = g.pair("stride", 1, 1);
    const std::vector<double> a = binomial(f);
    const std::int64_t mh = x.shape().h - kh + 1;
    const std::int64_t mw = x.shape().w - kw + 1;
    TwinCell cell;
    std::map<std::int64_t, double> shares;
    for (std::int64_t i = 0; i < f; ++i) {
        for (std::int64_t j = 0; j < f; ++j) {
            const std::int64_t y = mirrored(o.y * sh - (f - 1) / 2 + i, mh);
            const std::int64_t xx = mirrored(o.x * sw - (f - 1) / 2 + j, mw);
            Line rows;
            Line columns;
            for (std::int64_t k = 0; k < kh; ++k) rows.inside.push_back(y + k);
            for (std::int64_t k = 0; k < kw; ++k) columns.inside.push_back(xx + k);
            const TwinCell best = selected(window_of(x, o.n, o.c, rows, columns), 1, "first");
            const double weight = a[static_cast<std::size_t>(i)] * a[static_cast<std::size_t>(j)];
            cell.y += weight * best.y;
            shares[best.shares.front().first] += weight;
        }
    }
    cell.shares.assign(shares.begin(), shares.end());
    return cell;
}

/// PyTorch's own form, drawn number after number from the beginning.
TwinCell convolved_like_pytorch(const Given& g, const pool::Tensor& x, const pool::Cell& o) {
    const auto whole = [&](const char* name, std::int64_t otherwise) {
        return std::holds_alternative<std::int64_t>(g.value(name)) ? std::get<std::int64_t>(g.value(name))
                                                                   : otherwise;
    };
    const std::int64_t groups = whole("groups", 1);
    const std::int64_t outputs = whole("out_channels", 1);
    const std::int64_t inputs = whole("in_channels", 1) / groups;
    const auto [kh, kw] = g.pair("kernel_size", 3, 3);
    const auto [sh, sw] = g.pair("stride", 1, 1);
    const auto [ph, pw] = g.pair("padding", 0, 0);
    const auto [dh, dw] = g.pair("dilation", 1, 1);
    std::mt19937 random(static_cast<std::uint32_t>(whole("seed", 0)));
    const auto bound = static_cast<float>(1 / std::sqrt(static_cast<double>(inputs * kh * kw)));
    const auto next = [&] {
        volatile float unit = static_cast<float>(random() % 16777216U) / 16777216.0F;
        volatile float wide = unit * (2 * bound);
        return static_cast<double>(wide - bound);
    };
    TwinCell cell;
    for (std::int64_t output = 0; output < outputs; ++output) {
        for (std::int64_t c = 0; c < inputs; ++c) {
            for (std::int64_t i = 0; i < kh; ++i) {
                for (std::int64_t j = 0; j < kw; ++j) {
                    const double weight = next();
                    const std::int64_t channel = output / (outputs / groups) * inputs + c;
                    const pool::Cell at{o.n, channel, o.y * sh - ph + i * dh, o.x * sw - pw + j * dw};
                    if (output != o.c || !x.contains(at)) continue;
                    cell.y += weight * static_cast<double>(x.at(at));
                    cell.shares.emplace_back(x.offset(at), weight);
                }
            }
        }
    }
    if (!g.flag("bias")) return cell;
    for (std::int64_t output = 0; output < outputs; ++output) {
        const double bias = next();
        if (output == o.c) cell.y += bias;
    }
    return cell;
}

TwinCell convolved(const Given& g, const pool::Tensor& x, const pool::Cell& o) {
    const std::map<std::string, std::vector<double>> named = {
        {"identity", {0, 0, 0, 0, 1, 0, 0, 0, 0}},
        {"box", std::vector<double>(9, 1.0 / 9)},
        {"gaussian", {1. / 16, 2. / 16, 1. / 16, 2. / 16, 4. / 16, 2. / 16, 1. / 16, 2. / 16, 1. / 16}},
        {"sobel_x", {-1, 0, 1, -2, 0, 2, -1, 0, 1}},
        {"sobel_y", {-1, -2, -1, 0, 0, 0, 1, 2, 1}},
        {"laplacian", {0, 1, 0, 1, -4, 1, 0, 1, 0}},
        {"sharpen", {0, -1, 0, -1, 5, -1, 0, -1, 0}},
        {"emboss", {-2, -1, 0, -1, 1, 1, 0, 1, 2}}};
    if (std::holds_alternative<std::int64_t>(g.value("in_channels"))) return convolved_like_pytorch(g, x, o);
    const pool::NumberList* own = g.list("weight");
    const std::vector<double>& w = own ? own->values() : named.at(g.text("kernel"));
    const std::int64_t kh = own ? own->shape()[own->shape().size() - 2] : 3;
    const std::int64_t kw = own ? own->shape().back() : 3;
    const bool full = own && own->shape().size() == 4;
    const auto [sh, sw] = g.pair("stride", 1, 1);
    const auto [ph, pw] = g.pair("padding", 0, 0);
    const auto [dh, dw] = g.pair("dilation", 1, 1);
    TwinCell cell;
    for (std::int64_t c = 0; c < x.shape().c; ++c) {
        if (!full && c != o.c) continue;
        for (std::int64_t i = 0; i < kh; ++i) {
            for (std::int64_t j = 0; j < kw; ++j) {
                const pool::Cell at{o.n, c, o.y * sh - ph + i * dh, o.x * sw - pw + j * dw};
                if (!x.contains(at)) continue;
                const std::int64_t filter = full ? o.c * x.shape().c + c : 0;
                const double weight = w[static_cast<std::size_t>((filter * kh + i) * kw + j)];
                cell.y += weight * static_cast<double>(x.at(at));
                cell.shares.emplace_back(x.offset(at), weight);
            }
        }
    }
    return cell;
}

TwinCell pooled_region(const Given& g, const pool::Tensor& x, const pool::Cell& o, const pool::Shape& out) {
    const double* roi = g.list("rois")->values().data() + 5 * o.n;
    const auto scale = static_cast<float>(g.number("spatial_scale"));
    const auto range = [&](double first, double last, std::int64_t i, std::int64_t m, std::int64_t n) {
        const auto start = static_cast<std::int64_t>(std::round(static_cast<float>(first) * scale));
        const auto end = static_cast<std::int64_t>(std::round(static_cast<float>(last) * scale));
        const float bin =
            static_cast<float>(std::max<std::int64_t>(end - start + 1, 1)) / static_cast<float>(m);
        Line line;
        for (auto p = static_cast<std::int64_t>(std::floor(static_cast<float>(i) * bin));
             p < static_cast<std::int64_t>(std::ceil(static_cast<float>(i + 1) * bin)); ++p)
            if (p + start >= 0 && p + start < n) line.inside.push_back(p + start);
        return line;
    };
    const Window w =
        window_of(x, static_cast<std::int64_t>(roi[0]), o.c, range(roi[2], roi[4], o.y, out.h, x.shape().h),
                  range(roi[1], roi[3], o.x, out.w, x.shape().w));
    if (w.x.empty()) return {0, -1, {}};
    return selected(w, 1, "first");
}

TwinCell aligned_region(const Given& g, const pool::Tensor& x, const pool::Cell& o, const pool::Shape& out) {
    const double* roi = g.list("rois")->values().data() + 5 * o.n;
    // Positions in float32, as torchvision has them: a sample on the rim is in or out by its last bit.
    const auto scale = static_cast<float>(g.number("spatial_scale"));
    const bool half = g.flag("aligned");
    const auto samples = [&](double from, double to, std::int64_t i, std::int64_t m) {
        const auto first = static_cast<float>(from);
        const auto last = static_cast<float>(to);
        const float start = first * scale - (half ? 0.5F : 0.0F);
        float length = (last * scale - (half ? 0.5F : 0.0F)) - start;
        if (!half) length = std::max(length, 1.0F);
        const float bin = length / static_cast<float>(m);
        const auto wanted = static_cast<std::int64_t>(g.number("sampling_ratio"));
        const auto count = wanted > 0 ? wanted : static_cast<std::int64_t>(std::ceil(bin));
        std::vector<double> result;
        for (std::int64_t j = 0; j < count; ++j)
            result.push_back(
                static_cast<double>(start + static_cast<float>(i) * bin +
                                    (static_cast<float>(j) + 0.5F) * bin / static_cast<float>(count)));
        return result;
    };
    const std::vector<double> ys = samples(roi[2], roi[4], o.y, out.h);
    const std::vector<double> xs = samples(roi[1], roi[3], o.x, out.w);
    const double count = std::max(1.0, static_cast<double>(ys.size() * xs.size()));
    TwinCell cell;
    const auto h = static_cast<double>(x.shape().h);
    const auto w = static_cast<double>(x.shape().w);
    for (double y : ys) {
        for (double xx : xs) {
            if (y < -1 || y > h || xx < -1 || xx > w) continue;
            const double py = std::min(std::max(y, 0.0), h - 1);
            const double px = std::min(std::max(xx, 0.0), w - 1);
            for (const double fy : {std::floor(py), std::floor(py) + 1}) {
                for (const double fx : {std::floor(px), std::floor(px) + 1}) {
                    const double weight = (1 - std::abs(py - fy)) * (1 - std::abs(px - fx));
                    if (fy >= h || fx >= w || weight == 0) continue;
                    const pool::Cell at{static_cast<std::int64_t>(roi[0]), o.c, static_cast<std::int64_t>(fy),
                                        static_cast<std::int64_t>(fx)};
                    cell.y += weight / count * static_cast<double>(x.at(at));
                    cell.shares.emplace_back(x.offset(at), weight / count);
                }
            }
        }
    }
    return cell;
}

/// Starts by Graham's formula with float32's rounding, by way of volatile floats so that nothing is fused.
std::int64_t fractional_start(std::int64_t o, std::int64_t m, std::int64_t n, std::int64_t k, double u) {
    if (o == m - 1) return n - k;
    volatile float alpha = static_cast<float>(n - k) / static_cast<float>(m - 1);
    const auto sample = static_cast<float>(u);
    volatile float sum = static_cast<float>(o) + sample;
    volatile float later = sum * alpha;
    volatile float base = sample * alpha;
    return static_cast<std::int64_t>(later) - static_cast<std::int64_t>(base);
}

TwinCell one_cell(const pool::Layer& layer, const Given& g, const pool::Tensor& x, const pool::Cell& o,
                  const pool::Shape& out, const pool::Indices* given) {
    const pool::Shape& in = x.shape();
    const std::string& kind = layer.kind;
    if (kind == "MaxUnpool2d") {
        TwinCell cell{0, -1, {}};
        for (std::int64_t i = 0; i < in.plane(); ++i) {
            const pool::Cell from{o.n, o.c, i / in.w, i % in.w};
            if (given->at(from) != o.y * out.w + o.x) continue;
            cell.y = static_cast<double>(x.at(from));
            cell.winner = i;
            cell.shares.emplace_back(x.offset(from), 1.0);
        }
        return cell;
    }
    if (kind == "BlurPool2d") return blurred(g, x, o, 1, 1);
    if (kind == "MaxBlurPool2d") {
        const auto [kh, kw] = g.pair("kernel_size", 1, 1);
        return blurred(g, x, o, kh, kw);
    }
    if (kind == "Conv2d") return convolved(g, x, o);
    if (kind == "RoIPool2d") return pooled_region(g, x, o, out);
    if (kind == "RoIAlign2d") return aligned_region(g, x, o, out);
    if (kind == "ReLU") {
        const double v = static_cast<double>(x.at(o));
        return {std::max(v, 0.0), -2, {{x.offset(o), v > 0 ? 1.0 : 0.0}}};
    }
    Line rows;
    Line columns;
    if (kind == "SpatialPyramidPool2d") {
        std::int64_t rest = o.x;
        for (const double level : g.list("levels")->values()) {
            const auto m = static_cast<std::int64_t>(level);
            if (rest < m * m) {
                rows = adaptive_line(rest / m, m, in.h);
                columns = adaptive_line(rest % m, m, in.w);
                break;
            }
            rest -= m * m;
        }
    } else if (kind == "FractionalMaxPool2d") {
        const auto [kh, kw] = g.pair("kernel_size", 1, 1);
        const double* u = g.list("_random_samples")->values().data() + 2 * (o.n * in.c + o.c);
        for (std::int64_t i = 0; i < kh; ++i)
            rows.inside.push_back(fractional_start(o.y, out.h, in.h, kh, u[1]) + i);
        for (std::int64_t i = 0; i < kw; ++i)
            columns.inside.push_back(fractional_start(o.x, out.w, in.w, kw, u[0]) + i);
    } else if (g.has("kernel_size") || g.has("kernel_shape")) {
        const auto [h, w] = axes_of(g, in);
        rows = h.line(o.y, in.h);
        columns = w.line(o.x, in.w);
    } else if (kind == "Subsample2d") {
        const auto [sh, sw] = g.pair("stride", 1, 1);
        rows.inside = {o.y * sh};
        columns.inside = {o.x * sw};
    } else {
        rows = adaptive_line(o.y, out.h, in.h);
        columns = adaptive_line(o.x, out.w, in.w);
    }
    return reduced(layer, g, window_of(x, o.n, o.c, rows, columns));
}

}  // namespace

std::vector<TwinCell> twin(const pool::Layer& layer, const pool::Tensor& x, const pool::Shape& out,
                           const pool::Indices* given) {
    const Given g(layer);
    std::vector<TwinCell> cells;
    for (std::int64_t n = 0; n < out.n; ++n)
        for (std::int64_t c = 0; c < out.c; ++c)
            for (std::int64_t y = 0; y < out.h; ++y)
                for (std::int64_t xx = 0; xx < out.w; ++xx)
                    cells.push_back(one_cell(layer, g, x, {n, c, y, xx}, out, given));
    return cells;
}

}  // namespace pool_test
