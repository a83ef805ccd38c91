#include "pool/params.h"

namespace pool {

const Value* Params::find(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : &found->second;
}

void Params::set(std::string_view name, Value value) {
    values_.insert_or_assign(std::string(name), std::move(value));
}

void Params::erase(std::string_view name) {
    if (const auto found = values_.find(name); found != values_.end()) values_.erase(found);
}

}  // namespace pool
