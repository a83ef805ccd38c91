#include <array>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clean.h"
#include "document/raster.h"
#include "document/samples.h"
#include "figure/export.h"
#include "figure/number.h"
#include "figure/plates/grid.h"
#include "figure/raster.h"
#include "figure/sheet.h"
#include "figure/svg.h"
#include "figure/text.h"
#include "pool/notation.h"

namespace {

using namespace figure;
using testing::HasSubstr;
using testing::Not;

pool::Evaluation evaluated(const pool::Tensor& input, const std::string& stack) {
    pool::Upstream upstream;
    upstream.source = pool::Upstream::Source::random;
    return pool::evaluate(std::make_shared<const pool::Tensor>(input), pool::parse_stack(stack), upstream);
}

pool::Tensor sample_map(const std::string& id) { return document::raster(document::find_sample(id)->input); }

pool::Tensor random_map(std::mt19937& random) {
    const auto side = [&] { return 4 + static_cast<std::int64_t>(random() % 9); };
    pool::Tensor x({1, 1 + static_cast<std::int64_t>(random() % 3), side(), side()});
    for (float& v : x.data())
        v = std::ldexp(static_cast<float>(random() % 2000) - 1000, static_cast<int>(random() % 24) - 16);
    return x;
}

std::string random_layers(std::mt19937& random) {
    const std::vector<std::string> stacks = {
        "MaxPool2d(2)",
        "AvgPool2d(3, stride=1, padding=1)",
        "MaxPool2d(2, dilation=2)",
        "AdaptiveAvgPool2d((3, 2))",
        "AvgPool2d(3, stride=2, ceil_mode=True)",
        "MaxPool2d(2), AvgPool2d(2)",
        "Conv2d(weight=[[1, -1], [2, 0]]), ReLU(), MaxPool2d(2, stride=1)",
        "LPPool2d(2, 2), AdaptiveMaxPool2d(1)"};
    return stacks[random() % stacks.size()];
}

Sheet random_sheet(std::mt19937& random) {
    Sheet sheet;
    sheet.theme = std::array{Theme::light, Theme::dark, Theme::print}[random() % 3];
    if (random() % 3 == 0) sheet.languages = {Language::chinese};
    if (random() % 3 == 0) sheet.languages = {Language::english, Language::chinese};
    sheet.caption = random() % 2 == 0;
    if (random() % 2 == 0)
        sheet.title = "Pooling shrinks the map and keeps the shape. 池化缩小特征图，保留形状。";
    if (random() % 2 == 0) sheet.width = read_length(random() % 2 ? "column" : "page");
    sheet.font_size = static_cast<float>(6 + random() % 6);
    return sheet;
}

std::shared_ptr<measure::Curves> random_curves(std::mt19937& random, std::size_t maps) {
    auto curves = std::make_shared<measure::Curves>();
    curves->axis =
        std::array{measure::Axis::shift_x, measure::Axis::angle, measure::Axis::scale}[random() % 3];
    curves->values = measure::usual_steps(curves->axis);
    curves->kinds = {document::Replacement::as_given};
    if (random() % 2 == 0) curves->kinds.push_back(document::Replacement::blur);
    curves->errors.resize(curves->kinds.size());
    curves->maps = maps;
    curves->points.resize(curves->kinds.size() * maps * curves->values.size());
    for (measure::CurvePoint& point : curves->points)
        point.relative_difference = static_cast<double>(random() % 1000) / 700;
    return curves;
}

std::shared_ptr<ShownCode> random_code(std::mt19937& random) {
    auto code = std::make_shared<ShownCode>();
    for (std::uint32_t i = 0; i < 4 + random() % 12; ++i)
        code->lines.push_back(
            {std::string(random() % 12, ' ') + std::string(1 + random() % 90, 'x'), i % 4 == 2});
    for (std::uint32_t i = 0; i < random() % 4; ++i) code->variables.emplace_back("best", "0.125");
    return code;
}

/// Grey pixels, and a map's name every few of them.
std::shared_ptr<TowerShot> random_shot(std::mt19937& random, std::size_t maps) {
    auto shot = std::make_shared<TowerShot>();
    auto pixels = std::make_shared<Pixels>();
    pixels->width = 40 + static_cast<int>(random() % 200);
    pixels->height = 40 + static_cast<int>(random() % 200);
    pixels->rgba.assign(static_cast<std::size_t>(pixels->width * pixels->height * 4), 128);
    shot->pixels = pixels;
    for (std::size_t i = 0; i < maps; ++i)
        shot->anchors.push_back({static_cast<float>(random() % static_cast<std::uint32_t>(pixels->width)),
                                 static_cast<float>(random() % static_cast<std::uint32_t>(pixels->height))});
    return shot;
}

void fill_needs(FigureRequest& request, const PlateKind& kind, std::mt19937& random) {
    const std::size_t maps = request.evaluation.map_count();
    if (kind.needs.curves) request.curves = random_curves(random, maps);
    if (kind.needs.code) request.code = random_code(random);
    if (kind.needs.tower) request.tower = random_shot(random, maps);
}

TEST(Plates, NothingOverlapsAndNothingIsClippedWhateverIsShown) {
    std::mt19937 random(11);
    int composed = 0;
    for (int i = 0; i < 60; ++i) {
        const pool::Tensor x = random_map(random);
        const std::string stack = random_layers(random);
        const pool::Evaluation e = evaluated(x, stack);
        const pool::Evaluation other = evaluated(random_map(random), stack);
        for (const PlateKind& kind : plate_kinds()) {
            FigureRequest request{e};
            request.other = other.map(0).shape() == x.shape() ? &other : &e;
            fill_needs(request, kind, random);
            request.cursor.phase = random() % 2 ? pool::Phase::forward : pool::Phase::backward;
            request.cursor.layer = random() % e.layers.size();
            request.cursor.window =
                static_cast<std::int64_t>(random()) % e.map(request.cursor.layer + 1).shape().plane();
            const Sheet sheet = random_sheet(random);
            try {
                const Figure figure = compose_sheet(kind, request, sheet);
                expect_clean(figure.drawing, std::string(kind.name) + " of " + stack);
                if (HasFatalFailure()) return;
                ASSERT_TRUE(sheet.width <= 0 || std::abs(figure.drawing.size.x - sheet.width) < 0.01F);
                ASSERT_EQ(figure.caption.empty(), false) << kind.name;
                ++composed;
            } catch (const DoesNotFit& refused) {
                // It fits where it says that it does.
                ASSERT_GT(sheet.width, 0) << kind.name << ": without a width everything fits";
                ASSERT_GT(refused.needed(), sheet.width) << kind.name;
            }
        }
    }
    EXPECT_GT(composed, 300);
}

TEST(Plates, EveryKindHasASentenceInBothLanguages) {
    for (const PlateKind& kind : plate_kinds()) {
        const std::string key = "plate." + std::string(kind.name);
        for (const Language language : {Language::english, Language::chinese})
            EXPECT_NE(Strings(language)(key), key) << key;
        EXPECT_EQ(find_plate(kind.name), &kind);
    }
    EXPECT_EQ(find_plate("nothing"), nullptr);
}

TEST(Plates, ShowTheNumbersOfTheEvaluation) {
    const pool::Evaluation e = evaluated(sample_map("matrix.textbook"), "MaxPool2d(2)");
    std::multiset<std::string> expected;
    for (const std::size_t map : {0U, 1U})
        for (const float v : e.map(map).data()) expected.insert(number(v));
    for (const std::string name : {"pair", "stack"}) {
        const Figure figure = compose_sheet(*find_plate(name), {e}, {});
        std::multiset<std::string> shown;
        std::vector<std::string> groups;
        for (const Primitive& item : figure.drawing.items) {
            if (const auto* group = std::get_if<BeginGroup>(&item)) groups.push_back(group->name);
            if (std::holds_alternative<EndGroup>(item)) groups.pop_back();
            if (const auto* text = std::get_if<Text>(&item))
                if (!groups.empty() && groups.back() == "numbers") shown.insert(text->text);
        }
        EXPECT_EQ(shown, expected) << name;
    }
}

TEST(Plates, ComparingSaysByHowMuchTheOutputsDiffer) {
    const pool::Evaluation a = evaluated(sample_map("one"), "MaxPool2d(2)");
    const pool::Evaluation right = evaluated(sample_map("one.shifted"), "MaxPool2d(2)");
    FigureRequest request{a};
    request.other = &right;
    EXPECT_THAT(compose_compare_figure(request).caption.at(0), HasSubstr("in none of 64: they are equal"));
    request.other = &a;
    EXPECT_THAT(compose_compare_figure(request).caption.at(0), HasSubstr("differ in 0 of 256"));
    pool::Tensor left({1, 1, 16, 16});
    for (std::int64_t y = 0; y < 16; ++y)
        for (std::int64_t x = 0; x + 1 < 16; ++x) left.at({0, 0, y, x}) = a.map(0).at({0, 0, y, x + 1});
    const pool::Evaluation moved = evaluated(left, "MaxPool2d(2)");
    request.other = &moved;
    EXPECT_THAT(compose_compare_figure(request).caption.at(0),
                HasSubstr("in 12 of 64; the relative difference is 1.41"));
    const pool::Evaluation small = evaluated(sample_map("matrix.textbook"), "MaxPool2d(2)");
    request.other = &small;
    EXPECT_THROW(compose_compare_figure(request), std::runtime_error);
}

TEST(Plates, BlackAndWhiteIsGreyAlone) {
    const pool::Evaluation e = evaluated(sample_map("matrix.textbook"), "AvgPool2d(2, stride=1)");
    Sheet sheet;
    sheet.theme = Theme::print;
    for (const PlateKind& kind : plate_kinds()) {
        FigureRequest request{e};
        request.other = &e;
        std::mt19937 random(3);
        fill_needs(request, kind, random);
        request.cursor.phase = pool::Phase::backward;
        const Raster raster = rasterize(compose_sheet(kind, request, sheet).drawing, ground_of(sheet), 1);
        for (std::size_t i = 0; i < raster.rgba.size(); i += 4)
            ASSERT_TRUE(raster.rgba[i] == raster.rgba[i + 1] && raster.rgba[i] == raster.rgba[i + 2])
                << kind.name;
    }
    // What colours say elsewhere, widths and dashes say here.
    const Style style = style_of(sheet);
    std::set<std::pair<float, float>> pens;
    for (const Meaning meaning : {Meaning::window, Meaning::winner, Meaning::output, Meaning::padding,
                                  Meaning::positive, Meaning::negative})
        EXPECT_TRUE(pens.emplace(pen(style, meaning).width, pen(style, meaning).dash).second);
}

TEST(Plates, HatchesOfTheScaleMeanBelowZero) {
    Style style;
    style.palette = print_palette();
    const auto hatches = [&](Range range) {
        Drawing drawing;
        draw_legend(drawing, {0, 0}, 200, range, true, style);
        return std::ranges::count_if(
            drawing.items, [](const Primitive& item) { return std::holds_alternative<Polyline>(item); });
    };
    EXPECT_EQ(hatches({0, 1}), 0);
    EXPECT_EQ(hatches({-1, 1}), 8);
    EXPECT_EQ(hatches({-1, 0}), 16);
}

TEST(Sheet, LengthsAreReadInEveryUnit) {
    EXPECT_FLOAT_EQ(read_length("72pt"), 72);
    EXPECT_FLOAT_EQ(read_length("1in"), 72);
    EXPECT_FLOAT_EQ(read_length("96px"), 72);
    EXPECT_FLOAT_EQ(read_length("25.4mm"), 72);
    EXPECT_FLOAT_EQ(read_length("2.54cm"), 72);
    EXPECT_FLOAT_EQ(read_length("column"), read_length("84mm"));
    EXPECT_EQ(length_text(read_length("84mm")), "84mm");
    for (const std::string wrong : {"", "84", "mm", "-3mm", "0pt", "84 mm", "nanmm", "1e9in", "84mmx"})
        EXPECT_THROW(read_length(wrong), std::runtime_error) << wrong;
}

TEST(Sheet, WhatDoesNotFitSaysHowWideItMustBe) {
    const pool::Evaluation e = evaluated(sample_map("digit.3"), "MaxPool2d(2), MaxPool2d(2), MaxPool2d(2)");
    Sheet sheet;
    sheet.width = read_length("30mm");
    try {
        compose_sheet(*find_plate("stack"), {e}, sheet);
        FAIL() << "it fits";
    } catch (const DoesNotFit& refused) {
        EXPECT_THAT(refused.what(), HasSubstr("needs a width of"));
        EXPECT_THAT(refused.what(), HasSubstr("but 30 mm was asked for"));
        sheet.width = refused.needed() + 1;
        EXPECT_NO_THROW(compose_sheet(*find_plate("stack"), {e}, sheet));
    }
}

TEST(Sheet, HasItsAspectWhateverItHolds) {
    const pool::Evaluation e = evaluated(sample_map("digit.3"), "MaxPool2d(2), MaxPool2d(2)");
    Sheet sheet;
    sheet.aspect = 16.0F / 9;
    for (const char* kind : {"grid", "pair", "stack", "receptive", "backward", "kinds"}) {
        for (const char* width : {"", "254mm"}) {
            sheet.width = *width ? read_length(width) : 0;
            sheet.font_size = *width ? 16 : 9;
            try {
                const Drawing drawing = compose_sheet(*find_plate(kind), {e}, sheet).drawing;
                EXPECT_FLOAT_EQ(drawing.size.x / drawing.size.y, sheet.aspect) << kind << width;
                if (*width) {
                    EXPECT_FLOAT_EQ(drawing.size.x, sheet.width) << kind;
                }
                expect_clean(drawing, kind);
                const Rect all = bounds(drawing);
                EXPECT_NEAR(all.y, drawing.size.y - all.bottom(), 0.1F) << kind << " stands in the middle";
            } catch (const DoesNotFit& high) {
                sheet.width = high.needed() + 1;
                EXPECT_NO_THROW(compose_sheet(*find_plate(kind), {e}, sheet)) << kind;
            }
        }
    }
}

TEST(Sheet, LettersStandForNumbers) {
    const pool::Evaluation e = evaluated(sample_map("matrix.textbook"), "MaxPool2d(2)");
    FigureRequest request{e};
    request.labels = {{0, 0, 0, "甲"}, {0, 1, 1, "a long one"}};
    for (const char* kind : {"grid", "pair", "stack", "backward"})
        expect_clean(compose_sheet(*find_plate(kind), request, {}).drawing, kind);
    request.labels = {{0, 0, 0, "what nobody could read in so small a cell"}};
    EXPECT_THROW(compose_sheet(*find_plate("grid"), request, {}), words::Error);
}

TEST(Plates, NumbersKeepTheDigitsThatFit) {
    const auto written = [](const std::vector<float>& values) {
        std::vector<CellNumber> numbers;
        for (const float value : values) numbers.push_back({{0, 0, 2.25F * 14, 2.25F * 14}, value, {}});
        Drawing drawing;
        draw_numbers(drawing, numbers, {});
        std::vector<std::string> texts;
        for (const Primitive& item : drawing.items) texts.push_back(std::get<Text>(item).text);
        return texts;
    };
    EXPECT_THAT(written({-1.1F, -0.3333F, 12.5F}), testing::ElementsAre("−1.1", "−0.3", "12.5"));
    EXPECT_THAT(written({2.5F, 0.127F}), testing::ElementsAre("2.5", "0.13"));
}

std::string svg_of(const std::string& kind, const SvgOptions& options = {}) {
    const pool::Evaluation e = evaluated(sample_map("matrix.textbook"), "AvgPool2d(2)");
    FigureRequest request{e};
    std::mt19937 random(5);
    fill_needs(request, *find_plate(kind), random);
    return write_svg(compose_sheet(*find_plate(kind), request, {}).drawing, {255, 255, 255, 255}, options);
}

/// Whether every tag is closed in its order, and every id stands once.
void expect_well_formed(const std::string& svg) {
    std::vector<std::string> open;
    std::set<std::string> ids;
    for (std::size_t at = svg.find('<'); at != std::string::npos; at = svg.find('<', at + 1)) {
        const std::size_t end = svg.find('>', at);
        ASSERT_NE(end, std::string::npos);
        const std::string tag = svg.substr(at + 1, end - at - 1);
        ASSERT_EQ(tag.find('<'), std::string::npos);
        if (const std::size_t id = tag.find(" id=\""); id != std::string::npos) {
            ASSERT_TRUE(ids.insert(tag.substr(id + 5, tag.find('"', id + 5) - id - 5)).second) << tag;
        }
        if (tag.starts_with("?") || tag.ends_with("/")) continue;
        if (tag.starts_with("/")) {
            ASSERT_FALSE(open.empty());
            ASSERT_EQ(open.back(), tag.substr(1));
            open.pop_back();
        } else {
            open.push_back(tag.substr(0, tag.find(' ')));
        }
    }
    EXPECT_TRUE(open.empty());
}

TEST(Svg, HoldsNumbersAsTextAndCellsAsRectangles) {
    for (const PlateKind& kind : plate_kinds())
        if (!kind.needs.other) expect_well_formed(svg_of(std::string(kind.name)));
    const std::string svg = svg_of("pair");
    EXPECT_THAT(svg, HasSubstr(">3.25</text>"));
    EXPECT_THAT(svg, HasSubstr("id=\"map-0\""));
    EXPECT_THAT(svg, HasSubstr("<g class=\"cells\" shape-rendering=\"crispEdges\">"));
    EXPECT_THAT(svg, Not(HasSubstr("<image")));
    const std::string outlined = svg_of("pair", {.text_as_paths = true, .cells_as_pixels = true});
    EXPECT_THAT(outlined, Not(HasSubstr("<text")));
    EXPECT_THAT(outlined, HasSubstr("<image"));
    expect_well_formed(outlined);
    EXPECT_EQ(svg, svg_of("pair"));
    const std::string titled = svg_of("pair", {.title = "a < b & \"c\""});
    EXPECT_THAT(titled, HasSubstr("<title>a &lt; b &amp; &quot;c&quot;</title>"));
}

std::uint32_t big_endian(const std::vector<unsigned char>& bytes, std::size_t at) {
    return std::uint32_t{bytes[at]} << 24U | std::uint32_t{bytes[at + 1]} << 16U |
           std::uint32_t{bytes[at + 2]} << 8U | bytes[at + 3];
}

TEST(Export, APngSaysHowLargeItsPixelsAre) {
    const pool::Evaluation e = evaluated(sample_map("matrix.textbook"), "AvgPool2d(2)");
    Sheet sheet;
    sheet.width = read_length("84mm");
    const Drawing drawing = compose_sheet(*find_plate("pair"), {e}, sheet).drawing;
    FileOptions options;
    options.dpi = 300;
    const auto bytes = render_file(drawing, FileKind::png, options);
    const std::string text(bytes.begin(), bytes.end());
    const std::size_t chunk = text.find("pHYs");
    ASSERT_NE(chunk, std::string::npos);
    EXPECT_EQ(big_endian(bytes, chunk + 4), 11811U) << "pixels a metre";
    EXPECT_EQ(bytes[chunk + 12], 1);
    EXPECT_EQ(big_endian(bytes, 16), 993U) << "84 mm at 300 dpi";
    EXPECT_EQ(bytes[25], 2) << "opaque: three channels";
    options.ground = {0, 0, 0, 0};
    EXPECT_EQ(render_file(drawing, FileKind::png, options)[25], 6) << "transparent: four channels";
    EXPECT_EQ(bytes, render_file(drawing, FileKind::png, {.dpi = 300}));
    options.dpi = 1200;
    Drawing huge = drawing;
    huge.size = {2000, 10};
    EXPECT_THROW(render_file(huge, FileKind::png, options), std::runtime_error);
}

TEST(Export, APdfHoldsNoTime) {
    const pool::Evaluation e = evaluated(sample_map("matrix.textbook"), "AvgPool2d(2)");
    const Drawing drawing = compose_sheet(*find_plate("pair"), {e}, {}).drawing;
    FileOptions options;
    options.title = "One window";
    const auto bytes = render_file(drawing, FileKind::pdf, options);
    const std::string text(bytes.begin(), bytes.end());
    EXPECT_THAT(text, Not(HasSubstr("CreationDate")));
    EXPECT_THAT(text, HasSubstr("One window"));
    EXPECT_EQ(bytes, render_file(drawing, FileKind::pdf, options));
}

}  // namespace
