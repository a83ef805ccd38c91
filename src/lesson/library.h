#pragma once

#include <span>
#include <string_view>

#include "lesson/lesson.h"

namespace lesson {

/// The files of assets/lessons, embedded at build time, read once: chapters first, then the misconceptions,
/// the challenges with the glossary.
std::span<const LessonFile> shipped();
/// The lesson of that id ("4", "2.2.1", "M07"), the challenge ("K05"), or nullptr.
const Lesson* find_lesson(std::string_view id);
const Challenge* find_challenge(std::string_view id);
/// Its step of that id, or nothing.
std::optional<std::size_t> find_step(const Lesson& lesson, std::string_view id);
/// The lesson that holds a step, and the step's place in it.
struct StepPlace {
    const Lesson* lesson = nullptr;
    std::size_t step = 0;
};
StepPlace find_step(std::string_view id);
/// The same in one file.
StepPlace find_step(const LessonFile& file, std::string_view id);
std::span<const Term> glossary();

}  // namespace lesson
