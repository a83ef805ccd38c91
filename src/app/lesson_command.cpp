#include "app/lesson_command.h"

#include <ostream>

#include "app/figure_job.h"
#include "app/options.h"
#include "document/lane.h"
#include "io/files.h"
#include "io/link.h"
#include "lesson/check.h"
#include "lesson/library.h"
#include "lesson/reader.h"

namespace app {

namespace {

bool is_file(const std::string& name) { return name.ends_with(".json"); }

/// "1 What pooling is · 池化是什么", then its steps.
void list(std::span<const lesson::LessonFile> files, std::ostream& print) {
    for (const lesson::LessonFile& file : files) {
        for (const lesson::Lesson& one : file.lessons) {
            print << one.id << ' ' << one.title.en << " · " << one.title.zh << '\n';
            for (const lesson::Step& step : one.steps)
                print << "  " << step.id << ' ' << lesson::kind_name(step.kind) << ' ' << step.say.en << '\n';
        }
        for (const lesson::Challenge& one : file.challenges)
            print << one.id << ' ' << one.title.en << " · " << one.title.zh << '\n';
    }
}

std::size_t problems_in(const lesson::LessonFile& file, std::ostream& print) {
    const std::vector<lesson::Problem> problems = lesson::check(file);
    for (const lesson::Problem& problem : problems)
        print << file.name << ", line " << problem.line << ": " << problem.id << ": "
              << problem.message.text() << '\n';
    return problems.size();
}

FigureJob job_of(const lesson::Step& step) {
    FigureJob job;
    const document::Document& document = step.setup.document;
    const bool pair = document::other_input(document);
    const bool backward = step.setup.phase == pool::Phase::backward;
    job.kind = figure::find_plate(pair ? "compare" : backward ? "backward" : "pair");
    job.document = document;
    job.cursor = step.setup.cursor();
    return job;
}

}  // namespace

void LessonCommand::add_to(Options& options) {
    options.add("LESSON", what_, "The id of a lesson, such as 4 or M07, or lesson files");
    options.add("--step", step_, "A step of it, such as 4.2");
    options.flag("--list", list_, "List lessons and steps");
    options.flag("--check", check_,
                 "Play every step of the files (none: of all that ship) and say what is wrong");
    options.add("--figure", figure_, "OUT.png, OUT.svg, OUT.pdf or OUT.tex: draw the step");
    options.flag("--veil", veil_, "Draw it before its answer, with what is asked for hatched");
    options.flag("--qr", qr_, "With the step as a poolscope:// link in a QR code");
    options.add("--theme", theme_, "Of the figure: light, dark or print").one_of({"light", "dark", "print"});
    options.add("--language", language_, "Of the figure: en or zh").one_of({"en", "zh"});
}

int LessonCommand::check(std::ostream& print) const {
    std::size_t problems = 0;
    std::size_t steps = 0;
    const auto check_one = [&](const lesson::LessonFile& file) {
        for (const lesson::Lesson& one : file.lessons) steps += one.steps.size();
        steps += file.challenges.size();
        problems += problems_in(file, print);
    };
    if (what_.empty())
        for (const lesson::LessonFile& file : lesson::shipped()) check_one(file);
    for (const std::string& name : what_) check_one(lesson::load_lessons(name));
    print << steps << " steps and challenges, " << problems << " problems\n";
    return problems == 0 ? 0 : 1;
}

int LessonCommand::draw(const lesson::Lesson& lesson, std::size_t step) const {
    FigureJob job = job_of(lesson.steps[step]);
    if (veil_) job.veil = lesson.steps[step].veil_at_setup();
    job.sheet.theme = theme_ == "dark"    ? figure::Theme::dark
                      : theme_ == "print" ? figure::Theme::print
                                          : figure::Theme::light;
    job.sheet.languages = {language_ == "zh" ? figure::Language::chinese : figure::Language::english};
    if (qr_) {
        const lesson::Setup& setup = lesson.steps[step].setup;
        job.sheet.qr = io::to_link({setup.document, setup.view == "invariance" ? "side" : setup.view,
                                    setup.cursor(), lesson.steps[step].id});
    }
    job.file.ground = figure::ground_of(job.sheet);
    write_figure(job, figure_);
    return 0;
}

int LessonCommand::run(std::ostream& print) const {
    if (check_) return check(print);
    std::vector<lesson::LessonFile> own;
    for (const std::string& name : what_)
        if (is_file(name)) own.push_back(lesson::load_lessons(name));
    if (list_) {
        list(own.empty() ? lesson::shipped() : std::span<const lesson::LessonFile>(own), print);
        return 0;
    }
    if (what_.size() > 1) throw UsageError({"error.usage.one_lesson"});
    const lesson::Lesson* found = nullptr;
    if (!own.empty()) {
        if (own[0].lessons.empty()) throw UsageError({"error.usage.no_lesson_in", {what_[0]}});
        found = &own[0].lessons[0];
    } else if (!what_.empty()) {
        found = lesson::find_lesson(what_[0]);
        if (!found && !lesson::find_challenge(what_[0])) throw UsageError({"error.usage.lesson", {what_[0]}});
    } else if (!step_.empty()) {
        found = lesson::find_step(step_).lesson;
    }
    std::size_t step = 0;
    if (!step_.empty()) {
        const auto at = found ? lesson::find_step(*found, step_) : std::nullopt;
        if (!at) throw UsageError({"error.usage.lesson_step", {step_}});
        step = *at;
    }
    if (!figure_.empty()) {
        if (!found) throw UsageError({"error.usage.figure_lesson"});
        return draw(*found, step);
    }
    WindowOptions options = window_;
    options.lesson = what_.empty() ? "1" : what_[0];
    options.step = found ? found->steps[step].id : std::string();
    return run_window(options);
}

}  // namespace app
