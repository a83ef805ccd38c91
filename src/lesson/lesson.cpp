#include "lesson/lesson.h"

#include <array>

namespace lesson {

std::string_view kind_name(StepKind kind) {
    constexpr std::array<std::string_view, 5> kNames = {"DO", "LOOK", "PREDICT", "BREAK", "RECAP"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::string_view answer_name(AnswerKind kind) {
    constexpr std::array<std::string_view, 8> kNames = {"number", "two_numbers", "cell",    "cells",
                                                        "grid",   "choice",      "choices", "lines"};
    return kNames[static_cast<std::size_t>(kind)];
}

work::Veil Step::veil_at_setup() const {
    return {veil, setup.layer, veil_from == 0 ? setup.layer : veil_from};
}

}  // namespace lesson
