#pragma once

#include <span>
#include <string>
#include <vector>

#include "lesson/lesson.h"
#include "lesson/progress.h"

// Lessons made of steps of those that ship. A step keeps its id, so that what is known of it is one.

namespace lesson {

/// A class of 45 minutes for one projector and a clicker; its id is "class".
const Lesson& class_lesson();

/// The newest questions, at most three, that were answered wrong and not rightly since; the person may have
/// put them off.
std::vector<std::string> warm_up_steps(const Progress& progress);
/// A lesson of them; its id is "warm-up". `ids` must not be empty.
Lesson warm_up(std::span<const std::string> ids);

}  // namespace lesson
