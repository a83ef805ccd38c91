#include "work/veil.h"

#include <array>

#include <gtest/gtest.h>

#include "document/samples.h"
#include "pool/notation.h"
#include "work/evaluate.h"

namespace work {
namespace {

Veil veil(std::initializer_list<Hidden> named, std::size_t layer = 1, std::size_t first_map = 1) {
    return {std::vector<Hidden>(named), layer, first_map};
}

TEST(Veil, HidesWhatTheNamedCouldBeReadFrom) {
    // The result is the winner's value; the winner's place is its index; that is where its gradient goes.
    const Veil winner = veil({Hidden::winner});
    for (const Hidden what :
         {Hidden::output, Hidden::index, Hidden::routes, Hidden::gradient, Hidden::formula})
        EXPECT_TRUE(winner.hides(what)) << hidden_name(what);
    EXPECT_FALSE(winner.hides(Hidden::window));
    EXPECT_FALSE(winner.hides(Hidden::cost));
    EXPECT_TRUE(veil({Hidden::divisor}).hides(Hidden::output));
    EXPECT_FALSE(veil({Hidden::cost}).hides(Hidden::output));
}

TEST(Veil, HidesMapsFromTheFirstOn) {
    const Veil third = veil({Hidden::output}, 3, 3);
    EXPECT_FALSE(third.hides_map(2));
    EXPECT_TRUE(third.hides_map(3));
    EXPECT_TRUE(third.hides_map(4));
    EXPECT_FALSE(third.hides_gradient(3));
    const Veil pair = veil({Hidden::pair}, 2, 2);
    EXPECT_FALSE(pair.hides_map(0));
    EXPECT_TRUE(pair.hides_map(1));
    EXPECT_TRUE(pair.hides_map_b(1));
    const Veil gradient = veil({Hidden::gradient}, 2, 2);
    EXPECT_TRUE(gradient.hides_gradient(1));
    EXPECT_TRUE(gradient.hides_gradient(0));
    EXPECT_FALSE(gradient.hides_gradient(2));
}

TEST(Veil, EveryNameIsFound) {
    for (std::size_t i = 0; i < kHiddenKinds; ++i) {
        const auto what = static_cast<Hidden>(i);
        EXPECT_EQ(find_hidden(hidden_name(what)), what);
    }
    EXPECT_FALSE(find_hidden("everything"));
    EXPECT_TRUE(Veil().empty());
}

TEST(Veil, AVeiledEvaluationHoldsNothingOfWhatIsHidden) {
    document::Document document;
    document.input = document::find_sample("matrix.textbook")->input;
    document.stack = pool::parse_stack("MaxPool2d(2), AvgPool2d(2)");
    const pool::Evaluation e = evaluate(document);
    const pool::Evaluation hidden = veiled(e, veil({Hidden::output, Hidden::gradient}, 2, 2));
    EXPECT_EQ(hidden.map(1), e.map(1));
    for (const float v : hidden.map(2).data()) EXPECT_EQ(v, 0);
    for (const float v : hidden.gradient(1).data()) EXPECT_EQ(v, 0);
    for (const float v : hidden.gradient(0).data()) EXPECT_EQ(v, 0);
    EXPECT_EQ(hidden.gradient(2), e.gradient(2));
}

}  // namespace
}  // namespace work
