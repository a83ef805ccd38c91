#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lesson/lesson.h"
#include "measure/sandbox.h"
#include "work/workspace.h"

namespace lesson {

/// What a learner has done since a step began, as far as predicates may name it.
struct Deeds {
    document::Document start;           ///< the document at the beginning
    pool::Cursor first;                 ///< where the walk stood then
    std::vector<pool::MapCell> clicks;  ///< in order
    std::vector<pool::MapCell> hovers;  ///< different ones, in order
    std::set<std::string> events;       ///< "played_to_end", "gave_up"…
    float stage_reached = 0;            ///< the furthest stage of a window's animation
    measure::List collected;            ///< different values of the step's `collect`
    Fill remembered;                    ///< values of the step's `remember`
    std::optional<measure::Value> answer;
};

/// What is asked: a document, evaluated, and where the walk stands in it.
struct Shown {
    document::Document document;
    std::shared_ptr<const pool::Evaluation> evaluation;
    pool::Cursor cursor;
    std::int64_t item = 0, channel = 0;
    std::optional<words::Message> refusal;  ///< why the stack as it is now does not fit
};
/// Of a workspace; valid as long as its evaluation stays.
Shown shown_of(const work::Workspace& workspace);
/// Of a document, evaluated now. Throws pool::StackException.
Shown shown_of(const Setup& setup);

/// Whether an expression of the step names cells that were clicked.
bool names_clicks(const Step& step);

/// The names that an event may have besides those that a file makes up itself.
constexpr std::array<std::string_view, 3> kEvents = {"played_to_end", "gave_up", "shuffled"};

/// Evaluates the expressions of a step at one moment. Beside the measures they may name what
/// assets/lessons/README.md lists: `clicked`, `steps`, `answer`…
class Scope {
 public:
    Scope(const Shown& shown, const Deeds& deeds);
    measure::Value evaluate(const std::string& expression) { return sandbox_.evaluate(expression); }
    /// Whether a predicate is true; nothing else than `true` is. Throws measure::MeasureError.
    bool holds(const std::string& predicate);
    void set(const std::string& name, const measure::Value& value) { sandbox_.set(name, value); }
    /// Evaluates each name's expression and gives it the value. What cannot be computed has none; `errors`
    /// takes why.
    Fill fill(const std::vector<Named>& names, std::vector<words::Message>* errors = nullptr);

 private:
    measure::Subject subject_;
    measure::Sandbox sandbox_;
};

}  // namespace lesson
