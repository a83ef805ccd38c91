#pragma once

#include <filesystem>
#include <string>

#include "lesson/lesson.h"

namespace lesson {

/// Reads the text of a lesson file (format: assets/lessons/README.md). `name` stands in messages. Throws
/// io::FileError: one sentence with the line.
LessonFile read_lessons(const std::string& text, const std::string& name);
/// The same of a file; no larger than kMostLessonBytes.
LessonFile load_lessons(const std::filesystem::path& path);

}  // namespace lesson
