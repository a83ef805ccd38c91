#include <algorithm>
#include <cctype>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pool/evaluation.h"
#include "pool/notation.h"
#include "pool/text.h"
#include "random_layers.h"

namespace {

using pool_test::counting;
using testing::HasSubstr;

pool::Evaluation evaluate(const pool::Tensor& x, const pool::Stack& stack) {
    return pool::evaluate(std::make_shared<const pool::Tensor>(x), stack, {});
}

/// The last layer's formula at a cell.
pool::Formula formula(const pool::Evaluation& e, const pool::Cell& cell = {}) {
    const pool::LayerResult& layer = e.layers.back();
    return layer.kind->explain(layer.layer.params, e.map(e.layers.size() - 1), layer.forward, cell);
}

std::string numbers_of(const pool::Tensor& x, const std::string& notation, const pool::Cell& cell = {}) {
    return formula(evaluate(x, pool::parse_stack(notation)), cell).numbers;
}

/// What stands after the last "="; everything where there is none.
std::string result_of(const std::string& numbers) {
    const std::size_t at = numbers.rfind("= ");
    return at == std::string::npos ? numbers : numbers.substr(at + 2);
}

/// Words of three letters or more that are neither signs of the notation nor names of parameters.
std::vector<std::string> words_in(const std::string& text) {
    static const std::set<std::string> known = {"max",  "min", "sum", "frac",    "sqrt",       "floor",
                                                "ceil", "log", "NaN", "indices", "output_size"};
    std::vector<std::string> words;
    std::string word;
    for (const char c : text + " ") {
        if (std::isalpha(static_cast<unsigned char>(c)) != 0 || (c == '_' && !word.empty())) {
            word += c;
            continue;
        }
        while (word.ends_with('_')) word.pop_back();
        if (word.size() > 2 && !known.contains(word)) words.push_back(word);
        word.clear();
    }
    return words;
}

/// The base of each power: what stands between it and the last space or bracket.
std::vector<std::string> bases_in(const std::string& text) {
    std::vector<std::string> bases;
    for (std::size_t at = text.find("^{"); at != std::string::npos; at = text.find("^{", at + 1)) {
        const std::size_t before = text.find_last_of(" {(", at - 1);
        bases.push_back(text.substr(before + 1, at - before - 1));
    }
    return bases;
}

/// Values of every size and sign.
pool::Tensor mixed_values(std::mt19937& random, const pool::Shape& shape) {
    pool::Tensor x = pool_test::random_tensor(random, shape, false);
    for (float& value : x.data()) {
        const std::int64_t size = pool_test::pick(random, 0, 9);
        value *= size == 0 ? 1e-5F : size == 1 ? 1e6F : 1.0F;
    }
    return x;
}

TEST(Formulas, NameFewCellsOfALargeWindow) {
    const std::string numbers = numbers_of(counting(28, 28), "AdaptiveAvgPool2d(1)");
    EXPECT_THAT(numbers, HasSubstr("… (n = 784)}{784} = 392.5"));
    EXPECT_LT(numbers.size(), 200U);
    EXPECT_EQ(numbers_of(counting(2, 2), "MaxPool2d(2)"), "\\max(1, 2, 3, 4) = 4");
}

TEST(Formulas, ShowTheNumbersThatDecide) {
    const pool::Tensor x({1, 1, 2, 2}, {6, 0, 1, 1});
    EXPECT_EQ(numbers_of(x, "StochasticPool2d(2)"),
              "\\frac{6^{2} + 0^{2} + 1^{2} + 1^{2}}{6 + 0 + 1 + 1} = 4.75");
    EXPECT_THAT(numbers_of(x, "StochasticPool2d(2, training=True, seed=3)"),
                testing::MatchesRegex("u = 0\\.[0-9]+, P = .*\\{8\\} = 0\\.(75|125), y = (6|1)"));
    EXPECT_EQ(numbers_of(x, "MixedPool2d(2, alpha=0.3)"),
              "0.3·\\max(6, 0, 1, 1) + 0.7·\\frac{6 + 0 + 1 + 1}{4} = 3.2");
    const pool::Tensor signs({1, 1, 1, 2}, {-1, 2});
    EXPECT_THAT(numbers_of(signs, "SoftPool2d((1, 2))"), HasSubstr("·(−1)"));
    EXPECT_THAT(numbers_of(signs, "LogSumExpPool2d((1, 2), r=5)"), HasSubstr("e^{5·(−1)}"));
    EXPECT_THAT(numbers_of(signs, "LPPool2d(2, (1, 2))"), HasSubstr("(−1)^{2}"));
    EXPECT_THAT(numbers_of(signs, "GeMPool2d(3, output_size=1)"), HasSubstr("ε^{3} + 2^{3}"));
    EXPECT_THAT(numbers_of(counting(7, 7),
                           "FractionalMaxPool2d(2, output_size=(4, 3), _random_samples=[[[0.9, 0.1]]])"),
                HasSubstr("u_{h} = 0.1, α = 1.667: s = 0, 1, 3, 5; u_{w} = 0.9, α = 2.5: s = 0, 2, 5; "));
}

TEST(Formulas, EndWithTheOutputAndHaveBracketsAndNoWords) {
    std::mt19937 random(11);
    const pool::Shape shape{2, 3, 9, 8};
    for (const pool::LayerKind* kind : pool::all_kinds()) {
        if (kind->takes_indices()) continue;
        int shown = 0;
        for (int tries = 0; tries < 2000 && shown < 60; ++tries) {
            const pool::Stack stack = {pool_test::random_layer(random, *kind, shape)};
            if (pool::infer_shapes(shape, stack).error) continue;
            const pool::Evaluation e = evaluate(mixed_values(random, shape), stack);
            const pool::Shape& out = e.output().shape();
            if (out.size() == 0) continue;
            const pool::Cell cell{
                pool_test::pick(random, 0, out.n - 1), pool_test::pick(random, 0, out.c - 1),
                pool_test::pick(random, 0, out.h - 1), pool_test::pick(random, 0, out.w - 1)};
            const pool::Formula shown_formula = formula(e, cell);
            SCOPED_TRACE(pool::notation(stack.front()) + ": " + shown_formula.numbers);
            EXPECT_EQ(result_of(shown_formula.numbers), pool::short_number(e.output().at(cell)));
            EXPECT_THAT(shown_formula.numbers, testing::Not(HasSubstr("·−")));
            for (const std::string& base : bases_in(shown_formula.numbers))
                EXPECT_TRUE(base == "e" || base.ends_with(")") ||
                            (!base.starts_with("−") && base.find('e') == std::string::npos))
                    << base;
            EXPECT_THAT(words_in(shown_formula.symbols), testing::IsEmpty());
            EXPECT_THAT(words_in(shown_formula.numbers), testing::IsEmpty());
            for (const char axis : {'h', 'w'})
                EXPECT_THAT(words_in(kind->size_formula(stack.front().params, shape, axis)),
                            testing::IsEmpty());
            ++shown;
        }
        EXPECT_GT(shown, 5) << kind->name();
    }
}

/// Section 1: (m − 1)·s ≥ n + p drops the window that would start in the padding.
TEST(Formulas, OfSizesShowWhyAWindowIsDropped) {
    const pool::Layer layer = pool::parse_stack("MaxPool2d(2, stride=3, padding=1, ceil_mode=True)").front();
    EXPECT_EQ(pool::kind_of(layer).size_formula(layer.params, {1, 1, 5, 5}, 'h'),
              "\\ceil{\\frac{5 + 2·1 − 1·(2 − 1) − 1}{3}} + 1 = 3; (3 − 1)·3 ≥ 5 + 1: 3 − 1 = 2");
}

TEST(Formulas, OfMaxUnpoolNameNoWords) {
    const pool::Evaluation e =
        evaluate(pool::Tensor({1, 1, 2, 2}, {1, 2, 3, 4}), pool::parse_stack("MaxPool2d(2), MaxUnpool2d(2)"));
    EXPECT_EQ(formula(e).numbers, "0");
    EXPECT_EQ(formula(e).symbols, "y[j] = 0, j ≠ indices[i]");
    EXPECT_EQ(formula(e, {0, 0, 1, 1}).numbers, "x[0] = 4");
}

TEST(Formulas, OfMaxBlurShowBothSteps) {
    pool::Tensor x({1, 1, 5, 5});
    float next = -3;
    for (float& value : x.data()) value = next++;
    // Blurred with 1 2 1 both ways; each maximum is the lower right cell of its four.
    EXPECT_EQ(
        numbers_of(x, "MaxBlurPool2d(2, stride=1, filt_size=3)", {0, 0, 1, 1}),
        "m_{1} = \\max(−3, −2, 2, 3) = 3; 0.0625·3 + 0.125·4 + 0.0625·5 + 0.125·8 + 0.25·9 + 0.125·10 + "
        "0.0625·13 + 0.125·14 + 0.0625·15 = 9");
    for (float& value : x.data()) value -= 100;
    EXPECT_THAT(numbers_of(x, "MaxBlurPool2d(2, stride=1, filt_size=1)"), HasSubstr("; 1·(−97) = −97"));
}

TEST(Formulas, OfStochasticPoolDivideNoZeroByZero) {
    const pool::Tensor x({1, 1, 1, 2}, {-1, 0});
    EXPECT_EQ(numbers_of(x, "StochasticPool2d((1, 2))"), "0 + 0 = 0");
    EXPECT_EQ(formula(evaluate(x, pool::parse_stack("StochasticPool2d((1, 2))"))).symbols,
              "y = 0, \\sum_{W} x = 0");
}

TEST(Formulas, PutBasesWithAnExponentInBrackets) {
    const pool::Tensor x({1, 1, 1, 2}, {2.5e7F, 1});
    EXPECT_THAT(numbers_of(x, "GeMPool2d(3)"), HasSubstr("(2.5e7)^{3} + 1^{3}"));
    EXPECT_THAT(numbers_of(x, "StochasticPool2d((1, 2))"), HasSubstr("{(2.5e7)^{2} + 1^{2}}"));
    EXPECT_THAT(numbers_of(x, "LPPool2d(2, (1, 2))"), HasSubstr("(2.5e7)^{2} + 1^{2}"));
}

/// ⌈7 · float32(57 / 7)⌉ is 58: torchvision reads one cell after the region's end, and it may win.
TEST(Formulas, RegionsHoldTheCellThatRoundingAdds) {
    pool::Tensor x({1, 1, 60, 60});
    float next = 0;
    for (float& value : x.data()) value = next++;
    const pool::Evaluation e = evaluate(x, pool::parse_stack("RoIPool2d(7, rois=[[0, 0, 0, 56, 56]])"));
    const pool::LayerResult& layer = e.layers.front();
    EXPECT_EQ(layer.forward.indices.at({0, 0, 6, 6}), 57 * 60 + 57);
    const pool::Box box = layer.kind->boxes(layer.layer.params, x.shape()).front();
    EXPECT_EQ(box.y0, 0);
    EXPECT_EQ(box.x1, 58);
    EXPECT_EQ(box.y1, 58);
}

TEST(Formulas, EveryWinnerOfARegionLiesInItsBox) {
    std::mt19937 random(3);
    const pool::Shape shape{2, 1, 64, 70};
    const pool::Tensor x = pool_test::random_tensor(random, shape, false);
    for (int i = 0; i < 200; ++i) {
        std::vector<double> roi{static_cast<double>(pool_test::pick(random, 0, 1))};
        for (int k = 0; k < 4; ++k) roi.push_back(static_cast<double>(pool_test::pick(random, -40, 320)) / 4);
        const pool::NumberList rois({1, 5}, roi);
        const pool::Pair size{pool_test::pick(random, 1, 13), pool_test::pick(random, 1, 13)};
        const pool::Layer layer = pool::parse_stack("RoIPool2d(" + pool::python_text(size) +
                                                    ", rois=" + pool::python_text(rois) + ")")
                                      .front();
        const pool::Evaluation e = evaluate(x, {layer});
        const pool::LayerResult& result = e.layers.front();
        const pool::Box box = result.kind->boxes(layer.params, shape).front();
        const pool::Shape& out = e.output().shape();
        for (std::int64_t row = 0; row < out.h; ++row) {
            for (std::int64_t column = 0; column < out.w; ++column) {
                const std::int64_t at = result.forward.indices.at({0, 0, row, column});
                if (at < 0) continue;
                const auto y = static_cast<float>(at / shape.w);
                const auto left = static_cast<float>(at % shape.w);
                EXPECT_TRUE(y >= box.y0 && y + 1 <= box.y1 && left >= box.x0 && left + 1 <= box.x1)
                    << pool::notation(layer);
            }
        }
    }
}

}  // namespace
