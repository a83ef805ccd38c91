#include <fstream>
#include <iterator>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../figure/tools.h"
#include "app/animate_job.h"
#include "app/commands.h"
#include "document/samples.h"
#include "io/link.h"
#include "lesson/worksheet.h"
#include "pool/notation.h"
#include "work/evaluate.h"

namespace {

using testing::HasSubstr;

struct Outcome {
    int code = 0;
    std::string print, errors;
};
Outcome run_command(const std::vector<std::string>& arguments) {
    std::ostringstream print;
    std::ostringstream errors;
    const int code = app::run(arguments, print, errors);
    return {code, print.str(), errors.str()};
}

std::string written_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(WorksheetCommand, WritesSheetAndKeyAndTheSameBytesAgain) {
    const tools::Folder folder;
    const auto sheet = [&](const std::string& name, const std::string& seed) {
        return run_command({"worksheet", "ties", "-o", folder / name, "--answers", folder / ("key-" + name),
                            "--count", "2", "--seed", seed, "--language", "both"});
    };
    ASSERT_EQ(sheet("a.pdf", "3").code, 0);
    ASSERT_EQ(sheet("b.pdf", "3").code, 0);
    ASSERT_EQ(sheet("c.pdf", "4").code, 0);
    EXPECT_TRUE(written_bytes(folder / "a.pdf").starts_with("%PDF"));
    EXPECT_EQ(written_bytes(folder / "a.pdf"), written_bytes(folder / "b.pdf"));
    EXPECT_EQ(written_bytes(folder / "key-a.pdf"), written_bytes(folder / "key-b.pdf"));
    EXPECT_NE(written_bytes(folder / "a.pdf"), written_bytes(folder / "c.pdf"));
    EXPECT_NE(written_bytes(folder / "a.pdf"), written_bytes(folder / "key-a.pdf"));
}

TEST(WorksheetCommand, ACameraReadsTheFirstExercise) {
    if (!tools::has("zbarimg") || !tools::has("pdftoppm"))
        GTEST_SKIP() << "zbar-tools or poppler-utils is missing";
    const tools::Folder folder;
    for (const std::string kind : {"max", "average-backward", "match"}) {
        const Outcome outcome =
            run_command({"worksheet", kind, "-o", folder / "sheet.pdf", "--qr", "--count", "3"});
        if (outcome.errors.find("libqrencode") != std::string::npos) GTEST_SKIP() << outcome.errors;
        ASSERT_EQ(outcome.code, 0) << outcome.errors;
        tools::output_of("pdftoppm -r 300 -f 1 -l 1 -png '" + (folder / "sheet.pdf") + "' '" +
                         (folder / "page") + "'");
        const io::Link link =
            io::from_link(tools::output_of("zbarimg -q --raw '" + (folder / "page") + "'*.png 2>/dev/null"));
        std::filesystem::remove(folder / "page-1.png");
        const lesson::Worksheet sheet = lesson::make_worksheet(*lesson::find_worksheet(kind), 3, 1);
        const pool::Evaluation found = work::evaluate(link.document);
        const pool::Evaluation& drawn =
            kind == "match" ? sheet.matching.digits.front().evaluation : sheet.exercises.front().evaluation;
        EXPECT_EQ(found.output(), drawn.output()) << kind;
        if (kind == "average-backward") {
            EXPECT_EQ(found.gradient(0), drawn.gradient(0));
        }
    }
}

TEST(WorksheetCommand, RefusesWithOneSentenceAndWritesNothing) {
    const tools::Folder folder;
    const std::string out = folder / "sheet.pdf";
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
        {{"worksheet", "sums", "-o", out}, "no kind of worksheet"},
        {{"worksheet", "max"}, "written as PDF"},
        {{"worksheet", "max", "-o", folder / "sheet.png"}, "written as PDF"},
        {{"worksheet", "max", "-o", out, "--answers", "key"}, "written as PDF"},
        {{"worksheet", "max", "-o", out, "--count", "0"}, "expected 1 to"},
        {{"worksheet", "match", "-o", out, "--count", "11"}, "expected 2 to 10"},
        {{"worksheet", "max", "-o", out, "--document", folder / "none"}, "was not found"}};
    for (const auto& [arguments, words] : cases) {
        const Outcome outcome = run_command(arguments);
        EXPECT_EQ(outcome.code, 2) << words;
        EXPECT_THAT(outcome.errors, HasSubstr(words));
        EXPECT_EQ(std::ranges::count(outcome.errors, '\n'), 1) << outcome.errors;
        EXPECT_FALSE(std::filesystem::exists(out)) << words;
    }
    EXPECT_THAT(run_command({"worksheet", "--list"}).print, HasSubstr("average-backward"));
}

app::FigureJob job_of(const std::string& stack) {
    app::FigureJob job;
    job.kind = figure::find_plate("pair");
    job.document.input = document::find_sample("matrix.textbook")->input;
    job.document.stack = pool::parse_stack(stack);
    return job;
}

std::vector<figure::FilmMoment> moments_of(const app::FigureJob& job, const figure::FilmPlan& plan) {
    return figure::film_moments(work::Live(job.document), app::scene_of(job), plan);
}

