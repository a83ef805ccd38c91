#include <array>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clean.h"
#include "document/raster.h"
#include "document/samples.h"
#include "figure/plates/blocks.h"
#include "figure/plates/lineage.h"
#include "figure/raster.h"
#include "figure/sheet.h"
#include "measure/sweep.h"
#include "pool/notation.h"
#include "pool/trace.h"

// What an author would not print: numbers that contradict a formula, marks that hide what they mark, letters
// that nobody reads, lines that are told apart by colour alone.

namespace {

using namespace figure;
using testing::Contains;
using testing::Not;

pool::Evaluation of_sample(const std::string& id, const std::string& stack) {
    return pool::evaluate(
        std::make_shared<const pool::Tensor>(document::raster(document::find_sample(id)->input)),
        pool::parse_stack(stack), {});
}

Sheet column_sheet(Theme theme = Theme::light, const char* width = "column") {
    Sheet sheet;
    sheet.theme = theme;
    sheet.width = read_length(width);
    return sheet;
}

/// What a group holds, groups within it too; of all groups of that name.
std::vector<Primitive> items_of(const Drawing& drawing, const std::string& name) {
    std::vector<Primitive> items;
    std::size_t depth = 0;
    std::size_t inside = 0;  // the depth at which it began
    for (const Primitive& item : drawing.items) {
        if (std::holds_alternative<EndGroup>(item) && depth-- == inside) inside = 0;
        if (inside > 0) items.push_back(item);
        if (const auto* group = std::get_if<BeginGroup>(&item))
            if (++depth; inside == 0 && group->name == name) inside = depth;
    }
    return items;
}

std::vector<std::string> texts_of(const std::vector<Primitive>& items) {
    std::vector<std::string> texts;
    for (const Primitive& item : items)
        if (const auto* text = std::get_if<Text>(&item)) texts.push_back(text->text);
    return texts;
}

TEST(Print, NumbersStandInFullWhereTheyCanBeRead) {
    const pool::Evaluation e = of_sample("matrix.textbook", "AvgPool2d(2)");
    const Drawing steps =
        compose_sheet(*find_plate("steps"), {e}, column_sheet(Theme::light, "page")).drawing;
    EXPECT_THAT(texts_of(items_of(steps, "numbers")), Contains("3.25"));
    EXPECT_THAT(texts_of(items_of(steps, "numbers")), Contains("5.25"));
    // A number of another length in the next cell takes none away; what is long is cut as before.
    const auto written = [](const std::vector<float>& values, float cell_em) {
        std::vector<CellNumber> numbers;
        for (const float value : values) numbers.push_back({{0, 0, cell_em * 14, cell_em * 14}, value, {}});
        Drawing drawing;
        draw_numbers(drawing, numbers, {});
        return texts_of(drawing.items);
    };
    EXPECT_THAT(written({5.25F, 1.0F / 3}, 2), testing::ElementsAre("5.25", "0.33"));
    EXPECT_THAT(written({0.0625F, 2}, 1.9F), testing::ElementsAre("0.06", "2"));
    // The widest number fills its room to the last bit.
    for (float cell = 2.8F; cell < 5; cell += 0.01F)
        ASSERT_THAT(written({-12.25F}, cell), testing::ElementsAre("−12.25")) << cell;
}

TEST(Print, ABadgeOfAPinLiesOnNoNameAndNoSize) {
    std::mt19937 random(4);
    int badges = 0;
    for (const char* stack :
         {"MaxPool2d(2), AvgPool2d(2)", "MaxPool2d(3, stride=2, padding=1), MaxPool2d(8)"}) {
        const pool::Evaluation e = of_sample("one", stack);
        for (int i = 0; i < 60; ++i) {
            const std::size_t map = random() % 3;
            const pool::Shape& shape = e.map(map).shape();
            const auto below = [&](std::int64_t n) { return static_cast<std::int64_t>(random()) % n; };
            // Corners, where badges stick out, more often than others.
            const pool::Cell cell{0, 0, i % 2 ? 0 : below(shape.h), i % 3 ? shape.w - 1 : below(shape.w)};
            const pool::Trace trace = pool::trace(e, {map, cell}, true);
            for (const char* kind : {"stack", "pair"}) {
                FigureRequest request{e};
                request.pins = {{&trace, 1, 3}};
                const Drawing drawing = compose_sheet(*find_plate(kind), request, {}).drawing;
                const auto lineage = items_of(drawing, "lineage");
                for (const Primitive& item : lineage) {
                    const auto* circle = std::get_if<Circle>(&item);
                    if (!circle) continue;
                    ++badges;
                    const float r = circle->radius;
                    const Rect badge{circle->center.x - r, circle->center.y - r, 2 * r, 2 * r};
                    for (const Text& text : parts_of(drawing).texts)
                        ASSERT_TRUE(text.text == "3" || !meet(badge, inner_box(text)))
                            << kind << " of " << stack << ": a badge lies on \"" << text.text << "\", map "
                            << map << " (" << cell.y << ", " << cell.x << ")";
                }
            }
        }
    }
    EXPECT_GT(badges, 100);
}

TEST(Print, LettersAreReadInEveryKindThatTakesThem) {
    const pool::Evaluation e = of_sample("one", "MaxPool2d(2), MaxPool2d(2)");
    for (const PlateKind& kind : plate_kinds()) {
        if (!kind.letters) continue;
        FigureRequest request{e};
        request.other = &e;
        request.windows = {0};
        request.labels = {{0, 3, 6, "a"}, {0, 9, 6, "b"}};
        request.other_labels = request.labels;
        const Sheet sheet =
            column_sheet(Theme::light, kind.name == "stack" || kind.name == "compare" ? "page" : "column");
        const Drawing drawing = compose_sheet(kind, request, sheet).drawing;
        int letters = 0;
        for (const Primitive& item : items_of(drawing, "letters")) {
            const auto* text = std::get_if<Text>(&item);
            if (!text) continue;
            ++letters;
            EXPECT_GE(text->size, 0.79F * sheet.font_size) << kind.name;
        }
        EXPECT_GE(letters, 2) << kind.name;
    }
}

TEST(Print, LettersBesideTheirCellsLieOnNothing) {
    const pool::Evaluation e = of_sample("digit.3", "MaxPool2d(2)");
    FigureRequest request{e};
    for (std::int64_t i = 0; i < 5; ++i)
        request.labels.push_back({0, 5 * i, 27 - 6 * i, "abcde" + std::string(1, 'x')});
    const Drawing drawing = compose_sheet(*find_plate("grid"), request, column_sheet()).drawing;
    expect_clean(drawing, "grid");
    std::vector<Rect> tags;
    for (const Primitive& item : items_of(drawing, "letters"))
        if (const auto* tag = std::get_if<RectFill>(&item)) tags.push_back(tag->rect);
    ASSERT_EQ(tags.size(), 5U);
    for (std::size_t i = 0; i < tags.size(); ++i)
        for (std::size_t k = i + 1; k < tags.size(); ++k) EXPECT_FALSE(meet(tags[i], tags[k]));
}

/// Part of the sheet's pixels that groups of these names change.
double covered_by(const Drawing& drawing, const std::set<std::string>& names) {
    Drawing without;
    without.size = drawing.size;
    std::size_t depth = 0;
    std::size_t inside = 0;
    for (const Primitive& item : drawing.items) {
        if (const auto* group = std::get_if<BeginGroup>(&item))
            if (++depth; inside == 0 && names.contains(group->name)) inside = depth;
        if (inside == 0) without.items.push_back(item);
        if (std::holds_alternative<EndGroup>(item) && depth-- == inside) inside = 0;
    }
    constexpr float kScale = 3;
    const Color white{255, 255, 255, 255};
    const Raster with = rasterize(drawing, white, kScale);
    const Raster bare = rasterize(without, white, kScale);
    std::size_t changed = 0;
    for (std::size_t i = 0; i < with.rgba.size(); i += 4)
        if (std::abs(int{with.rgba[i]} - int{bare.rgba[i]}) > 64) ++changed;
    return 4 * static_cast<double>(changed) / static_cast<double>(with.rgba.size());
}

TEST(Print, MarksLeaveSmallCellsToBeSeen) {
    const pool::Evaluation e = of_sample("digit.3", "MaxPool2d(2), MaxPool2d(2)");
    const Drawing backward = compose_sheet(*find_plate("backward"), {e}, column_sheet(Theme::print)).drawing;
    EXPECT_LT(covered_by(backward, {"winners"}), 0.06);
    const Drawing routes = compose_sheet(*find_plate("routes"), {e}, column_sheet(Theme::print)).drawing;
    EXPECT_LT(covered_by(routes, {"routes", "winners"}), 0.11);
    // The chosen window's way stands out of many.
    FigureRequest request{e};
    request.cursor = {pool::Phase::forward, 1, 24, 0};
    const Figure chosen = compose_sheet(*find_plate("routes"), request, column_sheet(Theme::print));
    std::set<float> widths;
    for (const Primitive& item : items_of(chosen.drawing, "routes"))
        if (const auto* line = std::get_if<Polyline>(&item)) widths.insert(line->width);
    ASSERT_EQ(widths.size(), 2U);
    EXPECT_GT(*widths.rbegin(), 3 * *widths.begin());
    EXPECT_THAT(chosen.caption.front(), testing::HasSubstr("The strong line is the way of cell (3, 3)"));
}

TEST(Print, KindsOfACurveAreToldApartWithoutColour) {
    measure::Curves curves;
    curves.values = {-1, 0, 1};
    using document::Replacement;
    curves.kinds = {Replacement::as_given, Replacement::average, Replacement::maximum, Replacement::subsample,
                    Replacement::blur};
    curves.errors.resize(curves.kinds.size());
    curves.maps = 2;
    curves.points.resize(curves.kinds.size() * 2 * curves.values.size());
    const Style style = style_of(column_sheet(Theme::print));
    const CurvesView view{usual_series(curves), CurveMeasure::relative_difference, {}, {}, false};
    const Drawing drawing = compose_curves(curves, view, style, Words(), {240, 160}).drawing;
    // The samples of the legend, as grey pixels.
    constexpr float kScale = 4;
    const Raster raster = rasterize(drawing, {255, 255, 255, 255}, kScale);
    std::vector<std::vector<int>> samples;
    for (const Primitive& item : items_of(drawing, "legend")) {
        const auto* line = std::get_if<Polyline>(&item);
        if (!line) continue;
        std::vector<int> grey;
        // The points alone: dashes are not seen where a line is bent.
        const float middle = (line->points[0].x + line->points[1].x) / 2;
        const float half = 0.4F * style.em;
        const int x0 = static_cast<int>(std::lround(kScale * (middle - half)));
        const int y0 = static_cast<int>(std::lround(kScale * (line->points[0].y - half)));
        const int side = static_cast<int>(kScale * 2 * half);
        for (int y = y0; y < y0 + side; ++y)
            for (int x = x0; x < x0 + side; ++x)
                grey.push_back(raster.rgba[static_cast<std::size_t>(y * raster.width + x) * 4]);
        samples.push_back(std::move(grey));
    }
    ASSERT_EQ(samples.size(), 6U) << "the input and five kinds";
    for (std::size_t i = 0; i < samples.size(); ++i) {
        for (std::size_t k = i + 1; k < samples.size(); ++k) {
            std::size_t differ = 0;
            for (std::size_t p = 0; p < samples[i].size(); ++p)
                differ += std::abs(samples[i][p] - samples[k][p]) > 96 ? 1 : 0;
            EXPECT_GT(differ, samples[i].size() / 40) << i << " and " << k;
        }
    }
}

TEST(Print, NumbersAtALowCurveStandClear) {
    measure::Curves curves;
    curves.values = {-8, 0, 8};
    curves.kinds = {document::Replacement::as_given};
    curves.errors.resize(1);
    curves.maps = 2;
    curves.points.resize(6);
    for (std::size_t i = 0; i < curves.points.size(); ++i)
        curves.points[i].relative_difference = 0.21 * static_cast<double>(i);
    const Style style = style_of(column_sheet(Theme::light));
    const CurvesView view{usual_series(curves), CurveMeasure::relative_difference, {}, {}, false};
    for (float height = 7.5F; height < 30; height += 0.5F) {
        const Drawing drawing =
            compose_curves(curves, view, style, Words(), {20 * style.em, height * style.em}).drawing;
        const std::vector<Text> texts = parts_of(drawing).texts;
        ASSERT_GT(texts.size(), 4U);
        for (std::size_t a = 0; a < texts.size(); ++a)
            for (std::size_t b = a + 1; b < texts.size(); ++b)
                EXPECT_FALSE(meet(inner_box(texts[a]), inner_box(texts[b])))
                    << height << " em: " << texts[a].text << " and " << texts[b].text;
    }
}

TEST(Print, NoRingLiesOnThePinsNumber) {
    const pool::Evaluation evaluation = of_sample("digit.3", "MaxPool2d(2), MaxPool2d(2)");
    const pool::Trace first = pool::trace(evaluation, {0, {0, 0, 0, 9}}, true);
    const pool::Trace second = pool::trace(evaluation, {1, {0, 0, 0, 5}}, true);
    const MapArea area{0, false, 0, 0, {0, 0, 280, 280}, {0, 0, 280, 280}, 10, 28, 28};
    Drawing drawing;
    const std::array marks = {TraceMark{&first, 1, 1}, TraceMark{&second, 1, 2}};
    draw_lineages(drawing, marks, area, style_of(column_sheet(Theme::light)));
    bool badge = false;
    for (const Primitive& item : drawing.items) {
        badge = badge || std::holds_alternative<Circle>(item);
        EXPECT_FALSE(badge && std::holds_alternative<RectStroke>(item)) << "a ring over a badge";
    }
    EXPECT_TRUE(badge);
}

TEST(Print, ASheetOfStepsFitsAPageOrSaysHowHighItIs) {
    int high = 0;
    for (const auto& [sample, stack] :
         {std::pair{"digit.3", "MaxPool2d(4)"}, std::pair{"one", "MaxPool2d(2)"},
          std::pair{"digit.3", "MaxPool2d(3, stride=1)"}, std::pair{"matrix.textbook", "AvgPool2d(2)"}}) {
        const pool::Evaluation e = of_sample(sample, stack);
        for (const char* width : {"page", "column"}) {
            const Figure figure = compose_sheet(*find_plate("steps"), {e}, column_sheet(Theme::light, width));
            const bool said = std::ranges::any_of(
                figure.notes, [](const words::Message& note) { return note.key() == "plate.high"; });
            EXPECT_EQ(figure.drawing.size.y > kPageHeight, said) << stack << width;
            high += said ? 1 : 0;
        }
    }
    EXPECT_GT(high, 0);
    const Figure all = compose_sheet(*find_plate("steps"), {of_sample("digit.3", "MaxPool2d(4)")},
                                     column_sheet(Theme::light, "page"));
    EXPECT_LE(all.drawing.size.y, kPageHeight) << "49 windows fit a page";
    // Of 676 windows as many are shown as fit.
    const Figure some =
        compose_sheet(*find_plate("steps"), {of_sample("digit.3", "MaxPool2d(3, stride=1)")}, column_sheet());
    EXPECT_LE(some.drawing.size.y, kPageHeight);
    EXPECT_GT(some.drawing.size.y, kPageHeight / 2);
}

TEST(Print, StepsSayThatNumbersAreLeftOut) {
    pool::Tensor x({1, 1, 7, 7});
    for (std::size_t i = 0; i < 49; ++i) x.data()[i] = static_cast<float>(i);
    const pool::Evaluation e = pool::evaluate(std::make_shared<const pool::Tensor>(x),
                                              pool::parse_stack("MaxPool2d(3, stride=1, padding=1)"), {});
    const auto notes = [&](FigureRequest request, bool numbers) {
        Sheet sheet;
        sheet.numbers = numbers;
        return compose_sheet(*find_plate("steps"), std::move(request), sheet).notes.size();
    };
    EXPECT_EQ(notes({e}, true), 1U);
    EXPECT_EQ(notes({e}, false), 0U) << "nobody asked for them";
    FigureRequest few{e};
    few.windows = {0, 1, 2};
    EXPECT_EQ(notes(few, true), 0U);
}

TEST(Print, ResultsOfKindsHaveTheScaleOfTheirWindow) {
    const pool::Evaluation e = of_sample("matrix.textbook", "MaxPool2d(2)");
    const Drawing drawing = compose_sheet(*find_plate("kinds"), {e}, {}).drawing;
    // The largest result, of LPPool2d, lies beyond the window's own values.
    EXPECT_THAT(texts_of(items_of(drawing, "legend")), Contains("7.94"));
}

TEST(Print, NamesOfLanesHaveSeveralLines) {
    const pool::Evaluation e = of_sample("matrix.textbook", "MaxPool2d(2)");
    FigureRequest request{e};
    request.other = &e;
    request.name = "The matrix of the textbook, as it was printed";
    request.other_name = "同一个矩阵，但是名字也很长很长很长很长";
    const Drawing drawing = compose_sheet(*find_plate("compare"), request, column_sheet()).drawing;
    expect_clean(drawing, "compare");
    std::string first;
    for (const std::string& text : texts_of(items_of(drawing, "lane.0")))
        if (text.size() > 2) first += (first.empty() ? "" : " ") + text;
    EXPECT_EQ(first, request.name);
}

TEST(Print, WhatOfALongerStackIsLeftOutIsSaid) {
    const pool::Evaluation a = of_sample("matrix.textbook", "MaxPool2d(2)");
    const pool::Evaluation b = of_sample("matrix.textbook", "AvgPool2d(2), MaxPool2d(2), ReLU()");
    FigureRequest request{a};
    request.other = &b;
    Figure figure = compose_compare_figure(request);
    ASSERT_EQ(figure.notes.size(), 1U);
    EXPECT_EQ(figure.notes.front().text(), "B has 2 layers more, which are not compared");
    FigureRequest turned{b};
    turned.other = &a;
    EXPECT_EQ(compose_compare_figure(turned).notes.front().text(),
              "A has 2 layers more, which are not compared");
    const pool::Evaluation wide = of_sample("matrix.textbook", "MaxPool2d(2, stride=1)");
    request.other = &wide;
    try {
        compose_compare_figure(request);
        FAIL();
    } catch (const words::Error& refused) {
        EXPECT_THAT(refused.what(), testing::HasSubstr("that of layer 1 is 2×2 in A and 3×3 in B"));
    }
}

TEST(Print, EveryKindOfMapsHasItsScale) {
    const pool::Evaluation e = of_sample("digit.3", "MaxPool2d(2), MaxPool2d(2)");
    for (const PlateKind& kind : plate_kinds()) {
        if (kind.needs.curves || kind.needs.code) continue;
        FigureRequest request{e};
        request.other = &e;
        auto shot = std::make_shared<TowerShot>();
        auto pixels = std::make_shared<Pixels>(Pixels{4, 4, std::vector<std::uint8_t>(64, 128)});
        shot->pixels = pixels;
        request.tower = shot;
        for (const bool legend : {true, false}) {
            Sheet sheet;
            sheet.legend = legend;
            const Drawing drawing = compose_sheet(kind, request, sheet).drawing;
            EXPECT_EQ(items_of(drawing, "legend").empty(), !legend) << kind.name;
            expect_clean(drawing, std::string(kind.name));
        }
    }
}

TEST(Print, SignsOfSmallCellsAreSeenWithoutColour) {
    const pool::Evaluation a = of_sample("digit.3", "MaxPool2d(2)");
    pool::Tensor moved(a.map(0).shape());
    for (std::int64_t y = 0; y < 28; ++y)
        for (std::int64_t x = 1; x < 28; ++x) moved.at({0, 0, y, x}) = a.map(0).at({0, 0, y, x - 1});
    const pool::Evaluation b =
        pool::evaluate(std::make_shared<const pool::Tensor>(moved), pool::parse_stack("MaxPool2d(2)"), {});
    FigureRequest request{a};
    request.other = &b;
    const Drawing drawing =
        compose_sheet(*find_plate("compare"), request, column_sheet(Theme::print)).drawing;
    std::size_t below = 0;
    for (std::size_t i = 0; i < moved.data().size(); ++i)
        below += b.map(0).data()[i] < a.map(0).data()[i] ? 1 : 0;
    for (std::size_t i = 0; i < b.map(1).data().size(); ++i)
        below += b.map(1).data()[i] < a.map(1).data()[i] ? 1 : 0;
    std::size_t hatched = 0;
    for (const Primitive& item : items_of(drawing, "hatches"))
        if (const auto* line = std::get_if<Polyline>(&item)) {
            ++hatched;
            EXPECT_LT(line->width, 1) << "the cell is still seen";
        }
    EXPECT_GE(hatched, below);
}

TEST(Print, WaysOfSharesAreAsManyAsCanBeToldApart) {
    for (const char* stack : {"AvgPool2d(3, stride=1)", "AvgPool2d(2), AvgPool2d(2)", "MaxPool2d(2)"}) {
        const pool::Evaluation e = of_sample("one", stack);
        const Figure figure = compose_sheet(*find_plate("routes"), {e}, column_sheet());
        EXPECT_LE(items_of(figure.drawing, "routes").size(), 180U) << stack;
        EXPECT_GE(items_of(figure.drawing, "routes").size(), 4U) << stack;
    }
}

TEST(Print, APaddedPairKeepsItsNumbersInAColumn) {
    for (const Language language : {Language::english, Language::chinese}) {
        const pool::Evaluation e = of_sample("matrix.textbook", "MaxPool2d(3, stride=2, padding=1)");
        Sheet sheet = column_sheet();
        sheet.languages = {language};
        const Drawing drawing = compose_sheet(*find_plate("pair"), {e}, sheet).drawing;
        EXPECT_THAT(texts_of(items_of(drawing, "map.0")), Contains("7"));
        EXPECT_THAT(texts_of(items_of(drawing, "map.1")), Contains("8"));
        expect_clean(drawing, "pair");
    }
}

TEST(Print, ALayersNameKeepsItsFirstArgument) {
    const pool::Layer layer = pool::parse_stack("MaxPool2d(3, stride=2, padding=1)").front();
    const float size = 0.85F;
    EXPECT_THAT(notation_lines(layer, text_width(Face::mono, size, "MaxPool2d(3,"), Face::mono, size),
                testing::ElementsAre("MaxPool2d(3,", "stride=2,", "padding=1)"));
}

}  // namespace
