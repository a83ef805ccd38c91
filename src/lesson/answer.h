#pragma once

#include <string>
#include <vector>

#include "lesson/scope.h"

namespace lesson {

/// What became of an answer.
struct Verdict {
    bool right = false;
    std::string tag;  ///< the misconception that a wrong answer shows; empty: none that is known
    Text say;         ///< what is said to it, its places not yet filled
    measure::Value given;
    measure::Value answer;  ///< the right one
};

/// Whether two answers of that kind are the same: numbers to `within`, cells and choices in any order.
bool same_answer(const Question& question, const measure::Value& a, const measure::Value& b);
/// The right answer on the document at hand. Throws measure::MeasureError where there is none.
measure::Value right_answer(const Question& question, Scope& scope);
Verdict judge(const Question& question, const measure::Value& given, Scope& scope);

/// An answer that is offered, for choices and for votes.
struct Offer {
    measure::Value value;
    Text say;  ///< of options; otherwise empty, and the value is shown
    bool right = false;
};
/// What can be offered: the options of a choice, otherwise the right answer and those wrong ones that differ
/// from it on this document, numbers in their order. Fewer than two: it has to be typed.
std::vector<Offer> offers(const Question& question, Scope& scope);

}  // namespace lesson
