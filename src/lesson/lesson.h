#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "lesson/text.h"
#include "pool/trace.h"
#include "pool/walkthrough.h"
#include "work/veil.h"

// What a lesson file holds, in memory. Every expression is one of the measure room's (src/measure/README.md);
// every number that a person reads is computed from the document at hand.

namespace lesson {

enum class StepKind { act, look, predict, refute, recap };
/// "DO", "LOOK", "PREDICT", "BREAK", "RECAP".
std::string_view kind_name(StepKind kind);

/// Where a step begins: a document and what of it is shown.
struct Setup {
    document::Document document;
    pool::Phase phase = pool::Phase::forward;
    std::size_t layer = 1;  ///< counts from 1
    std::int64_t window = 0;
    std::string view = "bench";

    pool::Cursor cursor() const { return {phase, layer - 1, window, 0, false}; }
    bool operator==(const Setup&) const = default;
};

enum class AnswerKind { number, two_numbers, cell, cells, grid, choice, choices, lines };
/// "number", "two_numbers"…
std::string_view answer_name(AnswerKind kind);

/// A wrong answer that is known, with what to say to it.
struct Wrong {
    std::string value;  ///< expression; empty: every other answer
    std::string tag;    ///< the misconception that it shows
    Text say;
};
/// One of several answers that are offered in words.
struct Option {
    std::string id;
    Text say;
    std::string when;  ///< predicate: it is right; "else": where none before it is
    std::string tag;   ///< of choosing it wrongly
    Text feedback;
};

struct Question {
    AnswerKind kind = AnswerKind::number;
    std::string right;      ///< expression; of choices and options none: `when` says which is right
    double within = 0.005;  ///< how far a number may be off
    std::string ready;      ///< predicate: the question can be asked; empty: always
    std::vector<Wrong> wrong;
    std::vector<Option> options;
    std::size_t map = 0;    ///< of a cell, cells or a grid
    bool gradient = false;  ///< the grid is the gradient at that map
    std::string listing;    ///< of lines: whose (listings.h)
};

/// A sentence that stands while a predicate holds: "check", "else" or an expression.
struct Saying {
    std::string when;
    Text say;
};

/// One act of a solution, carried out by "show me" and by the check.
struct Act {
    std::optional<Setup> setup;  ///< the document and cursor become this
    std::optional<float> stage;  ///< the window's animation is held there
    std::optional<pool::MapCell> click;
    std::optional<pool::MapCell> hover;
    std::string event;
    std::string answer;  ///< expression of what is answered; empty: the question's `right`
};

/// An expression with a name.
struct Named {
    std::string name;
    std::string expression;
};
/// A number that a measure must give, for the check.
struct Expected {
    std::string name;  ///< of a place, "right", or "wrong.0"
    measure::Value value;
};

struct Step {
    std::string id;
    StepKind kind = StepKind::act;
    Setup setup;
    std::vector<work::Hidden> veil;
    std::size_t veil_from = 0;         ///< the first hidden map; 0: that of the setup's layer
    std::optional<pool::MapCell> pin;  ///< a cell whose lineage is shown, as far as nothing of it is hidden
    std::vector<std::string> light;
    Text say;
    std::vector<Named> fill;
    std::vector<Named> remember;  ///< expressions that keep the value that they have when the step begins
    std::string collect;          ///< expression whose different values are kept
    std::optional<Question> question;
    std::string check;  ///< predicate that opens the gate; of a question: beside the answer
    std::vector<Saying> says;
    std::vector<Act> solution;
    std::vector<Expected> expect;         ///< at the setup
    std::vector<Expected> expect_solved;  ///< after the solution
    std::vector<std::string> also;        ///< samples on which every measure must be computed too
    bool about_clicks = false;            ///< an expression of it names cells that were clicked
    int line = 0;                         ///< of the file

    /// One answer counts, because the answer is shown after it.
    bool answered_once() const { return kind == StepKind::predict || !veil.empty(); }
    /// The document stays as it is until the question is answered.
    bool locks() const { return question && question->ready.empty() && answered_once(); }
    work::Veil veil_at_setup() const;
};

struct Lesson {
    std::string id;  ///< "4", "2.2.1", "M07"
    Text title;
    Text goal;                       ///< what one can do after it; of a misconception: the belief
    std::vector<std::string> after;  ///< ids of the lessons before it
    std::vector<Step> steps;
    std::vector<Text> tries;  ///< what to try in the sandbox behind the last step
    bool misconception() const { return id.starts_with("M"); }
};

/// One more star of a challenge.
struct Star {
    Text say;
    std::string check;
    std::vector<Act> solution;  ///< of its own; empty: the challenge's
};
struct Challenge {
    std::string id;
    int level = 1;
    Text title;
    Text say;
    Setup setup;
    std::vector<std::string> edit;  ///< what may be changed: "cells", "stack", "shift", "samples", "click"
    std::vector<Named> fill;
    std::string goal;
    std::vector<Act> solution;
    std::vector<Text> hints;
    std::vector<Star> stars;  ///< the second and the third
    int line = 0;
};

struct Term {
    Text term;
    Text sentence;
};

/// All that one file holds.
struct LessonFile {
    std::string name;
    std::string path;  ///< where it was read, absolute; empty: it ships
    std::vector<Lesson> lessons;
    std::vector<Challenge> challenges;
    std::vector<Term> glossary;
};

}  // namespace lesson
