#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "measure/value.h"
#include "words/strings.h"

namespace lesson {

/// A sentence of a lesson file in both languages. `{name}` is filled with a measure of the document at hand.
struct Text {
    std::string en, zh;
    const std::string& in(words::Language language) const {
        return language == words::Language::chinese ? zh : en;
    }
    bool empty() const { return en.empty() && zh.empty(); }
    bool operator==(const Text&) const = default;
};

/// What the places of a sentence hold.
using Fill = std::map<std::string, measure::Value>;

/// The names of a text's places, sorted.
std::set<std::string> places(std::string_view text);
/// The text with its places filled; a name that is not there stands as "–".
std::string filled(std::string_view text, const Fill& fill, words::Language language);
/// A value in a sentence: numbers with four digits, lists with commas, "equal" for true, "never" in words.
std::string value_text(const measure::Value& value, words::Language language);
/// A cell in a sentence: "row 1, column 2", counted from 0.
std::string cell_text(const measure::Value& value, words::Language language);

}  // namespace lesson
