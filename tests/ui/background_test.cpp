#include <gtest/gtest.h>

#include "document/samples.h"
#include "pool/notation.h"
#include "ui/driver.h"

// Maps above 512×512 are evaluated aside; what is shown is always one whole evaluation.

namespace {

using ui::Key;
using ui_test::Driver;

document::Document large_document(const std::string& stack) {
    document::Document document = document::first_document();
    auto values = std::make_shared<pool::Tensor>(pool::Shape{1, 1, 700, 700});
    for (std::size_t i = 0; i < values->data().size(); ++i)
        values->data()[i] = static_cast<float>(i * 2654435761U % 1000U) / 1000;
    document.input.base = {"large", values, false};
    document.input.strokes.clear();
    document.stack = pool::parse_stack(stack);
    return document;
}

void expect_shows_the_document(Driver& d) {
    const pool::Evaluation whole = work::evaluate(d.work().document());
    ASSERT_EQ(d.work().evaluation().map_count(), whole.map_count());
    for (std::size_t i = 0; i < whole.map_count(); ++i) {
        ASSERT_EQ(d.work().evaluation().map(i), whole.map(i)) << "map " << i;
        ASSERT_EQ(d.work().evaluation().gradient(i), whole.gradient(i)) << "map " << i;
    }
}

void set_stack(Driver& d, const std::string& stack) {
    d.work().edit([stack](document::Document& document) { document.stack = pool::parse_stack(stack); });
    d.frames();
}

TEST(Background, AChangeOfALargeMapDoesNotHoldTheFrame) {
    Driver d(large_document("MaxPool2d(2)"));
    EXPECT_FALSE(d.work().live().busy()) << "the first evaluation is there before the first frame";
    const pool::EvaluationId before = d.work().evaluation().id;
    set_stack(d, "LPPool2d(2, 3, 1), AvgPool2d(2)");
    EXPECT_TRUE(d.work().live().busy());
    EXPECT_EQ(d.work().evaluation().id, before) << "the evaluation before is shown, whole";
    EXPECT_TRUE(d.app().animating()) << "frames go on, so that the result is seen";
    EXPECT_TRUE(d.until([&] { return !d.work().live().busy(); }, 200000));
    EXPECT_EQ(pool::notation(d.work().evaluation().layers[0].layer), "LPPool2d(2, 3, stride=1)");
    expect_shows_the_document(d);
}

TEST(Background, StrokesGoOnWhileItComputes) {
    Driver d(large_document("AvgPool2d(2)"));
    set_stack(d, "LPPool2d(3, 5, 1), MaxPool2d(2)");
    ASSERT_TRUE(d.work().live().busy());
    d.work().edit([](document::Document& document) {
        document.input.strokes.push_back({false, 0.02F, 0.7F, 1, {{0.3F, 0.3F}, {0.6F, 0.5F}}});
    });
    d.frames();
    EXPECT_TRUE(d.until([&] { return !d.work().live().busy(); }, 200000));
    expect_shows_the_document(d);
    d.work().edit([](document::Document& document) { document.input.edits.push_back({{0, 0, 5, 6}, 9}); });
    d.frames();
    EXPECT_FALSE(d.work().live().busy()) << "a stroke is evaluated where it changes something, at once";
    expect_shows_the_document(d);
}

TEST(Background, CancelTakesTheChangeBack) {
    Driver d(large_document("AvgPool2d(2)"));
    const pool::EvaluationId before = d.work().evaluation().id;
    set_stack(d, "LPPool2d(3, 7, 1), LPPool2d(3, 7, 1), LPPool2d(3, 7, 1)");
    d.frames();
    ASSERT_TRUE(d.work().live().busy());
    ASSERT_TRUE(d.has("busy.close"));
    const ui::WidgetRecord cancel = d.widget("busy.close");
    d.click_at(cancel.x + cancel.w / 2, cancel.y + cancel.h / 2);
    EXPECT_FALSE(d.work().live().busy());
    EXPECT_EQ(pool::notation(d.work().document().stack), "AvgPool2d(2)");
    EXPECT_EQ(d.work().evaluation().id, before);
    expect_shows_the_document(d);
}

TEST(Background, TheNewestChangeWins) {
    Driver d(large_document("AvgPool2d(2)"));
    for (const char* stack : {"LPPool2d(3, 7, 1)", "MaxPool2d(9, 1)", "MinPool2d(2)", "MaxPool2d(3)"})
        set_stack(d, stack);
    EXPECT_TRUE(d.until([&] { return !d.work().live().busy(); }, 200000));
    EXPECT_EQ(pool::notation(d.work().evaluation().layers[0].layer), "MaxPool2d(3)");
    expect_shows_the_document(d);
    set_stack(d, "LPPool2d(3, 7, 1)");
    d.key(Key::z, true);
    EXPECT_FALSE(d.work().live().busy()) << "what is wanted again is still there";
    expect_shows_the_document(d);
}

TEST(Background, OpeningALargeFileShowsItsInputFirst) {
    Driver d(document::first_document());
    d.work().open(large_document("MaxPool2d(2), LPPool2d(2, 2)"), {});
    EXPECT_TRUE(d.work().live().busy());
    EXPECT_EQ(d.work().evaluation().map(0).shape().h, 700);
    d.frames(2);
    EXPECT_TRUE(d.until([&] { return !d.work().live().busy(); }, 200000));
    expect_shows_the_document(d);
}

}  // namespace
