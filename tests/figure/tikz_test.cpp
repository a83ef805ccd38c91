#include "figure/tikz.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/raster.h"
#include "document/samples.h"
#include "figure/number.h"
#include "figure/sheet.h"
#include "pool/notation.h"

namespace {

using namespace figure;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

pool::Evaluation in_tikz(const char* sample, const char* stack) {
    return pool::evaluate(
        std::make_shared<const pool::Tensor>(document::raster(document::find_sample(sample)->input)),
        pool::parse_stack(stack), {});
}

std::string tikz_of(const char* kind, const pool::Evaluation& e, const Sheet& sheet = {}) {
    FigureRequest request{e};
    request.other = &e;
    const std::vector<unsigned char> bytes =
        sheet_file(*find_plate(kind), request, sheet, FileKind::tex, FileOptions{});
    return {bytes.begin(), bytes.end()};
}

std::size_t count_of(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

/// Whether braces and environments are balanced, comments and escaped characters left out.
void expect_balanced(const std::string& tex) {
    std::vector<std::string> open;
    int braces = 0;
    for (std::size_t at = 0; at < tex.size(); ++at) {
        if (tex[at] == '%') at = std::min(tex.find('\n', at), tex.size());
        const std::string_view rest = std::string_view(tex).substr(std::min(at, tex.size()));
        if (rest.starts_with("\\begin{")) open.emplace_back(rest.substr(7, rest.find('}') - 7));
        if (rest.starts_with("\\end{")) {
            ASSERT_FALSE(open.empty());
            ASSERT_EQ(open.back(), rest.substr(5, rest.find('}') - 5));
            open.pop_back();
        }
        if (rest.starts_with("\\")) {
            ++at;
            continue;
        }
        if (rest.starts_with("{")) ++braces;
        if (rest.starts_with("}")) --braces;
        ASSERT_GE(braces, 0) << tex.substr(at > 80 ? at - 80 : 0, 100);
    }
    EXPECT_TRUE(open.empty());
    EXPECT_EQ(braces, 0);
}

TEST(Tikz, HoldsEveryKindInBalancedGroups) {
    const pool::Evaluation e = in_tikz("matrix.textbook", "AvgPool2d(2)");
    for (const PlateKind& kind : plate_kinds()) {
        if (kind.needs.curves || kind.needs.code || kind.needs.tower) continue;
        const std::string tex = tikz_of(kind.name.data(), e);
        expect_balanced(tex);
        EXPECT_THAT(tex, StartsWith("% Chinese text needs xelatex or lualatex")) << kind.name;
        EXPECT_EQ(count_of(tex, "\\begin{tikzpicture}"), 1U);
        EXPECT_EQ(tex, tikz_of(kind.name.data(), e)) << "the same bytes";
        // Every line that draws ends, and every colour that is used is defined once, before it.
        const std::size_t body = tex.find("\\useasboundingbox");
        for (std::size_t at = 0; (at = tex.find("[pool", at)) != std::string::npos; ++at) {
            const std::string name = tex.substr(at + 1, tex.find_first_of(",] ", at) - at - 1);
            if (name == "pool") continue;  // a style of text
            EXPECT_EQ(count_of(tex, "\\definecolor{" + name + "}"), 1U) << name;
            EXPECT_LT(tex.find("\\definecolor{" + name + "}"), body);
        }
    }
}

TEST(Tikz, NumbersAreTextAndCellsAreRectangles) {
    const pool::Evaluation e = in_tikz("matrix.textbook", "AvgPool2d(2)");
    const std::string tex = tikz_of("pair", e);
    for (const float value : e.output().data()) EXPECT_THAT(tex, HasSubstr("{" + number(value) + "};"));
    EXPECT_THAT(tex, HasSubstr("{Input};"));
    EXPECT_THAT(tex, HasSubstr("{4$\\times$4};"));
    Sheet plain;
    plain.names = plain.numbers = plain.legend = false;
    const std::string grid = tikz_of("grid", e, plain);
    const std::string cells = grid.substr(grid.find("% cells"));
    EXPECT_EQ(count_of(cells.substr(0, cells.find("\\end{scope}")), "\\fill["), 16U);
}

TEST(Tikz, TextHasItsSizeInPoints) {
    const pool::Evaluation e = in_tikz("matrix.textbook", "MaxPool2d(2)");
    Sheet sheet;
    sheet.font_size = 7;
    EXPECT_THAT(tikz_of("grid", e, sheet), HasSubstr("pool bold, anchor=base west, text=pool"));
    EXPECT_THAT(tikz_of("grid", e, sheet), HasSubstr("scale=0.7]"));
    EXPECT_THAT(tikz_of("grid", e, sheet), HasSubstr("\\fontsize{10}{10}"));
}

TEST(Tikz, SpecialCharactersAreEscaped) {
    EXPECT_EQ(tex_text("100 % of #1 & $2_3^{4}~\\"),
              "100 \\% of \\#1 \\& \\$2\\_3\\textasciicircum{}\\{4\\}\\textasciitilde{}\\textbackslash{}");
    EXPECT_EQ(tex_text("−0.5 × 3 ≤ \"x\"--y"), "$-$0.5 $\\times$ 3 $\\leq$ {\\char34}x{\\char34}-{}-y");
    EXPECT_EQ(tex_text("    for  i <b> '`"), "~~~~for ~i \\textless{}b\\textgreater{} '{}{}`{}");
    EXPECT_EQ(tex_text("a_b < {c}", true), "a{\\char95}b {\\char60} {\\char123}c{\\char125}");
    EXPECT_EQ(tex_text("输入"), "输入") << "what is no sign of TeX's stays";
    // A title cannot end its comment.
    Sheet sheet;
    sheet.title = "50 % {done\n\\end{tikzpicture} & more";
    const std::string tex = tikz_of("grid", in_tikz("matrix.textbook", "MaxPool2d(2)"), sheet);
    expect_balanced(tex);
    EXPECT_EQ(count_of(tex, "\n\\end{tikzpicture}"), 1U);
}

TEST(Tikz, ClipsDashesAndOpacities) {
    Drawing drawing;
    drawing.size = {40, 30};
    drawing.add(PushClip{{1, 2, 3, 4}});
    drawing.add(Polyline{{{0, 0}, {5, 5.125F}, {9, 0}}, {255, 0, 0, 51}, 0.5F, true, 2});
    drawing.add(PopClip{});
    drawing.add(RectStroke{{0, 0, 10, 10}, {0, 0, 255}, 1, 3});
    drawing.add(RectFill{{0, 0, 10, 10}, {0, 0, 255, 0}});
    drawing.add(Circle{{4, 4}, 2, {255, 0, 0}, {0, 0, 255}, 1});
    drawing.add(Cubic{{0, 0}, {1, 1}, {2, 1}, {3, 0}, {255, 0, 0}, 1});
    drawing.add(Text{{1, 1}, "", {}});
    const std::string tex = write_tikz(drawing, {0, 0, 0, 0});
    const std::string dashed =
        "\\draw[pool0, draw opacity=0.2, line width=0.5bp, dash pattern=on 2bp off 2bp] ";
    EXPECT_THAT(tex, HasSubstr(dashed + "(0,0) -- (5,5.125) -- (9,0) -- cycle;"));
    for (const char* part :
         {"\\clip (1,2) rectangle (4,6);", "rounded corners=3bp] (0,0) rectangle (10,10);",
          "\\fill[pool0] (4,4) circle [radius=2bp];", "(0,0) .. controls (1,1) and (2,1) .. (3,0);",
          "\\useasboundingbox (0,0) rectangle (40,30);"})
        EXPECT_THAT(tex, HasSubstr(part));
    EXPECT_EQ(count_of(tex, "\\fill["), 1U) << "what cannot be seen is not drawn";
    EXPECT_THAT(tex, Not(HasSubstr("\\node")));
    EXPECT_EQ(count_of(tex, "\\definecolor"), 2U);
    expect_balanced(tex);
}

TEST(Tikz, LargeMapsAreRefusedInOneSentence) {
    const pool::Tensor large({1, 1, 64, 65});
    const pool::Evaluation e =
        pool::evaluate(std::make_shared<const pool::Tensor>(large), pool::parse_stack("MaxPool2d(2)"), {});
    try {
        tikz_of("grid", e);
        FAIL() << "it was written";
    } catch (const words::Error& refused) {
        EXPECT_THAT(refused.what(), HasSubstr("at most 64×64 cells, but one of this figure has 64×65"));
    }
    FigureRequest output{e};
    output.map = 1;
    EXPECT_NO_THROW(sheet_file(*find_plate("grid"), output, Sheet(), FileKind::tex, FileOptions{}));
}

}  // namespace
