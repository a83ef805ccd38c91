#include <string>

#include "lesson/composed.h"
#include "lesson/library.h"
#include "ui/app_state.h"
#include "ui/panels/lesson_words.h"
#include "ui/panels/panels.h"
#include "ui/popover.h"
#include "ui/school.h"
#include "ui/search.h"
#include "ui/theme.h"

// Popovers of the lessons: what there is, the steps of the one that runs, the glossary.

namespace ui {

namespace {

/// How many steps of how many; nothing where it is not begun.
std::string state_of(const Frame& f, const lesson::Progress& progress, const lesson::Lesson& lesson) {
    std::size_t solved = 0, seen = 0;
    for (const lesson::Step& step : lesson.steps) {
        const lesson::StepState state = progress.state(step.id);
        solved += state == lesson::StepState::solved ? 1 : 0;
        seen += state != lesson::StepState::open ? 1 : 0;
    }
    if (solved == lesson.steps.size()) return f.t("lessons.solved");
    return seen == 0 ? "" : std::to_string(seen) + "/" + std::to_string(lesson.steps.size());
}

/// A row with something at its right end.
bool row(Frame& f, const std::string& id, const std::string& text, const std::string& end, int index,
         bool current) {
    // The keys begin where one is.
    if (current && f.dialogs.popover.fresh) f.dialogs.popover.chosen = index;
    const bool pressed = list_row(f, id, text, index, current);
    if (end.empty()) return pressed;
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - ImGui::CalcTextSize(end.c_str()).x);
    f.ui.muted(end, false);
    return pressed;
}

const lesson::Lesson* running(const Frame& f) {
    return f.app.school->runner ? &f.app.school->runner->lesson() : nullptr;
}

/// Lessons of the files, misconceptions or not.
void lesson_rows(Frame& f, std::span<const lesson::LessonFile> files, bool misconceptions, int& rows,
                 const lesson::Lesson*& wanted) {
    const School& school = *f.app.school;
    const words::Language language = f.settings.language;
    for (const lesson::LessonFile& file : files) {
        for (const lesson::Lesson& one : file.lessons) {
            const std::string name = one.id + "  " + one.title.in(language);
            if (one.misconception() != misconceptions || !found_in(f.dialogs.popover.text, name)) continue;
            if (row(f, "lessons." + one.id, name, state_of(f, school.progress, one), rows++,
                    running(f) == &one))
                wanted = &one;
        }
    }
}

void challenge_rows(Frame& f, int& rows, const lesson::Challenge*& wanted) {
    const School& school = *f.app.school;
    for (const lesson::LessonFile& file : lesson::shipped()) {
        for (const lesson::Challenge& one : file.challenges) {
            const std::string name = one.title.in(f.settings.language);
            if (!found_in(f.dialogs.popover.text, one.id + " " + name)) continue;
            const int earned = school.progress.stars(one.id);
            const std::string stars =
                earned == 0 ? std::string() : f.t.format("lesson.stars", {std::to_string(earned)});
            if (row(f, "lessons." + one.id, name, stars, rows++, false)) wanted = &one;
        }
    }
}

}  // namespace

void lessons_popover(Frame& f) {
    Popover& popover = f.app.dialogs.popover;
    begin_popover(f, 27 * f.em());
    search_field(f, "lessons.search", "lessons.hint");
    ImGui::BeginChild("lessons.list",
                      ImVec2(0, std::min(34 * f.em(), ImGui::GetIO().DisplaySize.y - 9 * f.em())), false);
    // What was found needs no groups.
    const auto heading = [&](const char* key) {
        if (popover.text.empty()) f.ui.muted(f.t(key));
    };
    int rows = 0;
    const lesson::Lesson* lesson = nullptr;
    const lesson::Challenge* challenge = nullptr;
    if (f.app.school->own) {
        f.ui.muted(f.app.school->own->name);
        lesson_rows(f, {f.app.school->own.get(), 1}, false, rows, lesson);
    }
    heading("lessons.chapters");
    const std::string whole = lesson::class_lesson().title.in(f.settings.language);
    if (found_in(f.dialogs.popover.text, whole) &&
        row(f, "lessons.class", whole, {}, rows++, running(f) == &lesson::class_lesson()))
        lesson = &lesson::class_lesson();
    lesson_rows(f, lesson::shipped(), false, rows, lesson);
    heading("lessons.misconceptions");
    lesson_rows(f, lesson::shipped(), true, rows, lesson);
    heading("lessons.challenges");
    challenge_rows(f, rows, challenge);
    const bool glossary = row(f, "lessons.glossary", f.t("lessons.glossary"), {}, rows++, false);
    ImGui::EndChild();
    popover.rows = rows;
    const figure::Rect anchor = popover.anchor;
    end_popover(f);
    if (glossary) {
        close_popover(f.app);
        toggle_popover(f.app, Popover::Kind::glossary, anchor);
    } else if (lesson) {
        begin_lesson(f.app, *lesson, step_to_go_on(*f.app.school, *lesson));
    } else if (challenge) {
        begin_challenge(f.app, *challenge);
    }
}

void steps_popover(Frame& f) {
    const School& school = *f.app.school;
    if (!school.runner) return close_popover(f.app);
    begin_popover(f, 30 * f.em());
    int rows = 0;
    std::optional<std::size_t> wanted;
    const lesson::Lesson& lesson = school.runner->lesson();
    f.ui.heading(lesson.id + "  " + lesson.title.in(f.settings.language));
    for (std::size_t i = 0; i < lesson.steps.size(); ++i) {
        const lesson::StepState state = school.runner->state(i);
        const std::string mark = state == lesson::StepState::solved ? f.t("lessons.solved")
                                 : state == lesson::StepState::seen ? f.t("lessons.seen")
                                                                    : std::string();
        const std::string kind = f.t("lesson.kind." + std::string(lesson::kind_name(lesson.steps[i].kind)));
        if (row(f, "lesson.step." + lesson.steps[i].id, lesson.steps[i].id + "  " + kind, mark, rows++,
                i == school.runner->position()))
            wanted = i;
    }
    f.app.dialogs.popover.rows = rows;
    end_popover(f);
    if (!wanted) return;
    f.app.school->runner->go_to(*wanted);
    close_popover(f.app);
}

void glossary_popover(Frame& f) {
    begin_popover(f, 32 * f.em());
    const words::Language language = f.settings.language;
    const bool chinese = language == words::Language::chinese;
    ImGui::BeginChild("glossary.list",
                      ImVec2(0, std::min(34 * f.em(), ImGui::GetIO().DisplaySize.y - 9 * f.em())), false);
    for (const lesson::Term& term : lesson::glossary()) {
        f.ui.heading(term.term.in(language));
        ImGui::SameLine();
        f.ui.muted(chinese ? term.term.en : term.term.zh, false);
        f.ui.paragraph(term.sentence.in(language));
        f.ui.record("glossary." + term.term.en, term.sentence.in(language));
        ImGui::Dummy(ImVec2(0, 0.3F * f.em()));
    }
    ImGui::EndChild();
    end_popover(f);
}

}  // namespace ui
