#pragma once

#include <string>

namespace ui {

/// A control that a person can act on, as drawn in the newest frame.
struct WidgetRecord {
    std::string id;
    std::string label;
    float x = 0, y = 0, w = 0, h = 0;
    bool enabled = true;
    bool operator==(const WidgetRecord&) const = default;
};

}  // namespace ui
