#include "io/grids.h"

#include <cmath>

#include <gtest/gtest.h>

#include "io/readers.h"
#include "pool/text.h"
#include "temporary.h"

namespace {

using io_test::refusal;
using testing::AllOf;
using testing::HasSubstr;

std::span<const std::uint8_t> grid_bytes(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// "2×3: 1 2 3 4 nan 6"
std::string grid_shown(const std::string& text, const std::string& name = "dem.asc") {
    const io::DataSet set = io::read_data_set(grid_bytes(text), name, {});
    std::string result = std::to_string(set.item_shape.h) + "×" + std::to_string(set.item_shape.w) + ":";
    for (const float v : *set.values)
        result += " " + (std::isnan(v) ? std::string("nan") : pool::exact_number(v));
    return result;
}
std::string grid_notes(const std::string& text) {
    return io::about_in(io::about_text(io::read_data_set(grid_bytes(text), "dem.asc", {}).notes),
                        words::Language::english);
}

const std::string kEsri =
    "ncols 3\nnrows 2\nxllcorner 378923.5\nyllcorner 4072345\ncellsize 30\nNODATA_value -9999\n1 2 3\n4 "
    "-9999 6\n";

TEST(Grids, EsriAsciiIsReadWithItsGaps) {
    EXPECT_EQ(grid_shown(kEsri), "2×3: 1 2 3 4 nan 6");
    EXPECT_EQ(grid_notes(kEsri), "ESRI ASCII of 2 rows and 3 columns; 1 cell without data became NaN");
    // Rows may be broken anywhere, names may be in capitals, the line ends those of Windows, the gap's value
    // left out.
    EXPECT_EQ(
        grid_shown("NCOLS        2\r\nNROWS        2\r\nXLLCENTER    0\r\nYLLCENTER    0\r\nCELLSIZE     "
                   "1\r\n1 2 3\r\n-9999\r\n"),
        "2×2: 1 2 3 nan");
    EXPECT_EQ(grid_shown("nrows 1\nncols 2\ndx 1\ndy 2\nnodata_value nan\n1 nan\n"), "1×2: 1 nan");
    EXPECT_EQ(grid_shown("\xEF\xBB\xBFncols 2\nnrows 1\nxllcorner 0,5\nyllcorner 0\ncellsize 1\n1,5 2\n"),
              "1×2: 1.5 2");
    // 64 columns are no items.
    std::string wide = "ncols 64\nnrows 1\ncellsize 1\n";
    for (int i = 0; i < 64; ++i) wide += "1 ";
    EXPECT_EQ(grid_shown(wide).substr(0, 5), "1×64");
}

TEST(Grids, SurfersRowsAreTurnedOverAndBlankedCellsAreNaN) {
    const std::string text = "DSAA\n3 2\n0 2\n0 1\n1 6\n1 2 3\n4 1.70141e+38 6\n";
    EXPECT_EQ(grid_shown(text, "field.grd"), "2×3: 4 nan 6 1 2 3");
    EXPECT_THAT(grid_notes(text),
                AllOf(HasSubstr("Surfer DSAA of 2 rows"), HasSubstr("the northernmost, is on top"),
                      HasSubstr("1 cell without data became NaN")));
}

TEST(Grids, GrassAsciiIsRead) {
    EXPECT_EQ(grid_shown("north: 2\nsouth: 0\neast: 3\nwest: 0\nrows: 2\ncols: 3\n1 2 3\n4 * 6\n", "dem.txt"),
              "2×3: 1 2 3 4 nan 6");
}

TEST(Grids, DamageIsNamed) {
    const auto refused = [](const std::string& text) { return refusal([&] { grid_shown(text); }); };
    EXPECT_THAT(refused("ncols 3\nnrows 2\ncellsize 1\n1 2 3\n4 5\n"),
                HasSubstr("the header of this ESRI ASCII says 2 × 3 = 6 numbers, but 5 were found"));
    EXPECT_THAT(refused("ncols 1\nnrows 1\ncellsize 1\n1 2\n"), HasSubstr("1 numbers, but 2 were found"));
    EXPECT_THAT(refused("ncols 3\ncellsize 1\n1 2 3\n"), HasSubstr("its header gives no \"nrows\""));
    EXPECT_THAT(refused("ncols 2\nnrows 1\ncellsize 1\n1 x2\n"), HasSubstr("line 4: \"x2\" is not a number"));
    EXPECT_THAT(refused("ncols 99999999\nnrows 99999999\n1\n"), HasSubstr("dem.asc"));
    EXPECT_THAT(refused("DSAA\n3\n"), HasSubstr("its header gives no \"ny\""));
    EXPECT_THAT(refused(std::string("DSBB\0\1", 6)), HasSubstr("Surfer"));
}

}  // namespace
