#include "lesson/library.h"

#include <algorithm>
#include <array>

#include "embedded/lessons.h"
#include "lesson/composed.h"
#include "lesson/reader.h"

namespace lesson {

namespace {

constexpr std::array<std::string_view, 15> kFiles = {
    "chapter-01.json",     "chapter-02-1.json",   "chapter-02-2-1.json", "chapter-02-2-2.json",
    "chapter-02-2-3.json", "chapter-03.json",     "chapter-04.json",     "chapter-05.json",
    "chapter-06.json",     "chapter-07.json",     "chapter-08.json",     "chapter-09.json",
    "chapter-10.json",     "misconceptions.json", "challenges.json"};

}  // namespace

std::span<const LessonFile> shipped() {
    static const std::vector<LessonFile> files = [] {
        std::vector<LessonFile> all;
        for (const std::string_view name : kFiles)
            if (const std::string_view text = embedded::lessons(name); !text.empty())
                all.push_back(read_lessons(std::string(text), std::string(name)));
        return all;
    }();
    return files;
}

const Lesson* find_lesson(std::string_view id) {
    if (id == class_lesson().id) return &class_lesson();
    for (const LessonFile& file : shipped()) {
        const auto found = std::ranges::find(file.lessons, id, &Lesson::id);
        if (found != file.lessons.end()) return &*found;
    }
    return nullptr;
}

const Challenge* find_challenge(std::string_view id) {
    for (const LessonFile& file : shipped()) {
        const auto found = std::ranges::find(file.challenges, id, &Challenge::id);
        if (found != file.challenges.end()) return &*found;
    }
    return nullptr;
}

std::optional<std::size_t> find_step(const Lesson& lesson, std::string_view id) {
    const auto found = std::ranges::find(lesson.steps, id, &Step::id);
    if (found == lesson.steps.end()) return std::nullopt;
    return static_cast<std::size_t>(found - lesson.steps.begin());
}

StepPlace find_step(const LessonFile& file, std::string_view id) {
    for (const Lesson& lesson : file.lessons)
        if (const auto step = find_step(lesson, id)) return {&lesson, *step};
    return {};
}

StepPlace find_step(std::string_view id) {
    for (const LessonFile& file : shipped())
        if (const StepPlace place = find_step(file, id); place.lesson) return place;
    return {};
}

std::span<const Term> glossary() {
    for (const LessonFile& file : shipped())
        if (!file.glossary.empty()) return file.glossary;
    return {};
}

}  // namespace lesson
