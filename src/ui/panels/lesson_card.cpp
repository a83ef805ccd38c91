#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include "figure/text.h"
#include "lesson/answer.h"
#include "lesson/composed.h"
#include "ui/actions.h"
#include "ui/app_state.h"
#include "ui/panels/action_controls.h"
#include "ui/panels/lesson_answers.h"
#include "ui/panels/lesson_words.h"
#include "ui/panels/panels.h"
#include "ui/school.h"
#include "ui/theme.h"

namespace ui {

namespace {

constexpr float kWidestEm = 46;
constexpr double kDoubleClick = 0.5;  // seconds
constexpr float kFirstEm = 9;         // the card's height before it is known
constexpr float kHighestPart = 0.5F;  // of the middle of the window

School& school_of(Frame& f) { return *f.app.school; }

void right_aligned(float width) {
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - width);
}

float button_width(const std::string& text) {
    return ImGui::CalcTextSize(text.c_str()).x + 2 * ImGui::GetStyle().FramePadding.x;
}

/// "Predict · 4.3" and, at the right, "3 of 7" and what leaves the lesson.
void header(Frame& f, const std::string& name, const std::string& place) {
    ImGui::AlignTextToFramePadding();
    ImGui::PushStyleColor(ImGuiCol_Text, im_vec(f.palette().positive_text));
    f.ui.heading(name);
    ImGui::PopStyleColor();
    const float side = ImGui::GetFrameHeight();
    ImGui::SameLine();
    right_aligned(side + ImGui::GetStyle().ItemSpacing.x + ImGui::CalcTextSize(place.c_str()).x);
    ImGui::AlignTextToFramePadding();
    f.ui.muted(place, false);
    f.ui.record("lesson.place", place);
    ImGui::SameLine();
    if (f.ui.button("lesson.leave", "×", f.t("action.lesson.leave.tip"), true, side)) leave_lesson(f.app);
}

/// What was said and what is right; of the many numbers of a map, which the picture shows, how many are off.
std::string wrong_text(Frame& f, const lesson::Question& question, const lesson::Verdict& verdict) {
    using lesson::AnswerKind;
    const measure::List* given = verdict.given.list();
    const measure::List* answer = verdict.answer.list();
    constexpr std::size_t kMostSaid = 4;
    if (question.kind == AnswerKind::grid && given && answer && answer->size() > kMostSaid &&
        given->size() == answer->size()) {
        lesson::Question one = question;
        one.kind = AnswerKind::number;
        std::size_t off = 0;
        for (std::size_t i = 0; i < answer->size(); ++i)
            off += lesson::same_answer(one, (*given)[i], (*answer)[i]) ? 0 : 1;
        return f.t.format("lesson.wrong.grid", {std::to_string(off), std::to_string(answer->size())});
    }
    const bool words = question.kind == AnswerKind::choice || question.kind == AnswerKind::choices;
    return f.t.format(words ? "lesson.wrong.choice" : "lesson.wrong",
                      {answer_text(f, verdict.given), answer_text(f, verdict.answer)});
}

void verdict(Frame& f, float width) {
    const lesson::StepRun& run = *school_of(f).run();
    const std::optional<lesson::Verdict>& verdict = run.verdict();
    if (!verdict) return;
    const std::string feedback = run.feedback(f.settings.language);
    std::string text;
    if (run.was_shown()) {
        // Nobody has answered; in a vote the answer stands among the offered ones.
        if (run.offered().size() < 2 || !f.settings.presenting) text = answer_text(f, verdict->answer);
    } else if (verdict->right) {
        text = f.t("lesson.right");
    } else if (run.answered()) {
        text = wrong_text(f, *run.step().question, *verdict);
    } else {
        text = f.t("lesson.not_yet");
    }
    if (!text.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text,
                              im_vec(verdict->right ? f.palette().output_text : f.palette().winner_text));
        f.ui.paragraph(text);
        ImGui::PopStyleColor();
        f.ui.record("lesson.verdict", text);
    }
    if (!feedback.empty()) lesson_words(f, "lesson.feedback", feedback, f.em(), width);
}

