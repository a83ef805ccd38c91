#include "pool/params.h"

#include <algorithm>

namespace pool {

const Value* Params::find(std::string_view name) const {
    // They are few, and most differ in length: faster than a search by order.
    for (const auto& [key, value] : values_)
        if (key == name) return &value;
    return nullptr;
}

void Params::set(std::string_view name, Value value) {
    const auto at = std::ranges::lower_bound(values_, name, {},
                                             [](const auto& entry) { return std::string_view(entry.first); });
    if (at != values_.end() && at->first == name) {
        at->second = std::move(value);
    } else {
        values_.emplace(at, name, std::move(value));
    }
}

void Params::erase(std::string_view name) {
    std::erase_if(values_, [&](const auto& entry) { return entry.first == name; });
}

}  // namespace pool
