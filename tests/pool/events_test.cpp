#include "pool/events.h"

#include <cmath>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "pool/notation.h"
#include "pool/trace.h"

namespace {

using namespace pool;

Evaluation evaluation_of(std::vector<float> values, std::int64_t rows, std::int64_t columns,
                         const std::string& stack) {
    auto input = std::make_shared<Tensor>(Shape{1, 1, rows, columns});
    std::ranges::copy(values, input->data().begin());
    return evaluate(input, parse_stack(stack), {});
}

const std::vector<float> kBook = {1, 1, 2, 4, 5, 6, 7, 8, 3, 2, 1, 0, 1, 2, 3, 4};

TEST(Events, AWindowIsEventfulWhereItsCellsDifferOrAGradientArrives) {
    const Evaluation e =
        evaluation_of({0, 0, 0, 1, 0, 0, 0, 0, 5, 5, 0, 0, 5, 5, 0, 0}, 4, 4, "MaxPool2d(2), MaxPool2d(2)");
    const auto eventful = [&](std::size_t layer, std::int64_t window) {
        return is_eventful(e, {Phase::forward, layer, window, 0}, {});
    };
    EXPECT_FALSE(eventful(0, 0));
    EXPECT_TRUE(eventful(0, 1));
    EXPECT_FALSE(eventful(0, 2)) << "all 5: nothing is chosen";
    EXPECT_FALSE(eventful(0, 3));
    EXPECT_TRUE(eventful(1, 0));
    // Backward the gradient of one output reaches one window of the first layer.
    for (std::int64_t window = 0; window < 4; ++window)
        EXPECT_EQ(is_eventful(e, {Phase::backward, 0, window, 0}, {}), window == 2);
    EXPECT_EQ(eventful_windows(e, {}, {}), 1);
    EXPECT_EQ(eventful_windows(e, {Phase::backward, 1, 0, 0}, {}), 1);
}

TEST(Events, TheWalkPassesOverEqualWindowsAndEnds) {
    const Evaluation e =
        evaluation_of({0, 0, 0, 1, 0, 0, 0, 0, 5, 5, 0, 0, 5, 5, 0, 0}, 4, 4, "MaxPool2d(2), MaxPool2d(2)");
    std::vector<Cursor> seen;
    for (std::optional<Cursor> at = opening(e, {}); at; at = next_eventful(e, *at, 1, {}))
        seen.push_back(*at);
    const std::vector<Cursor> all = {{Phase::forward, 0, 1, 0},
                                     {Phase::forward, 1, 0, 0},
                                     {Phase::backward, 1, 0, 0},
                                     {Phase::backward, 0, 2, 0}};
    EXPECT_EQ(seen, all);
    std::vector<Cursor> back;
    for (std::optional<Cursor> at = seen.back(); at; at = next_eventful(e, *at, -1, {})) back.push_back(*at);
    std::ranges::reverse(back);
    EXPECT_EQ(back, all);
}

TEST(Events, ABlankInputOpensAtItsBeginning) {
    const Evaluation e = evaluation_of(std::vector<float>(16, 0.0F), 4, 4, "MaxPool2d(2)");
    EXPECT_EQ(opening(e, {}), Cursor{});
    EXPECT_EQ(next_eventful(e, {}, 1, {})->phase, Phase::backward) << "ones still arrive";
    EXPECT_EQ(opening(evaluation_of({1, 2, 3, 4}, 2, 2, ""), {}), Cursor{});
}

TEST(Events, ALayerTakesTwentySecondsAndAWindowOneAndAHalfAtMost) {
    EXPECT_DOUBLE_EQ(seconds_a_window(1), 1.5);
    EXPECT_DOUBLE_EQ(seconds_a_window(13), 1.5);
    for (const std::int64_t windows : {14, 49, 196, 100000})
        EXPECT_NEAR(seconds_a_window(windows) * static_cast<double>(windows), 20, 1e-9);
    EXPECT_DOUBLE_EQ(seconds_a_window(0), 1.5);
}

TEST(Events, KeyMomentsOfTheTextbook) {
    // Windows of 3×3 at stride 1: the first, its neighbour overlaps; 7 and 8 win; nothing is padded.
    const Evaluation book = evaluation_of(kBook, 4, 4, "MaxPool2d(3, stride=1)");
    const std::vector<KeyMoment> forward = {{0, Idea::first}, {1, Idea::overlap}, {3, Idea::last}};
    EXPECT_EQ(key_moments(book, {}, {}), forward);
    // Backward the third window is the first whose winner, the 7, has been given a gradient already.
    const std::vector<KeyMoment> backward = {{0, Idea::first}, {2, Idea::overlap}, {3, Idea::last}};
    EXPECT_EQ(key_moments(book, {Phase::backward, 0, 0, 0}, {}), backward);

    const Evaluation padded = evaluation_of(kBook, 4, 4, "MaxPool2d(2, padding=1)");
    EXPECT_EQ(key_moments(padded, {}, {}).front(), (KeyMoment{0, Idea::first}));
    // Tiles with padding: the first eventful window reaches into it, and is named once.
    const Evaluation tied =
        evaluation_of({1, 2, 9, 3, 0, 0, 1, 9, 0, 0, 0, 0, 0, 0, 0, 0}, 4, 4, "MaxPool2d(2)");
    const std::vector<KeyMoment> ties = {{0, Idea::first}, {1, Idea::tie}, {3, Idea::last}};
    EXPECT_EQ(key_moments(tied, {}, {}), ties);
}

TEST(Events, PageDownVisitsEveryLayerBothWaysAndPageUpReturns) {
    const Evaluation e = evaluation_of(kBook, 4, 4, "MaxPool2d(3, stride=1), AvgPool2d(2)");
    std::vector<Cursor> seen = {{}};
    while (const auto next = next_key_moment(e, seen.back(), 1, {})) seen.push_back(*next);
    EXPECT_EQ(seen.back(), (Cursor{Phase::backward, 0, 3, 0}));
    std::size_t layers = 0;
    for (std::size_t i = 1; i < seen.size(); ++i) {
        layers += seen[i].layer != seen[i - 1].layer || seen[i].phase != seen[i - 1].phase ? 1 : 0;
        EXPECT_EQ(next_key_moment(e, seen[i], -1, {}), seen[i - 1]);
    }
    EXPECT_EQ(layers, 3U);
    EXPECT_FALSE(next_key_moment(e, seen.front(), -1, {}));
}

/// The rules, written down again the slow way, over random maps and layers.
TEST(Events, AgreeWithABruteForceOverTaps) {
    std::mt19937 random(7);
    const std::vector<std::string> stacks = {"MaxPool2d(2)",           "MaxPool2d(3, stride=1, padding=1)",
                                             "AvgPool2d(2, stride=1)", "MaxPool2d(2, stride=1, dilation=2)",
                                             "AdaptiveMaxPool2d(3)",   "MinPool2d(3, stride=2)"};
    for (int run = 0; run < 200; ++run) {
        std::vector<float> values(49);
        for (float& value : values) value = static_cast<float>(random() % 3);
        const std::string& stack = stacks[random() % stacks.size()];
        const Evaluation e = evaluation_of(values, 7, 7, stack);
        const std::int64_t windows = e.output().shape().plane();
        std::vector<bool> been(49);
        std::int64_t overlap = -1;
        for (std::int64_t window = 0; window < windows; ++window) {
            const Cursor cursor{Phase::forward, 0, window, 0};
            const std::vector<Link> links = links_into(e, 0, output_cell(e, cursor, 0, 0));
            std::set<float> distinct;
            bool met = false;
            for (const Link& link : links) {
                distinct.insert(e.map(0).at(link.below));
                met = met || been[static_cast<std::size_t>(link.below.y * 7 + link.below.x)];
                been[static_cast<std::size_t>(link.below.y * 7 + link.below.x)] = true;
            }
            EXPECT_EQ(is_eventful(e, cursor, {}), distinct.size() > 1) << stack << " " << window;
            if (met && distinct.size() > 1 && overlap < 0) overlap = window;
        }
        for (const KeyMoment& moment : key_moments(e, {}, {}))
            if (moment.idea == Idea::overlap) {
                EXPECT_EQ(moment.window, overlap) << stack;
            }
    }
}

}  // namespace
