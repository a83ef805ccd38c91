#include "pool/winners.h"

#include <algorithm>

namespace pool {

std::optional<TapGrid> TapGrid::of(const Axes& axes) {
    const auto plain = [](const AxisGeometry& axis) { return axis.is_sliding() && axis.dilation() == 1; };
    if (!plain(axes.h) || !plain(axes.w) || axes.w.kernel() > axes.w.input()) return std::nullopt;
    // Compared one after the other: their product could overflow.
    if (axes.h.kernel() > kNone || axes.w.kernel() > kNone || axes.h.kernel() * axes.w.kernel() > kNone)
        return std::nullopt;
    TapGrid grid;
    grid.width_ = axes.w.input();
    grid.kernel_h_ = axes.h.kernel();
    grid.kernel_w_ = axes.w.kernel();
    grid.stride_h_ = axes.h.stride();
    grid.stride_w_ = axes.w.stride();
    grid.pad_h_ = axes.h.pad_begin();
    grid.pad_w_ = axes.w.pad_begin();
    return grid;
}

Winners Winners::unfilled(const Shape& shape, const std::optional<TapGrid>& grid) {
    Winners winners;
    winners.grid_ = grid;
    if (grid) {
        winners.taps_ = Array<std::uint8_t>::unfilled(shape);
    } else {
        winners.positions_ = Indices::unfilled(shape);
    }
    return winners;
}

Indices Winners::positions() const {
    if (!grid_) return positions_;
    const Shape& shape = taps_.shape();
    Indices all = Indices::unfilled(shape);
    for (std::int64_t n = 0; n < shape.n; ++n)
        for (std::int64_t c = 0; c < shape.c; ++c)
            for (std::int64_t y = 0; y < shape.h; ++y)
                for (std::int64_t x = 0; x < shape.w; ++x) all.at({n, c, y, x}) = at({n, c, y, x});
    return all;
}

std::int64_t Winners::found(std::int64_t n, std::int64_t c) const {
    if (grid_) {
        const auto plane = taps_.plane(n, c);
        return std::ssize(plane) - std::ranges::count(plane, TapGrid::kNone);
    }
    return std::ranges::count_if(positions_.plane(n, c), [](std::int64_t at) { return at >= 0; });
}

WinnerPlane Winners::plane(std::int64_t n, std::int64_t c) {
    if (empty()) return {};
    return grid_ ? WinnerPlane{taps_.plane(n, c).data(), nullptr}
                 : WinnerPlane{nullptr, positions_.plane(n, c).data()};
}

ConstWinnerPlane Winners::plane(std::int64_t n, std::int64_t c) const {
    if (empty()) return {};
    return grid_ ? ConstWinnerPlane{taps_.plane(n, c).data(), nullptr}
                 : ConstWinnerPlane{nullptr, positions_.plane(n, c).data()};
}

}  // namespace pool
