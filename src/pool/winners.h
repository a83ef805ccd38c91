#pragma once

#include <cstdint>
#include <optional>

#include "pool/geometry.h"
#include "pool/tensor.h"

namespace pool {

/// How the taps of sliding windows are numbered: from 0, row by row, padding included. Only windows without
/// dilation, of at most 255 taps, no wider than the map, have such numbers: they fit into a byte, and their
/// rows never overlap.
class TapGrid {
 public:
    static std::optional<TapGrid> of(const Axes& axes);
    /// What stands for "no winner".
    static constexpr std::uint8_t kNone = 255;

    /// Flat position in the input's plane; -1 for kNone.
    std::int64_t position(std::int64_t oy, std::int64_t ox, std::uint8_t tap) const {
        return tap == kNone ? -1 : start(oy, ox) + offset(tap);
    }
    /// The reverse; the position lies in that window or is -1.
    std::uint8_t tap(std::int64_t oy, std::int64_t ox, std::int64_t position) const {
        if (position < 0) return kNone;
        const std::int64_t from = position - start(oy, ox);
        return static_cast<std::uint8_t>(from / width_ * kernel_w_ + from % width_);
    }
    /// Position of tap 0, which may lie in the padding.
    std::int64_t start(std::int64_t oy, std::int64_t ox) const {
        return (oy * stride_h_ - pad_h_) * width_ + ox * stride_w_ - pad_w_;
    }
    /// How far behind tap 0 a tap lies.
    std::int64_t offset(std::int64_t tap) const { return tap / kernel_w_ * width_ + tap % kernel_w_; }
    std::int64_t taps() const { return kernel_h_ * kernel_w_; }
    bool operator==(const TapGrid&) const = default;

 private:
    std::int64_t width_ = 1;
    std::int64_t kernel_h_ = 1, kernel_w_ = 1;
    std::int64_t stride_h_ = 1, stride_w_ = 1;
    std::int64_t pad_h_ = 0, pad_w_ = 0;
};

/// One plane of winners, as kernels write it: numbers of taps or flat positions, or neither where no winners
/// are asked for.
struct WinnerPlane {
    std::uint8_t* taps = nullptr;
    std::int64_t* positions = nullptr;
    WinnerPlane from(std::int64_t o) const {
        return {taps ? taps + o : nullptr, positions ? positions + o : nullptr};
    }
};
/// The same, as kernels read it: one of the two.
struct ConstWinnerPlane {
    const std::uint8_t* taps = nullptr;
    const std::int64_t* positions = nullptr;
};

/// The winner of every window: a flat position h·W + w in the unpadded input plane of the same item and
/// channel, as in PyTorch; -1 means "no winner". Where the windows have a TapGrid, a winner takes one byte
/// instead of eight.
class Winners {
 public:
    Winners() = default;
    /// Values are not set yet.
    static Winners unfilled(const Shape& shape, const std::optional<TapGrid>& grid);

    bool empty() const { return taps_.empty() && positions_.empty(); }
    const Shape& shape() const { return grid_ ? taps_.shape() : positions_.shape(); }
    const std::optional<TapGrid>& grid() const { return grid_; }
    std::int64_t at(const Cell& cell) const {
        return grid_ ? grid_->position(cell.y, cell.x, taps_.at(cell)) : positions_.at(cell);
    }
    void set(const Cell& cell, std::int64_t position) {
        if (grid_) {
            taps_.at(cell) = grid_->tap(cell.y, cell.x, position);
        } else {
            positions_.at(cell) = position;
        }
    }
    /// All of them, as PyTorch gives them out.
    Indices positions() const;
    std::int64_t bytes() const {
        return static_cast<std::int64_t>(taps_.data().size_bytes() + positions_.data().size_bytes());
    }
    /// How many windows of a plane have one.
    std::int64_t found(std::int64_t n, std::int64_t c) const;

    /// Both are null when empty.
    WinnerPlane plane(std::int64_t n, std::int64_t c);
    ConstWinnerPlane plane(std::int64_t n, std::int64_t c) const;
    bool operator==(const Winners&) const = default;

 private:
    std::optional<TapGrid> grid_;
    Array<std::uint8_t> taps_;
    Indices positions_;
};

}  // namespace pool
