#include <random>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clean.h"
#include "document/raster.h"
#include "document/samples.h"
#include "figure/sheet.h"
#include "pool/notation.h"

// Figures on narrow sheets, such as a column of a paper: what stands side by side elsewhere goes on below.

namespace {

using namespace figure;

pool::Evaluation pooled(const std::string& sample, const std::string& stack) {
    return pool::evaluate(
        std::make_shared<const pool::Tensor>(document::raster(document::find_sample(sample)->input)),
        pool::parse_stack(stack), {});
}

std::shared_ptr<ShownCode> long_code() {
    auto code = std::make_shared<ShownCode>();
    code->lines = {{"x = [" + std::string(900, '0') + "]"},
                   {""},
                   {"for n in range(N):", true},
                   {"    for c in range(C):", true},
                   {"                            if at < 0 or x[n, c, r, s] > best or np.isnan(x[n, c, r, "
                    "s]):"},
                   {std::string(30, ' ') + std::string(60, 'y')}};
    code->variables = {{"best", "0.125"}, {"at", "17"}};
    return code;
}

std::shared_ptr<measure::Curves> flat_curves(std::size_t maps) {
    auto curves = std::make_shared<measure::Curves>();
    curves->values = measure::usual_steps(curves->axis);
    curves->kinds = {document::Replacement::as_given, document::Replacement::blur};
    curves->errors.resize(curves->kinds.size());
    curves->maps = maps;
    curves->points.resize(curves->kinds.size() * maps * curves->values.size());
    return curves;
}

FigureRequest request_of(const pool::Evaluation& e, const pool::Evaluation& other) {
    FigureRequest request{e};
    request.other = &other;
    request.code = long_code();
    request.curves = flat_curves(e.map_count());
    request.cursor.layer = e.layers.size() - 1;
    request.cursor.window = 3;
    return request;
}

Sheet narrow_sheet(float font_size, Theme theme = Theme::light, const char* width = "column") {
    Sheet sheet;
    sheet.width = read_length(width);
    sheet.font_size = font_size;
    sheet.theme = theme;
    return sheet;
}

/// Rectangles of all maps, by their group.
std::map<std::string, Rect> maps_of(const Drawing& drawing) {
    std::map<std::string, Rect> maps;
    std::string map;
    for (const Primitive& item : drawing.items) {
        if (const auto* group = std::get_if<BeginGroup>(&item); group && group->name.starts_with("map."))
            map = group->name;
        if (const auto* image = std::get_if<Image>(&item)) maps.emplace(map, image->rect);
    }
    return maps;
}

/// What stands in a group, read line by line.
std::string read_in(const Drawing& drawing, const std::string& name) {
    std::string text;
    std::size_t depth = 0;
    for (const Primitive& item : drawing.items) {
        const auto* group = std::get_if<BeginGroup>(&item);
        if (group && (depth > 0 || group->name == name)) ++depth;
        if (std::holds_alternative<EndGroup>(item) && depth > 0) --depth;
        const auto* line = std::get_if<Text>(&item);
        if (!line || depth == 0) continue;
        std::istringstream words(line->text);
        for (std::string word; words >> word;) text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

class Column : public testing::TestWithParam<const char*> {};

TEST_P(Column, HoldsEveryKindOfTwoLayers) {
    const pool::Evaluation a = pooled("digit.3", GetParam());
    const pool::Evaluation b = pooled("digit.8", GetParam());
    for (const PlateKind& kind : plate_kinds()) {
        if (kind.needs.tower) continue;
        for (const float font : {7.0F, 8.0F, 9.0F}) {
            for (const Theme theme : {Theme::light, Theme::print}) {
                for (const Language language : {Language::english, Language::chinese}) {
                    FigureRequest request = request_of(a, b);
                    Sheet sheet = narrow_sheet(font, theme);
                    sheet.languages = {language};
                    const Drawing drawing = compose_sheet(kind, request, sheet).drawing;
                    EXPECT_FLOAT_EQ(drawing.size.x, sheet.width);
                    expect_clean(drawing, std::string(kind.name) + " of " + GetParam());
                    if (HasFatalFailure()) return;
                }
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Stacks, Column,
                         testing::Values("MaxPool2d(2), AvgPool2d(3, 2)", "MaxPool2d(2), MaxPool2d(2)",
                                         "Conv2d(weight=[[1, -1], [2, 0]]), AdaptiveAvgPool2d((3, 2))"));

TEST(Narrow, WhatIsRefusedFitsWhereItSaysSo) {
    std::mt19937 random(23);
    const std::vector<std::string> layers = {"MaxPool2d(2)", "AvgPool2d(3, stride=1, padding=1)", "ReLU()",
                                             "MaxPool2d(kernel_size=2, stride=1, ceil_mode=True)"};
    int refused = 0;
    for (int i = 0; i < 30; ++i) {
        std::string stack = layers[random() % layers.size()];
        for (auto k = random() % 5; k > 0; --k) stack += ", " + layers[random() % layers.size()];
        const pool::Evaluation a = pooled("one", stack);
        const pool::Evaluation b = pooled("one.shifted", stack);
        for (const PlateKind& kind : plate_kinds()) {
            if (kind.needs.tower) continue;
            FigureRequest request = request_of(a, b);
            request.cursor.phase = random() % 2 ? pool::Phase::forward : pool::Phase::backward;
            Sheet sheet = narrow_sheet(9);
            sheet.names = random() % 4 > 0;
            sheet.width = 60 + static_cast<float>(random() % 300);
            const std::string what = std::string(kind.name) + " of " + stack;
            try {
                expect_clean(compose_sheet(kind, request, sheet).drawing, what);
            } catch (const DoesNotFit& narrow) {
                ++refused;
                sheet.width = narrow.needed() + 0.1F;
                ASSERT_NO_THROW(expect_clean(compose_sheet(kind, request, sheet).drawing, what)) << what;
            }
            if (HasFatalFailure()) return;
        }
    }
    EXPECT_GT(refused, 20);
}

TEST(Narrow, AStackGoesOnBelowWithMapsOfAGoodSize) {
    const pool::Evaluation e = pooled("digit.3", "MaxPool2d(2), AvgPool2d(3, 2)");
    const auto maps = maps_of(compose_sheet(*find_plate("stack"), {e}, narrow_sheet(9)).drawing);
    ASSERT_EQ(maps.size(), 3U);
    EXPECT_GT(maps.at("map.0").w, 54) << "six ems";
    EXPECT_GT(maps.at("map.2").y, maps.at("map.0").bottom());
    // On a page, and by nature, they stand side by side.
    for (const char* width : {"page", "2000mm"}) {
        const auto wide =
            maps_of(compose_sheet(*find_plate("stack"), {e}, narrow_sheet(9, Theme::light, width)).drawing);
        EXPECT_FLOAT_EQ(wide.at("map.0").center().y, wide.at("map.2").center().y);
    }
}

TEST(Narrow, TheWayFromLineToLineFollowsThePhase) {
    const pool::Evaluation e = pooled("digit.3", "MaxPool2d(2), AvgPool2d(3, 2)");
    FigureRequest request{e};
    for (const pool::Phase phase : {pool::Phase::forward, pool::Phase::backward}) {
        request.cursor.phase = phase;
        const Drawing drawing = compose_sheet(*find_plate("stack"), request, narrow_sheet(9)).drawing;
        const bool backward = phase == pool::Phase::backward;
        std::vector<float> heads;  // heights of the tips of both layers' arrows
        std::vector<float> maps;
        for (const Primitive& item : drawing.items) {
            if (const auto* head = std::get_if<ConvexFill>(&item)) heads.push_back(head->points[0].y);
            if (const auto* image = std::get_if<Image>(&item)) maps.push_back(image->rect.center().y);
        }
        ASSERT_EQ(heads.size(), 2U);
        ASSERT_EQ(maps.size(), 3U);
        EXPECT_NEAR(heads[0], maps[backward ? 0 : 1], 0.1F);
        EXPECT_NEAR(heads[1], maps[backward ? 1 : 2], 0.1F);
    }
}

TEST(Narrow, LanesGoDownAndKeepTheirNamesAndNumbers) {
    const pool::Evaluation a = pooled("one", "MaxPool2d(2), MaxPool2d(2)");
    const pool::Evaluation b = pooled("one.shifted", "MaxPool2d(2), MaxPool2d(2)");
    FigureRequest request{a};
    request.other = &b;
    const Drawing drawing = compose_sheet(*find_plate("compare"), request, narrow_sheet(9)).drawing;
    EXPECT_EQ(read_in(drawing, "lane.0").substr(0, 1), "A");
    const std::string differences = read_in(drawing, "lane.2");
    EXPECT_THAT(differences, testing::StartsWith("B − A"));
    EXPECT_THAT(differences, testing::HasSubstr("of 256 differ"));
    EXPECT_THAT(differences, testing::HasSubstr("equal (64)"));
    EXPECT_THAT(read_in(drawing, "names"), testing::HasSubstr("Output of L2 4×4"));
}

TEST(Narrow, LongLinesOfCodeAreBrokenAndLoseNothing) {
    const pool::Evaluation e = pooled("digit.3", "MaxPool2d(2)");
    FigureRequest request = request_of(e, e);
    for (const float font : {7.0F, 9.0F, 10.0F}) {
        const Drawing drawing = compose_sheet(*find_plate("code"), request, narrow_sheet(font)).drawing;
        const std::string code = read_in(drawing, "code");
        EXPECT_THAT(code,
                    testing::HasSubstr("if at < 0 or x[n, c, r, s] > best or np.isnan(x[n, c, r, s]):"));
        EXPECT_THAT(code, testing::HasSubstr("0…")) << "what no column could hold is cut and says so";
        EXPECT_EQ(std::ranges::count(code, 'y'), 60) << "a word without blanks too";
        EXPECT_THAT(code, testing::HasSubstr("best = 0.125 at = 17"));
        for (const Primitive& item : drawing.items)
            if (const auto* text = std::get_if<Text>(&item)) {
                EXPECT_GE(text->size, 0.6F * font);
            }
    }
}

TEST(Narrow, TheWindowStandsAboveItsKinds) {
    const pool::Evaluation e = pooled("digit.3", "MaxPool2d(2), AvgPool2d(3, 2)");
    FigureRequest request = request_of(e, e);
    const Drawing drawing = compose_sheet(*find_plate("kinds"), request, narrow_sheet(8)).drawing;
    float first = drawing.size.y;
    for (const Primitive& item : drawing.items)
        if (const auto* text = std::get_if<Text>(&item); text && text->text == "MaxPool2d")
            first = text->at.y;
    const auto maps = maps_of(drawing);
    ASSERT_EQ(maps.size(), 1U);
    EXPECT_GT(first, maps.begin()->second.bottom());
    EXPECT_GT(maps.begin()->second.w / 3, 8 * 2.5F) << "its numbers have room";
}

}  // namespace
