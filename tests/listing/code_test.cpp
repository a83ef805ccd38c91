#include "listing/code.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/raster.h"
#include "document/samples.h"
#include "listing/writer.h"
#include "pool/notation.h"
#include "work/evaluate.h"

namespace {

using namespace listing;
using testing::Contains;
using testing::Pair;

const std::vector<std::string> kHarder = {
    "MaxPool2d(3, stride=2, padding=1, dilation=2, ceil_mode=True)",
    "MaxPool2d((3, 2), stride=(1, 2), padding=(1, 0))",
    "MinPool2d(3, stride=2, padding=1)",
    "AvgPool2d(3, stride=2, padding=1, ceil_mode=True)",
    "AvgPool2d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False)",
    "AvgPool2d((2, 3), divisor_override=5)",
    "AdaptiveMaxPool2d(3)",
    "AdaptiveAvgPool2d((3, None))",
    "LPPool2d(2, 3), ReLU()",
    "SoftPool2d(2), Subsample2d(2)",
    "LogSumExpPool2d(2, r=2.0), GeMPool2d()",
    "Conv2d('sobel_x'), ReLU(), MaxPool2d(2)",
    "Conv2d('gaussian', stride=2, padding=1)",
    "Conv2d(weight=[[0.5, -1], [2, 0.25]], dilation=2)",
    "Conv2d(weight=[[[[1, 2]], [[3, 4]], [[-1, 0.5]]], [[[0, 1]], [[1, 0]], [[2, 2]]]])"};

class Programs {
 public:
    Programs()
        : folder_(std::filesystem::path(testing::TempDir()) /
                  (std::string("poolscope_code_") +
                   testing::UnitTest::GetInstance()->current_test_info()->name())) {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    ~Programs() { std::filesystem::remove_all(folder_); }

    void add(const pool::Evaluation& evaluation, bool compile) {
        add_pytorch(evaluation);
        for (std::size_t i = 0; i < evaluation.layers.size(); ++i) {
            const pool::Cursor cursor{pool::Phase::backward, i, 0, 0};
            const pool::LayerResult& layer = evaluation.layers[i];
            std::string expected = array("y", layer.forward.output) + array("dx", layer.grad_input);
            if (!layer.forward.indices.empty() &&
                layer.kind->loops(layer.layer.params).form == pool::Loops::Form::select) {
                expected += "index = [";
                const pool::Indices winners = layer.forward.indices.positions();
                for (const std::int64_t v : winners.data()) expected += std::to_string(v) + ", ";
                expected += "]\n";
            }
            const Listing loops = listing_of(evaluation, cursor, CodeLanguage::numpy);
            if (!loops.complete) continue;
            write(".numpy", loops, expected);
            if (compile) write(".cpp", listing_of(evaluation, cursor, CodeLanguage::cpp), expected);
        }
    }
    int run() const {
        // The standard library is read once for all programs.
        const std::string compile = std::string(CXX_COMPILER) + " -O0 -Wall ";
        std::ofstream(folder_ / "all.h") << "#include <algorithm>\n#include <cmath>\n#include <cstdio>\n"
                                            "#include <fstream>\n#include <vector>\n";
        std::string command = "cd '" + folder_.string() +
                              "' && for f in *.cpp; do [ -e $f ] || continue; [ -e all.h.gch ] || " +
                              compile + "-x c++-header -o all.h.gch all.h || exit 1; " + compile +
                              "-include all.h -o ${f%.cpp}.run $f || exit 1; done; ";
        command +=
            std::string(PYTHON) + " " + SOURCE_DIR + "/tests/listing/check.py '" + folder_.string() + "'";
        return std::system(command.c_str());
    }

 private:
    static std::string array(const std::string& name, const pool::Tensor& tensor) {
        return name + " = " + list_of(tensor.data(), '[', ']', "inf", "nan") + "\n";
    }
    void add_pytorch(const pool::Evaluation& evaluation) {
        const Listing whole = listing_of(evaluation, {}, CodeLanguage::pytorch);
        if (!whole.complete) return;
        std::string expected;
        for (std::size_t i = 0; i < evaluation.map_count(); ++i)
            expected += array("map" + std::to_string(i), evaluation.map(i)) +
                        array("grad" + std::to_string(i), evaluation.gradient(i));
        write(".torch", whole, expected);
    }
    void write(const std::string& suffix, const Listing& program, const std::string& expected) {
        const std::string name = (folder_ / std::to_string(number_++)).string();
        std::ofstream(name + suffix) << program.text();
        std::ofstream(name + ".expected") << expected;
    }
    std::filesystem::path folder_;
    int number_ = 0;
};

pool::Evaluation random_evaluation(const std::string& stack, unsigned seed) {
    std::mt19937 random(seed);
    auto x = std::make_shared<pool::Tensor>(pool::Shape{2, 3, 9, 8});
    for (float& v : x->data())
        v = static_cast<float>(random() % 9) / 4 + static_cast<float>(random() % 1000) * 1e-4F;
    pool::Upstream upstream;
    upstream.source = pool::Upstream::Source::random;
    return pool::evaluate(x, pool::parse_stack(stack), upstream);
}

TEST(Code, EveryProgramComputesWhatTheScreenShows) {
    if (std::string(PYTHON).empty()) GTEST_SKIP() << "no python3 with numpy was found";
    Programs programs;
    for (const document::Sample& sample : document::samples()) {
        for (const document::Preset& preset : document::presets()) {
            document::Document document;
            document.input = sample.input;
            document.stack = pool::parse_stack(std::string(preset.notation));
            if (!pool::infer_shapes(document::input_shape(document.input), document.stack).error)
                programs.add(work::evaluate(document), false);
        }
    }
    for (std::size_t i = 0; i < kHarder.size(); ++i) programs.add(random_evaluation(kHarder[i], 3), true);
    EXPECT_EQ(programs.run(), 0);
}

TEST(Code, NonFiniteValuesStayInTheProgram) {
    if (std::string(PYTHON).empty()) GTEST_SKIP() << "no python3 with numpy was found";
    const float inf = std::numeric_limits<float>::infinity();
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const auto x = std::make_shared<const pool::Tensor>(
        pool::Tensor({1, 1, 4, 4}, {nan, 1, -inf, -inf, 2, nan, -inf, -inf, inf, 3, 5, 5, -inf, 4, 5, 5}));
    Programs programs;
    for (const char* stack : {"MaxPool2d(2)", "MaxPool2d(3, stride=1, padding=1)", "MinPool2d(2)"})
        programs.add(pool::evaluate(x, pool::parse_stack(stack), {}), false);
    EXPECT_EQ(programs.run(), 0);
}

TEST(Code, TheLinesThatRunFollowTheStage) {
    const auto x = std::make_shared<const pool::Tensor>(pool::Tensor({1, 1, 2, 2}, {1, 4, 3, 2}));
    const pool::Evaluation e = pool::evaluate(x, pool::parse_stack("MaxPool2d(2)"), {});
    pool::Cursor cursor;
    const auto at = [&](float stage) {
        cursor.stage = stage;
        return execution(e, cursor, 0, 0, listing_of(e, cursor, CodeLanguage::numpy), CodeLanguage::numpy);
    };
    const auto runs = [&](const Execution& now, const std::string& text) {
        const Listing code = listing_of(e, cursor, CodeLanguage::numpy);
        return std::ranges::any_of(
            now.lines, [&](std::size_t i) { return code.lines[i].text.find(text) != std::string::npos; });
    };
    const Execution gather = at(0.6F);
    EXPECT_TRUE(runs(gather, "r, s = ") && !runs(gather, "y[n, c, i, j] = best"));
    EXPECT_THAT(gather.variables, Contains(Pair("u", "1")));
    EXPECT_THAT(gather.variables, Contains(Pair("v", "0")));
    const Execution compare = at(1.3F);
    EXPECT_TRUE(runs(compare, "best, at = x[n, c, r, s]"));
    EXPECT_THAT(compare.variables, Contains(Pair("best", "4")));
    const Execution done = at(0);
    EXPECT_TRUE(runs(done, "y[n, c, i, j] = best"));
    EXPECT_THAT(done.variables, Contains(Pair("at", "1")));
    cursor = {pool::Phase::backward, 0, 0, 2.5F};
    EXPECT_TRUE(runs(at(2.5F), "dx[n, c, at // W, at % W] += dy"));
}

TEST(Code, WhatCannotBeWrittenSaysSo) {
    const pool::Evaluation e = random_evaluation("StochasticPool2d(2)", 1);
    for (const CodeLanguage language : {CodeLanguage::numpy, CodeLanguage::cpp, CodeLanguage::pytorch}) {
        const Listing code = listing_of(e, {}, language);
        EXPECT_FALSE(code.complete);
        EXPECT_NE(code.text().find("StochasticPool2d"), std::string::npos);
    }
}

}  // namespace
