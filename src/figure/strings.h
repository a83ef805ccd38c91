#pragma once

#include <span>
#include <string>
#include <string_view>

namespace figure {

enum class Language { english, chinese };

/// One string table per language (assets/text/en.json, zh.json), embedded at build time. Every sentence that
/// a person reads on the screen or in a figure comes from here. A missing key is returned as it is (a test
/// finds it).
class Strings {
 public:
    explicit Strings(Language language = Language::english);
    Language language() const { return language_; }
    const std::string& operator()(std::string_view key) const;
    /// The same with {0}, {1}… replaced.
    std::string format(std::string_view key, std::initializer_list<std::string> arguments) const;
    /// A sentence that the program composed in English (a refusal, the help of a parameter) in this language,
    /// by the patterns of assets/text/sentences.zh.json; unchanged where none fits.
    std::string sentence(std::string_view english) const;
    /// Every key of this language's table, sorted.
    static std::span<const std::string> keys(Language language);
    /// Every text of this language, for building a font atlas.
    static std::span<const std::string> texts(Language language);

 private:
    Language language_;
};

}  // namespace figure
