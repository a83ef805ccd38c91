#include "app/start_lesson.h"

#include "app/options.h"
#include "lesson/composed.h"
#include "ui/app_state.h"
#include "ui/school.h"

namespace app {

void start_lesson(ui::AppState& state, const std::string& what, const std::string& step) {
    if (what.ends_with(".json")) {
        if (!begin_own_lessons(state, what, step)) throw UsageError({"error.usage.no_lesson_in", {what}});
        return;
    }
    if (what == lesson::class_lesson().id) {
        const lesson::Lesson& whole = lesson::class_lesson();
        return begin_lesson(state, whole, lesson::find_step(whole, step).value_or(0));
    }
    const std::string& id = step.empty() ? what : step;
    if (const lesson::StepPlace place = lesson::find_step(id); place.lesson) {
        begin_lesson(state, *place.lesson, place.step);
    } else if (const lesson::Lesson* whole = lesson::find_lesson(id)) {
        begin_lesson(state, *whole);
    } else if (const lesson::Challenge* challenge = lesson::find_challenge(id)) {
        begin_challenge(state, *challenge);
    } else {
        throw UsageError({"error.usage.no_lesson", {id}});
    }
}

}  // namespace app
