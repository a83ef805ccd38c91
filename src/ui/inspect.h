#pragma once

#include <string>

namespace ui {

class AppState;

/// What the newest frame shows, as JSON: controls with their rectangles, the cursor, the layers, the input,
/// the error. `with_frame` adds the frame's number first; without it, equal texts mean that nothing changed.
/// Tests and assistive tools read it.
std::string inspect_json(const AppState& app, float width, float height, bool with_frame = true);

}  // namespace ui
