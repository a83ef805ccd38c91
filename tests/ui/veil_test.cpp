#include <cstring>

#include <gtest/gtest.h>

#include "document/samples.h"
#include "ui/driver.h"
#include "ui/inspect.h"
#include "ui/views.h"
#include "work/veiled.h"

// What a lesson hides cannot be read from the window: with every hidden quantity replaced by another value
// the same controls, texts and pictures are drawn.

namespace {

using ui_test::Driver;
using work::Hidden;
using work::Veil;

/// All that one frame shows: what is drawn, what is recorded, what --inspect tells.
struct Shown {
    std::string state;
    std::vector<ui::WidgetRecord> widgets;
    std::string inspected;
    std::set<std::size_t> pictures;
    std::size_t drawn = 0;
};

/// A hash of every triangle that ImGui was given.
std::size_t hash_of_frame() {
    const ImDrawData* data = ImGui::GetDrawData();
    std::size_t hash = 0;
    const auto mix = [&](const void* bytes, std::size_t size) {
        const std::string_view text(static_cast<const char*>(bytes), size);
        hash = hash * 1099511628211ULL ^ std::hash<std::string_view>{}(text);
    };
    for (int i = 0; i < data->CmdListsCount; ++i) {
        const ImDrawList* list = data->CmdLists[i];
        mix(list->VtxBuffer.Data, static_cast<std::size_t>(list->VtxBuffer.size_in_bytes()));
        mix(list->IdxBuffer.Data, static_cast<std::size_t>(list->IdxBuffer.size_in_bytes()));
    }
    return hash;
}

/// One document under one veil, its evaluation as it is or with everything hidden replaced.
class Window {
 public:
    Window(const Veil& veil, bool replaced) : disguise_(veiled::disguise_for(veil, 1)), driver_(document()) {
        driver_.app().settings.show_code = true;
        driver_.app().settings.show_details = true;
        driver_.app().hide(veil);
        // The evaluation is no part of the document: nothing else of the window knows of the change.
        auto& evaluation = const_cast<pool::Evaluation&>(driver_.work().evaluation());
        if (!replaced) disguise_.real = disguise_.shown;
        evaluation = veiled::disguised(evaluation.input, disguise_, driver_.work().document().upstream);
        if (replaced) veiled::replace_hidden(evaluation, veil);
        driver_.work().selection().toggle_pin({1, {}});
        driver_.work().selection().toggle_pin({0, {0, 0, 2, 1}});
    }

    std::vector<Shown> walk() {
        for (const pool::Phase phase : {pool::Phase::forward, pool::Phase::backward})
            for (const std::size_t layer : {0U, 1U})
                for (const float stage : {0.0F, 1.5F, 2.6F}) look_at(phase, layer, stage);
        return std::move(seen_);
    }

 private:
    document::Document document() const {
        document::Document document = document::first_document();
        document.input = document::find_sample("matrix.textbook")->input;
        document.stack = pool::parse_stack(disguise_.shown);
        document.upstream.source = pool::Upstream::Source::random;
        return document;
    }

    void look_at(pool::Phase phase, std::size_t layer, float stage) {
        const std::string name = std::string(phase == pool::Phase::forward ? "forward" : "backward") +
                                 " layer " + std::to_string(layer) + " stage " + std::to_string(stage);
        driver_.work().walk().jump({phase, layer, 0, 0});
        driver_.work().walk().set_stage(stage);
        driver_.move_to(-1, -1);
        driver_.frames(2);
        remember(name);
        if (stage > 0) return;
        for (const listing::CodeLanguage language :
             {listing::CodeLanguage::pytorch, listing::CodeLanguage::cpp}) {
            driver_.app().code_language = language;
            driver_.frames(2);
            remember(name + " code");
        }
        driver_.app().code_language = listing::CodeLanguage::numpy;
        driver_.app().dialogs.gradient_tab = true;
        driver_.frames(2);
        remember(name + " gradient tab");
        driver_.app().dialogs.gradient_tab = false;
        hover("stack.0.card", name);
        // Of the bench's maps the hovered cell's card.
        const std::string kind = phase == pool::Phase::forward ? "pair.map." : "pair.gradient.";
        for (const std::size_t map : {layer, layer + 1}) hover(kind + std::to_string(map), name);
        for (const char* map : {"overview.map.0", "overview.map.1"})
            if (phase == pool::Phase::forward) hover(map, name);
    }

