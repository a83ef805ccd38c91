#include "pool/tensor.h"

namespace pool {

std::string Shape::text(bool batch) const {
    const std::string map = std::to_string(c) + "×" + std::to_string(h) + "×" + std::to_string(w);
    return batch || n != 1 ? std::to_string(n) + "×" + map : map;
}

}  // namespace pool
