#include "lesson/worksheet.h"

#include <charconv>
#include <cmath>
#include <regex>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../figure/clean.h"
#include "../figure/tools.h"
#include "document/samples.h"
#include "figure/export.h"
#include "lesson/worksheet_pages.h"
#include "measure/windows.h"
#include "pool/notation.h"

namespace {

using namespace lesson;
using testing::HasSubstr;
using testing::Not;

bool equal(const pool::Tensor& a, const pool::Tensor& b) {
    return a.shape() == b.shape() &&
           std::ranges::equal(a.data(), b.data(), [](float x, float y) { return std::abs(x - y) < 1e-3F; });
}

TEST(Worksheet, EveryExerciseHasOneRightAnswerAndNoWrongOneIsLikeAnother) {
    for (const WorksheetKind& kind : worksheet_kinds()) {
        if (kind.ask == Ask::letters) continue;
        for (std::uint64_t seed = 1; seed <= 2; ++seed) {
            const Worksheet sheet = make_worksheet(kind, 7, seed);
            ASSERT_EQ(sheet.exercises.size(), 7U);
            for (const Exercise& exercise : sheet.exercises) {
                const std::string what = std::string(kind.name) + " seed " + std::to_string(seed) + " " +
                                         pool::notation(exercise.evaluation.layers[0].layer);
                ASSERT_FALSE(exercise.wrong.empty()) << what;
                for (std::size_t i = 0; i < exercise.wrong.size(); ++i) {
                    EXPECT_FALSE(equal(exercise.wrong[i].values, exercise.answer))
                        << what << " " << exercise.wrong[i].why->id;
                    for (std::size_t k = 0; k < i; ++k)
                        EXPECT_FALSE(equal(exercise.wrong[i].values, exercise.wrong[k].values)) << what;
                }
                for (const float v : exercise.evaluation.map(0).data()) EXPECT_EQ(v, std::round(v)) << what;
                for (const float v : exercise.answer.data())
                    EXPECT_EQ(4 * v, std::round(4 * v)) << what << ": too many decimals";
            }
        }
    }
}

TEST(Worksheet, WindowsTieInTiesAlone) {
    const auto tied = [](const std::string& name) {
        std::set<bool> found;
        for (const Exercise& exercise : make_worksheet(*find_worksheet(name), 6, 3).exercises) {
            const pool::Evaluation& e = exercise.evaluation;
            for (std::int64_t y = 0; y < e.map(1).shape().h; ++y)
                for (std::int64_t x = 0; x < e.map(1).shape().w; ++x)
                    found.insert(measure::tied(e, 1, {0, 0, y, x}) > 1);
        }
        return found;
    };
    EXPECT_EQ(tied("ties"), std::set{true});
    for (const std::string name : {"max", "index", "max-backward"}) EXPECT_EQ(tied(name), std::set{false});
}

TEST(Worksheet, EachMisconceptionIsAskedForSomewhere) {
    std::set<std::string> codes;
    for (const WorksheetKind& kind : worksheet_kinds())
        for (const Exercise& exercise : make_worksheet(kind, 6, 1).exercises)
            for (const WrongAnswer& wrong : exercise.wrong) codes.emplace(wrong.why->code);
    for (const std::string code : {"M01", "M02", "M03", "M04", "M05", "M06", "M07", "M19", "1.3", "1.4",
                                   "3.2", "3.4", "4.3", "4.4", "5.1", "6.1", "6.2", "8.3"})
        EXPECT_TRUE(codes.contains(code)) << code;
}

std::vector<unsigned char> pdf_of(const std::string& kind, std::uint64_t seed, bool answers, int count = 6,
                                  WorksheetLook look = {}) {
    look.answers = answers;
    look.footer = "poolscope";
    return figure::render_pages(worksheet_pages(make_worksheet(*find_worksheet(kind), count, seed), look),
                                {});
}

TEST(Worksheet, TheSameSeedGivesTheSameBytes) {
    for (const WorksheetKind& kind : worksheet_kinds()) {
        const std::string name(kind.name);
        EXPECT_EQ(pdf_of(name, 5, true), pdf_of(name, 5, true)) << name;
        EXPECT_NE(pdf_of(name, 5, false), pdf_of(name, 6, false)) << name;
    }
    // More exercises change none of those before.
    const Worksheet few = make_worksheet(*find_worksheet("max"), 2, 9);
    const Worksheet many = make_worksheet(*find_worksheet("max"), 9, 9);
    for (std::size_t i = 0; i < few.exercises.size(); ++i)
        EXPECT_EQ(few.exercises[i].evaluation.map(0), many.exercises[i].evaluation.map(0));
}

TEST(Worksheet, NothingOverlapsInAnyKindLanguageAndPaper) {
    using figure::Language;
    const std::vector<Language> both = {Language::english, Language::chinese};
    const std::vector<WorksheetLook> looks = {{Paper::a4, {Language::english}, false, "a footer"},
                                              {Paper::letter, {Language::chinese}, true, "a footer"},
                                              {Paper::letter, both, false, "a footer"},
                                              {Paper::a4, both, true, "a footer"}};
    for (const WorksheetKind& kind : worksheet_kinds()) {
        const Worksheet sheet = make_worksheet(kind, 8, 2);
        for (const WorksheetLook& look : looks) {
            for (const figure::Drawing& page : worksheet_pages(sheet, look))
                figure::expect_clean(page, std::string(kind.name) + (look.answers ? " key" : " sheet"));
            if (HasFatalFailure()) return;
        }
    }
}

TEST(Worksheet, ADocumentGivesItsLayerAndItsMap) {
    document::Document document;
    document.input = document::find_sample("matrix.textbook")->input;
    document.stack = pool::parse_stack("ReLU(), AvgPool2d(2, stride=1)");
    const Worksheet sheet = make_worksheet(*find_worksheet("average"), 3, 1, &document);
    for (const Exercise& exercise : sheet.exercises)
        EXPECT_EQ(pool::notation(exercise.evaluation.layers[0].layer), "AvgPool2d(2, stride=1)");
    EXPECT_EQ(sheet.exercises[0].evaluation.map(0).at({0, 0, 1, 3}), 8) << "the textbook's matrix";
    try {
        make_worksheet(*find_worksheet("max"), 3, 1, &document);
        FAIL() << "there is no MaxPool2d";
    } catch (const words::Error& refused) {
        EXPECT_THAT(refused.what(), HasSubstr("expected one of: MaxPool2d"));
    }
    document.stack = pool::parse_stack("AdaptiveMaxPool2d(1)");
    EXPECT_THROW(make_worksheet(*find_worksheet("match"), 6, 1, &document), words::Error)
        << "all digits become one equal cell";
}

TEST(Worksheet, RefusesCountsThatItCannotMake) {
    EXPECT_THROW(make_worksheet(*find_worksheet("max"), 0, 1), words::Error);
    EXPECT_THROW(make_worksheet(*find_worksheet("max"), kMostExercises + 1, 1), words::Error);
    EXPECT_THROW(make_worksheet(*find_worksheet("match"), 11, 1), words::Error);
    EXPECT_EQ(find_worksheet("nothing"), nullptr);
}

// What stands on paper, read back and computed again by plain loops.

/// The words of a PDF in the order in which they were written.
std::vector<std::string> words_of(const std::vector<unsigned char>& pdf) {
    const tools::Folder folder;
    std::istringstream text(
        tools::output_of("pdftotext -raw '" + folder.write("sheet.pdf", pdf) + "' - 2>/dev/null"));
    std::vector<std::string> words;
    for (std::string word; text >> word;) words.push_back(word);
    return words;
}

std::optional<double> number_in(std::string word) {
    if (word.starts_with("−")) word = "-" + word.substr(3);
    double value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
    return value;
}

/// A layer as its notation says it.
struct PaperLayer {
    bool maximum = true;
    int kernel = 2, stride = 2;
};

struct PaperExercise {
    PaperLayer layer;
    std::vector<std::vector<double>> maps;  ///< in the order on paper
};

/// Exercises without padding: number, notation, then each map's name, size and numbers.
std::vector<PaperExercise> exercises_in(const std::vector<std::string>& words) {
    static const std::regex layer(R"((Max|Avg)Pool2d\((\d)(?:,stride=(\d))?\))");
    std::vector<PaperExercise> exercises;
    bool inside = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string text = words[i];
        if (text == "poolscope") inside = false;  // the foot of the page
        if (text.find("Pool2d(") != std::string::npos) {
            while (!text.ends_with(')')) text += words[++i];
            std::smatch found;
            inside = std::regex_match(text, found, layer);
            if (!inside) continue;
            PaperExercise exercise;
            exercise.layer.maximum = found[1] == "Max";
            exercise.layer.kernel = std::stoi(found[2]);
            exercise.layer.stride = found[3].matched ? std::stoi(found[3]) : exercise.layer.kernel;
            exercises.push_back(exercise);
        } else if (inside &&
                   (text == "Input" || text == "Output" || text == "indices" || text.starts_with("grad_"))) {
            exercises.back().maps.emplace_back();
        } else if (const auto value = number_in(text); inside && value && !exercises.back().maps.empty()) {
            // Behind the map come the next exercise's number or the wrong answers.
            exercises.back().maps.back().push_back(*value);
        }
    }
    return exercises;
}

