#include <cmath>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/raster.h"
#include "document/samples.h"
#include "figure/export.h"
#include "figure/raster.h"
#include "figure/sheet.h"
#include "figure/svg.h"
#include "io/readers.h"
#include "pool/notation.h"
#include "tools.h"

// Figures as other programs read them.

namespace {

using namespace figure;
using testing::HasSubstr;

constexpr float kMillimetre = 72 / 25.4F;

const pool::Evaluation& textbook() {
    static const pool::Evaluation evaluation =
        pool::evaluate(std::make_shared<const pool::Tensor>(
                           document::raster(document::find_sample("matrix.textbook")->input)),
                       pool::parse_stack("AvgPool2d(2)"), {});
    return evaluation;
}

/// Kinds that need nothing but an evaluation, or the same one twice.
template <class Visit>
void each_kind(const Sheet& sheet, const Visit& visit) {
    for (const PlateKind& kind : plate_kinds()) {
        if (kind.needs.curves || kind.needs.code || kind.needs.tower) continue;
        FigureRequest request{textbook()};
        request.other = &textbook();
        visit(std::string(kind.name), compose_sheet(kind, request, sheet).drawing);
    }
}

TEST(FigureFiles, AClippedPictureShowsNoPixelOfTheNextCells) {
    // Two rows of cells: what is below the first one is not known yet.
    const auto pixels = std::make_shared<Pixels>();
    pixels->width = 1;
    pixels->height = 2;
    pixels->rgba = {0, 0, 255, 255, 255, 0, 0, 255};
    for (const float y : {0.0F, 0.2F, 0.4F, 0.6F, 0.8F}) {
        Drawing drawing;
        drawing.size = {12, 24};
        const Rect whole{0, y, 10, 20.7F};
        drawing.add(PushClip{{whole.x, whole.y, whole.w, whole.h / 2}});
        drawing.add(Image{whole, pixels});
        drawing.add(PopClip{});
        const Raster raster = rasterize(drawing, {0, 0, 255, 255}, 1);
        int red = 0;
        for (std::size_t i = 0; i < raster.rgba.size(); i += 4) red += raster.rgba[i] > 0;
        EXPECT_EQ(red, 0) << y;
    }
}

TEST(FigureFiles, NoSeamShowsBetweenCellsWhereEdgesAreSmoothed) {
    if (!tools::has("rsvg-convert")) GTEST_SKIP() << "rsvg-convert (librsvg2-bin) is missing";
    const tools::Folder folder;
    // Some editors smooth the edges of cells whatever the file says.
    Drawing drawing;
    drawing.size = {60, 60};
    auto pixels = std::make_shared<Pixels>(Pixels{7, 7, {}});
    for (int i = 0; i < 49; ++i) pixels->rgba.insert(pixels->rgba.end(), {40, 0, 80, 255});
    drawing.add(Image{{5, 5, 50, 50}, pixels, 1});
    std::string svg = write_svg(drawing, {255, 255, 255, 255});
    const std::string crisp = " shape-rendering=\"crispEdges\"";
    ASSERT_NE(svg.find(crisp), std::string::npos);
    svg.erase(svg.find(crisp), crisp.size());
    const std::string path = folder.write("a.svg", {svg.begin(), svg.end()});
    for (const char* zoom : {"0.77", "1", "1.3", "2.9"}) {
        const std::string png = folder / "a.png";
        ASSERT_EQ(tools::output_of("rsvg-convert --zoom " + std::string(zoom) + " " + path + " -o " + png +
                                   " 2>&1"),
                  "");
        const auto values = io::read_input(png, {}).values;
        const pool::Shape shape = values->shape();
        // Well inside the picture all is of one colour.
        const std::int64_t edge = shape.h / 8;
        for (std::int64_t y = edge; y < shape.h - edge; ++y)
            for (std::int64_t x = edge; x < shape.w - edge; ++x)
                ASSERT_NEAR(values->at({0, 1, y, x}), 0, 1.5 / 255) << zoom << ": " << y << ", " << x;
    }
}

TEST(FigureFiles, LibrsvgDrawsWhatThePngShows) {
    if (!tools::has("rsvg-convert")) GTEST_SKIP() << "rsvg-convert (librsvg2-bin) is missing";
    const tools::Folder folder;
    Sheet sheet;
    each_kind(sheet, [&](const std::string& kind, const Drawing& drawing) {
        // Letters of another shaping differ at every edge; as outlines they are the same everywhere.
        const std::string svg = write_svg(drawing, ground_of(sheet), {.text_as_paths = true});
        const std::string path = folder.write(kind + ".svg", {svg.begin(), svg.end()});
        const std::string png = folder / (kind + ".png");
        // SVG's points are 96/72 pixels; 2 of them a point.
        ASSERT_EQ(tools::output_of("rsvg-convert --zoom 1.5 " + path + " -o " + png + " 2>&1"), "");
        const auto values_seen = io::read_input(png, {}).values;
        const pool::Tensor& seen = *values_seen;
        const Raster own = rasterize(drawing, ground_of(sheet), 2);
        ASSERT_NEAR(static_cast<int>(seen.shape().w), own.width, 1) << kind;
        ASSERT_NEAR(static_cast<int>(seen.shape().h), own.height, 1) << kind;
        std::int64_t far = 0;
        double difference = 0;
        const std::int64_t rows = std::min<std::int64_t>(seen.shape().h, own.height);
        const std::int64_t columns = std::min<std::int64_t>(seen.shape().w, own.width);
        for (std::int64_t y = 0; y < rows; ++y)
            for (std::int64_t x = 0; x < columns; ++x)
                for (std::int64_t c = 0; c < seen.shape().c; ++c) {
                    const double a = seen.at({0, c, y, x});
                    const double b = own.rgba[static_cast<std::size_t>((y * own.width + x) * 4 +
                                                                       std::min<std::int64_t>(c, 2))] /
                                     255.0;
                    difference += std::abs(a - b);
                    far += std::abs(a - b) > 0.5;
                }
        const auto values = static_cast<double>(rows * columns * seen.shape().c);
        EXPECT_LT(difference / values, 0.01) << kind;
        EXPECT_LT(static_cast<double>(far) / values, 0.002) << kind;
    });
}

TEST(FigureFiles, APdfHasItsSizeItsFontsAndItsNumbers) {
    if (!tools::has("pdfinfo")) GTEST_SKIP() << "pdfinfo (poppler-utils) is missing";
    const tools::Folder folder;
    Sheet sheet;
    sheet.width = read_length("page");
    sheet.languages = {Language::english, Language::chinese};
    sheet.caption = true;
    sheet.title = "池化 pools";
    each_kind(sheet, [&](const std::string& kind, const Drawing& drawing) {
        FileOptions options;
        options.title = "A title";
        const std::string path = folder.write(kind + ".pdf", render_file(drawing, FileKind::pdf, options));
        const std::string info = tools::output_of("pdfinfo " + path);
        EXPECT_THAT(info, HasSubstr("Title:           A title")) << kind;
        EXPECT_THAT(info, testing::Not(HasSubstr("CreationDate"))) << kind;
        float width = 0;
        float height = 0;
        std::istringstream size(info.substr(info.find("Page size:") + 10));
        std::string by;
        size >> width >> by >> height;
        EXPECT_NEAR(width / kMillimetre, 174, 0.1) << kind;
        EXPECT_NEAR(height, drawing.size.y, 0.1 * kMillimetre) << kind;
        std::istringstream fonts(tools::output_of("pdffonts " + path + " | tail -n +3"));
        int embedded = 0;
        for (std::string line; std::getline(fonts, line); ++embedded)
            EXPECT_THAT(line, testing::ContainsRegex(" yes +yes +")) << kind;
        EXPECT_GE(embedded, 2) << kind;
        const std::string text = tools::output_of("pdftotext " + path + " -");
        EXPECT_THAT(text, HasSubstr("池化 pools")) << kind;
        if (kind == "pair" || kind == "stack") {
            EXPECT_THAT(text, HasSubstr("3.25")) << kind;
        }
    });
}

}  // namespace
