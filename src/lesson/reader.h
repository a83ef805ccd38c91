#pragma once

#include <filesystem>
#include <string>

#include "lesson/lesson.h"

namespace lesson {

/// Reads the text of a lesson file (format: assets/lessons/README.md). `name` stands in messages. Throws
/// io::FileError: one sentence with the line.
LessonFile read_lessons(const std::string& text, const std::string& name);
/// A lesson file is no larger than this.
constexpr std::int64_t kMostLessonBytes = std::int64_t{4} << 20;
LessonFile load_lessons(const std::filesystem::path& path);

}  // namespace lesson
