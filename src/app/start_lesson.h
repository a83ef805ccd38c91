#pragma once

#include <string>

namespace ui {
class AppState;
}

namespace app {

/// Begins at a step, a lesson's first step or a challenge of those that ship, by its id, or at the first (or
/// that) step of the first lesson of a file (its name ends in ".json"). Throws UsageError, io::FileError.
void start_lesson(ui::AppState& state, const std::string& what, const std::string& step = {});

}  // namespace app
