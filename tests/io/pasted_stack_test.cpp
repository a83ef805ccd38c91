#include "io/pasted_stack.h"

#include <fstream>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/npy.h"
#include "pool/notation.h"
#include "temporary.h"

namespace {

/// "\n" and "\t" as they are meant.
std::string unescaped(const std::string& line) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool escape =
            line[i] == '\\' && i + 1 < line.size() && (line[i + 1] == 'n' || line[i + 1] == 't');
        if (escape) {
            text += line[++i] == 'n' ? '\n' : '\t';
        } else {
            text += line[i];
        }
    }
    return text;
}

/// "= notation" and "~ note" for each note, or "! refusal".
std::vector<std::string> told(const std::string& text) {
    try {
        const io::PastedStack read = io::read_pasted_stack(text);
        std::vector<std::string> result = {"= " + pool::notation(read.stack)};
        for (const words::Message& note : read.notes) result.push_back("~ " + note.text());
        return result;
    } catch (const pool::NotationError& error) {
        EXPECT_LE(error.offset(), text.size());
        return {"! " + std::string(error.what())};
    }
}

TEST(PastedStack, ReadsWhatPeoplePaste) {
    std::ifstream file(TEST_DATA_DIR "/pasted_stacks.txt");
    std::string line;
    std::string text;
    std::vector<std::string> found;
    std::size_t count = 0;
    std::size_t next = 0;
    while (std::getline(file, line)) {
        if (line.starts_with("# A text") || line.starts_with("# \"=")) continue;
        const bool expectation =
            line.starts_with("= ") || line == "=" || line.starts_with("! ") || line.starts_with("~ ");
        if (!expectation) {
            EXPECT_EQ(next, found.size()) << text << ": a note more than expected";
            text = line;
            found = told(unescaped(text));
            next = 0;
            ++count;
            continue;
        }
        ASSERT_LT(next, found.size()) << text << " misses " << line;
        if (line.starts_with("! ")) {
            EXPECT_TRUE(found[next].starts_with(line)) << text << "\n" << found[next] << "\n" << line;
        } else {
            EXPECT_EQ(found[next], line) << text;
        }
        ++next;
    }
    EXPECT_GT(count, 200U);
}

TEST(PastedStack, SaysWhereInTheTextAsItWasPasted) {
    const std::string text = "nn.MaxPool2d（2）\nnn.MaxPol2d(2)";
    try {
        io::read_pasted_stack(text);
        FAIL();
    } catch (const pool::NotationError& error) {
        EXPECT_EQ(text.substr(error.offset(), 10), "nn.MaxPol2");
        EXPECT_EQ(io::place_in(text, error.offset()).text(), "line 2, column 1");
    }
    EXPECT_EQ(io::place_in("，x", 3).text(), "character 2");
}

TEST(PastedStack, ReadsTheValuesOfAWeightFile) {
    const io_test::Folder folder;
    io::write_npy(folder / "w.npy", pool::Tensor({1, 1, 2, 2}, {1, 0, 0, -1}));
    const auto read = [&](const std::string& name) {
        return io::read_pasted_stack("Conv2d(1, 1, 2, weight='" + (folder / name).string() + "')");
    };
    EXPECT_EQ(pool::notation(read("w.npy").stack), "Conv2d(weight=[[1, 0], [0, -1]])");
    EXPECT_THROW(read("none.npy"), io::FileError);
}

TEST(PastedStack, TakesChannelsFromTheInput) {
    const io::PastedStack read =
        io::read_pasted_stack("Conv2D(4, 3), MaxPooling2D(2), Conv2D(2, 3)", {1, 3, 28, 28});
    EXPECT_EQ(pool::notation(read.stack),
              "Conv2d(in_channels=3, out_channels=4, kernel_size=3), MaxPool2d(2, rule='tensorflow'), "
              "Conv2d(in_channels=4, out_channels=2, kernel_size=3, seed=1)");
}

TEST(PastedStack, EndsOnDamagedText) {
    std::ifstream file(TEST_DATA_DIR "/pasted_stacks.txt");
    std::vector<std::string> texts;
    for (std::string line; std::getline(file, line);) texts.push_back(unescaped(line));
    std::mt19937 random(7);
    const std::string signs = "()[]{}.,:=*'\"\\\n #x2>-~\xEF\xBC\x88";
    for (int i = 0; i < 4000; ++i) {
        std::string text = texts[random() % texts.size()];
        for (int k = 0; k < 4 && !text.empty(); ++k) {
            const std::size_t at = random() % text.size();
            if (random() % 2 == 0)
                text.insert(at, 1, signs[random() % signs.size()]);
            else
                text.erase(at, 1 + random() % 4);
        }
        try {
            io::read_pasted_stack(text);
        } catch (const std::runtime_error&) {
            // A refusal is an answer too.
        }
    }
    EXPECT_THROW(io::read_pasted_stack(std::string(100000, '(')), pool::NotationError);
    EXPECT_THROW(io::read_pasted_stack(std::string(100000, '-')), pool::NotationError);
}

std::string repeated(const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

TEST(PastedStack, RefusesWhatWouldTakeAllTheStackOrAllTheTime) {
    const auto refusal = [](const std::string& text) -> std::string {
        try {
            io::read_pasted_stack(text);
        } catch (const pool::NotationError& error) {
            return error.message().key();
        }
        return "accepted";
    };
    for (const char* link : {"()", ".a()", "[0]", "+1", "(2).eval()"})
        EXPECT_EQ(refusal("x" + repeated(link, 30000)), "error.pasted.tall") << link;
    EXPECT_EQ(refusal(repeated("2 x ", 30000) + "MaxPool2d(2)"), "error.notation.deep");
    EXPECT_EQ(refusal("for i in range(1000000000): y = 1"), "error.pasted.steps");
    EXPECT_EQ(refusal("for i in range(200):\n for j in range(200):\n  for k in range(200):\n   pass"),
              "error.pasted.steps");
    EXPECT_EQ(refusal(repeated("y = 1\n", 30000)), "error.pasted.steps");
    EXPECT_EQ(refusal("L = [0] * 20000\nfor a in L:\n for b in L:\n  break"), "error.pasted.steps");
    EXPECT_EQ(refusal("L = [0] * 20000\n" + repeated("L = L + L\n", 40)), "error.pasted.steps");
    EXPECT_EQ(refusal("a = {'q': 1}\n" + repeated("a = {'p': a, 'r': a}\n", 60)), "error.pasted.steps");
    EXPECT_EQ(refusal("i = 0\nwhile True:\n i += 1"), "error.pasted.steps");
    EXPECT_EQ(refusal(std::string(2 << 20, 'x')), "error.notation.long");
    // A page of prose and a name of half a megabyte are read in no time.
    EXPECT_NE(refusal(repeated("pool ", 100000)), "accepted");
    EXPECT_NE(refusal(std::string(500000, 'p')), "accepted");
    EXPECT_EQ(refusal("nn.Sequential(" + repeated("nn.ReLU(), ", 200) + ")"), "accepted");
}

TEST(PastedStack, WhatIsLeftOutIsNamedAsItStandsThere) {
    const io::PastedStack read =
        io::read_pasted_stack("x = F.max_pool2d(inputs, kernel_size=3, stride=2, padding=1)\nx = x @ w");
    ASSERT_EQ(read.notes.size(), 1U);
    EXPECT_EQ(read.notes[0].text(), "left out: @ w");
}

}  // namespace
