#include <cmath>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/readers.h"
#include "io/table.h"
#include "pool/text.h"
#include "temporary.h"

namespace {

using io_test::refusal;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

struct Read {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
    std::string notes;
};

Read read(const std::string& text) {
    const io::Table table = io::read_table(text, "t.csv");
    Read result{table.numbers.shape, table.numbers.values, table.numbers.rounded ? "rounded; " : ""};
    for (const words::Message& note : table.numbers.notes) result.notes += note.text() + "; ";
    return result;
}

/// "2×3: 0 1 2 3 4 5"
std::string shown(const std::string& text) {
    const Read r = read(text);
    std::string result = io::shape_text(r.shape) + ":";
    for (const float v : r.values)
        result += " " + (std::isnan(v) ? std::string("nan") : pool::exact_number(v));
    return result;
}

TEST(Table, OneSeparatorAndOneDecimalSignForAll) {
    EXPECT_EQ(shown("0,1,2\n3,4,5\n"), "2×3: 0 1 2 3 4 5");
    EXPECT_EQ(shown("0;1;2\n3;4;5\n"), "2×3: 0 1 2 3 4 5");
    EXPECT_EQ(shown("0\t1\n2\t3"), "2×2: 0 1 2 3");
    EXPECT_EQ(shown("0|1\n2|3"), "2×2: 0 1 2 3");
    EXPECT_EQ(shown("  0   1\n  2   3\n"), "2×2: 0 1 2 3");
    EXPECT_EQ(shown("0, 1\n2, 3"), "2×2: 0 1 2 3");
    EXPECT_EQ(shown("sep=;\n1;2\n3;4"), "2×2: 1 2 3 4");
    EXPECT_EQ(shown("0,5;1,25\n3,5;4,75"), "2×2: 0.5 1.25 3.5 4.75");
    EXPECT_EQ(shown("0,5\t1,25\n3\t4,75"), "2×2: 0.5 1.25 3 4.75");
    EXPECT_EQ(shown("0,5 1,25\n3,5 4,75"), "2×2: 0.5 1.25 3.5 4.75");
    EXPECT_EQ(shown("\"0,5\",\"1,25\"\n\"3,5\",\"4,75\""), "2×2: 0.5 1.25 3.5 4.75");
    EXPECT_EQ(shown("\"1,000\",\"2,000\"\n3,4"), "2×2: 1000 2000 3 4");
    EXPECT_EQ(shown("1 000;2\n3 000;4"), "2×2: 1000 2 3000 4");
    EXPECT_EQ(shown("1.234,5;2\n3;4"), "2×2: 1234.5 2 3 4");
    EXPECT_THAT(read("0,5;1,25\n3,5;4,75").notes, HasSubstr("separator \";\", decimal comma"));
}

TEST(Table, LineEndsMarksAndSignsOfOtherScripts) {
    const std::string expected = "2×2: 0 1 2 3";
    EXPECT_EQ(shown("0,1\r2,3\r"), expected);
    EXPECT_EQ(shown("0,1\r\n2,3\r\n"), expected);
    EXPECT_EQ(shown("\xEF\xBB\xBF"
                    "0,1\n\n2,3\n\n"),
              expected);
    EXPECT_EQ(shown(std::string("\xFF\xFE"
                                "0\0,\0001\0\n\0002\0,\0003\0",
                                16)),
              expected);
    EXPECT_EQ(shown("# made by savetxt\n0 1\n2 3\n"), expected);
    EXPECT_EQ(shown("0,1 # first\n2,3"), expected);
    EXPECT_EQ(shown("0，1\n2，3"), expected);
    EXPECT_EQ(shown("٠,١\n٢,٣"), expected);
    EXPECT_EQ(shown("−1,2\n3,−4"), "2×2: −1 2 3 −4");
    EXPECT_EQ(shown("True,False\n0x10,50%"), "2×2: 1 0 16 0.5");
    EXPECT_EQ(shown("0,1,\n2,3,\n"), expected);
    EXPECT_EQ(shown("0;1;;\n2;3;;\n"), expected);
}

TEST(Table, Utf16WithoutItsMark) {
    const std::string text = "1,2\n3,4\n";
    std::string little;
    std::string big;
    for (const char c : text) {
        little += std::string{c, '\0'};
        big += std::string{'\0', c};
    }
    EXPECT_EQ(shown(little), "2×2: 1 2 3 4");
    EXPECT_EQ(shown(big), "2×2: 1 2 3 4");
    EXPECT_THAT(refusal([&] { read(little + std::string("\1\0", 2)); }), HasSubstr("not text"));
}

TEST(Table, HeadersAndRowNumbers) {
    EXPECT_EQ(shown("a,b\n0,1\n2,3"), "2×2: 0 1 2 3");
    EXPECT_THAT(read("a,b\n0,1").notes, HasSubstr("names of the columns"));
    EXPECT_EQ(shown(",0,1\n0,5,6\n1,7,8"), "2×2: 5 6 7 8");
    EXPECT_EQ(shown(",a,b\n0,5,6\n1,7,8"), "2×2: 5 6 7 8");
    EXPECT_EQ(shown("name,value\ncm,s\n0,1\n2,3"), "2×2: 0 1 2 3");
}

TEST(Table, LabelsOfTheRowsAreLeftOutAndSaid) {
    const std::string expected = "2×2: 5 6 7 8";
    // R's write.csv and write.csv2, with numbers and with names; write.table writes nothing above them.
    EXPECT_EQ(shown("\"\",\"V1\",\"V2\"\n\"1\",5,6\n\"2\",7,8"), expected);
    EXPECT_EQ(shown("\"\";\"V1\";\"V2\"\n\"1\";5;6\n\"2\";7;8"), expected);
    EXPECT_EQ(shown("\"\",\"V1\",\"V2\"\n\"left\",5,6\n\"right\",7,8"), expected);
    EXPECT_EQ(shown("\"V1\" \"V2\"\n\"1\" 5 6\n\"2\" 7 8"), expected);
    EXPECT_EQ(shown("  a b\nx 5 6\ny 7 8"), expected);
    // pandas: to_csv, the same read and written again, a part of the rows, and what print shows.
    EXPECT_EQ(shown("Unnamed: 0,a,b\n0,5,6\n1,7,8"), expected);
    EXPECT_EQ(shown(",a,b\n3,5,6\n10,7,8"), expected);
    EXPECT_EQ(shown("   0  1\n0  5  6\n1  7  8"), expected);
    EXPECT_EQ(shown("     a    b\n0  5.0  6.0\n1  7.0  8.0\n\n[2 rows x 2 columns]"), expected);
    EXPECT_THAT(read("\"\",\"a\"\n\"1\",5").notes, HasSubstr("which counts the rows, was left out"));
    EXPECT_THAT(read("  a b\nx 5 6\ny 7 8").notes, HasSubstr("which names the rows, was left out"));
    // What only looks like them is kept.
    EXPECT_EQ(shown("size,a\n1,5\n2,6"), "2×2: 1 5 2 6");
    EXPECT_EQ(shown("my table\n1,5\n2,6"), "2×2: 1 5 2 6");
    EXPECT_EQ(shown("id,a\n4,5\n7,6"), "2×2: 4 5 7 6");
}

TEST(Table, FiguresWithoutSeparatorsAreCells) {
    EXPECT_EQ(shown("011\n100\n"), "2×3: 0 1 1 1 0 0");
    EXPECT_THAT(read("011\n100\n").notes, HasSubstr("each 0 or 1 is a cell"));
    // Numbers: none begins with 0, or they have other figures or lengths.
    EXPECT_EQ(shown("110\n101\n"), "2×1: 110 101");
    EXPECT_EQ(shown("0\n1\n"), "2×1: 0 1");
    EXPECT_EQ(shown("012\n100\n"), "2×1: 12 100");
}

TEST(Table, PrintsOfConsoles) {
    const std::string expected = "2×3: 0 1 2 3 4 5";
    EXPECT_EQ(shown("     [,1] [,2] [,3]\n[1,]    0    1    2\n[2,]    3    4    5\n"), expected);
    EXPECT_EQ(shown("     [,1] [,2]\n[1,]    0    1\n[2,]    3    4\n     [,3]\n[1,]    2\n[2,]    5\n"),
              expected);
    EXPECT_EQ(shown("      a   b   c\n[1,] 0 1e0 2.0\n[2,] 3   4   5\n"), expected);
    EXPECT_EQ(shown(" [1] 0 1 2\n [4] 3 4 5\n"), "1×6: 0 1 2 3 4 5");
    EXPECT_EQ(shown(", , 1\n\n     [,1] [,2]\n[1,]    0    1\n\n, , 2\n\n     [,1] [,2]\n[1,]    2    3\n"),
              "2×1×2: 0 1 2 3");
    EXPECT_EQ(shown("A =\n\n Columns 1 through 2:\n\n   0   1\n   3   4\n\n Column 3:\n\n   2\n   5\n"),
              expected);
    EXPECT_EQ(shown(" 0  1  2\n 3  4  5\n[torch.DoubleTensor of size 2x3]\n"), expected);
    EXPECT_EQ(shown("| 0 | 1 | 2 |\n|---|---|---|\n| 3 | 4 | 5 |\n"), expected);
    EXPECT_EQ(
        shown("+---+---+---+\n| a | b | c |\n+---+---+---+\n| 0 | 1 | 2 |\n| 3 | 4 | 5 |\n+---+---+---+\n"),
        expected);
    EXPECT_EQ(shown(" a | b | c\n---+---+---\n 0 | 1 | 2\n 3 | 4 | 5\n(2 rows)\n"), expected);
    EXPECT_EQ(shown("shape: (2, 3)\n┌─────┬─────┬─────┐\n│ a   ┆ b   ┆ c   │\n│ --- ┆ --- ┆ --- │\n│ i64 ┆ "
                    "i64 ┆ i64 │\n"
                    "╞═════╪═════╪═════╡\n│ 0   ┆ 1   ┆ 2   │\n│ 3   ┆ 4   ┆ 5   │\n└─────┴─────┴─────┘\n"),
              expected);
    EXPECT_EQ(shown("\\begin{bmatrix}\n0 & 1 & 2 \\\\\n3 & 4 & 5\n\\end{bmatrix}\n"), expected);
    EXPECT_EQ(shown("\\begin{pmatrix} 0 & 1 & 2 \\\\ 3 & 4 & 5 \\end{pmatrix}"), expected);
    EXPECT_EQ(shown("0.0D+00 1.0D+00 0.2D+01\n3.0D0 4.0D0 5.0D0\n"), expected);
    EXPECT_THAT(read("     [,1]\n[1,]    0\n     [,2]\n[1,]    1\n").notes, HasSubstr("put side by side"));
    EXPECT_THAT(refusal([] { read("    0   1  ..  9\n0   1   2  ..  3\n"); }),
                HasSubstr("shortened by \"..\""));
    // No block of a print: names of columns.
    EXPECT_EQ(shown("Column 1,Column 2\n0,1\n2,3"), "2×2: 0 1 2 3");
}

TEST(Table, AQuotationMarkThatIsNeverClosedIsNamedWithItsLine) {
    EXPECT_EQ(refusal([] { read("1,2\n\"3,4\n5,6\n"); }),
              "t.csv, line 2: the quotation mark before 3,4 is never closed; a closing one was expected");
    EXPECT_THAT(refusal([] { read("\"a,b\n1,2\n3,4\n"); }),
                HasSubstr("line 1: the quotation mark before a,b"));
    EXPECT_THAT(refusal([] { read("1,2\n3,\"4"); }), HasSubstr("line 2: the quotation mark before 4"));
    // A name above a column may go on in the next line; the lines behind it keep their numbers.
    EXPECT_EQ(shown("\"first\nname\",b\n1,2\n3,4\n"), "2×2: 1 2 3 4");
    EXPECT_THAT(refusal([] { read("\"first\r\nname\",b\r\n1,2\r\n3,x\r\n"); }), HasSubstr("line 4, cell 2"));
}

TEST(Table, EmptyCellsAreNaNAndNothingMoves) {
    EXPECT_EQ(shown("0,,2\n3,4,\n"), "2×3: 0 nan 2 3 4 nan");
    EXPECT_EQ(shown(",1,2\n3,,5"), "2×3: nan 1 2 3 nan 5");
    EXPECT_THAT(read("0,,2\n3,4,5\n").notes,
                HasSubstr("1 empty cell became NaN, the first in line 1, cell 2"));
}

TEST(Table, WhatFloat32CannotHoldIsSaid) {
    EXPECT_EQ(shown("1e-50,2"), "1×2: 0 2");
    EXPECT_THAT(read("16777217,2").notes, HasSubstr("rounded"));
    EXPECT_EQ(read("0.1,2").notes, "");
    EXPECT_THAT(refusal([] { read("1e39,2"); }),
                AllOf(HasSubstr("line 1, cell 1"), HasSubstr("beyond float32")));
    EXPECT_THAT(refusal([] { read("2,1e999"); }), HasSubstr("line 1, cell 2"));
}

TEST(Table, RefusalsNameTheLineThatIsOdd) {
    EXPECT_THAT(refusal([] { read("0,1,2\n3,4\n5,6,7"); }),
                HasSubstr("line 2 has 2 cells, but 2 of 3 lines have 3"));
    EXPECT_THAT(refusal([] { read("1,2\n3\n"); }), HasSubstr("line 2"));
    EXPECT_THAT(refusal([] { read("1,x\n"); }), HasSubstr("cell 2: \"x\" is not a number"));
    EXPECT_THAT(refusal([] { read("0, 1; 2"); }), HasSubstr("separator \";\""));
    EXPECT_THAT(refusal([] { read("\n\n"); }), HasSubstr("holds no numbers"));
}

TEST(Table, WhatASpreadsheetCouldNotComputeIsNoComment) {
    EXPECT_THAT(refusal([] { read("1,2\n#N/A,3\n4,5"); }), AllOf(HasSubstr("line 2"), HasSubstr("#N/A")));
    EXPECT_THAT(refusal([] { read("1,#REF!,2\n3,4,5"); }), HasSubstr("#REF!"));
    EXPECT_EQ(shown("1,2 # note\n#Note\n3,4"), "2×2: 1 2 3 4");
}

TEST(Table, TwoDecimalSignsInOneFileAreRefused) {
    EXPECT_THAT(refusal([] { read("1.000;0,5\n2.500;3"); }), AllOf(HasSubstr("line 1"), HasSubstr("1.000")));
    EXPECT_THAT(refusal([] { read("3;0,5\n1.5;0,5"); }), AllOf(HasSubstr("line 2"), HasSubstr("1.5")));
}

TEST(Table, BracketsAsTheyArePrinted) {
    const std::string expected = "2×3: 0 1 2 3 4 5";
    EXPECT_EQ(shown("[[0, 1, 2],\n [3, 4, 5]]"), expected);
    EXPECT_EQ(shown("array([[0., 1., 2.],\n       [3., 4., 5.]], dtype=float32)"), expected);
    EXPECT_EQ(shown("tensor([[0., 1., 2.],\n        [3., 4., 5.]])"), expected);
    EXPECT_EQ(shown("[[0. 1. 2.]\n [3. 4. 5.]]"), expected);
    EXPECT_EQ(shown("[0 1 2; 3 4 5]"), expected);
    EXPECT_EQ(shown("A = [0 1 2; 3 4 5];"), expected);
    EXPECT_EQ(shown("[0,1,2\n 3,4,5]"), expected);
    EXPECT_EQ(shown("{{0, 1, 2}, {3, 4, 5}}"), expected);
    EXPECT_EQ(shown("const float a[2][3] =\n  {{0.0f, 1.0f, 2e0f}, {3.F, 4, 5}};"), expected);
    EXPECT_EQ(shown("int[][] a = {{0, 1, 2}, {3, 4, 5}};"), expected);
    EXPECT_EQ(shown("[0, 1, 2]\n[3, 4, 5]\n"), expected);
    EXPECT_EQ(shown("[0, 1, 2], [3, 4, 5]"), expected);
    EXPECT_EQ(shown("Tensor(shape=[2, 3], dtype=float32, place=Place(cpu), stop_gradient=True,\n"
                    "       [[0., 1., 2.],\n        [3., 4., 5.]])"),
              expected);
    EXPECT_EQ(
        shown("Parameter containing:\ntensor([[0., 1., 2.],\n        [3., 4., 5.]], requires_grad=True)"),
        expected);
    EXPECT_EQ(
        shown("<tf.Tensor: shape=(2, 3), dtype=float32, numpy=\narray([[0., 1., 2.],\n       [3., 4., 5.]], "
              "dtype=float32)>"),
        expected);
    EXPECT_EQ(shown("[[[0, 1], [2, 3]]]"), "1×2×2: 0 1 2 3");
    EXPECT_THAT(refusal([] { read("[[0, 1], [2]]"); }), HasSubstr("a row of 1 was found"));
    EXPECT_EQ(shown("import numpy as np\n# mine\nx = np.array([[0, 1, 2], [3, 4, 5]])\n"), expected);
    for (const char* call :
         {"np.zeros((3, 3))", "torch.randn(2, 3)", "x = np.eye(3)", "np.arange(6).reshape(2, 3)"})
        EXPECT_THAT(refusal([&] { read(call); }), HasSubstr("is a call that makes numbers")) << call;
    EXPECT_THAT(refusal([] { read("[0, 1]\n[2]"); }), HasSubstr("a row of 1 was found"));
    EXPECT_THAT(refusal([] { read("[[0], [1]]\n[[2], [3]]"); }), HasSubstr("more than one array"));
    EXPECT_THAT(refusal([] { read("[[0, ..., 1]]"); }), HasSubstr("set_printoptions"));
    EXPECT_THAT(refusal([] { read("[[0 … 1]]"); }), HasSubstr("set_printoptions"));
    EXPECT_THAT(refusal([] { read("[[0, 1"); }), HasSubstr("not closed"));
}

std::string row_of(int count, const std::string& before, const std::string& after) {
    std::string row = before;
    for (int i = 0; i < count; ++i) row += (i == 0 ? "" : ",") + std::to_string(i % 7);
    return row + after + "\n";
}

TEST(Items, RowsOf784AreMapsWithTheirLabels) {
    const io_test::Folder folder;
    const auto set = [&](const std::string& text) { return io::read_data_set(folder.with("t.csv", text)); };
    const io::DataSet train = set(row_of(784, "3,", "") + row_of(784, "9,", ""));
    EXPECT_EQ(train.count, 2);
    EXPECT_EQ(train.item_shape, (pool::Shape{1, 1, 28, 28}));
    EXPECT_THAT(train.labels, ElementsAre("3", "9"));
    EXPECT_EQ(train.item(1).at({0, 0, 0, 1}), 1);
    EXPECT_EQ(train.base(1).label, "9");
    // UCI's digits have the label at the end.
    const io::DataSet digits = set(row_of(64, "", ",5") + row_of(64, "", ",6"));
    EXPECT_EQ(digits.item_shape, (pool::Shape{1, 1, 8, 8}));
    EXPECT_THAT(digits.labels, ElementsAre("5", "6"));
    EXPECT_EQ(set(row_of(784, "", "")).item_shape, (pool::Shape{1, 1, 28, 28}));
    std::string column;
    for (int i = 0; i < 784; ++i) column += "1\n";
    EXPECT_EQ(set(column).item_shape, (pool::Shape{1, 1, 28, 28}));
    // A square of 64 × 64 stays one map, and --rows map asks for one.
    std::string square;
    for (int i = 0; i < 64; ++i) square += row_of(64, "", "");
    EXPECT_EQ(set(square).item_shape, (pool::Shape{1, 1, 64, 64}));
    io::ReadOptions options;
    options.rows = io::Rows::map;
    EXPECT_EQ(io::read_data_set(folder.with("m.csv", row_of(784, "", "")), options).item_shape,
              (pool::Shape{1, 1, 1, 784}));
}

std::string cells(std::size_t count, const std::string& value, const std::string& separator = ",") {
    std::string row = value;
    for (std::size_t i = 1; i < count; ++i) row += separator + value;
    return row;
}

io::DataSet set_of(const std::string& text, const io::ReadOptions& options = {}) {
    return io::read_data_set({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, "t.csv",
                             options);
}

TEST(Table, WordsBesideTheValuesOfAnItemAreItsLabel) {
    const std::string first = "cat," + cells(64, "0.5") + "\nseven," + cells(64, "1") + "\n";
    const std::string last = cells(784, "0.5") + ",\"cat\"\n" + cells(784, "1") + ",dog\n";
    std::string header = "label";
    for (int i = 0; i < 64; ++i) header += ",p" + std::to_string(i);
    for (const std::string& text : {first, header + "\n" + first, last}) {
        const io::DataSet set = set_of(text);
        EXPECT_EQ(set.count, 2);
        EXPECT_EQ(set.label(0), "cat");
        EXPECT_EQ(set.item(0).data()[0], 0.5F);
        EXPECT_EQ(set.item(1).data().back(), 1);
    }
    EXPECT_EQ(set_of(last).label(1), "dog");
    EXPECT_EQ(set_of(last).item_shape, (pool::Shape{1, 1, 28, 28}));
    EXPECT_THAT(io::about_text(set_of(first).notes), HasSubstr("the first of 65 columns is the label"));
    // pandas writes its row numbers before them, Excel its own separator.
    EXPECT_EQ(
        set_of(",label," + cells(64, "p") + "\n0,cat," + cells(64, "1") + "\n1,dog," + cells(64, "0") + "\n")
            .label(1),
        "dog");
    EXPECT_EQ(set_of(cells(64, "0,5", ";") + ";Katze\n" + cells(64, "1,5", ";") + ";\n" +
                     cells(64, "1", ";") + ";Hund\n")
                  .label(2),
              "Hund");
    // As one map the words are left out.
    EXPECT_EQ(set_of(first, {.rows = io::Rows::map}).item_shape, (pool::Shape{1, 1, 2, 64}));
    // One word among numbers is a slip.
    EXPECT_THAT(refusal([&] {
                    set_of("1," + cells(64, "0") + "\n2," + cells(64, "0") + "\nO," + cells(64, "0") + "\n");
                }),
                HasSubstr("\"O\" is not a number"));
}

TEST(Table, BlankLinesPartTablesOfOneSize) {
    for (const std::string text : {"1,2\n3,4\n\n5,6\n7,8\n", "# a\n1 2\n3 4\n# b\n5 6\n7 8\n"}) {
        const io::DataSet set = set_of(text);
        EXPECT_EQ(set.item_shape, (pool::Shape{1, 2, 2, 2}));
        EXPECT_EQ(set.item(0).at({0, 1, 0, 0}), 5);
        EXPECT_THAT(io::about_text(set.notes), HasSubstr("2 tables of the same size"));
        EXPECT_EQ(set_of(text, {.rows = io::Rows::map}).item_shape, (pool::Shape{1, 1, 4, 2}));
    }
    EXPECT_EQ(shown("1,2\n\n3,4\n\n5,6\n"), "3×2: 1 2 3 4 5 6");
    EXPECT_EQ(shown("1,2\n3,4\n\n5,6\n"), "3×2: 1 2 3 4 5 6");
}

TEST(Table, WhatProgramsWriteInPlaceOfAValue) {
    EXPECT_EQ(shown("1.#INF,2\n-1.#IND,-1.#INF00\n"), "2×2: ∞ 2 nan −∞");
    EXPECT_EQ(shown("WAHR;FALSCH\nFALSCH;WAHR\n"), "2×2: 1 0 0 1");
    EXPECT_EQ(shown("=\"1\",=\"2\"\n=\"3\",=\"4\"\n"), "2×2: 1 2 3 4");
    // A fault of a spreadsheet is no comment, in no language.
    EXPECT_THAT(refusal([] { read("1;2\n3;#WERT!\n"); }), HasSubstr("\"#WERT!\" is not a number"));
    EXPECT_THAT(refusal([] { read("1;2\n#BEZUG!;4\n"); }), HasSubstr("\"#BEZUG!\" is not a number"));
}

TEST(Table, UnitsInBracketsStandAboveColumns) {
    EXPECT_EQ(shown("x [mm],y [mm]\n1,2\n3,4\n"), "2×2: 1 2 3 4");
    EXPECT_EQ(shown("t (s)\tv (m/s)\n1\t2\n3\t4\n"), "2×2: 1 2 3 4");
    EXPECT_EQ(shown("sep=\t\n1\t2\n3\t4\n"), "2×2: 1 2 3 4");
}

}  // namespace