/// Where the stack is to be changed and no panel shows it.
void presenting_hint(Frame& f) {
    if (f.settings.presenting) f.ui.muted(f.t("lesson.edit.presenting"));
}

/// "sure", "not sure", "show me", and at the right what goes back and on.
void buttons(Frame& f) {
    School& school = school_of(f);
    const lesson::StepRun& run = *school.run();
    const bool asks = run.can_answer() && !poll_is_open(f.app);
    if (asks) {
        const bool ready = school.draft.value.has_value();
        if (f.ui.button("lesson.sure", f.t("lesson.sure"), f.t("lesson.sure.tip"), ready))
            give_answer(f.app, true);
        ImGui::SameLine();
        if (f.ui.button("lesson.unsure", f.t("lesson.unsure"), f.t("lesson.unsure.tip"), ready))
            give_answer(f.app, false);
        ImGui::SameLine();
    }
    if (poll_is_open(f.app)) {
        if (f.ui.button("lesson.reveal", f.t("lesson.reveal"), f.t("lesson.reveal.tip")))
            reveal_answer(f.app);
        ImGui::SameLine();
        if (f.ui.button("lesson.vote_again", f.t("lesson.vote_again"), f.t("lesson.vote_again.tip"),
                        !school.poll.second && school.poll.votes != std::array<int, 4>{}))
            vote_again(f.app);
        ImGui::SameLine();
        if (f.ui.button("lesson.timer", f.t("lesson.timer"), f.t("lesson.timer.tip")))
            school.poll.left = school.poll.left > 0 ? 0.0F : 30.0F;
        ImGui::SameLine();
    } else if (!run.gate_open()) {
        if (f.ui.button("lesson.show", f.t("lesson.show"), f.t("lesson.show.tip"))) school.runner->show_me();
        ImGui::SameLine();
    }
    if (run.answered() && run.can_vary()) {
        const bool pressed = f.ui.button("lesson.another", f.t("lesson.another"), f.t("lesson.another.tip"));
        // It stands where "sure" stood: the second click of a double click is not meant for it.
        if (pressed && ImGui::GetTime() - school.answered_at > kDoubleClick) school.runner->another();
        ImGui::SameLine();
    }
    const std::string back = "←";
    const std::string next = f.t("lesson.next") + " →";
    const float wide = button_width(next) + 2 * f.em();
    right_aligned(button_width(back) + f.em() + ImGui::GetStyle().ItemSpacing.x + wide);
    if (f.ui.button("lesson.back", back, f.t("lesson.back.tip"), school.runner->position() > 0,
                    button_width(back) + f.em()))
        school.runner->back();
    f.app.widgets.back().label = f.t("lesson.back.tip");
    ImGui::SameLine();
    if (f.ui.toggle("lesson.next", next, f.t("lesson.next.tip"), run.gate_open(), school.runner->may_go_on(),
                    wide))
        school.runner->next();
}

/// What there is to try behind the last step, and where it goes on.
void sandbox(Frame& f, float width) {
    School& school = school_of(f);
    const lesson::Lesson& lesson = school.runner->lesson();
    header(f, f.t("lesson.done"), lesson.id);
    const float size = (f.settings.presenting ? 1.5F : 1.15F) * f.em();
    lesson_words(f, "lesson.goal", lesson.goal.in(f.settings.language), size, width);
    std::size_t number = 0;
    for (const lesson::Text& one : lesson.tries)
        lesson_words(f, "lesson.try." + std::to_string(number++), "· " + one.in(f.settings.language), f.em(),
                     width);
    const lesson::Lesson* after = lesson_after(lesson);
    if (f.ui.button("lesson.over", f.t("lesson.over"), f.t("lesson.over.tip"),
                    &lesson != school.warm_up.get()))
        start_lesson_over(f.app);
    if (!after) {
        ImGui::SameLine();
        if (f.ui.button("lesson.end", f.t("lesson.leave.button"), f.t("action.lesson.leave.tip")))
            leave_lesson(f.app);
        return;
    }
    ImGui::SameLine();
    const std::string next = after->id + "  " + after->title.in(f.settings.language) + " →";
    const float wide = std::min(button_width(next), ImGui::GetContentRegionAvail().x);
    right_aligned(wide);
    if (f.ui.toggle("lesson.next", next, f.t("lesson.next.tip"), true, true, wide))
        begin_lesson(f.app, *after);
}

