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

TEST(Table, HeadersAndRowNumbers) {
    EXPECT_EQ(shown("a,b\n0,1\n2,3"), "2×2: 0 1 2 3");
    EXPECT_THAT(read("a,b\n0,1").notes, HasSubstr("names of the columns"));
    EXPECT_EQ(shown(",0,1\n0,5,6\n1,7,8"), "2×2: 5 6 7 8");
    EXPECT_EQ(shown(",a,b\n0,5,6\n1,7,8"), "2×2: 5 6 7 8");
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
    EXPECT_EQ(
        shown("Parameter containing:\ntensor([[0., 1., 2.],\n        [3., 4., 5.]], requires_grad=True)"),
        expected);
    EXPECT_EQ(
        shown("<tf.Tensor: shape=(2, 3), dtype=float32, numpy=\narray([[0., 1., 2.],\n       [3., 4., 5.]], "
              "dtype=float32)>"),
        expected);
    EXPECT_EQ(shown("[[[0, 1], [2, 3]]]"), "1×2×2: 0 1 2 3");
    EXPECT_THAT(refusal([] { read("[[0, 1], [2]]"); }), HasSubstr("a row of 1 was found"));
    EXPECT_THAT(refusal([] { read("[[0, ..., 1]]"); }), HasSubstr("set_printoptions"));
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

}  // namespace
