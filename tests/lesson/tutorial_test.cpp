#include "lesson/tutorial.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "lesson/answer.h"
#include "lesson/library.h"

namespace lesson {
namespace {

pool::Tensor numbers(std::int64_t h, std::int64_t w) {
    pool::Tensor map({1, 1, h, w});
    float value = 3;
    for (float& v : map.data()) {
        v = value;
        value = static_cast<float>(static_cast<int>(value * 7 + 5) % 23);
    }
    return map;
}

struct Case {
    bool average;
    Repairs repairs;
    std::int64_t h, w, k, s;
};

/// Every form of the loops on sizes that divide and that do not.
std::vector<Case> cases() {
    std::vector<Case> all;
    for (const bool average : {false, true})
        for (int bits = 0; bits < 16; ++bits)
            for (const auto& [h, w, k, s] :
                 {std::array<std::int64_t, 4>{4, 4, 2, 2}, {4, 4, 3, 2}, {5, 5, 2, 2}, {6, 4, 3, 1}})
                all.push_back({average,
                               {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0},
                               h,
                               w,
                               k,
                               s});
    return all;
}

std::string list_text(const pool::Tensor& map) {
    std::string text = "[";
    for (const float v : map.data()) text += std::to_string(static_cast<int>(v)) + ", ";
    return text + "]";
}

/// The listing, called on an input; prints the error's name, or all of `out` and the cells of `index`.
std::string program(const Case& one) {
    const std::string name = one.average ? "average_pool" : "max_pool";
    const pool::Tensor input = numbers(one.h, one.w);
    return tutorial(one.average, one.repairs).text() + "\nx = np.array(" + list_text(input) +
           ", dtype=float).reshape(1, " + std::to_string(one.h) + ", " + std::to_string(one.w) +
           ", 1)\ntry:\n    r = " + name + "(x, " + std::to_string(one.k) + ", " + std::to_string(one.s) +
           ")\n    out, index = r if isinstance(r, tuple) else (r, None)\n    cells = [] if index is None or "
           "np.ndim(index) != 4 "
           "else [int(i) for i in np.flatnonzero(index)]\n    print([round(float(v), 4) for v in "
           "out.ravel()], cells)\n"
           "except Exception as e:\n    print(type(e).__name__)\n";
}

/// What `play_tutorial` says of the same, in the same words.
std::string played(const Case& one) {
    const pool::Tensor input = numbers(one.h, one.w);
    const auto moments = play_tutorial(one.average, one.repairs, input, one.k, one.s);
    for (const TutorialMoment& moment : moments)
        if (!moment.error.empty()) return moment.error;
    std::int64_t rows = one.repairs.size ? (one.h - one.k) / one.s + 1 : one.h / one.s;
    std::int64_t columns = one.repairs.size ? (one.w - one.k) / one.s + 1 : one.w / one.s;
    std::vector<double> out(static_cast<std::size_t>(rows * columns));
    std::vector<std::int64_t> cells;
    for (const TutorialMoment& moment : moments) {
        out[static_cast<std::size_t>(moment.output.y * columns + moment.output.x)] = moment.value;
        if (moment.marked) cells.push_back(moment.marked->y * one.w + moment.marked->x);
    }
    std::ranges::sort(cells);
    cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
    std::ostringstream text;
    text << "[";
    for (std::size_t i = 0; i < out.size(); ++i) {
        std::array<char, 32> number{};
        std::snprintf(number.data(), number.size(), "%.4f", out[i]);
        std::string digits = number.data();
        while (digits.ends_with('0') && !digits.ends_with(".0")) digits.pop_back();
        text << (i == 0 ? "" : ", ") << digits;
    }
    text << "] [";
    for (std::size_t i = 0; i < cells.size(); ++i) text << (i == 0 ? "" : ", ") << cells[i];
    text << "]";
    return text.str();
}

TEST(Tutorial, RunsUnderPythonAsItIsStepped) {
    if (std::string(PYTHON).empty()) GTEST_SKIP() << "no Python with NumPy";
    const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "poolscope_tutorial";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const std::vector<Case> all = cases();
    // One Python for all of them: it takes longer to start than to run.
    {
        std::ofstream driver(folder / "all.py");
        driver << "import sys\nfor i in range(" << all.size()
               << "):\n    exec(compile(open(f'{sys.argv[1]}/{i}.py').read(), str(i), 'exec'), {})\n";
        for (std::size_t i = 0; i < all.size(); ++i)
            std::ofstream(folder / (std::to_string(i) + ".py")) << program(all[i]);
    }
    const std::string command = std::string(PYTHON) + " " + (folder / "all.py").string() + " " +
                                folder.string() + " > " + (folder / "out").string();
    ASSERT_EQ(std::system(command.c_str()), 0);
    std::ifstream out(folder / "out");
    for (const Case& one : all) {
        std::string line;
        ASSERT_TRUE(std::getline(out, line));
        EXPECT_EQ(line, played(one)) << program(one);
    }
    std::filesystem::remove_all(folder);
}

TEST(Tutorial, ShowsItsFourFaults) {
    const pool::Tensor input = numbers(5, 5);
    // The name is taken by a number.
    EXPECT_EQ(play_tutorial(false, {}, input, 2, 2).back().error, "TypeError");
    // Five rows: two are reserved, a third is written.
    EXPECT_EQ(play_tutorial(false, {.name = true, .width = true}, input, 2, 2).back().error, "IndexError");
    // Repaired, it chooses what the program's own layer chooses.
    for (const TutorialMoment& moment :
         play_tutorial(false, {.name = true, .width = true, .size = true}, input, 3, 1)) {
        ASSERT_TRUE(moment.marked);
        EXPECT_EQ(static_cast<double>(input.at(*moment.marked)), moment.value);
    }
    // Divided by the stride, the 7 of the textbook's first 3×3 window is marked at a 2.
    const pool::Tensor textbook({1, 1, 4, 4}, {1, 1, 2, 4, 5, 6, 7, 8, 3, 2, 1, 0, 1, 2, 3, 4});
    const TutorialMoment first = play_tutorial(false, {.name = true, .size = true}, textbook, 3, 2).front();
    EXPECT_EQ(first.value, 7);
    EXPECT_EQ(textbook.at(*first.marked), 2);
    EXPECT_FALSE(tutorial(true, {.argmax = true}).find("argmax"));
}

TEST(Tutorial, ItsLinesAreThoseThatTheLessonsAskFor) {
    for (const LessonFile& file : shipped())
        for (const Lesson& lesson : file.lessons)
            for (const Step& step : lesson.steps) {
                if (!step.question || step.question->kind != AnswerKind::lines) continue;
                const TutorialListing listing = tutorial(step.question->listing == "average");
                EXPECT_TRUE(step.question->listing == "average" || step.question->listing == "max")
                    << step.id;
                work::Workspace workspace(step.setup.document);
                Deeds deeds;
                Scope scope(shown_of(workspace), deeds);
                for (const Offer& offer : offers(*step.question, scope))
                    for (const measure::Value& mark : *offer.value.list())
                        EXPECT_TRUE(listing.find(*mark.text())) << step.id << *mark.text();
            }
}

}  // namespace
}  // namespace lesson
