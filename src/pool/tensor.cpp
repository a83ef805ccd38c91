#include "pool/tensor.h"

#include <cstddef>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace pool {

namespace {

constexpr std::size_t kLine = 64;
constexpr std::size_t kHugePage = std::size_t{2} << 20U;

std::align_val_t alignment_of(std::size_t bytes) {
    return static_cast<std::align_val_t>(bytes >= 2 * kHugePage ? kHugePage : kLine);
}

}  // namespace

void* allocate_buffer(std::size_t bytes) {
    void* memory = ::operator new(bytes, alignment_of(bytes));
#if defined(__linux__)
    // A hint: where it is refused, small pages serve. The rest behind the last whole page is left as it is.
    if (bytes >= 2 * kHugePage) madvise(memory, bytes / kHugePage * kHugePage, MADV_HUGEPAGE);
#endif
    return memory;
}

void free_buffer(void* memory, std::size_t bytes) { ::operator delete(memory, alignment_of(bytes)); }

std::string Shape::text(bool batch) const {
    const std::string map = std::to_string(c) + "×" + std::to_string(h) + "×" + std::to_string(w);
    return batch || n != 1 ? std::to_string(n) + "×" + map : map;
}

}  // namespace pool
