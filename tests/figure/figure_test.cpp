#include <cctype>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/raster.h"
#include "document/samples.h"
#include "figure/export.h"
#include "figure/number.h"
#include "figure/plates/map_images.h"
#include "figure/plates/plates.h"
#include "figure/text.h"
#include "pool/layer.h"
#include "pool/notation.h"

namespace {

using namespace figure;
using testing::HasSubstr;

pool::Evaluation evaluate(const std::string& sample, const std::string& stack) {
    const auto input =
        std::make_shared<const pool::Tensor>(document::raster(document::find_sample(sample)->input));
    return pool::evaluate(input, pool::parse_stack(stack), {});
}

Plate pair_of(const pool::Evaluation& e, pool::Cursor cursor, Point size = {900, 520}) {
    BenchView view;
    view.cursor = cursor;
    return compose_pair(e, view, Style{}, Strings(), size);
}

template <class P>
std::vector<P> all(const Drawing& drawing) {
    std::vector<P> found;
    for (const Primitive& item : drawing.items)
        if (const P* p = std::get_if<P>(&item)) found.push_back(*p);
    return found;
}

/// What is drawn inside the group of that name, nested groups included.
template <class P>
std::vector<P> all_in(const Drawing& drawing, const std::string& name) {
    std::vector<P> found;
    int depth = 0;
    for (const Primitive& item : drawing.items) {
        if (const auto* group = std::get_if<BeginGroup>(&item)) {
            if (depth > 0 || group->name == name) ++depth;
        } else if (std::holds_alternative<EndGroup>(item)) {
            if (depth > 0) --depth;
        } else if (depth > 0) {
            if (const P* p = std::get_if<P>(&item)) found.push_back(*p);
        }
    }
    return found;
}
std::vector<Text> texts_in(const Drawing& drawing, const std::string& name) {
    return all_in<Text>(drawing, name);
}

TEST(Number, IsShortLocaleProofAndTrueToSign) {
    EXPECT_EQ(number(0), "0");
    EXPECT_EQ(number(-0.0), "0");
    EXPECT_EQ(number(-2.5), "−2.5");
    EXPECT_EQ(number(0.123456), "0.1235");
    EXPECT_EQ(number(12345678), "1.235e7");
    EXPECT_EQ(number(2.984e-4), "2.98e−4");
    EXPECT_EQ(number(1e10), "1e10");
    EXPECT_EQ(number(std::nan("")), "NaN");
    EXPECT_EQ(number(-std::numeric_limits<double>::infinity()), "−∞");
    EXPECT_EQ(exact_number(0.1F), "0.1");
}

TEST(Colour, MapsAreMonotoneInLightnessAndZeroIsPaper) {
    float last = -1;
    for (int i = 0; i <= 255; ++i) {
        const Color c = sequential(Sequential::viridis, static_cast<float>(i) / 255);
        const float light = 0.2126F * c.r + 0.7152F * c.g + 0.0722F * c.b;
        EXPECT_GE(light, last - 0.6F) << i;
        last = light;
    }
    EXPECT_EQ(sequential(Sequential::viridis, 0), (Color{0x44, 0x01, 0x54, 255}));
    EXPECT_EQ(diverging(light_palette(), 0), light_palette().paper);
    EXPECT_EQ(diverging(light_palette(), 1), light_palette().positive);
    EXPECT_EQ(diverging(light_palette(), -1), light_palette().negative);
    EXPECT_EQ(activation_color(light_palette(), Sequential::grey, {0, 1}, std::nanf("")),
              light_palette().error);
}

TEST(Colour, RangesLeaveOutWhatIsNotFinite) {
    const std::vector<float> a = {1, std::numeric_limits<float>::infinity(), -3, std::nanf("")};
    const std::vector<std::span<const float>> maps = {a};
    EXPECT_EQ(range_of(maps), (Range{-3, 1}));
    EXPECT_EQ(activation_range_of(maps), (Range{-3, 3}));
}

TEST(TextMetrics, MonospacedDigitsHaveOneWidthAndElidedTextFits) {
    EXPECT_FLOAT_EQ(text_width(Face::mono, 10, "0000"), text_width(Face::mono, 10, "1.−7"));
    const std::string cut = elided(Face::text, 12, "a rather long name of a layer", 60);
    EXPECT_LE(text_width(Face::text, 12, cut), 60);
    EXPECT_THAT(cut, testing::EndsWith("…"));
    EXPECT_GT(text_width(Face::text, 12, "池化"), 20);
}

TEST(Pair, ShowsTheNumbersOfTheEvaluation) {
    const pool::Evaluation e = evaluate("matrix.textbook", "MaxPool2d(2)");
    const Plate plate = pair_of(e, {pool::Phase::forward, 0, 3, 0});
    std::multiset<std::string> shown;
    for (const Text& text : texts_in(plate.drawing, "numbers")) shown.insert(text.text);
    std::multiset<std::string> expected;
    for (const float v : e.map(0).data()) expected.insert(number(v));
    for (const float v : e.output().data()) expected.insert(number(v));
    EXPECT_EQ(shown, expected);
}

TEST(Pair, OutputCellsAppearAsTheyAreComputed) {
    const pool::Evaluation e = evaluate("matrix.textbook", "MaxPool2d(2)");
    for (std::int64_t window = 0; window < 4; ++window) {
        const Plate plate = pair_of(e, {pool::Phase::forward, 0, window, 0});
        EXPECT_EQ(texts_in(plate.drawing, "numbers").size(), static_cast<std::size_t>(16 + window + 1));
    }
}

TEST(Pair, BackwardAddsUpWhereWindowsOverlap) {
    pool::Tensor x({1, 1, 3, 3}, {0, 1, 0, 1, 9, 1, 0, 1, 0});
    const auto e = pool::evaluate(std::make_shared<const pool::Tensor>(x),
                                  pool::parse_stack("MaxPool2d(2, stride=1)"), {});
    const auto sums = [&](std::int64_t window) {
        std::vector<std::string> lines;
        for (const Text& t : texts_in(pair_of(e, {pool::Phase::backward, 0, window, 0}).drawing, "lens.sums"))
            lines.push_back(t.text);
        return lines;
    };
    EXPECT_TRUE(sums(0).empty());
    EXPECT_EQ(sums(1), (std::vector<std::string>{"1 + 1 = 2"}));
    EXPECT_EQ(sums(3), (std::vector<std::string>{"4 × 1 = 4"}));
    // The map shows what has arrived so far, and at the end exactly the gradient.
    const auto centre = [&](std::int64_t window) {
        return texts_in(pair_of(e, {pool::Phase::backward, 0, window, 0}).drawing, "numbers").at(4).text;
    };
    EXPECT_EQ(centre(0), "1");
    EXPECT_EQ(centre(2), "3");
    EXPECT_EQ(centre(3), number(e.gradient(0).at({0, 0, 1, 1})));
}

TEST(Pair, SmallSharesHaveAScaleOfTheirOwnAndLoseNoColourOnTheirWay) {
    const pool::Evaluation e = evaluate("digit.3", "AvgPool2d(4)");
    for (const float stage : {0.0F, 0.5F, 1.5F, 2.5F}) {
        const Drawing drawing = pair_of(e, {pool::Phase::backward, 0, 8, stage}).drawing;
        std::vector<std::string> scales;
        for (const Text& text : texts_in(drawing, "legend")) scales.push_back(text.text);
        const float share = e.gradient(0).at({0, 0, 0, 0});
        EXPECT_EQ(scales, (std::vector<std::string>{"0", number(share, 3), "0", "1"}));
        const auto cells = all_in<RectFill>(drawing, "lens.cells");
        EXPECT_EQ(cells.size(), 16U);
        for (const RectFill& cell : cells) EXPECT_EQ(cell.color, Style().palette.positive) << stage;
    }
}

TEST(Pair, CellsOfASumShowTheirWeightsAndBecomeProducts) {
    const pool::Evaluation e = evaluate("matrix.textbook", "Conv2d(weight=[[1, 2], [3, -4]])");
    const auto shown = [&](float stage) {
        std::vector<std::string> texts;
        for (const Text& text :
             texts_in(pair_of(e, {pool::Phase::forward, 0, 0, stage}).drawing, "lens.cells"))
            texts.push_back(text.text);
        return texts;
    };
    EXPECT_EQ(shown(0), (std::vector<std::string>{"1", "1", "5", "6", "×1", "×2", "×3", "×−4"}));
    EXPECT_EQ(shown(2), (std::vector<std::string>{"1", "2", "15", "−24"}));
    EXPECT_EQ(e.output().data()[0], 1 + 2 + 15 - 24);
}

TEST(Pair, CellsOnTheirWayShowNumbersOfTheEvaluation) {
    for (const std::string stack : {"AvgPool2d(2)", "LPPool2d(2, 2)", "Conv2d(weight=[[1, 2], [3, -4]])"}) {
        const pool::Evaluation e = evaluate("matrix.textbook", stack);
        for (const pool::Phase phase : {pool::Phase::forward, pool::Phase::backward}) {
            const bool backward = phase == pool::Phase::backward;
            std::set<std::string> real;
            const auto add = [&](float value) {
                for (const int digits : {2, 3, 4}) real.insert(number(value, digits));
            };
            add(backward ? e.gradient(1).data()[0] : e.output().data()[0]);
            for (const pool::Tap& tap : pool::shown_taps(e, 0, {})) {
                add(backward ? tap.gradient : tap.value);
                if (backward) continue;
                add(tap.share * tap.value);
                real.insert("×" + number(tap.share, 3));
            }
            for (float stage = 0.1F; stage < 3; stage += 0.1F)
                for (const Text& text : texts_in(pair_of(e, {phase, 0, 0, stage}).drawing, "lens.cells"))
                    EXPECT_TRUE(real.contains(text.text)) << stack << " " << stage << ": " << text.text;
        }
    }
}

TEST(Pair, OfAMixingLayerTheLensShowsOneChannel) {
    pool::Tensor x({1, 3, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    const auto e = pool::evaluate(
        std::make_shared<const pool::Tensor>(x),
        pool::parse_stack("Conv2d(weight=[[[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[2, 2], [2, 2]]]])"), {});
    BenchView view;
    view.c = 1;
    for (const pool::Phase phase : {pool::Phase::forward, pool::Phase::backward}) {
        view.cursor = {phase, 0, 0, 0};
        const Drawing drawing = compose_pair(e, view, Style{}, Strings(), {900, 520}).drawing;
        const Rect lens = all_in<RectStroke>(drawing, "lens").front().rect;
        const auto cells = all_in<RectFill>(drawing, "lens.cells");
        ASSERT_EQ(cells.size(), 4U);
        for (const RectFill& cell : cells) EXPECT_TRUE(lens.contains(cell.rect.center()));
        const std::vector<Text> values = texts_in(drawing, "lens.cells");
        EXPECT_EQ(values.at(1).text, phase == pool::Phase::forward ? "6" : "1");
        EXPECT_THAT(texts_in(drawing, "lens.text").at(0).text, testing::EndsWith("channel 1 of 3"));
    }
}

bool apart(const Rect& a, const Rect& b) {
    return a.right() <= b.x || b.right() <= a.x || a.bottom() <= b.y || b.bottom() <= a.y;
}
Rect place_of(const Text& text) {
    const float w = text_width(text.face, text.size, text.text);
    const float shift = text.align == Align::left ? 0 : text.align == Align::center ? w / 2 : w;
    return {text.at.x - shift, text.at.y - 0.4F * text.size, w, 0.8F * text.size};
}

TEST(Pair, WordsNeverMeetTheLensOrEachOtherInAnyTextSize) {
    const pool::Evaluation e = evaluate("digit.3", "MaxPool2d(3, stride=2, padding=1)");
    for (const pool::Phase phase : {pool::Phase::forward, pool::Phase::backward}) {
        BenchView view;
        view.cursor = {phase, 0, 20, 0};
        for (const float em : {12.0F, 16.0F, 20.0F, 26.0F}) {
            for (const Point size : {Point{480, 330}, Point{1000, 600}, Point{700, 700}}) {
                Style style;
                style.em = em;
                const Drawing drawing = compose_pair(e, view, style, Strings(), size).drawing;
                const Rect lens = all_in<RectStroke>(drawing, "lens").front().rect;
                std::vector<Rect> words;
                for (const char* group : {"captions", "said", "legend"})
                    for (const Text& text : texts_in(drawing, group)) words.push_back(place_of(text));
                ASSERT_GE(words.size(), 3U);
                for (std::size_t i = 0; i < words.size(); ++i) {
                    EXPECT_TRUE(apart(words[i], lens)) << em << " " << size.x << " " << i;
                    EXPECT_GE(words[i].x, 0) << em;
                    EXPECT_LE(words[i].right(), size.x) << em;
                    EXPECT_LE(words[i].bottom(), size.y) << em;
                    for (std::size_t k = i + 1; k < words.size(); ++k)
                        EXPECT_TRUE(apart(words[i].inset(0.05F), words[k]))
                            << em << " " << size.x << " " << i << " " << k;
                }
            }
        }
    }
}

TEST(Pair, TheMapsFillThePicture) {
    for (const Point size : {Point{1034, 590}, Point{1376, 850}, Point{1920, 1027}}) {
        const bool presenting = size.x > 1900;
        const float side = pair_map_side(size, presenting ? 24 : 14, presenting);
        EXPECT_GE(2 * side + 0.22F * size.x, 0.97F * size.x) << "the width is what limits them";
    }
}

TEST(Pair, NothingIsToldBeforeItsStage) {
    const pool::Evaluation e = evaluate("matrix.textbook", "MaxPool2d(2)");
    for (const float stage : {0.3F, 0.9F, 1.5F}) {
        const Drawing drawing = pair_of(e, {pool::Phase::forward, 0, 1, stage}).drawing;
        EXPECT_TRUE(all_in<Cubic>(drawing, "routes").empty()) << stage;
        EXPECT_FALSE(all_in<Polyline>(drawing, "awaited").empty()) << "the output cell is hatched";
        for (const RectStroke& ring : all_in<RectStroke>(drawing, "window"))
            EXPECT_NE(ring.color, Style().palette.winner) << stage;
        for (const Text& text : texts_in(drawing, "said")) EXPECT_EQ(text.text.find("8"), std::string::npos);
    }
    const Drawing rest = pair_of(e, {pool::Phase::forward, 0, 1, 0}).drawing;
    EXPECT_FALSE(all_in<Cubic>(rest, "routes").empty());
    EXPECT_TRUE(all_in<Polyline>(rest, "awaited").empty());
    std::string said;
    for (const Text& text : texts_in(rest, "said")) said += (said.empty() ? "" : " ") + text.text;
    EXPECT_THAT(said, testing::HasSubstr("largest value : max(2, 4, 7, 8) = 8"));
}

TEST(Overview, NamesOfLayersStayBetweenTheirMapsAndShapesApart) {
    for (const char* stack :
         {"MaxPool2d(3, stride=2, padding=1), AvgPool2d(2), AdaptiveAvgPool2d(1)",
          "ReLU(), ReLU(), ReLU(), ReLU(), ReLU(), ReLU(), ReLU(), ReLU(), ReLU(), ReLU()"}) {
        const pool::Evaluation e = evaluate("digit.3", stack);
        for (const float width : {300.0F, 600.0F, 900.0F, 1400.0F}) {
            Style style;
            style.em = std::max(width / 60, 9.0F);
            const Plate plate = compose_overview(e, {}, style, Strings(), {width, 7 * style.em});
            std::vector<Rect> taken;
            for (const MapArea& area : plate.areas) taken.push_back(area.rect);
            for (std::size_t i = 0; i < e.map_count(); ++i)
                for (const char* part : {"arrow.", "map."})
                    for (const Text& text : texts_in(plate.drawing, part + std::to_string(i)))
                        taken.push_back(place_of(text));
            for (std::size_t i = 0; i < taken.size(); ++i) {
                EXPECT_GE(taken[i].x, 0);
                EXPECT_LE(taken[i].right(), width);
                for (std::size_t k = i + 1; k < taken.size(); ++k)
                    EXPECT_TRUE(apart(taken[i], taken[k])) << stack << " " << width << ": " << i << ", " << k;
            }
        }
    }
}

TEST(Pair, EveryNumberFitsItsCell) {
    std::mt19937 random(4);
    const std::vector<std::string> stacks = {"MaxPool2d(2)", "AvgPool2d(3, stride=1, padding=1)",
                                             "MaxPool2d(2, dilation=2)", "AdaptiveAvgPool2d((3, 2))",
                                             "AvgPool2d(3, stride=2, ceil_mode=True)"};
    for (int i = 0; i < 200; ++i) {
        const std::int64_t h = 4 + static_cast<std::int64_t>(random() % 6);
        const std::int64_t w = 4 + static_cast<std::int64_t>(random() % 6);
        pool::Tensor x({1, 1, h, w});
        for (float& v : x.data())
            v = std::ldexp(static_cast<float>(random() % 20000) - 10000,
                           static_cast<int>(random() % 60) - 40);
        const auto e = pool::evaluate(std::make_shared<const pool::Tensor>(x),
                                      pool::parse_stack(stacks[random() % stacks.size()]), {});
        const std::int64_t windows = e.output().shape().plane();
        pool::Cursor cursor;
        cursor.phase = random() % 2 ? pool::Phase::forward : pool::Phase::backward;
        cursor.window = static_cast<std::int64_t>(random()) % windows;
        const Plate plate = pair_of(e, cursor);
        for (const Text& text : texts_in(plate.drawing, "numbers")) {
            float cell = plate.areas[0].cell;
            for (const MapArea& area : plate.areas)
                if (area.clip.inset(-2).contains(text.at)) cell = area.cell;
            ASSERT_LE(text_width(text.face, text.size, text.text), cell) << text.text;
        }
    }
}

TEST(Pair, PickFindsTheCellThatIsDrawn) {
    const pool::Evaluation e = evaluate("digit.3", "MaxPool2d(3, stride=2, padding=1)");
    const Plate plate = pair_of(e, {pool::Phase::forward, 0, 20, 0});
    for (const MapArea& area : plate.areas) {
        for (std::int64_t y = 0; y < area.rows; ++y) {
            for (std::int64_t x = 0; x < area.columns; ++x) {
                const auto hit = plate.pick(area.cell_rect(y, x).center());
                ASSERT_TRUE(hit);
                EXPECT_EQ(hit->first.map, area.map);
                EXPECT_EQ(hit->second, (pool::Cell{0, 0, y, x}));
            }
        }
    }
    EXPECT_FALSE(plate.pick({1, 1}));
}

TEST(Pair, AMillionCellsStayWithinABoundOfPrimitives) {
    pool::Tensor x({1, 1, 1024, 1024});
    const auto e =
        pool::evaluate(std::make_shared<const pool::Tensor>(x), pool::parse_stack("MaxPool2d(2)"), {});
    MapImages images;
    BenchView view;
    view.images = &images;
    for (const float zoom : {1.0F, 8.0F, 64.0F, 400.0F}) {
        view.below.zoom = zoom;
        EXPECT_LT(compose_pair(e, view, Style{}, Strings(), {900, 520}).drawing.items.size(), 4000U) << zoom;
    }
}

std::string golden_path(const std::string& name) {
    return std::string(TEST_DATA_DIR) + "/golden/" + name + ".txt";
}

/// Compares exactly; POOLSCOPE_REWRITE_GOLDEN=1 writes what is drawn now, to be looked at and committed.
void expect_golden(const std::string& name, const Drawing& drawing) {
    // Inter and JetBrains Mono decide the places of texts, so that other fonts cannot be compared.
    const auto font = find_font(Face::text);
    if (!font || font->path.find("Inter") == std::string::npos)
        GTEST_SKIP() << "the font Inter is not installed";
    const std::string now = dump(drawing);
    if (std::getenv("POOLSCOPE_REWRITE_GOLDEN")) {
        std::filesystem::create_directories(std::string(TEST_DATA_DIR) + "/golden");
        std::ofstream(golden_path(name)) << now;
    }
    std::ifstream file(golden_path(name));
    std::stringstream before;
    before << file.rdbuf();
    EXPECT_EQ(now, before.str()) << name;
}

TEST(FigureGolden, Pair) {
    const pool::Evaluation max = evaluate("matrix.textbook", "MaxPool2d(2)");
    expect_golden("pair_max_forward", pair_of(max, {pool::Phase::forward, 0, 1, 0}).drawing);
    expect_golden("pair_max_forward_compare", pair_of(max, {pool::Phase::forward, 0, 1, 1.5F}).drawing);
    const pool::Evaluation avg = evaluate("matrix.textbook", "AvgPool2d(3, stride=2, padding=1)");
    expect_golden("pair_avg_backward", pair_of(avg, {pool::Phase::backward, 0, 3, 0}).drawing);
}

TEST(FigureGolden, Overview) {
    const pool::Evaluation e = evaluate("matrix.textbook", "MaxPool2d(2), AdaptiveAvgPool2d(1)");
    expect_golden("overview", compose_overview(e, {}, Style{}, Strings(), {800, 130}).drawing);
}

TEST(Export, FilesHoldTheSamePictureEveryTime) {
    const Drawing drawing = pair_of(evaluate("matrix.textbook", "MaxPool2d(2)"), {}).drawing;
    const auto bytes = [&](FileKind kind) {
        const auto data = render_file(drawing, kind, {});
        return std::string(data.begin(), data.end());
    };
    for (const FileKind kind : {FileKind::png, FileKind::svg, FileKind::pdf})
        EXPECT_TRUE(bytes(kind) == bytes(kind));
    EXPECT_EQ(bytes(FileKind::png).substr(1, 3), "PNG");
    EXPECT_THAT(bytes(FileKind::svg), HasSubstr("<svg"));
    EXPECT_EQ(bytes(FileKind::pdf).substr(0, 4), "%PDF");
    EXPECT_EQ(kind_of_path("a.svg"), FileKind::svg);
    EXPECT_THROW(kind_of_path("a.gif"), std::runtime_error);
}

}  // namespace
