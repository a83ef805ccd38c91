#pragma once

#include <concepts>
#include <cstddef>
#include <exception>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace words {

enum class Language { english, chinese };

struct Argument;

/// A sentence by its key in the string tables (assets/text), with what stands in its places {0}, {1}…: what a
/// refusal carries, so that every language can say it. Making one and saying it never fails: a key that is in
/// no table is said as it is (a test finds it).
class Message {
 public:
    /// No sentence is longer, in any language.
    static constexpr std::size_t kMostBytes = 300;

    Message() = default;
    Message(std::string_view key, std::initializer_list<Argument> arguments = {});
    /// Words of the system or of a library, which have no key: they are said as they are.
    static Message plain(std::string_view text);

    bool empty() const { return key_.empty(); }
    const std::string& key() const { return key_; }
    /// One line of valid UTF-8, at most kMostBytes long: where it would be longer, long arguments are cut.
    std::string text(Language language = Language::english) const;

 private:
    std::string filled(Language language, std::size_t longest_argument) const;

    std::string key_;
    std::vector<Argument> arguments_;
};

/// What stands in a place of a sentence: a text that is the same in every language, a number, or another
/// message.
struct Argument {
    Argument(std::string text) : value(std::move(text)) {}
    Argument(std::string_view text) : value(std::string(text)) {}
    Argument(const char* text) : value(std::string(text)) {}
    Argument(Message message) : value(std::move(message)) {}
    template <std::integral Number>
    requires(sizeof(Number) > 1) Argument(Number number) : value(std::to_string(number)) {}
    Argument(char) = delete;

    /// The message's, or the text as it is.
    std::string text(Language language) const;

    std::variant<std::string, Message> value;
};

/// What the program refuses, in words for every language; `what()` is the English sentence.
class Error : public std::runtime_error {
 public:
    explicit Error(Message message)
        : std::runtime_error(message.text()), message_(std::make_shared<const Message>(std::move(message))) {}
    const Message& message() const { return *message_; }

 private:
    // Shared, so that copying the exception cannot fail.
    std::shared_ptr<const Message> message_;
};

/// What an exception says: an Error's message; that there is too little memory; otherwise what().
Message message_of(const std::exception& problem);

}  // namespace words
