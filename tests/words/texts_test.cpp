#include <cctype>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "pool/layer.h"
#include "pool/notation.h"
#include "words/message.h"
#include "words/strings.h"

namespace {

using words::Language;
using words::Strings;

/// The numbers of the places in a text: "{0} of {1|a|b}" has 0 and 1.
std::set<char> places(const std::string& text) {
    std::set<char> found;
    for (std::size_t at = text.find('{'); at != text.npos; at = text.find('{', at + 1))
        if (at + 2 < text.size() && std::isdigit(static_cast<unsigned char>(text[at + 1])) != 0 &&
            (text[at + 2] == '}' || text[at + 2] == '|'))
            found.insert(text[at + 1]);
    return found;
}

TEST(Texts, BothLanguagesHaveTheSameKeysWithTheSamePlaces) {
    const auto english = Strings::keys(Language::english);
    const auto chinese = Strings::keys(Language::chinese);
    EXPECT_TRUE(std::ranges::equal(english, chinese));
    for (std::size_t i = 0; i < english.size(); ++i) {
        const std::string& a = Strings::texts(Language::english)[i];
        const std::string& b = Strings::texts(Language::chinese)[i];
        EXPECT_FALSE(a.empty()) << english[i];
        EXPECT_EQ(places(a), places(b)) << english[i];
        // Places are numbered from 0 without gaps.
        EXPECT_TRUE(places(a).empty() || *places(a).rbegin() == '0' + static_cast<int>(places(a).size()) - 1)
            << english[i];
    }
    EXPECT_EQ(Strings().format("timeline.window", {"2", "3"}), "window 2 of 3");
}

TEST(Texts, EveryKindAndEveryParameterHasItsTexts) {
    const auto keys = Strings::keys(Language::english);
    const auto expect = [&](const std::string& key) {
        EXPECT_TRUE(std::ranges::binary_search(keys, key)) << key << " is missing";
    };
    for (const pool::LayerKind* kind : pool::all_kinds()) {
        const std::string name(kind->name());
        for (const std::string& key : {"kind." + name, "kind." + name + ".formula", "help.kind." + name})
            expect(key);
        for (const pool::ParamSpec& spec : kind->params()) expect(std::string(spec.help));
    }
}

TEST(Texts, RefusalsOfTheNotationHaveAChineseForm) {
    const Strings chinese(Language::chinese);
    for (const std::string text : {"MaxPool3d(2)",
                                   "MaxPool2d(2, strides=2)",
                                   "MaxPool2d()",
                                   "MaxPool2d(2.5)",
                                   "MaxPool2d((1,2,3))",
                                   "MaxPool2d(2, ceil_mode=1)",
                                   "MaxPool2d(2, kernel_size=3)",
                                   "MaxPool2d(2",
                                   "MaxPool2d(2 3)",
                                   "MaxPool2d 2",
                                   "Sequential 2",
                                   "nn.Sequential(MaxPool2d(2)",
                                   "MaxPool2d(stride=1, 2)",
                                   "MaxPool2d(2)MaxPool2d(2)",
                                   "Sequential(ReLU() ReLU())",
                                   "MaxPool2d(2),, ReLU()",
                                   "MaxPool2d(?)",
                                   "MaxPool2d(",
                                   "MaxPool2d(2, padding=(1 2))",
                                   "MaxPool2d(2, padding='all')",
                                   "ReLU(1, 2)",
                                   "Conv2d(3)",
                                   "Conv2d('box",
                                   "Conv2d(weight=[[1], 2])",
                                   "Conv2d(weight=[[1], [2, 3]])",
                                   "Conv2d(weight=True)",
                                   "LPPool2d('two', 2)",
                                   "AvgPool2d(2, divisor_override=0.5)",
                                   "MaxPool2d(2.2.2)"}) {
        words::Message refusal;
        try {
            pool::parse_stack(text);
        } catch (const pool::NotationError& error) {
            refusal = error.message();
        }
        ASSERT_FALSE(refusal.empty()) << text;
        const std::string shown = chinese(refusal);
        EXPECT_NE(shown, refusal.text()) << text;
        for (const char* english : {"found", "expected", "must", "end of"})
            EXPECT_EQ(shown.find(english), shown.npos) << shown;
    }
}

/// Everything under src/, without line breaks inside of calls.
std::string all_sources() {
    std::string sources;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(SOURCE_DIR) + "/src")) {
        const auto extension = entry.path().extension();
        if (extension != ".cpp" && extension != ".h" && extension != ".lua") continue;
        std::stringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        sources += text.str();
    }
    return sources;
}

