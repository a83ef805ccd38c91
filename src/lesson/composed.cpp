#include "lesson/composed.h"

#include <algorithm>
#include <array>

#include "lesson/challenge.h"
#include "lesson/library.h"

namespace lesson {

namespace {

/// In the order in which a class of 45 minutes goes through them.
constexpr std::array<std::string_view, 16> kClass = {
    "1.1",     "1.3",     "1.4", "3.2", "3.4", "2.2.1.1", "2.2.1.3", "2.2.1.6",
    "2.2.3.1", "2.2.3.2", "6.1", "6.2", "9.1", "K05",     "1.7",     "5.6"};
constexpr std::size_t kMostWarmUp = 3;

Text both(std::string_view key) {
    return {words::Strings(words::Language::english)(key), words::Strings(words::Language::chinese)(key)};
}

/// Of steps and challenges; what is not known is left out.
template <class Ids>
Lesson composed(std::string id, std::string_view title, std::string_view goal, const Ids& ids) {
    Lesson lesson;
    lesson.id = std::move(id);
    lesson.title = both(title);
    lesson.goal = both(goal);
    for (const auto& one : ids) {
        if (const StepPlace place = find_step(one); place.lesson)
            lesson.steps.push_back(place.lesson->steps[place.step]);
        else if (const Challenge* challenge = find_challenge(one))
            lesson.steps.push_back(step_of(*challenge));
    }
    return lesson;
}

}  // namespace

const Lesson& class_lesson() {
    static const Lesson lesson = composed("class", "lesson.class", "lesson.class.goal", kClass);
    return lesson;
}

std::vector<std::string> warm_up_steps(const Progress& progress) {
    std::vector<std::string> steps = progress.open_questions();
    std::erase_if(steps, [](const std::string& id) { return !find_step(id).lesson; });
    if (steps.size() > kMostWarmUp) steps.erase(steps.begin(), steps.end() - kMostWarmUp);
    return steps;
}

Lesson warm_up(std::span<const std::string> ids) {
    return composed("warm-up", "lesson.warm_up", "lesson.warm_up.goal", ids);
}

}  // namespace lesson
