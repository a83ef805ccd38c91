#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "io/pasted/values.h"
#include "words/message.h"

namespace io::pasted {

/// The arguments of a call by the names of its signature. Throws pool::NotationError for one too many or one
/// given twice.
class Arguments {
 public:
    /// `names`: of the positional arguments, in their order.
    Arguments(const Call& call, const std::vector<std::string_view>& names);
    /// nullptr: not given, or None.
    const Value* find(std::string_view name) const;
    /// The first of these that is given.
    const Value* any(std::initializer_list<std::string_view> names) const;
    const std::map<std::string, Value, std::less<>>& all() const { return values_; }

 private:
    std::map<std::string, Value, std::less<>> values_;
};

/// Puts a layer together in the strict notation.
class LayerWriter {
 public:
    LayerWriter(const Call& call, std::string_view kind);
    /// Sets a parameter of the kind; a literal is brought into the form that the parameter has ("1" for True,
    /// "SAME" for 'same', 2.0 for 2). Nothing where `value` is a nullptr.
    LayerWriter& set(std::string_view parameter, const Value* value);
    LayerWriter& set(std::string_view parameter, const Literal& literal);
    /// The same, or `otherwise` where `value` is a nullptr: what a framework does unless told.
    LayerWriter& set_or(std::string_view parameter, const Value* value, double otherwise);
    LayerWriter& note(words::Message text);
    /// Reads it by the strict grammar.
    Item item() const;

 private:
    const Call& call_;
    const pool::LayerKind& kind_;
    std::string arguments_;
    std::vector<words::Message> notes_;
};

/// What a parameter may also be called: "pool_size", "k", "window" for kernel_size. Empty: nothing else.
std::string_view usual_name(const pool::LayerKind& kind, std::string_view written);

}  // namespace io::pasted
