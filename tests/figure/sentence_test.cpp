#include "figure/sentence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/samples.h"
#include "figure/number.h"
#include "figure/rich_text.h"
#include "figure/text.h"
#include "pool/notation.h"
#include "work/evaluate.h"

namespace {

using namespace figure;
using pool::Phase;
using testing::HasSubstr;

pool::Evaluation evaluation_of(const std::string& sample, const std::string& stack) {
    document::Document document;
    document.input = document::find_sample(sample)->input;
    document.stack = pool::parse_stack(stack);
    return work::evaluate(document);
}

std::string main_of(const pool::Evaluation& e, const pool::Cursor& cursor) {
    return unmarked(said_of(e, cursor, 0, 0, Strings()).main);
}

TEST(RichText, ColouredWordsAreRunsAndOtherBracketsAreText) {
    const std::vector<figure::Run> runs = runs_of("<window>This</window> keeps 3 < 4: <output>1</output>");
    EXPECT_EQ(runs, (std::vector<figure::Run>{
                        {"This", Thing::window}, {" keeps 3 < 4: ", Thing::none}, {"1", Thing::output}}));
    EXPECT_EQ(unmarked("a <b> c"), "a <b> c");
}

TEST(RichText, LinesKeepEveryWordAndFit) {
    const std::string marked = "<window>This window</window> keeps its <winner>largest value</winner> of all";
    for (const float width : {60.0F, 90.0F, 140.0F, 1000.0F}) {
        Drawing drawing;
        draw_sentence(drawing, {500, 0}, marked, 10, width, 99, {}, Style{});
        std::string words;
        for (const Primitive& item : drawing.items) {
            const Text& text = std::get<Text>(item);
            words += (words.empty() ? "" : " ") + text.text;
            EXPECT_GE(text.at.x, 500 - width / 2 - 0.1F);
            EXPECT_LE(text.at.x + text_width(text.face, 10, text.text), 500 + width / 2 + 0.1F);
        }
        EXPECT_EQ(words, unmarked(marked)) << width;
    }
}

TEST(Sentence, SaysWhatAMaximumDoesStageByStage) {
    const pool::Evaluation e = evaluation_of("matrix.textbook", "MaxPool2d(2)");
    EXPECT_EQ(main_of(e, {Phase::forward, 0, 1, 0}),
              "This window keeps its largest value: max(2, 4, 7, 8) = 8");
    EXPECT_EQ(main_of(e, {Phase::forward, 0, 1, 0.5F}), "This window looks at 4 cells.");
    EXPECT_EQ(main_of(e, {Phase::forward, 0, 1, 1.5F}), "Which of these cells is the largest?");
    EXPECT_EQ(said_of(e, {Phase::forward, 0, 1, 0}, 0, 0, Strings()).more, "The other 3 cells are dropped.");
    EXPECT_EQ(main_of(e, {Phase::backward, 0, 1, 0}), "The gradient 1 goes to the winner alone.");
}

TEST(Sentence, NamesTiesAndSums) {
    const auto more = [](const std::string& stack, std::int64_t window) {
        const pool::Tensor x({1, 1, 2, 4}, {3, 3, 1, 2, 3, 0, 2, 2});
        const auto e = pool::evaluate(std::make_shared<const pool::Tensor>(x), pool::parse_stack(stack), {});
        return said_of(e, {Phase::forward, 0, window, 0}, 0, 0, Strings()).more;
    };
    EXPECT_EQ(more("MaxPool2d(2)", 0), "3 cells tie for it: the first one in reading order wins.");
    EXPECT_EQ(more("MaxPool2d(2, ties='last')", 1),
              "3 cells tie for it: the last one in reading order wins.");
    EXPECT_EQ(more("MaxPool2d(2, ties='split')", 0), "3 cells tie for it, and all of them count.");
    const pool::Evaluation book = evaluation_of("matrix.textbook", "MaxPool2d(3, stride=1)");
    EXPECT_EQ(main_of(book, {Phase::backward, 0, 2, 0}),
              "Several windows chose the same cell, so what they send adds up: 1 + 1 = 2");
}

TEST(Sentence, EveryKindHasOneInBothLanguagesAtEveryMoment) {
    for (const pool::LayerKind* kind : pool::all_kinds()) {
        const std::string stack = (kind->takes_indices() ? "MaxPool2d(2), " : "") +
                                  pool::notation(pool::default_layer(kind->name()));
        const pool::Evaluation e = evaluation_of("digit.3", stack);
        const std::size_t layer = e.layers.size() - 1;
        for (const Language language : {Language::english, Language::chinese}) {
            for (const Phase phase : {Phase::forward, Phase::backward}) {
                for (const float stage : {0.0F, 0.5F, 1.5F, 2.5F}) {
                    for (const bool whole : {false, true}) {
                        const Said said =
                            said_of(e, {phase, layer, 0, stage, whole}, 0, 0, Strings(language));
                        for (const std::string& text : {unmarked(said.main), unmarked(said.more)}) {
                            EXPECT_EQ(text.find("say."), std::string::npos) << stack << ": " << text;
                            EXPECT_EQ(text.find("sign>"), std::string::npos) << text;
                            EXPECT_EQ(text.find('{'), std::string::npos) << text;
                        }
                        EXPECT_FALSE(said.main.empty());
                    }
                }
            }
        }
    }
}

}  // namespace
