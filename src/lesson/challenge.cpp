#include "lesson/challenge.h"

#include <algorithm>
#include <utility>

#include "figure/number.h"

namespace lesson {

namespace {

/// The parts of a predicate between its outermost "and".
std::vector<std::string> parts_of(const std::string& predicate) {
    constexpr std::string_view kAnd = " and ";
    std::vector<std::string> parts{""};
    int depth = 0;
    for (std::size_t at = 0; at < predicate.size();) {
        if (depth == 0 && predicate.compare(at, kAnd.size(), kAnd) == 0) {
            parts.emplace_back();
            at += kAnd.size();
            continue;
        }
        const char c = predicate[at++];
        if (c == '(' || c == '{' || c == '[') ++depth;
        if (c == ')' || c == '}' || c == ']') --depth;
        parts.back() += c;
    }
    return parts;
}

/// The left side of a comparison, outside of brackets; the whole where there is none.
std::string left_side(const std::string& part) {
    int depth = 0;
    for (std::size_t at = 0; at < part.size(); ++at) {
        const char c = part[at];
        if (c == '(' || c == '{' || c == '[') ++depth;
        if (c == ')' || c == '}' || c == ']') --depth;
        const bool sign = c == '=' || c == '<' || c == '>' || c == '~';
        if (depth == 0 && sign && at > 0) return part.substr(0, part.find_last_not_of(' ', at - 1) + 1);
    }
    return part;
}

std::string plain_text(const measure::Value& value) {
    if (const bool* truth = value.boolean()) return *truth ? "true" : "false";
    constexpr int kDigits = 6;
    if (const double* number = value.number()) return figure::number(*number, kDigits);
    if (const std::string* text = value.text()) return *text;
    std::string result;
    if (const measure::List* list = value.list())
        for (const measure::Value& item : *list) result += (result.empty() ? "" : ", ") + plain_text(item);
    return "{" + result + "}";
}

bool held(Scope& scope, const std::string& predicate) {
    try {
        return scope.holds(predicate);
    } catch (const measure::MeasureError&) {
        return false;  // what cannot be measured does not hold
    }
}

}  // namespace

Step step_of(const Challenge& challenge) {
    Step step;
    step.id = challenge.id;
    step.kind = StepKind::act;
    step.setup = challenge.setup;
    step.say = challenge.say;
    step.fill = challenge.fill;
    step.check = challenge.goal;
    step.solution = challenge.solution;
    step.line = challenge.line;
    return step;
}

ChallengeRun::ChallengeRun(const Challenge& challenge, work::Workspace& workspace, Progress& progress)
    : challenge_(challenge), progress_(progress), step_(step_of(challenge)), run_(step_, workspace) {
    follow();
}

void ChallengeRun::follow() {
    if (std::exchange(show_, false)) run_.show_me();
    run_.follow();
    Deeds deeds = run_.deeds();
    deeds.answer = typed_;
    Scope scope(shown_of(run_.workspace()), deeds);
    goal_ = held(scope, challenge_.goal);
    met_.clear();
    for (const Star& star : challenge_.stars) met_.push_back(held(scope, star.check));
    if (!run_.was_shown()) progress_.reach_stars(challenge_.id, stars());
}

int ChallengeRun::stars() const { return goal_ ? 1 + static_cast<int>(std::ranges::count(met_, true)) : 0; }

void ChallengeRun::open_hint() {
    const std::size_t now = open_hints();
    if (now < challenge_.hints.size()) progress_.open_hint(challenge_.id, static_cast<int>(now) + 1);
}

std::size_t ChallengeRun::open_hints() const {
    return std::min(challenge_.hints.size(), static_cast<std::size_t>(progress_.hints(challenge_.id)));
}

void ChallengeRun::type(double value) { typed_ = value; }

bool ChallengeRun::asks_for_number() const {
    return std::ranges::any_of(
        challenge_.stars, [](const Star& star) { return star.check.find("answer") != std::string::npos; });
}

std::string ChallengeRun::proof() const {
    Deeds deeds = run_.deeds();
    deeds.answer = typed_;
    Scope scope(shown_of(run_.workspace()), deeds);
    std::string text = challenge_.id + "\n";
    std::vector<std::string> lines;
    const auto add = [&](const std::string& predicate) {
        for (const std::string& part : parts_of(predicate)) {
            const std::string left = left_side(part);
            try {
                const std::string line = left + " = " + plain_text(scope.evaluate(left)) + "\n";
                if (std::ranges::count(lines, line) == 0) lines.push_back(line);
            } catch (const measure::MeasureError&) {
                continue;  // it has no value on this document
            }
        }
    };
    add(challenge_.goal);
    for (const Star& star : challenge_.stars) add(star.check);
    for (const std::string& line : lines) text += line;
    return text;
}

}  // namespace lesson
