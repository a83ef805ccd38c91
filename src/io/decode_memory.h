#pragma once

#include <cstddef>
#include <cstdint>

namespace io {

/// While it lives, a decoder on this thread that takes its memory from the functions below gets at most so
/// many bytes at once. A small file that unpacks to more than its picture needs is thus refused before the
/// memory is taken.
class DecodeBudget {
 public:
    explicit DecodeBudget(std::int64_t bytes);
    ~DecodeBudget();
    DecodeBudget(const DecodeBudget&) = delete;
    DecodeBudget& operator=(const DecodeBudget&) = delete;

    /// Whether something was asked for that there was no room for.
    bool exceeded() const { return exceeded_; }

    /// Takes so many bytes, or gives them back; false: they are not there.
    bool take(std::int64_t bytes);

 private:
    std::int64_t left_;
    bool exceeded_ = false;
};

/// Like calloc and realloc, within the budget; nullptr where it does not suffice. What is new is zero, so
/// that a picture that is cut off never shows what the memory held before.
void* decode_malloc(std::size_t bytes);
void* decode_realloc(void* memory, std::size_t bytes);
void decode_free(void* memory);

}  // namespace io
