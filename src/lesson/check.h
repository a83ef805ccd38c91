#pragma once

#include <string>
#include <vector>

#include "lesson/lesson.h"
#include "words/message.h"

namespace lesson {

/// What is wrong with a step or a challenge.
struct Problem {
    std::string id;
    int line = 0;
    words::Message message;
};

/// Plays every step and challenge: at its setup no predicate is true that opens its gate, after its solution
/// one is; every measure is computed, also on two other inputs; wrong answers differ from the right one, each
/// other and are told apart; measures give the numbers that the file expects; no place of a text is left.
std::vector<Problem> check(const LessonFile& file);

}  // namespace lesson
