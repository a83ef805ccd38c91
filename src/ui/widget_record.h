#pragma once

#include <string>

namespace ui {

enum class Role { text, button, toggle, checkbox, slider, number, combo, field, item, picture };

/// A control that a person can act on, or a text, as drawn in the newest frame.
struct WidgetRecord {
    std::string id;
    std::string label;
    float x = 0, y = 0, w = 0, h = 0;
    bool enabled = true;
    Role role = Role::text;
    std::string value = {};
    bool focused = false;
    bool operator==(const WidgetRecord&) const = default;
};

}  // namespace ui
