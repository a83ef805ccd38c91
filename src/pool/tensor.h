#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <new>
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

/// Rows [y0, y1) and columns [x0, x1) of a map, in every channel of every item.
struct Region {
    std::int64_t y0 = 0, y1 = 0, x0 = 0, x1 = 0;

    static Region whole(const Shape& shape) { return {0, shape.h, 0, shape.w}; }
    bool empty() const { return y0 >= y1 || x0 >= x1; }
    bool contains(std::int64_t y, std::int64_t x) const { return y >= y0 && y < y1 && x >= x0 && x < x1; }
    /// The smallest region that holds both.
    Region with(const Region& other) const {
        if (empty()) return other;
        if (other.empty()) return *this;
        return {std::min(y0, other.y0), std::max(y1, other.y1), std::min(x0, other.x0),
                std::max(x1, other.x1)};
    }
    bool operator==(const Region&) const = default;
};

/// Memory that starts on a cache line; of large blocks all whole huge pages are asked for as such, which
/// saves most of the time that touching them for the first time takes. Throws std::bad_alloc.
void* allocate_buffer(std::size_t bytes);
void free_buffer(void* memory, std::size_t bytes);

/// Allocates buffers whose values are not filled before their first use.
template <class T>
struct BufferAllocator {
    using value_type = T;
    BufferAllocator() = default;
    template <class U>
    BufferAllocator(const BufferAllocator<U>&) {}
    T* allocate(std::size_t count) { return static_cast<T*>(allocate_buffer(count * sizeof(T))); }
    void deallocate(T* memory, std::size_t count) { free_buffer(memory, count * sizeof(T)); }
    template <class U>
    void construct(U* at) {
        ::new (static_cast<void*>(at)) U;
    }
    template <class U, class... Arguments>
    void construct(U* at, Arguments&&... arguments) {
        ::new (static_cast<void*>(at)) U(std::forward<Arguments>(arguments)...);
    }
    bool operator==(const BufferAllocator&) const { return true; }
};
template <class T>
using Buffer = std::vector<T, BufferAllocator<T>>;

/// A dense NCHW array, row-major. Copying copies the values.
template <class T>
class Array {
 public:
    Array() = default;
    explicit Array(Shape shape, T fill = T{})
        : shape_(shape), data_(static_cast<std::size_t>(shape.size()), fill) {}
    Array(Shape shape, const std::vector<T>& data) : shape_(shape), data_(data.begin(), data.end()) {
        assert(static_cast<std::int64_t>(data_.size()) == shape_.size());
    }
    /// An array whose values are not set yet.
    static Array unfilled(Shape shape) {
        Array array;
        array.shape_ = shape;
        array.data_.resize(static_cast<std::size_t>(shape.size()));
        return array;
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
    Buffer<T> data_;
};

using Tensor = Array<float>;
/// Winner positions: int64, flat h·W + w in the unpadded input plane of the same item and channel, as in
/// PyTorch. -1 means "no winner".
using Indices = Array<std::int64_t>;

}  // namespace pool