TEST(Film, ShowsTheStagesThatTheWindowShowsAtItsRate) {
    const app::FigureJob job = job_of("MaxPool2d(2)");
    figure::FilmPlan plan;
    plan.fps = 10;
    plan.seconds = 1;
    plan.hold = 2;
    const auto moments = moments_of(job, plan);
    EXPECT_NEAR(figure::duration(moments), 4 * 1000 + 2000, 300);
    std::int64_t window = 0;
    float stage = 0;
    for (const figure::FilmMoment& moment : moments) {
        if (moment.cursor.window != window) stage = 0;
        ASSERT_TRUE(moment.cursor.window == window || moment.cursor.window == window + 1);
        window = moment.cursor.window;
        // Within a window the stages go on, and end at rest.
        ASSERT_TRUE(moment.cursor.stage >= stage || moment.cursor.stage == 0);
        stage = moment.cursor.stage;
    }
    EXPECT_EQ(window, 3);
    EXPECT_EQ(moments.back().cursor.stage, 0) << "the result is held";
    EXPECT_GE(moments.back().milliseconds, 2000);
    for (std::size_t i = 0; i + 1 < moments.size(); ++i) ASSERT_EQ(moments[i].milliseconds, 100);
}

TEST(Film, OfResultsKeyMomentsAndARange) {
    app::FigureJob job = job_of("MaxPool2d(2), AvgPool2d(2)");
    figure::FilmPlan plan;
    plan.stages = false;
    EXPECT_EQ(moments_of(job, plan).size(), 4U) << "a frame a window";
    plan.walk = true;
    EXPECT_EQ(moments_of(job, plan).size(), 10U) << "4 + 1 forward, 1 + 4 backward";
    plan.range = {3, 5};
    const auto part = moments_of(job, plan);
    ASSERT_EQ(part.size(), 3U);
    EXPECT_EQ(part[0].cursor.window, 3);
    EXPECT_EQ(part[1].cursor.layer, 1U);
    EXPECT_EQ(part[2].cursor.phase, pool::Phase::backward);
    plan.range = {3, 10};
    EXPECT_THROW(moments_of(job, plan), words::Error);
    plan = {};
    plan.stages = false;
    plan.key = true;
    const auto keys = moments_of(job, plan);
    EXPECT_GE(keys.size(), 1U);
    EXPECT_LT(keys.size(), 4U);
    job.windows = {1, 2};
    plan.key = false;
    EXPECT_EQ(moments_of(job, plan).size(), 2U);
}

TEST(Figures, CurveCodeAndTowerNeedNoDisplay) {
    const tools::Folder folder;
    for (const std::string kind : {"curve", "code", "tower"}) {
        const std::string out = folder / (kind + ".svg");
        const Outcome outcome = run_command(
            {"figure", kind, "-o", out, "--sample", "digit.3", "--stack", "MaxPool2d(4)", "--caption"});
        ASSERT_EQ(outcome.code, 0) << outcome.errors;
        EXPECT_THAT(written_bytes(out), HasSubstr("MaxPool2d(4)")) << kind;
    }
    EXPECT_THAT(written_bytes(folder / "tower.svg"), HasSubstr(">28×28</text>")) << "names are text";
    EXPECT_THAT(written_bytes(folder / "tower.svg"), HasSubstr("<image"));
    EXPECT_THAT(written_bytes(folder / "code.svg"), HasSubstr("import numpy"));
    EXPECT_THAT(written_bytes(folder / "curve.svg"), HasSubstr("relative difference"));
    EXPECT_THAT(run_command({"figure", "curve", "-o", folder / "no.svg", "--transform", "left=1"}).errors,
                HasSubstr("left=1"));
}

TEST(Figures, RefuseAPlaceThatTheyCannotShow) {
    const tools::Folder folder;
    const auto made = [&](const std::string& kind, const std::vector<std::string>& place) {
        std::vector<std::string> all = {"figure", kind, "-o", folder / "a.svg", "--stack", "MaxPool2d(2)"};
        all.insert(all.end(), place.begin(), place.end());
        return run_command(all);
    };
    for (const std::string kind : {"compare", "kinds", "curve"}) {
        const Outcome outcome = made(kind, {"--phase", "backward"});
        EXPECT_EQ(outcome.code, 2) << kind;
        EXPECT_THAT(outcome.errors, HasSubstr("figure " + kind + " has no backward direction"));
    }
    for (const figure::PlateKind& kind : figure::plate_kinds())
        EXPECT_EQ(made(std::string(kind.name), {"--whole"}).code, kind.name == "tower" ? 0 : 2) << kind.name;
    EXPECT_EQ(made("pair", {"--phase", "backward"}).code, 0);
    EXPECT_EQ(run_command({"animate", "pair", "-o", folder / "a.gif", "--whole"}).code, 2);
}

TEST(Figures, OfAdaptivePoolingItIsSaidWhatStays) {
    const tools::Folder folder;
    const auto said = [&](const std::string& kinds) {
        return run_command({"sweep", "--sample", "digit.3", "--stack", "MaxPool2d(2), AdaptiveAvgPool2d(4)",
                            "--transform", "shift-x=0:1:1", "--kinds", kinds})
            .errors;
    };
    EXPECT_THAT(said("as-given,blur"), HasSubstr("AdaptiveAvgPool2d(4) stays as it is"));
    EXPECT_EQ(said("avg,max"), "");
    EXPECT_THAT(run_command({"figure", "curve", "-o", folder / "a.svg", "--sample", "digit.3", "--stack",
                             "AdaptiveMaxPool2d(4)", "--transform", "shift-x=0:1:1", "--kinds", "subsample"})
                    .errors,
                HasSubstr("AdaptiveMaxPool2d(4) stays as it is"));
}

}  // namespace
