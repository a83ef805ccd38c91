#include "lesson/answer.h"

#include <algorithm>
#include <cmath>

namespace lesson {

namespace {

using measure::List;
using measure::Value;

bool same_number(const Value& a, const Value& b, double within) {
    const double* x = a.number();
    const double* y = b.number();
    if (!x || !y) return false;
    // The last half digit of a difference is rounding.
    constexpr double kRounding = 1e-9;
    return *x == *y || (std::isnan(*x) && std::isnan(*y)) || std::abs(*x - *y) <= within + kRounding;
}

bool same_numbers(const Value& a, const Value& b, double within) {
    const List* x = a.list();
    const List* y = b.list();
    if (!x || !y || x->size() != y->size()) return false;
    return std::ranges::equal(*x, *y,
                              [within](const Value& p, const Value& q) { return same_number(p, q, within); });
}

bool holds_all(const List& all, const List& some) {
    return std::ranges::all_of(some, [&](const Value& one) { return std::ranges::count(all, one) > 0; });
}

bool same_set(const Value& a, const Value& b) {
    const List* x = a.list();
    const List* y = b.list();
    return x && y && holds_all(*x, *y) && holds_all(*y, *x);
}

bool has_options(const Question& question) {
    return question.kind == AnswerKind::choice || question.kind == AnswerKind::choices;
}

/// Which options are right on this document.
std::vector<bool> right_options(const Question& question, Scope& scope) {
    std::vector<bool> right;
    bool one = false;
    for (const Option& option : question.options) {
        const bool holds = option.when == "else" ? !one : scope.holds(option.when);
        right.push_back(holds && !(one && question.kind == AnswerKind::choice));
        one = one || holds;
    }
    return right;
}

/// What is said to a wrong choice: the feedback of the first option that should not, or should, be chosen.
void judge_options(const Question& question, Verdict& verdict) {
    const auto holds = [](const Value& value, const std::string& id) {
        if (const List* list = value.list()) return std::ranges::count(*list, Value(id)) > 0;
        return value == Value(id);
    };
    for (const Option& option : question.options) {
        const bool chosen = holds(verdict.given, option.id);
        if (chosen == holds(verdict.answer, option.id) || (!chosen && !verdict.given.list())) continue;
        verdict.tag = option.tag;
        verdict.say = option.feedback;
        if (!option.feedback.empty()) return;
    }
}

}  // namespace

bool same_answer(const Question& question, const Value& a, const Value& b) {
    switch (question.kind) {
        case AnswerKind::number:
            return same_number(a, b, question.within);
        case AnswerKind::two_numbers:
        case AnswerKind::grid:
            return same_numbers(a, b, question.within);
        case AnswerKind::cell:
        case AnswerKind::choice:
            return a == b;
        case AnswerKind::cells:
        case AnswerKind::choices:
        case AnswerKind::lines:
            return same_set(a, b);
    }
    return false;
}

Value right_answer(const Question& question, Scope& scope) {
    if (!has_options(question)) return scope.evaluate(question.right);
    const std::vector<bool> right = right_options(question, scope);
    List list;
    for (std::size_t i = 0; i < right.size(); ++i)
        if (right[i]) list.emplace_back(question.options[i].id);
    if (question.kind == AnswerKind::choices) return list;
    if (list.empty()) throw measure::MeasureError({"error.lesson.no_option"});
    return list.front();
}

Verdict judge(const Question& question, const Value& given, Scope& scope) {
    Verdict verdict;
    verdict.given = given;
    verdict.answer = right_answer(question, scope);
    verdict.right = same_answer(question, given, verdict.answer);
    if (verdict.right) return verdict;
    if (has_options(question)) {
        judge_options(question, verdict);
        return verdict;
    }
    for (const Wrong& wrong : question.wrong) {
        if (!wrong.value.empty()) {
            try {
                if (!same_answer(question, given, scope.evaluate(wrong.value))) continue;
            } catch (const measure::MeasureError&) {
                continue;  // this misconception has no answer on this document
            }
        }
        verdict.tag = wrong.tag;
        verdict.say = wrong.say;
        break;
    }
    return verdict;
}

std::vector<Offer> offers(const Question& question, Scope& scope) {
    std::vector<Offer> result;
    if (has_options(question)) {
        const std::vector<bool> right = right_options(question, scope);
        for (std::size_t i = 0; i < right.size(); ++i)
            result.push_back({question.options[i].id, question.options[i].say, right[i]});
        return result;
    }
    result.push_back({right_answer(question, scope), {}, true});
    for (const Wrong& wrong : question.wrong) {
        if (wrong.value.empty()) continue;
        try {
            const Value value = scope.evaluate(wrong.value);
            const auto same = [&](const Offer& offer) { return same_answer(question, offer.value, value); };
            if (std::ranges::none_of(result, same)) result.push_back({value, {}, false});
        } catch (const measure::MeasureError&) {
            continue;  // this misconception has no answer on this document
        }
    }
    std::ranges::stable_sort(result, [](const Offer& a, const Offer& b) {
        return a.value.number() && b.value.number() && *a.value.number() < *b.value.number();
    });
    return result;
}

}  // namespace lesson
