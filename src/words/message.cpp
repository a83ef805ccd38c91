#include "words/message.h"

#include <algorithm>
#include <array>
#include <new>

#include "words/strings.h"
#include "words/utf8.h"

namespace words {

Message::Message(std::string_view key, std::initializer_list<Argument> arguments)
    : key_(key), arguments_(arguments) {}

Message Message::plain(std::string_view text) { return {"error.plain", {text}}; }

std::string Message::filled(Language language, std::size_t longest_argument) const {
    std::vector<std::string> texts;
    for (const Argument& argument : arguments_) {
        const auto* message = std::get_if<Message>(&argument.value);
        texts.push_back(message
                            ? message->filled(language, longest_argument)
                            : shortened(one_line(std::get<std::string>(argument.value)), longest_argument));
    }
    return fill(Strings(language)(key_), texts);
}

std::string Message::text(Language language) const {
    constexpr std::array kLongestArguments = {kMostBytes, kMostBytes / 2, kMostBytes / 4, kMostBytes / 8};
    for (const std::size_t longest : kLongestArguments)
        if (std::string text = filled(language, longest); text.size() <= kMostBytes) return text;
    return shortened(filled(language, kLongestArguments.back()), kMostBytes);
}

std::string Argument::text(Language language) const {
    const auto* message = std::get_if<Message>(&value);
    return message ? message->text(language) : std::get<std::string>(value);
}

Message message_of(const std::exception& problem) {
    if (const auto* error = dynamic_cast<const Error*>(&problem)) return error->message();
    if (dynamic_cast<const std::bad_alloc*>(&problem)) return {"error.memory"};
    return Message::plain(problem.what());
}

}  // namespace words
