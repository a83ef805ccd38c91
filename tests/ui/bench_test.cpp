#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "figure/number.h"
#include "pool/notation.h"
#include "ui/actions.h"
#include "ui/driver.h"
#include "ui/file_tasks.h"
#include "ui/stack_edits.h"

// Stepping, lineage and pins of the bench, by real events.

namespace {

using ui::Key;
using ui_test::Driver;
using work::PlayMode;

document::Document document_with(const std::string& stack) {
    document::Document document = document::first_document();
    document.stack = pool::parse_stack(stack);
    return document;
}

/// Texts of a group of the pair as it is drawn now.
std::vector<std::string> texts_of(Driver& d, const std::string& group) {
    const figure::Plate plate = figure::compose_pair(d.work().evaluation(), ui::bench_view(d.app()),
                                                     ui::style_of(d.app().settings, 14),
                                                     figure::Strings(d.app().settings.language), {1000, 600});
    std::vector<std::string> texts;
    int depth = 0;
    for (const figure::Primitive& item : plate.drawing.items) {
        if (const auto* begin = std::get_if<figure::BeginGroup>(&item)) {
            if (depth > 0 || begin->name == group) ++depth;
        } else if (std::holds_alternative<figure::EndGroup>(item)) {
            if (depth > 0) --depth;
        } else if (const auto* text = std::get_if<figure::Text>(&item); text && depth > 0) {
            texts.push_back(text->text);
        }
    }
    return texts;
}

void hover_cell(Driver& d, const std::string& map, float rows, float columns, float y, float x) {
    const ui::WidgetRecord at = d.widget(map);
    d.move_to(at.x + at.w * (x + 0.5F) / columns, at.y + at.h * (y + 0.5F) / rows);
    d.frames(2);
}

TEST(Bench, HoverTracesEarlierAndLaterMaps) {
    Driver d(document_with("MaxPool2d(2), MaxPool2d(2)"));
    hover_cell(d, "pair.map.1", 14, 14, 4, 6);
    ASSERT_TRUE(d.work().selection().hovered());
    EXPECT_EQ(*d.work().selection().hovered(), (pool::MapCell{1, {0, 0, 4, 6}}));
    const pool::Trace& trace = d.work().selection().hovered_lineage()->trace;
    EXPECT_EQ(trace.cells[0].size(), 1U);  // the winner alone
    EXPECT_EQ(trace.winner_path.size(), 2U);
    EXPECT_LT(d.work().selection().emphasis(), 0.2F);
    EXPECT_TRUE(d.until([&] { return d.work().selection().emphasis() == 1.0F; }, 30));
    d.move_to(-1, -1);
    d.frames();
    EXPECT_TRUE(d.work().selection().hovered_lineage() != nullptr) << "it fades, it does not vanish";
    EXPECT_TRUE(d.until([&] { return d.work().selection().hovered_lineage() == nullptr; }, 15));
}

TEST(Bench, AWordAndWhatItNamesLightEachOtherUp) {
    Driver d(document::first_document());
    d.work().walk().restart();  // to the window of rows 2 and 3, columns 10 and 11
    d.frames(4);
    hover_cell(d, "pair.map.0", 28, 28, 2, 10);
    EXPECT_TRUE(d.has("lit.window") && d.has("lit.window.word"));
    EXPECT_FALSE(d.has("lit.winner"));
    hover_cell(d, "pair.map.0", 28, 28, 3, 11);
    EXPECT_TRUE(d.has("lit.winner") && d.has("lit.winner.word")) << "the winner lies in the window";
    const ui::WidgetRecord word = d.widget("lit.winner.word");
    hover_cell(d, "pair.map.0", 28, 28, 20, 2);
    EXPECT_FALSE(d.has("lit.winner.word") || d.has("lit.window.word"));
    d.move_to(word.x + word.w / 2, word.y + word.h / 2);
    d.frames(2);
    EXPECT_TRUE(d.has("lit.winner")) << "the word lights the ring";
    // Before the cells are compared no ring stands there to be lit.
    d.work().walk().set_stage(0.5F);
    d.frames(2);
    EXPECT_FALSE(d.has("lit.winner"));
}

TEST(Bench, SeveralPinsCompareAndEscapeClears) {
    Driver d(document_with("AvgPool2d(2), MaxPool2d(2)"));
    hover_cell(d, "pair.map.1", 14, 14, 4, 6);
    d.press();
    d.release();
    d.move_to(-1, -1);
    d.frames(40);
    hover_cell(d, "pair.map.0", 28, 28, 9, 11);
    d.press();
    d.release();
    ASSERT_EQ(d.work().selection().pinned().size(), 2U);
    d.frames(2);
    const pool::Evaluation& evaluation = d.work().evaluation();
    EXPECT_EQ(d.widget("pins.1.value").label, figure::number(evaluation.map(1).at({0, 0, 4, 6})));
    EXPECT_EQ(d.widget("pins.2.gradient").label, figure::number(evaluation.gradient(0).at({0, 0, 9, 11})));
    d.click("pins.1.remove");
    ASSERT_EQ(d.work().selection().pinned().size(), 1U);
    EXPECT_EQ(d.work().selection().pinned()[0].origin.map, 0U);
    d.key(Key::escape);
    EXPECT_TRUE(d.work().selection().pinned().empty());
}

TEST(Bench, ALayerThatIsGoneIsNotChanged) {
    Driver d(document_with("MaxPool2d(2), AvgPool2d(2)"));
    ui::AppState& app = d.app();
    const pool::ParamSpec& spec = pool::kind_of(d.work().document().stack[1]).params().front();
    // Edits are made when the frame ends: all of these meet a stack that the first one emptied.
    app.active().edit([](document::Document& document) { document.stack.clear(); });
    ui::toggle_layer(app, 1);
    ui::duplicate_layer(app, 1);
    ui::move_layer(app, 0, 1);
    ui::set_parameter(app, 1, spec, std::int64_t{3});
    ui::remove_layer(app, 1);
    d.frames();
    EXPECT_TRUE(d.work().document().stack.empty());
    // Another kind at the same place keeps its parameters.
    app.active().edit([](document::Document& document) { document.stack = pool::parse_stack("ReLU()"); });
    d.frames();
    app.active().edit(
        [](document::Document& document) { document.stack = pool::parse_stack("MaxPool2d(2)"); });
    ui::set_parameter(app, 0, spec, std::int64_t{3});
    ui::insert_layer(app, 9, "ReLU");
    d.frames();
    EXPECT_EQ(pool::notation(d.work().document().stack), "MaxPool2d(2), ReLU()");
}

TEST(Bench, StagesAreHeldAndSteppedThrough) {
    Driver d(document_with("MaxPool2d(2)"));
    d.key(Key::period);
    EXPECT_TRUE(d.until([&] { return !d.work().walk().moving(); }));
    EXPECT_EQ(d.work().cursor().window, 1);
    EXPECT_EQ(d.work().cursor().stage, 1);
    d.key(Key::period);
    EXPECT_TRUE(d.until([&] { return d.work().cursor().stage == 2; }));
    d.key(Key::period);
    EXPECT_TRUE(d.until([&] { return d.work().cursor().stage == 0; }));
    EXPECT_EQ(d.work().cursor().window, 1) << "collapsed: at rest on the same window";
    d.key(Key::comma);
    EXPECT_EQ(d.work().cursor().stage, 2);
    d.key(Key::comma);
    d.key(Key::comma);
    EXPECT_EQ(d.work().cursor().window, 0);
    d.drag("timeline.stages", 0.1F, 0.5F, 0.5F, 0.5F);
    EXPECT_NEAR(d.work().cursor().stage, 1.5F, 0.02F);
    d.frames(30);
    EXPECT_NEAR(d.work().cursor().stage, 1.5F, 0.02F) << "it is held";
    // Stepping does not wait for the animation.
    d.key(Key::right);
    d.key(Key::right);
    d.key(Key::right);
    EXPECT_EQ(d.work().cursor().window, 3);
}

TEST(Bench, AWholeLayerThenTheWholeStack) {
    Driver d(document_with("MaxPool2d(2), AvgPool2d(2)"));
    d.click("mode.layer");
    EXPECT_TRUE(d.work().cursor().whole);
    EXPECT_EQ(texts_of(d, "whole.text").front(), "196 windows at once");
    d.key(Key::space);
    EXPECT_TRUE(d.work().walk().playing());
    EXPECT_TRUE(d.until([&] { return d.work().cursor().stage > 1.5F; }));
    EXPECT_TRUE(d.until([&] { return !d.work().walk().playing(); }));
    EXPECT_EQ(d.work().cursor().layer, 0U) << "one layer was played";
    d.key(Key::right);
    EXPECT_EQ(d.work().cursor().layer, 1U);
    d.click("mode.stack");
    d.key(Key::home);
    d.key(Key::space);
    std::vector<std::pair<pool::Phase, std::size_t>> seen;
    EXPECT_TRUE(d.until(
        [&] {
            const std::pair now{d.work().cursor().phase, d.work().cursor().layer};
            if (seen.empty() || seen.back() != now) seen.push_back(now);
            return !d.work().walk().playing();
        },
        3000));
    using pool::Phase;
    const std::vector<std::pair<Phase, std::size_t>> all = {
        {Phase::forward, 0}, {Phase::forward, 1}, {Phase::backward, 1}, {Phase::backward, 0}};
    EXPECT_EQ(seen, all);
}

TEST(Bench, OverlappingSharesAreShownAddingUp) {
    document::Document document = document_with("AvgPool2d(3, stride=1)");
    auto values = std::make_shared<pool::Tensor>(pool::Shape{1, 1, 4, 4});
    std::ranges::fill(values->data(), 1.0F);
    document.input = {};
    document.input.base = {"m", values, false};
    Driver d(document);
    d.click("mode.layer");
    d.work().walk().set_cursor({pool::Phase::backward, 0, 0, 2.5F});
    const std::vector<std::string> sums = texts_of(d, "sums");
    EXPECT_EQ(std::ranges::count(sums, "4 × 0.11"), 4) << "the inner cells";
    EXPECT_EQ(std::ranges::count(sums, "0.11 + 0.11"), 8);
}

TEST(Bench, EveryActionIsInThePalette) {
    Driver d(document::first_document());
    d.key(Key::p, true);
    ASSERT_TRUE(d.has("palette.text"));
    d.type("dark");
    d.key(Key::enter);
    d.frames(3);
    EXPECT_EQ(d.app().settings.theme, figure::Theme::dark);
    EXPECT_FALSE(d.has("palette.text"));
    d.key(Key::p, true);
    d.type("larger");
    d.key(Key::down);
    d.key(Key::up);
    d.key(Key::enter);
    EXPECT_FLOAT_EQ(d.app().settings.text_scale, 1.1F);
    d.key(Key::p, true);
    d.key(Key::escape);
    d.frames(2);
    EXPECT_FALSE(d.has("palette.text"));
    for (const ui::Action& action : ui::actions()) {
        if (std::string_view(action.id) == "palette" || !action.enabled(d.app())) continue;
        d.key(Key::p, true);
        d.type(action.id);
        EXPECT_TRUE(d.has(std::string("palette.") + action.id)) << action.id;
        d.key(Key::escape);
        d.frames(2);
    }
}

TEST(Bench, TextSizeStaysBetween80And200Percent) {
    Driver d(document::first_document());
    for (int i = 0; i < 15; ++i) d.key(Key::equal, true);
    EXPECT_FLOAT_EQ(d.app().settings.text_scale, 2.0F);
    for (int i = 0; i < 20; ++i) d.key(Key::minus, true);
    EXPECT_FLOAT_EQ(d.app().settings.text_scale, 0.8F);
    d.key(Key::n0, true);
    EXPECT_FLOAT_EQ(d.app().settings.text_scale, 1.0F);
}

TEST(Bench, TheLineOfKeysDropsItsLastPartsWhereItIsTooWide) {
    const auto line = [](float em) {
        Driver d(document::first_document(), 1280, 800, em);
        d.key(Key::right);
        d.frames(3);
        return d.widget("hint").label;
    };
    const std::string whole = line(14);
    EXPECT_EQ(whole, figure::Strings(figure::Language::english)("hint.walk"));
    const std::string shorter = line(20);
    ASSERT_LT(shorter.size(), whole.size());
    EXPECT_TRUE(whole.starts_with(shorter + " · ")) << shorter;
}

TEST(Bench, ASharesLineNamesTheChannelWhereChannelsAreMixed) {
    document::Document document = document_with("Conv2d(weight=[[[[1]], [[2]]]])");
    document.input = {};
    document.input.base = {"two", std::make_shared<pool::Tensor>(pool::Shape{1, 2, 3, 3}, 1.0F), false};
    Driver d(document, 1280, 1400);
    d.work().walk().set_cursor({pool::Phase::backward, 0, 0, 0});
    d.frames(3);
    const std::string sent = d.widget("explain.shares").label;
    EXPECT_NE(sent.find("c0 "), std::string::npos) << sent;
    EXPECT_NE(sent.find("c1 "), std::string::npos) << sent;
    EXPECT_NE(sent.find("1 × 2 = 2"), std::string::npos) << sent;
}

TEST(Bench, SameCellSizeMakesThePooledMapSmall) {
    Driver d(document_with("MaxPool2d(2)"));
    EXPECT_NEAR(d.widget("pair.map.1").w, d.widget("pair.map.0").w, 2);
    d.key(Key::s);
    EXPECT_NEAR(d.widget("pair.map.1").w * 2, d.widget("pair.map.0").w, 2);
}

TEST(Bench, ChannelsAreAFilmStrip) {
    Driver d(document_with("Conv2d('sobel_x'), MaxPool2d(2)"));
    EXPECT_FALSE(d.has("channels"));
    auto values = std::make_shared<pool::Tensor>(pool::Shape{1, 5, 8, 8});
    for (std::size_t i = 0; i < values->data().size(); ++i)
        values->data()[i] = static_cast<float>(i % 17) + static_cast<float>(i / 64);
    d.work().edit([&](document::Document& document) {
        document.input = {};
        document.input.base = {"five", values, false};
        document.stack = pool::parse_stack("MaxPool2d(2)");
    });
    d.frames(3);
    ASSERT_TRUE(d.has("channels"));
    const ui::WidgetRecord strip = d.widget("channels");
    d.move_to(strip.x + strip.w / 2, strip.y + strip.h * 0.3F);
    d.frames(2);
    ASSERT_TRUE(d.work().selection().hovered());
    EXPECT_EQ(d.work().selection().hovered()->cell.c, 2);
    d.press();
    d.release();
    EXPECT_EQ(d.work().selection().channel(), 2);
    d.key(Key::down);
    EXPECT_EQ(d.work().selection().channel(), 3);
}

TEST(Bench, WheelZoomsToThePointerAndADragPans) {
    Driver d(document_with("MaxPool2d(2)"));
    hover_cell(d, "pair.map.0", 28, 28, 5, 5);
    const pool::MapCell before = *d.work().selection().hovered();
    for (int i = 0; i < 8; ++i) d.wheel(1);
    d.frames(2);
    EXPECT_GT(d.app().zoom().below.zoom, 3.0F);
    EXPECT_EQ(*d.work().selection().hovered(), before) << "the cell below the pointer stays there";
    const float center = d.app().zoom().below.center_x;
    const ui::WidgetRecord map = d.widget("pair");
    (void)map;
    d.press();
    d.move_to(ImGui::GetIO().MousePos.x + 40, ImGui::GetIO().MousePos.y);
    d.frames(2);
    d.release();
    EXPECT_LT(d.app().zoom().below.center_x, center);
    EXPECT_TRUE(d.work().selection().pinned().empty()) << "a drag is no click";
    d.key(Key::n0);
    EXPECT_EQ(d.app().zoom().below.zoom, 1.0F);
}

document::Document document_of(const std::string& stack, const std::vector<float>& values,
                               std::int64_t width) {
    document::Document document = document_with(stack);
    const auto height = static_cast<std::int64_t>(values.size()) / width;
    document.input = {};
    document.input.base = {"m", std::make_shared<pool::Tensor>(pool::Shape{1, 1, height, width}, values),
                           false};
    return document;
}

TEST(Bench, PaddingTakesItsPartOfAGradient) {
    Driver d(document_of("AvgPool2d(3, stride=1, padding=1)", std::vector<float>(16, 2), 4), 1280, 1400);
    d.work().walk().set_cursor({pool::Phase::backward, 0, 0, 0});
    d.frames(3);
    EXPECT_EQ(d.widget("explain.each").label, "1/9");
    EXPECT_EQ(d.widget("explain.lost").label, "5/9");
    d.work().walk().set_cursor({pool::Phase::backward, 0, 5, 0});
    d.frames(3);
    EXPECT_FALSE(d.has("explain.lost")) << "a window inside the map loses nothing";
}

/// How many rings of winners the lens shows.
std::size_t rings(Driver& d) {
    const figure::Style style = ui::style_of(d.app().settings, 14);
    const figure::Plate plate = figure::compose_pair(d.work().evaluation(), ui::bench_view(d.app()), style,
                                                     figure::Strings(d.app().settings.language), {1000, 600});
    std::size_t count = 0;
    for (const figure::Primitive& item : plate.drawing.items) {
        const auto* ring = std::get_if<figure::RectStroke>(&item);
        count += ring && ring->color == style.palette.winner && ring->radius == 0.15F * style.em ? 1 : 0;
    }
    return count;
}

TEST(Bench, EveryCellThatTiesIsRingedWhereTheRuleSaysSo) {
    const std::vector<float> values = {5, 5, 5, 1};
    for (const auto& [ties, count, each] :
         {std::tuple("first", 1U, ""), {"last", 1U, ""}, {"split", 3U, "1/3"}, {"all", 3U, ""}}) {
        Driver d(document_of("MaxPool2d(2, ties='" + std::string(ties) + "')", values, 2), 1280, 1400);
        d.work().walk().set_cursor({pool::Phase::backward, 0, 0, 0});
        d.frames(3);
        EXPECT_EQ(rings(d), count) << ties;
        EXPECT_EQ(d.has("explain.each") ? d.widget("explain.each").label : "", each) << ties;
        EXPECT_EQ(d.app().caches.explained.receivers(), count) << ties;
    }
}

TEST(Bench, AWindowThatSendsNothingSaysSo) {
    Driver d(document_of("ReLU()", {-1, 2, 3, 4}, 2), 1280, 1400);
    d.work().walk().set_cursor({pool::Phase::backward, 0, 0, 0});
    d.frames(3);
    EXPECT_TRUE(d.has("explain.sent"));
    d.work().walk().set_cursor({pool::Phase::backward, 0, 1, 0});
    d.frames(3);
    EXPECT_FALSE(d.has("explain.sent"));
}

TEST(Bench, TheWinnersIndexIsCountedAsTheLayersRuleSays) {
    const std::vector<float> values = {0, 0, 9, 0, 0, 0};
    for (const auto& [stack, index] : {std::pair("MaxPool2d((2, 3))", "2"),
                                       {"ONNX.MaxPool((2, 3), storage_order=1)", "4"},
                                       {"MaxPool2d((2, 3), rule='tensorflow')", "2"}}) {
        Driver d(document_of(stack, values, 3), 1280, 1400);
        d.work().walk().set_cursor({pool::Phase::forward, 0, 0, 0});
        d.frames(3);
        EXPECT_EQ(d.widget("explain.winner").label, index) << stack;
    }
}

TEST(Bench, TheExplanationHasThisWindowsNumbers) {
    document::Document document = document_with("AvgPool2d(2), MaxPool2d(2)");
    auto values = std::make_shared<pool::Tensor>(pool::Shape{1, 1, 4, 4});
    for (std::size_t i = 0; i < 16; ++i) values->data()[i] = static_cast<float>(i);
    document.input = {};
    document.input.base = {"m", values, false};
    Driver d(document, 1280, 1400);
    EXPECT_EQ(d.widget("explain.formula").label, "(0 + 1 + 4 + 5) / 4 = 2.5");
    EXPECT_EQ(d.widget("explain.size").label, "H, W = ⌊(4 + 2·0 − 1·(2 − 1) − 1) / 2⌋ + 1 = 2");
    EXPECT_FALSE(d.has("check.verdict")) << "forward needs no check of gradients";
    d.work().walk().set_cursor({pool::Phase::backward, 0, 3, 0});
    d.frames(3);
    EXPECT_EQ(d.widget("explain.each").label, "1/4");
    EXPECT_EQ(d.widget("explain.zero").label, "12");
    EXPECT_EQ(d.widget("check.analytic").label, "0.25");
    EXPECT_EQ(d.widget("check.verdict").label, "agrees");
    d.work().selection().toggle_pin({1, {0, 0, 0, 0}});
    d.frames(3);
    EXPECT_EQ(d.widget("check.analytic").label, "0") << "the pinned cell is checked";
    d.work().selection().clear_pins();
    d.work().edit([](document::Document& changed) {
        auto flat = std::make_shared<pool::Tensor>(pool::Shape{1, 1, 4, 4});
        changed.input.base.values = flat;
    });
    d.work().walk().set_cursor({pool::Phase::backward, 1, 0, 0});
    d.frames(3);
    EXPECT_EQ(d.widget("check.verdict").label, "kink") << "all cells tie";
}

TEST(Bench, UpstreamGradients) {
    Driver d(document_with("MaxPool2d(2), MaxPool2d(2)"), 1280, 1200);
    d.click("gradient");
    d.click("upstream.random");
    const pool::Tensor first = d.work().evaluation().upstream;
    EXPECT_LT(*std::ranges::min_element(first.data()), 0);
    d.click("upstream.seed.more");
    EXPECT_NE(d.work().evaluation().upstream, first);
    d.key(Key::z, true);
    EXPECT_EQ(d.work().evaluation().upstream, first);
    d.click("upstream.plane");
    EXPECT_EQ(std::ranges::count(d.work().evaluation().upstream.data(), 1.0F), 49);
    d.click("upstream.target");
    EXPECT_GT(d.work().live().loss(), 0.1);
    d.click("upstream.target.sample");
    d.click("upstream.target.sample.3");
    EXPECT_EQ(d.work().document().upstream.target, "digit.3");
    EXPECT_EQ(d.work().live().loss(), 0) << "the target of a 3 is met by the same 3";
    EXPECT_EQ(d.widget("upstream.loss.value").label, "0");
    d.drag("input.canvas", 0.2F, 0.5F, 0.8F, 0.5F);
    EXPECT_GT(d.work().live().loss(), 0);
}

TEST(Bench, AFrameworksRulesAreChosenAndTheDifferenceIsNamed) {
    Driver d(document_with("AvgPool2d(3, stride=2, padding=1), MaxPool2d(2)"), 1280, 1500);
    EXPECT_FALSE(d.has("rule.divisor"));
    d.click("stack.rule");
    d.click("stack.rule.2");
    EXPECT_EQ(pool::notation(d.work().document().stack),
              "AvgPool2d(3, stride=2, padding='same', rule='tensorflow'), MaxPool2d(2, rule='tensorflow')");
    EXPECT_TRUE(d.has("rule.refused")) << "PyTorch has no 'same'";
    EXPECT_FALSE(d.work().live().chain().error);
    d.click("stack.rule");
    d.click("stack.rule.3");
    EXPECT_EQ(pool::notation(d.work().document().stack),
              "AvgPool2d(3, stride=2, padding=1, rule='caffe'), MaxPool2d(2, rule='caffe')");
    EXPECT_EQ(d.widget("rule.rounding").label, "15 × 15") << "Caffe rounds up";
    d.click("stack.rule");
    d.click("stack.rule.1");
    EXPECT_EQ(d.widget("rule.divisor").label, "4") << "ONNX divides by real cells only";
    d.key(Key::right, false, true);
    d.frames(3);
    EXPECT_EQ(d.widget("rule.stride").label, "1 × 1") << "ONNX moves by one where no stride is given";
    d.click("stack.rule");
    d.click("stack.rule.0");
    EXPECT_EQ(pool::notation(d.work().document().stack), "AvgPool2d(3, stride=2, padding=1), MaxPool2d(2)");
    EXPECT_FALSE(d.has("rule.stride"));
}

TEST(Bench, CodeRunsInStepAndIsCopied) {
    Driver d(document_with("MaxPool2d(2), AvgPool2d(2)"), 1280, 1400);
    d.key(Key::e);
    EXPECT_TRUE(d.app().settings.show_code);
    EXPECT_NE(d.widget("code.lines").label.find("best, at = x[n, c, r, s], r * W + s"), std::string::npos);
    d.key(Key::right);
    d.key(Key::right);
    EXPECT_TRUE(d.until([&] { return !d.work().walk().moving(); }));
    d.frames(2);
    EXPECT_NE(d.widget("code.variables").label.find("i = 0  j = 2"), std::string::npos);
    d.click("code.PyTorch");
    EXPECT_NE(d.widget("code.lines").label.find("    nn.AvgPool2d(2),"), std::string::npos);
    d.click("code.copy");
    EXPECT_EQ(std::string(ImGui::GetClipboardText()), d.app().caches.listing.listing.text());
    d.click("code.C++");
    d.work().walk().set_cursor({pool::Phase::backward, 1, 3, 0});
    d.frames(2);
    EXPECT_NE(d.widget("code.lines").label.find("dx[((n * C + c) * H + r) * W + s] += dy[o] / D;"),
              std::string::npos);
    d.key(Key::e);
    EXPECT_TRUE(d.has("explain.gradient_rule"));
}

}  // namespace