/// The string literals that begin with one of these, and where the text goes on after each.
std::vector<std::pair<std::string, std::size_t>> keys_in(const std::string& sources,
                                                         const std::string& begin) {
    std::vector<std::pair<std::string, std::size_t>> found;
    const std::string quoted = "\"" + begin;
    for (std::size_t at = sources.find(quoted); at != sources.npos; at = sources.find(quoted, at + 1)) {
        const std::size_t end = sources.find('"', at + 1);
        found.emplace_back(sources.substr(at + 1, end - at - 1), end + 1);
    }
    return found;
}

/// How many arguments stand behind a key: `{"key", {a, b}}` has two; nothing where the key stands alone.
std::optional<std::size_t> arguments_after(const std::string& sources, std::size_t at) {
    const auto skip_space = [&] {
        while (std::isspace(static_cast<unsigned char>(sources[at])) != 0) ++at;
    };
    skip_space();
    if (sources[at] == '}') return 0;
    if (sources[at++] != ',') return std::nullopt;
    skip_space();
    if (sources[at++] != '{') return std::nullopt;
    std::size_t count = 1;
    bool in_text = false;
    for (int depth = 1; depth > 0; ++at) {
        const char c = sources[at];
        if (c == '"' && sources[at - 1] != '\\' && sources[at - 1] != '\'') in_text = !in_text;
        if (in_text) continue;
        if (c == '{' || c == '(') ++depth;
        if (c == '}' || c == ')') --depth;
        if (c == ',' && depth == 1) ++count;
    }
    return count;
}

TEST(Texts, EveryRefusalHasItsTextAndFillsItsPlaces) {
    const std::string sources = all_sources();
    const auto keys = Strings::keys(Language::english);
    std::size_t filled = 0;
    for (const auto& [key, after] : keys_in(sources, "error.")) {
        const auto known = std::ranges::find(keys, key);
        ASSERT_NE(known, keys.end()) << key << " is missing";
        const std::string& text =
            Strings::texts(Language::english)[static_cast<std::size_t>(known - keys.begin())];
        const std::optional<std::size_t> given = arguments_after(sources, after);
        EXPECT_EQ(given.value_or(places(text).size()), places(text).size()) << key << ": " << text;
        filled += given ? 1 : 0;
    }
    EXPECT_GT(filled, 120U);
}

TEST(Texts, EveryKeyIsUsedAndEveryUsedKeyIsThere) {
    const auto keys = Strings::keys(Language::english);
    const std::set<std::string> known(keys.begin(), keys.end());
    // Keys that are put together from a name at run time.
    const std::vector<std::string> built = {
        "action.", "sample.", "kind.",      "help.kind.",     "rule.",        "preset.",    "plate.",
        "say.",    "case.",   "side.kind.", "side.poolings.", "lesson.kind.", "worksheet.", "export."};
    const std::string sources = all_sources();
    for (const std::string& key : known) {
        const bool is_built =
            std::ranges::any_of(built, [&](const std::string& b) { return key.starts_with(b); });
        const bool is_tip = key.ends_with(".tip") &&
                            sources.find("\"" + key.substr(0, key.size() - 4) + "\"") != std::string::npos;
        EXPECT_TRUE(is_built || is_tip || sources.find("\"" + key + "\"") != std::string::npos)
            << key << " is not used";
    }
    for (const std::string& call :
         std::vector<std::string>{"f.t(\"", "f.t.format(\"", "strings(\"", "strings.format(\""}) {
        for (std::size_t at = sources.find(call); at != std::string::npos; at = sources.find(call, at + 1)) {
            const std::size_t begin = at + call.size();
            const std::size_t end = sources.find('"', begin);
            const std::string key = sources.substr(begin, end - begin);
            // A key that goes on with + is put together.
            const bool whole = sources[end + 1] == ')' || sources[end + 1] == ',';
            EXPECT_TRUE(!whole || known.contains(key)) << key << " is missing";
        }
    }
}

}  // namespace