/// Output and gradient of a square map, by plain loops.
struct Twin {
    std::vector<double> output, indices, gradient;
};
Twin twin_of(const PaperLayer& layer, const std::vector<double>& map, int side,
             const std::vector<double>& sent) {
    Twin twin;
    twin.gradient.assign(map.size(), 0);
    const int out = (side - layer.kernel) / layer.stride + 1;
    for (int y = 0; y < out; ++y)
        for (int x = 0; x < out; ++x) {
            double sum = 0;
            std::size_t best = static_cast<std::size_t>(y * layer.stride * side + x * layer.stride);
            const std::size_t window = twin.output.size();
            for (int i = 0; i < layer.kernel; ++i)
                for (int j = 0; j < layer.kernel; ++j) {
                    const auto at =
                        static_cast<std::size_t>((y * layer.stride + i) * side + x * layer.stride + j);
                    sum += map[at];
                    if (map[at] > map[best]) best = at;
                    if (!layer.maximum && window < sent.size())
                        twin.gradient[at] += sent[window] / (layer.kernel * layer.kernel);
                }
            if (layer.maximum && window < sent.size()) twin.gradient[best] += sent[window];
            twin.output.push_back(layer.maximum ? map[best] : sum / (layer.kernel * layer.kernel));
            twin.indices.push_back(static_cast<double>(best));
        }
    return twin;
}

