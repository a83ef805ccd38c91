#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lesson/limits.h"
#include "lesson/text.h"
#include "lesson/tree.h"

namespace lesson {

/// One object of a lesson file. Every refusal names the file, the line and the field.
class Item {
 public:
    /// Refuses what is no object.
    Item(const Node& node, std::string name);

    [[noreturn]] void fail(const words::Message& why) const { refuse(name_, node_.line, why); }
    [[noreturn]] void wrong(std::string_view key, const Node& value, const words::Message& expected) const;
    const std::string& name() const { return name_; }
    int line() const { return node_.line; }

    /// Refuses a field that is none of these: a slip of the pen would be left out in silence.
    void only(std::initializer_list<std::string_view> keys,
              std::span<const std::string_view> more = {}) const;
    const Node* find(std::string_view key) const { return node_.find(key); }
    bool has(std::string_view key) const { return find(key) != nullptr; }
    /// The field, which must be there.
    const Node& need(std::string_view key) const;

    std::string text(std::string_view key, const std::string& otherwise = {}) const;
    std::string needed_text(std::string_view key) const;
    /// An identifier of letters, digits, ".", "_" and "-", at most 40 bytes.
    std::string id(std::string_view key) const;
    std::optional<double> number(std::string_view key) const;
    std::int64_t whole(std::string_view key, std::int64_t least, std::int64_t most,
                       std::int64_t otherwise) const;
    bool truth(std::string_view key) const;
    /// The items of a list; none where the field is missing.
    const std::vector<Node>& list(std::string_view key, std::size_t most) const;
    std::vector<std::string> texts(std::string_view key, std::size_t most) const;
    /// {"en": …, "zh": …}, both, with the same places.
    Text both(std::string_view key) const;
    std::optional<Text> maybe_both(std::string_view key) const;

 private:
    const Node& node_;
    std::string name_;
};

}  // namespace lesson
