#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "words/message.h"

namespace words {

/// The texts of one language (assets/text), embedded at build time. Every sentence that a person reads on the
/// screen or in a figure comes from here. A missing key is returned as it is (a test finds it).
class Strings {
 public:
    explicit Strings(Language language = Language::english);
    Language language() const { return language_; }
    const std::string& operator()(std::string_view key) const;
    /// What a refusal says.
    std::string operator()(const Message& message) const { return message.text(language_); }
    /// The text of a key, filled; see `fill`.
    std::string format(std::string_view key, std::initializer_list<Argument> arguments) const;
    /// Every key of this language's table, sorted.
    static std::span<const std::string> keys(Language language);
    /// Every text of this language in the order of the keys, for building a font atlas.
    static std::span<const std::string> texts(Language language);

 private:
    Language language_;
};

/// Replaces {0}, {1}… by the arguments, and {0|cell|cells} by the first word where argument 0 is "1", by the
/// second otherwise. What is no such place stays as it is.
std::string fill(std::string_view pattern, std::span<const std::string> arguments);

}  // namespace words
