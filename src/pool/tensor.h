#pragma once

#include <cassert>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pool {

/// Shape of a feature map: batch, channels, height, width (NCHW).
struct Shape {
    std::int64_t n = 1;
    std::int64_t c = 1;
    std::int64_t h = 0;
    std::int64_t w = 0;

    std::int64_t plane() const { return h * w; }
    std::int64_t size() const { return n * c * h * w; }
    bool operator==(const Shape&) const = default;

    /// "1×3×28×28", or "3×28×28" when the batch is 1 and `batch` is false.
    std::string text(bool batch = true) const;
};

/// One cell of a map.
struct Cell {
    std::int64_t n = 0;
    std::int64_t c = 0;
    std::int64_t y = 0;
    std::int64_t x = 0;

    bool operator==(const Cell&) const = default;
};

/// A dense NCHW array, row-major. Copying copies the values.
template <class T>
class Array {
 public:
    Array() = default;
    explicit Array(Shape shape, T fill = T{})
        : shape_(shape), data_(static_cast<std::size_t>(shape.size()), fill) {}
    Array(Shape shape, std::vector<T> data) : shape_(shape), data_(std::move(data)) {
        assert(static_cast<std::int64_t>(data_.size()) == shape_.size());
    }

    const Shape& shape() const { return shape_; }
    bool empty() const { return data_.empty(); }
    std::span<const T> data() const { return data_; }
    std::span<T> data() { return data_; }

    /// Flat position of a cell in the whole array.
    std::int64_t offset(const Cell& p) const {
        return ((p.n * shape_.c + p.c) * shape_.h + p.y) * shape_.w + p.x;
    }
    bool contains(const Cell& p) const {
        return p.n >= 0 && p.n < shape_.n && p.c >= 0 && p.c < shape_.c && p.y >= 0 && p.y < shape_.h &&
               p.x >= 0 && p.x < shape_.w;
    }
    T at(const Cell& p) const {
        assert(contains(p));
        return data_[static_cast<std::size_t>(offset(p))];
    }
    T& at(const Cell& p) {
        assert(contains(p));
        return data_[static_cast<std::size_t>(offset(p))];
    }
    /// The h·w values of one channel of one item.
    std::span<const T> plane(std::int64_t n, std::int64_t c) const {
        return std::span<const T>(data_).subspan(
            static_cast<std::size_t>((n * shape_.c + c) * shape_.plane()),
            static_cast<std::size_t>(shape_.plane()));
    }
    std::span<T> plane(std::int64_t n, std::int64_t c) {
        return std::span<T>(data_).subspan(static_cast<std::size_t>((n * shape_.c + c) * shape_.plane()),
                                           static_cast<std::size_t>(shape_.plane()));
    }
    bool operator==(const Array&) const = default;

 private:
    Shape shape_{1, 1, 0, 0};
    std::vector<T> data_;
};

using Tensor = Array<float>;
/// Winner positions: int64, flat h·W + w in the unpadded input plane of the same item and channel, as in
/// PyTorch. -1 means "no winner".
using Indices = Array<std::int64_t>;

}  // namespace pool
