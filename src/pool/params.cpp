#include "pool/params.h"

#include <algorithm>
#include <stdexcept>

namespace pool {

NumberList::NumberList(std::vector<std::int64_t> shape, std::vector<double> values)
    : shape_(std::move(shape)), values_(std::move(values)) {
    // What is left of the count after each length: no product that could overflow is formed.
    auto left = static_cast<std::int64_t>(values_.size());
    const bool empty = std::ranges::find(shape_, 0) != shape_.end();
    bool agree = empty ? left == 0 : left > 0;
    for (const std::int64_t length : shape_) {
        agree = agree && length >= 0 && (empty || left % length == 0);
        if (agree && !empty) left /= length;
    }
    if (!agree || (!empty && left != 1))
        throw std::invalid_argument("a list's lengths do not agree with its values");
}

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