/// The words and controls of a step, between the card's head and its buttons.
void step_body(Frame& f, float width) {
    School& school = school_of(f);
    lesson::Runner& runner = *school.runner;
    const lesson::StepRun& run = runner.run();
    const lesson::Step& step = run.step();
    lesson_words(f, "lesson.say", run.sentence(f.settings.language),
                 (f.settings.presenting ? 1.5F : 1.25F) * f.em(), width);
    const std::string saying = run.saying(f.settings.language);
    const auto say = [&] {
        if (!saying.empty()) lesson_words(f, "lesson.saying", saying, f.em(), width);
    };
    // What is said to an answer stands below it.
    if (!step.question) say();
    const bool votes = f.settings.presenting && run.offered().size() >= 2 && run.offered().size() <= 4;
    if (run.is_void()) {
        f.ui.muted(f.t("lesson.void"));
        if (f.ui.button("lesson.again", f.t("lesson.again"), f.t("lesson.again.tip"))) runner.again();
    } else if (votes) {
        poll_controls(f, width);
    } else if (run.can_answer()) {
        answer_controls(f, width);
    }
    verdict(f, width);
    if (step.question) say();
    if (!step.question && run.gate_open() && !step.check.empty() && saying.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, im_vec(f.palette().output_text));
        f.ui.paragraph(f.t("lesson.met"));
        ImGui::PopStyleColor();
    }
    const bool edits_stack = std::ranges::find(step.light, "card") != step.light.end();
    if (edits_stack && !run.gate_open()) presenting_hint(f);
    // Stepping would give a question about the listing away.
    const bool has_listing =
        std::ranges::find(step.light, "listing") != step.light.end() || runner.lesson().id == "M21";
    if (has_listing && (!step.question || run.answered()))
        tutorial_stepper(f, step.question && step.question->listing == "average", width);
}

/// Returns how high it would be with all that it holds. Its buttons are always in sight, what stands above
/// them scrolls where the window is low.
float step_card(Frame& f, float width) {
    School& school = school_of(f);
    if (school.runner->ended()) {
        sandbox(f, width);
        return ImGui::GetCursorPosY();
    }
    const lesson::Runner& runner = *school.runner;
    const lesson::StepRun& run = runner.run();
    const std::string kind = f.t("lesson.kind." + std::string(lesson::kind_name(run.step().kind)));
    const std::string own = run.own_input()    ? f.t("lesson.own_input") + "   "
                            : run.other_case() ? f.t("lesson.other_case") + "   "
                                               : std::string();
    header(f, kind + " · " + run.step().id,
           own + f.t.format("lesson.place", {std::to_string(runner.position() + 1),
                                             std::to_string(runner.lesson().steps.size())}));
    // It may have been left there.
    if (!school.runner) return ImGui::GetCursorPosY();
    const float top = ImGui::GetCursorPosY();
    const float foot = ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.y;
    // The ring of the keyboard's focus lies around a control.
    constexpr float kRing = 4;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() - kRing);
    ImGui::BeginChild("lesson.body",
                      ImVec2(width + 2 * kRing, std::max(ImGui::GetContentRegionAvail().y - foot, 1.0F)));
    ImGui::Indent(kRing);
    step_body(f, width);
    const float body = ImGui::GetCursorPosY();
    ImGui::EndChild();
    buttons(f);
    return top + body + foot;
}

