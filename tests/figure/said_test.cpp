#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/raster.h"
#include "document/samples.h"
#include "figure/plates/table.h"
#include "measure/sweep.h"
#include "pool/notation.h"

// What a figure says in words: its caption is what it shows, its names can be read.

namespace {

using namespace figure;
using testing::HasSubstr;

pool::Evaluation captioned(const std::string& sample, const std::string& stack) {
    return pool::evaluate(
        std::make_shared<const pool::Tensor>(document::raster(document::find_sample(sample)->input)),
        pool::parse_stack(stack), {});
}

std::string caption_of(const char* kind, const FigureRequest& request) {
    return find_plate(kind)->compose(request).caption.front();
}

TEST(Captions, CurvesOfSeveralKindsAreNamedEach) {
    const pool::Evaluation e = captioned("digit.3", "MaxPool2d(2)");
    auto curves = std::make_shared<measure::Curves>();
    curves->values = {0, 1};
    curves->kinds = {document::Replacement::as_given};
    curves->errors.resize(1);
    curves->maps = 2;
    for (const double v : {0.0, 1.5, 0.0, 1.25}) curves->points.push_back({v, 0, 0, 0, 0});
    FigureRequest request{e};
    request.curves = curves;
    EXPECT_THAT(caption_of("curve", request), HasSubstr("1.5 at the input and 1.25 at the last map"));
    curves->kinds.push_back(document::Replacement::blur);
    curves->errors.resize(2);
    for (const double v : {0.0, 1.5, 0.0, 0.75}) curves->points.push_back({v, 0, 0, 0, 0});
    EXPECT_THAT(caption_of("curve", request), HasSubstr("at the last map: as given 1.25, blur 0.75."));
    // A stack that is not drawn reaches nothing.
    curves->kinds = {document::Replacement::blur};
    EXPECT_THAT(caption_of("curve", request), HasSubstr("at the last map: blur 1.25."));
}

TEST(Captions, RoutesEndInEveryCellThatGave) {
    const auto routes = [](const std::string& stack) {
        const pool::Evaluation e = captioned("matrix.textbook", stack);
        return caption_of("routes", {e});
    };
    EXPECT_EQ(routes("MaxPool2d(2)"), "Ways of 4 of 4 output cells: they end in 4 cells of the input.");
    EXPECT_EQ(routes("AvgPool2d(3, stride=1, padding=1)"),
              "Ways of 16 of 16 output cells: they end in 16 cells of the input.");
    EXPECT_EQ(routes("LPPool2d(2, 2), MaxPool2d(2)"),
              "Ways of 1 of 1 output cell: they end in 4 cells of the input.");
    EXPECT_EQ(routes("MaxPool2d(2), MaxPool2d(2)"),
              "Ways of 1 of 1 output cell: they end in 1 cell of the input.");
}

TEST(Captions, AWindowOfAnySizeGives) {
    const pool::Evaluation e = pool::evaluate(std::make_shared<const pool::Tensor>(pool::Shape{1, 1, 90, 80}),
                                              pool::parse_stack("AdaptiveAvgPool2d(1)"), {});
    EXPECT_EQ(caption_of("routes", {e}), "Ways of 1 of 1 output cell: they end in 7200 cells of the input.");
}

std::vector<Text> texts_of(const Drawing& drawing) {
    std::vector<Text> texts;
    for (const Primitive& item : drawing.items)
        if (const auto* text = std::get_if<Text>(&item)) texts.push_back(*text);
    return texts;
}

TEST(Names, OfLayersBreakBeforeArgumentsAlone) {
    const pool::Evaluation e =
        captioned("digit.3", "MaxPool2d(2), AvgPool2d(3, stride=2, padding=1), AdaptiveAvgPool2d(1)");
    std::vector<std::string> mono;
    for (const Text& text : texts_of(find_plate("stack")->compose({e}).drawing))
        if (text.face == Face::mono) mono.push_back(text.text);
    EXPECT_THAT(mono, testing::IsSupersetOf({"MaxPool2d(2)", "AdaptiveAvgPool2d(", "1)", "padding=1)"}));
}

TEST(Names, HaveTheInksOfWords) {
    const pool::Evaluation e = captioned("digit.3", "AvgPool2d(2), AvgPool2d(2)");
    for (const char* kind : {"receptive", "pair", "routes", "stack"}) {
        for (const pool::Phase phase : {pool::Phase::forward, pool::Phase::backward}) {
            FigureRequest request{e};
            request.cursor.phase = phase;
            const Palette& p = request.style.palette;
            for (const Text& text : texts_of(find_plate(kind)->compose(request).drawing))
                for (const Color mark : {p.window, p.output, p.positive, p.negative, p.winner})
                    EXPECT_FALSE(text.color == mark) << kind << ": " << text.text;
        }
    }
}

}  // namespace
