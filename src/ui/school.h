#pragma once

#include <array>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "figure/rich_text.h"
#include "lesson/challenge.h"
#include "lesson/library.h"
#include "lesson/runner.h"
#include "lesson/tutorial.h"
#include "ui/keys.h"

// What the screen holds of lessons. A lesson runs on a workspace of its own; the person's stays as it is.

namespace ui {

class AppState;

/// An answer on its way. It is judged when the learner says how sure they are.
struct Draft {
    std::vector<std::string> typed;       ///< one for each number
    std::vector<pool::MapCell> cells;     ///< that were clicked
    std::string keys;                     ///< typed before the first field had the keyboard
    bool in_field = false;                ///< the first field has it
    bool elsewhere = false;               ///< the last click was on a map that is not asked about
    std::set<std::string> chosen;         ///< options and lines, by name
    std::optional<measure::Value> value;  ///< what it comes to; nothing: no answer yet
};

/// A vote in class, A to D. It is open while a question with offered answers is presented.
struct Poll {
    std::array<int, 4> votes{};
    std::array<int, 4> before{};  ///< of the first vote, when there is a second
    bool second = false;
    float left = 0;  ///< seconds of the timer; 0: it does not run
};

/// The tutorial's loops, played for one document.
struct TutorialPlay {
    pool::EvaluationId of;
    bool average = false;
    lesson::Repairs repairs;
    lesson::TutorialListing listing;
    std::vector<lesson::TutorialMoment> moments;
};

struct School {
    lesson::Progress progress;
    std::shared_ptr<const lesson::LessonFile> own;  ///< a teacher's file
    std::unique_ptr<const lesson::Lesson> warm_up;  ///< that was begun
    std::vector<std::string> wrong;                 ///< steps that the start offers as a warm-up
    std::unique_ptr<lesson::Runner> runner;
    std::unique_ptr<lesson::ChallengeRun> challenge;
    Draft draft;
    Poll poll;
    lesson::Repairs repairs;  ///< of the tutorial's loops
    std::size_t tutorial_window = 0;
    TutorialPlay tutorial;
    std::string entered;  ///< the step whose view and draft were set up
    lesson::StepState state = lesson::StepState::open;
    bool answered = false;                     ///< the step's question has its answer
    double answered_at = 0;                    ///< ImGui's time
    pool::Phase phase = pool::Phase::forward;  ///< that the walk was in
    std::size_t changes = 0;                   ///< grows when there is something to keep
    bool welcome = false;   ///< chapter 1 is offered, a warm-up, or to go on where it was left
    float card_height = 0;  ///< that the card needs, in pixels
    std::string card_for;   ///< the step, width and size of text that it is for
    bool settling = false;  ///< it is another one than before: one more frame
    figure::Thing lit = figure::Thing::none;  ///< what the pointer is on, or names; see lit_names.h
    int lit_at = -2;                          ///< the frame in which it was

    /// The step that runs, of a lesson or of a challenge; nullptr: none.
    lesson::StepRun* run() const { return runner ? &runner->run() : challenge ? &challenge->run() : nullptr; }
    bool runs() const { return runner || challenge; }
};

/// Shows a lesson from step `step` on, or a challenge, in the place of the person's work.
void begin_lesson(AppState& app, const lesson::Lesson& lesson, std::size_t step = 0);
/// Begins the first lesson of a teacher's file, at `step` where it has one of that name. False: the file has
/// no lesson. Throws io::FileError.
bool begin_own_lessons(AppState& app, const std::string& path, const std::string& step = {});
/// The step at which a lesson goes on: the first that is not solved, where some are.
std::size_t step_to_go_on(const School& school, const lesson::Lesson& lesson);
/// The same, with the document that the step had when it was left or linked; a question that is asked about
/// the step's own document keeps that.
void begin_lesson(AppState& app, const lesson::Lesson& lesson, std::size_t step,
                  const document::Document& document);
/// The questions that went wrong before, with other numbers.
void begin_warm_up(AppState& app);
/// At a start, when `progress` is known: what is offered. A teacher's lesson that was cut off is read again.
void offer_lessons(AppState& app, bool first_start);
/// The step where a lesson was cut off, of those that ship or of the teacher's file.
lesson::StepPlace place_left(const School& school);
/// Puts the offer away; the questions of the warm-up are not offered again until they are answered anew.
void decline_offer(AppState& app);
void begin_challenge(AppState& app, const lesson::Challenge& challenge);
/// The person's work is shown again, as it was.
void leave_lesson(AppState& app);
/// Once more from the beginning, forgetting what is known of its steps.
void start_lesson_over(AppState& app);
/// The next step where the gate is open; behind the last one the next lesson.
void go_on(AppState& app);
/// The lesson that comes after the one that runs, or nullptr.
const lesson::Lesson* lesson_after(const lesson::Lesson& lesson);

/// Lets time pass for the step that runs.
void advance_lesson(AppState& app, float seconds);
/// Carries out what was requested, at the end of a frame, instead of the workspace's own edits.
void apply_lesson(AppState& app);

/// A number as people type it; a decimal comma counts too.
std::optional<double> typed_number(std::string text);

/// Whether a question that waits for its answer is answered by clicks on cells.
bool lesson_asks_for_cells(const AppState& app);
/// A cell was clicked. True: the click was an answer and nothing else.
bool lesson_click(AppState& app, const pool::MapCell& cell);
/// A key while a lesson runs; true where it was meant for the lesson.
bool lesson_key(AppState& app, const KeyPress& press);
/// Chooses an offered answer by its name; where several may be chosen, it is chosen or no longer.
void choose_option(AppState& app, const std::string& name);
/// Offered answers that a digit chooses.
constexpr std::size_t kOptionKeys = 4;
/// The draft as an answer; kept in `draft.value`.
void read_draft(AppState& app);
/// Judges the draft.
void give_answer(AppState& app, std::optional<bool> sure);
/// Whether the class votes: presenting, with two to four answers offered and none given.
bool poll_is_open(const AppState& app);
/// Begins a second vote; the first is shown with it.
void vote_again(AppState& app);
/// Ends the vote and shows the answer.
void reveal_answer(AppState& app);

}  // namespace ui