/// A star, full once it is earned. Drawn, because few fonts have it.
void draw_star(Frame& f, figure::Point middle, bool full) {
    constexpr int kPoints = 10;
    const float radius = 0.52F * f.em();
    std::array<ImVec2, kPoints> corners;
    for (int i = 0; i < kPoints; ++i) {
        const float angle = (static_cast<float>(i) / kPoints - 0.25F) * 2 * std::numbers::pi_v<float>;
        const float r = i % 2 == 0 ? radius : 0.45F * radius;
        corners[static_cast<std::size_t>(i)] =
            ImVec2(middle.x + r * std::cos(angle), middle.y + r * std::sin(angle));
    }
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 ink = im_color(full ? f.palette().window : f.palette().muted);
    if (full)
        for (std::size_t i = 0; i < corners.size(); ++i)
            list.AddTriangleFilled(ImVec2(middle.x, middle.y), corners[i], corners[(i + 1) % corners.size()],
                                   ink);
    compat::add_polyline(&list, corners.data(), kPoints, ink, true, 0.08F * f.em());
}

void challenge_card(Frame& f, float width) {
    School& school = school_of(f);
    lesson::ChallengeRun& run = *school.challenge;
    const lesson::Challenge& challenge = run.challenge();
    const words::Language language = f.settings.language;
    // What was shown earns nothing.
    const bool shown = run.run().was_shown();
    const int stars = shown ? school.progress.stars(challenge.id) : run.stars();
    header(f, f.t("lesson.challenge") + " · " + challenge.title.in(language),
           f.t.format("lesson.stars", {std::to_string(stars)}));
    if (!school.challenge) return;
    lesson_words(f, "lesson.say", run.run().in_words(challenge.say, language),
                 (f.settings.presenting ? 1.5F : 1.25F) * f.em(), width);
    const auto star = [&](std::size_t number, bool met, const std::string& text) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        draw_star(f, {at.x + 0.6F * f.em(), at.y + 0.68F * f.em()}, met);
        ImGui::SetCursorPosX(ImGui::GetCursorPosX() + 1.6F * f.em());
        lesson_words(f, "lesson.star." + std::to_string(number), text, f.em(), width - 1.6F * f.em());
        f.app.widgets.back().value = met ? "on" : "off";
    };
    star(1, run.goal_met(), f.t("lesson.goal"));
    for (std::size_t i = 0; i < challenge.stars.size(); ++i)
        star(i + 2, run.star_met(i), challenge.stars[i].say.in(language));
    for (std::size_t i = 0; i < run.open_hints(); ++i)
        lesson_words(f, "lesson.hint." + std::to_string(i),
                     std::to_string(i + 1) + ". " + challenge.hints[i].in(language), f.em(), width);
    if (run.asks_for_number()) {
        school.draft.typed.resize(1);
        if (f.ui.text_field("lesson.answer.0", "?", f.t("lesson.number.tip"), school.draft.typed[0],
                            7 * f.em())) {
            if (const auto value = typed_number(school.draft.typed[0])) run.type(*value);
        }
        ImGui::SameLine();
    }
    const bool edits_stack = std::ranges::find(challenge.edit, "stack") != challenge.edit.end();
    if (edits_stack && !run.goal_met()) presenting_hint(f);
    if (run.open_hints() < challenge.hints.size()) {
        if (f.ui.button("lesson.hint", f.t("lesson.hint"), f.t("lesson.hint.tip"))) {
            run.open_hint();
            ++school.changes;
        }
    } else if (f.ui.button("lesson.show", f.t("lesson.show"), f.t("lesson.show.tip"), !run.goal_met())) {
        // Behind the last hint there is the solution alone.
        run.show_me();
    }
    ImGui::SameLine();
    if (f.ui.button("lesson.proof", f.t("lesson.proof"), f.t("lesson.proof.tip"), run.goal_met() && !shown))
        ImGui::SetClipboardText(run.proof().c_str());
}

