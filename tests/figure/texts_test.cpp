#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "figure/strings.h"
#include "pool/layer.h"
#include "pool/notation.h"

namespace {

using namespace figure;

TEST(Texts, BothLanguagesHaveTheSameKeysWithTheSameSlots) {
    const auto english = Strings::keys(Language::english);
    const auto chinese = Strings::keys(Language::chinese);
    EXPECT_TRUE(std::ranges::equal(english, chinese));
    for (std::size_t i = 0; i < english.size(); ++i) {
        const std::string& a = Strings::texts(Language::english)[i];
        const std::string& b = Strings::texts(Language::chinese)[i];
        EXPECT_FALSE(a.empty()) << english[i];
        for (const char* slot : {"{0}", "{1}", "{2}", "{3}"})
            EXPECT_EQ(a.find(slot) == std::string::npos, b.find(slot) == std::string::npos) << english[i];
    }
    EXPECT_EQ(Strings().format("figure.window", {"2", "3"}), "window 2×3");
}

TEST(Texts, SentencesOfTheProgramHaveAChineseForm) {
    const Strings chinese(Language::chinese);
    for (const pool::LayerKind* kind : pool::all_kinds())
        for (const pool::ParamSpec& spec : kind->params())
            EXPECT_NE(chinese.sentence(spec.help), spec.help) << kind->name() << "." << spec.name;
    for (const pool::LayerKind* kind : pool::all_kinds()) {
        const std::string formula(kind->formula());
        const bool words = formula.find(" of ") != formula.npos || formula.find(" over ") != formula.npos;
        EXPECT_TRUE(!words || chinese.sentence(formula) != formula) << kind->name();
    }
    EXPECT_EQ(chinese.sentence("MaxPool2d: kernel_size is (0, 2), but it must be at least 1"),
              "MaxPool2d：kernel_size 为 (0, 2)，但至少应为 1");
    EXPECT_EQ(chinese.sentence("padding is 2, but PyTorch allows at most half of kernel_size 3, which is 1"),
              "padding 为 2，但 PyTorch 最多允许 kernel_size 3 的一半，即 1");
    EXPECT_EQ(chinese.sentence(
                  "a.npy has 5 dimensions (1×1×1×2×2); 2 (H×W), 3 (C×H×W) or 4 (N×C×H×W) were expected"),
              "a.npy 有 5 维（1×1×1×2×2）；应为 2 维（H×W）、3 维（C×H×W）或 4 维（N×C×H×W）");
    EXPECT_EQ(chinese.sentence("b.csv, line 3: \"x\" is not a number"), "b.csv 第 3 行：\"x\" 不是数");
    EXPECT_EQ(chinese.sentence("something else"), "something else");
    EXPECT_EQ(Strings().sentence("kernel_size is 0, but it must be at least 1"),
              "kernel_size is 0, but it must be at least 1");
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
        std::string refusal;
        try {
            pool::parse_stack(text);
        } catch (const pool::NotationError& error) {
            refusal = error.what();
        }
        ASSERT_FALSE(refusal.empty()) << text;
        const std::string shown = chinese.sentence(refusal);
        EXPECT_NE(shown, refusal) << text;
        for (const char* english : {"found", "expected", "must", "end of"})
            EXPECT_EQ(shown.find(english), shown.npos) << shown;
    }
}

TEST(Texts, EveryKeyIsUsedAndEveryUsedKeyIsThere) {
    const auto keys = Strings::keys(Language::english);
    const std::set<std::string> known(keys.begin(), keys.end());
    // Keys that are put together from a name at run time.
    const std::vector<std::string> built = {"action.", "sample.", "kind.", "help.kind.", "rule.", "preset."};
    std::string sources;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(SOURCE_DIR) + "/src")) {
        if (entry.path().extension() != ".cpp") continue;
        std::stringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        sources += text.str();
    }
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