    void hover(const std::string& id, const std::string& name) {
        if (!driver_.has(id)) return;
        const ui::WidgetRecord at = driver_.widget(id);
        driver_.move_to(at.x + 0.3F * at.w, at.y + 0.3F * at.h);
        driver_.frames(50);
        remember(name + " over " + id);
        driver_.move_to(-1, -1);
        driver_.frames(30);
    }

    void remember(const std::string& state) {
        seen_.push_back({state, driver_.app().widgets, ui::inspect_json(driver_.app(), 1280, 800, false),
                         driver_.pictures(), hash_of_frame()});
    }

    veiled::Disguise disguise_;
    Driver driver_;
    std::vector<Shown> seen_;
};

void expect_equal(const Shown& a, const Shown& b) {
    SCOPED_TRACE(a.state);
    ASSERT_EQ(a.widgets.size(), b.widgets.size());
    for (std::size_t i = 0; i < a.widgets.size(); ++i) {
        EXPECT_EQ(a.widgets[i].id, b.widgets[i].id);
        EXPECT_EQ(a.widgets[i].label, b.widgets[i].label) << a.widgets[i].id;
        EXPECT_EQ(a.widgets[i], b.widgets[i]) << a.widgets[i].id;
    }
    EXPECT_EQ(a.inspected, b.inspected);
    EXPECT_EQ(a.pictures, b.pictures);
    EXPECT_EQ(a.drawn, b.drawn) << "something is drawn that is not recorded";
}

class EveryHidden : public testing::TestWithParam<std::size_t> {};

TEST_P(EveryHidden, IsNowhereInTheWindow) {
    const std::vector<Hidden> named = {static_cast<Hidden>(GetParam())};
    const Veil veil(named, 1);
    const std::vector<Shown> real = Window(veil, false).walk();
    const std::vector<Shown> other = Window(veil, true).walk();
    ASSERT_EQ(real.size(), other.size());
    for (std::size_t i = 0; i < real.size(); ++i) expect_equal(real[i], other[i]);
}

std::string name_of(const testing::TestParamInfo<std::size_t>& info) {
    return std::string(work::hidden_name(static_cast<Hidden>(info.param)));
}
INSTANTIATE_TEST_SUITE_P(Veil, EveryHidden, testing::Range(std::size_t{0}, work::kHiddenKinds), name_of);

/// Labels of the controls whose id begins so.
std::string labels(Driver& d, std::string_view id) {
    std::string text;
    for (const ui::WidgetRecord& widget : d.app().widgets)
        if (widget.id.starts_with(id)) text += widget.label + "\n";
    return text;
}

TEST(VeilInTheWindow, WhatIsNotReplacedByTheOtherTestIsHiddenToo) {
    document::Document document = document::first_document();
    document.input = document::find_sample("matrix.textbook")->input;
    document.stack = pool::parse_stack("MaxPool2d(2)");
    // High enough for all that is unfolded.
    Driver d(std::move(document), 1280, 1600);
    d.app().settings.show_details = true;
    const auto hide = [&](Hidden what) {
        const std::vector<Hidden> named = {what};
        d.app().hide(Veil(named, 1));
        d.frames(3);
    };
    const std::string hidden = figure::Strings(d.app().settings.language)("veil.hidden") + "\n";
    d.app().dialogs.gradient_tab = true;
    d.frames(2);
    EXPECT_EQ(labels(d, "upstream.loss.value"), "21\n");
    hide(Hidden::output);
    EXPECT_EQ(labels(d, "upstream.loss.value"), hidden) << "the loss is the sum of the output";
    hide(Hidden::loss);
    EXPECT_EQ(labels(d, "upstream."), hidden) << "what is differentiated is chosen there";
    d.app().dialogs.gradient_tab = false;
    hide(Hidden::cost);
    EXPECT_EQ(labels(d, "explain.cost"), hidden);
    hide(Hidden::receptive_field);
    EXPECT_EQ(labels(d, "explain.field"), hidden);
    EXPECT_EQ(labels(d, "explain.jump"), hidden);
    hide(Hidden::check);
    EXPECT_EQ(labels(d, "check."), hidden);
    d.app().hide({});
    d.frames(3);
    EXPECT_EQ(labels(d, "explain.cost"), "") << "nothing is hidden any more";
    EXPECT_EQ(labels(d, "timeline.place"), "window 1 of 4\n");
    hide(Hidden::shape);
    EXPECT_EQ(labels(d, "timeline.place"), "window ? of ?\n");
}

}  // namespace
