#include "io/decode_memory.h"

#include <cstdlib>
#include <cstring>

namespace io {

namespace {

thread_local DecodeBudget* current_budget = nullptr;

/// Stands in front of each block and keeps what follows it aligned.
struct alignas(std::max_align_t) BlockSize {
    std::size_t bytes = 0;
};

BlockSize* size_of_block(void* memory) { return static_cast<BlockSize*>(memory) - 1; }

}  // namespace

DecodeBudget::DecodeBudget(std::int64_t bytes) : left_(bytes) { current_budget = this; }
DecodeBudget::~DecodeBudget() { current_budget = nullptr; }

bool DecodeBudget::take(std::int64_t bytes) {
    if (bytes > left_) {
        exceeded_ = true;
        return false;
    }
    left_ -= bytes;
    return true;
}

void* decode_realloc(void* memory, std::size_t bytes) {
    const std::size_t before = memory ? size_of_block(memory)->bytes : 0;
    const std::int64_t more = static_cast<std::int64_t>(bytes) - static_cast<std::int64_t>(before);
    if (current_budget && !current_budget->take(more)) return nullptr;
    void* block = memory ? std::realloc(size_of_block(memory), sizeof(BlockSize) + bytes)
                         : std::calloc(1, sizeof(BlockSize) + bytes);
    if (!block) {
        if (current_budget) current_budget->take(-more);
        return nullptr;
    }
    auto* size = static_cast<BlockSize*>(block);
    size->bytes = bytes;
    auto* data = reinterpret_cast<unsigned char*>(size + 1);
    if (memory && bytes > before) std::memset(data + before, 0, bytes - before);
    return data;
}

void* decode_malloc(std::size_t bytes) { return decode_realloc(nullptr, bytes); }

void decode_free(void* memory) {
    if (!memory) return;
    BlockSize* size = size_of_block(memory);
    if (current_budget) current_budget->take(-static_cast<std::int64_t>(size->bytes));
    std::free(size);
}

}  // namespace io