/// A first start: chapter 1 is offered; later the questions that went wrong, and the lesson that was cut off.
void welcome(Frame& f, float width) {
    School& school = school_of(f);
    const lesson::StepPlace place = place_left(school);
    const bool warm_up = !school.wrong.empty();
    if (warm_up)
        lesson_words(f, "lesson.warm_up", f.t.format("lesson.warm_up.offer", {school.wrong.size()}),
                     1.1F * f.em(), width);
    if (place.lesson)
        lesson_words(f, "lesson.welcome",
                     f.t.format("lesson.resume", {place.lesson->title.in(f.settings.language),
                                                  place.lesson->steps[place.step].id}),
                     1.1F * f.em(), width);
    else if (!warm_up)
        lesson_words(f, "lesson.welcome", f.t("lesson.welcome"), 1.1F * f.em(), width);
    if (warm_up) {
        if (f.ui.toggle("lesson.warm_up.start", f.t("lesson.warm_up.start"), f.t("lesson.welcome.start.tip"),
                        true))
            return begin_warm_up(f.app);
        ImGui::SameLine();
    }
    if (place.lesson) {
        if (f.ui.toggle("lesson.welcome.start", f.t("lesson.resume.start"), f.t("lesson.welcome.start.tip"),
                        !warm_up))
            return begin_lesson(f.app, *place.lesson, place.step,
                                document::Document(school.progress.place->document));
        ImGui::SameLine();
    } else if (!warm_up) {
        if (f.ui.toggle("lesson.welcome.start", f.t("lesson.welcome.start"), f.t("lesson.welcome.start.tip"),
                        true))
            return begin_lesson(f.app, *lesson::find_lesson("1"));
        ImGui::SameLine();
    }
    if (f.ui.button("lesson.welcome.close", f.t("lesson.welcome.close"), f.t("lesson.welcome.close.tip")))
        decline_offer(f.app);
}

/// The picture beside the card keeps its size while a step is answered: there is room for what will be said,
/// and what was taken once is kept.
float kept_height(Frame& f, float needed, float width) {
    School& school = school_of(f);
    const lesson::StepRun* run = school.run();
    const bool will_say = run && !run->gate_open() && !f.settings.presenting;
    const float height = std::ceil(needed + (will_say ? 1.5F * f.em() : 0)) + 1;
    const std::string card =
        (run ? run->step().id : "") + ' ' + std::to_string(width) + ' ' + std::to_string(f.em());
    const bool same = std::exchange(school.card_for, card) == card;
    return same ? std::max(height, school.card_height) : height;
}

}  // namespace

float lesson_card_height(const Frame& f) {
    const School& school = *f.app.school;
    if (!school.runs() && (!school.welcome || f.settings.presenting)) return 0;
    const float known = school.card_height > 0 ? school.card_height : kFirstEm * f.em();
    return std::min(known, kHighestPart * f.app.layout.center.h);
}

void lesson_card(Frame& f) {
    School& school = school_of(f);
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float width = std::min(room.x - f.em(), kWidestEm * f.em());
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + (room.x - width) / 2);
    ImGui::PushStyleColor(ImGuiCol_ChildBg, im_vec(figure::grounds_of(f.palette()).field));
    ImGui::PushStyleColor(ImGuiCol_Border, im_vec(f.palette().accent));
    ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, 0.5F * f.em());
    ImGui::PushStyleVar(ImGuiStyleVar_ChildBorderSize, 2.0F);
    const float pad = 0.7F * f.em();
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(1.2F * f.em(), pad));
    ImGui::BeginChild("lesson.card", ImVec2(width, room.y - 0.3F * f.em()), true);
    ImGui::PopStyleVar(3);
    ImGui::PopStyleColor(2);
    const float inner = ImGui::GetContentRegionAvail().x;
    float end = 0;
    if (school.runner) {
        end = step_card(f, inner);
    } else if (school.challenge) {
        challenge_card(f, inner);
    } else {
        welcome(f, inner);
    }
    if (end == 0) end = ImGui::GetCursorPosY();
    const float height = kept_height(f, end + pad + 0.3F * f.em(), inner);
    school.settling = height != school.card_height;
    school.card_height = height;
    ImGui::EndChild();
}

}  // namespace ui