TEST(WorksheetOnPaper, TheKeyHoldsWhatPlainLoopsGiveAndTheSheetDoesNot) {
    if (!tools::has("pdftotext")) GTEST_SKIP() << "pdftotext (poppler-utils) is missing";
    for (const std::string kind :
         {"max", "average", "index", "max-backward", "average-backward", "overlap"}) {
        const std::vector<PaperExercise> key = exercises_in(words_of(pdf_of(kind, 4, true)));
        const std::vector<PaperExercise> sheet = exercises_in(words_of(pdf_of(kind, 4, false)));
        ASSERT_EQ(key.size(), sheet.size()) << kind;
        int checked = 0;
        for (std::size_t i = 0; i < key.size(); ++i) {
            const std::vector<double>& map = key[i].maps.at(0);
            const int side = static_cast<int>(std::lround(std::sqrt(static_cast<double>(map.size()))));
            if (static_cast<std::size_t>(side * side) != map.size()) continue;
            const bool backward = kind.ends_with("backward") || kind == "overlap";
            const Twin twin =
                twin_of(key[i].layer, map, side, backward ? key[i].maps.at(1) : std::vector<double>());
            const std::vector<double>& right = backward          ? twin.gradient
                                               : kind == "index" ? twin.indices
                                                                 : twin.output;
            const std::vector<double>& written = key[i].maps.back();
            ASSERT_GE(written.size(), right.size()) << kind;
            for (std::size_t k = 0; k < right.size(); ++k)
                EXPECT_NEAR(written[k], right[k], 0.006) << kind << " " << i + 1 << " cell " << k;
            EXPECT_EQ(sheet[i].maps.at(0), map) << kind;
            EXPECT_LE(sheet[i].maps.back().size(), 1U) << kind << ": the blanks are not blank";
            ++checked;
        }
        EXPECT_GE(checked, 2) << kind;
    }
}

TEST(WorksheetOnPaper, ThePageIsAsLargeAsItsPaperAndFontsAreEmbedded) {
    if (!tools::has("pdfinfo")) GTEST_SKIP() << "pdfinfo (poppler-utils) is missing";
    const tools::Folder folder;
    using figure::Language;
    const std::string a4 = folder.write(
        "a4.pdf", pdf_of("max", 1, true, 6, {Paper::a4, {Language::english, Language::chinese}, false, {}}));
    const std::string letter = folder.write(
        "letter.pdf", pdf_of("max", 1, false, 6, {Paper::letter, {Language::english}, false, {}}));
    EXPECT_THAT(tools::output_of("pdfinfo " + a4), HasSubstr("(A4)"));
    EXPECT_THAT(tools::output_of("pdfinfo " + letter), HasSubstr("(letter)"));
    EXPECT_THAT(tools::output_of("pdftotext " + a4 + " -"), HasSubstr("最大池化"));
    std::istringstream fonts(tools::output_of("pdffonts " + a4 + " | tail -n +3"));
    int count = 0;
    for (std::string line; std::getline(fonts, line); ++count)
        EXPECT_THAT(line, testing::ContainsRegex(" yes +yes +")) << "embedded, as a subset";
    EXPECT_GT(count, 2);
}

TEST(WorksheetOnPaper, EveryDigitOfAMatchHasItsLetterInTheKeyAlone) {
    if (!tools::has("pdftotext")) GTEST_SKIP() << "pdftotext (poppler-utils) is missing";
    const auto letters = [](const std::vector<std::string>& words) {
        std::multiset<std::string> found;
        for (const std::string& word : words)
            if (word.size() == 1 && word[0] >= 'A' && word[0] <= 'F') found.insert(word);
        return found;
    };
    EXPECT_EQ(letters(words_of(pdf_of("match", 7, false))),
              (std::multiset<std::string>{"A", "B", "C", "D", "E", "F"}));
    EXPECT_EQ(letters(words_of(pdf_of("match", 7, true))).size(), 12U);
    const Worksheet sheet = make_worksheet(*find_worksheet("match"), 6, 7);
    std::set<std::size_t> places;
    for (const Matching::Digit& digit : sheet.matching.digits) places.insert(digit.place);
    EXPECT_EQ(places.size(), 6U);
}

}  // namespace
