#pragma once

#include <string>

namespace ui {

class AppState;

/// What is shown now as a poolscope:// line: document, view, cursor, and the lesson's step while one runs.
/// Throws io::FileError where it would be too long.
std::string link_of(const AppState& app);
/// Puts it on the clipboard and says so; where it would be too long, that is said above the view.
void copy_link(AppState& app);
/// Shows what the requested link leads to: a step of a lesson with the link's document, or the document as
/// the person's work, one undo step. What is wrong with it stands above the view. Called at the end of a
/// frame, because it may end a lesson.
void follow_link(AppState& app);

}  // namespace ui
