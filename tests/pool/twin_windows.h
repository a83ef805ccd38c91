#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "pool/layer.h"

// What the twins of all kinds stand on: parameters, and the cells of a window.

namespace pool_test {

/// The parameters' values, read in the simplest way.
class Given {
 public:
    explicit Given(const pool::Layer& layer) : layer_(layer), kind_(*pool::find_kind(layer.kind)) {}

    bool has(const char* name) const {
        return std::ranges::any_of(kind_.params(), [&](const auto& spec) { return spec.name == name; });
    }
    const pool::Value& value(const char* name) const { return pool::param(kind_, layer_.params, name); }
    bool none(const char* name) const { return std::holds_alternative<std::monostate>(value(name)); }
    std::pair<std::int64_t, std::int64_t> pair(const char* name, std::int64_t h, std::int64_t w) const {
        if (!has(name)) return {h, w};
        const auto* p = std::get_if<pool::Pair>(&value(name));
        return p ? std::pair{p->h.value_or(h), p->w.value_or(w)} : std::pair{h, w};
    }
    bool flag(const char* name) const {
        if (!has(name)) return false;
        const auto* b = std::get_if<bool>(&value(name));
        const auto* i = std::get_if<std::int64_t>(&value(name));
        return (b && *b) || (i && *i == 1);
    }
    double number(const char* name) const {
        const auto* d = std::get_if<double>(&value(name));
        return d ? *d : static_cast<double>(std::get<std::int64_t>(value(name)));
    }
    std::string text(const char* name) const {
        if (!has(name)) return "";
        const auto* t = std::get_if<std::string>(&value(name));
        return t ? *t : "";
    }
    const pool::NumberList* list(const char* name) const {
        return has(name) ? std::get_if<pool::NumberList>(&value(name)) : nullptr;
    }

 private:
    const pool::Layer& layer_;
    const pool::LayerKind& kind_;
};

/// One axis of a window: the positions inside the map, and how many positions it has at all (as far as the
/// padding reaches).
struct Line {
    std::vector<std::int64_t> inside;
    std::int64_t all = 0;
    std::int64_t to_padding = 0;
};

/// kernel, stride, padding before and after, dilation.
struct Axis {
    std::int64_t k = 1, s = 1, before = 0, after = 0, d = 1;
    Line line(std::int64_t o, std::int64_t n) const {
        Line line;
        for (std::int64_t j = 0; j < k; ++j) {
            const std::int64_t at = o * s - before + j * d;
            ++line.all;
            if (at < n + after) ++line.to_padding;
            if (at >= 0 && at < n) line.inside.push_back(at);
        }
        return line;
    }
};

/// The windows of AdaptiveAvgPool2d and its like: output o of m on n cells.
Line adaptive_line(std::int64_t o, std::int64_t m, std::int64_t n);

/// Sliding windows along the height and the width, by the layer's rule.
std::pair<Axis, Axis> axes_of(const Given& g, const pool::Shape& in);

/// Values of a window with their places in the whole input.
struct Window {
    std::vector<double> x;
    std::vector<std::int64_t> plane_at;  ///< flat in the plane
    std::vector<std::int64_t> at;        ///< flat in the input
    double all = 0;
    double to_padding = 0;
};

Window window_of(const pool::Tensor& x, std::int64_t n, std::int64_t c, const Line& rows,
                 const Line& columns);

}  // namespace pool_test
