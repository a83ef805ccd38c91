#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "figure/drawing.h"
#include "figure/text.h"

// Whether a drawing could be printed: no text lies on another, none is clipped, no line crosses one.

namespace figure {

inline Rect inner_box(const Text& text) {
    const Rect box = text_box(text);
    // Ascenders and descenders leave air above and below.
    return {box.x, box.y + 0.22F * box.h, box.w, 0.56F * box.h};
}

inline bool meet(const Rect& a, const Rect& b) {
    constexpr float kLittle = 0.3F;
    return a.x + kLittle < b.right() && b.x + kLittle < a.right() && a.y + kLittle < b.bottom() &&
           b.y + kLittle < a.bottom();
}

/// Texts, and straight lines that are no part of a map or a formula.
struct Parts {
    std::vector<Text> texts;
    std::vector<std::pair<Point, Point>> lines;
};

inline Parts parts_of(const Drawing& drawing) {
    Parts parts;
    std::vector<std::string> groups;
    for (const Primitive& item : drawing.items) {
        if (const auto* group = std::get_if<BeginGroup>(&item)) groups.push_back(group->name);
        if (std::holds_alternative<EndGroup>(item)) groups.pop_back();
        if (const auto* text = std::get_if<Text>(&item)) parts.texts.push_back(*text);
        const bool inside = std::ranges::any_of(groups, [](const std::string& name) {
            return name.starts_with("map.") || name.starts_with("gradient.") || name.starts_with("kind.") ||
                   name == "formula" || name == "legend";
        });
        if (const auto* line = std::get_if<Polyline>(&item); line && !inside)
            for (std::size_t i = 0; i + 1 < line->points.size(); ++i)
                parts.lines.emplace_back(line->points[i], line->points[i + 1]);
    }
    return parts;
}

inline bool crosses(const std::pair<Point, Point>& line, const Rect& box) {
    constexpr int kSteps = 200;
    for (int i = 0; i <= kSteps; ++i) {
        const float t = static_cast<float>(i) / kSteps;
        const Point p{line.first.x + (line.second.x - line.first.x) * t,
                      line.first.y + (line.second.y - line.first.y) * t};
        if (box.inset(0.3F).contains(p)) return true;
    }
    return false;
}

inline void expect_clean(const Drawing& drawing, const std::string& what) {
    const Parts parts = parts_of(drawing);
    for (std::size_t i = 0; i < parts.texts.size(); ++i) {
        const Text& text = parts.texts[i];
        const Rect box = inner_box(text);
        ASSERT_TRUE(box.x >= -0.1F && box.y >= -0.1F && box.right() <= drawing.size.x + 0.1F &&
                    box.bottom() <= drawing.size.y + 0.1F)
            << what << ": \"" << text.text << "\" is clipped";
        for (std::size_t k = i + 1; k < parts.texts.size(); ++k)
            ASSERT_FALSE(meet(box, inner_box(parts.texts[k])))
                << what << ": \"" << text.text << "\" lies on \"" << parts.texts[k].text << "\"";
        for (const auto& line : parts.lines)
            ASSERT_FALSE(crosses(line, box)) << what << ": a line crosses \"" << text.text << "\"";
    }
}

}  // namespace figure
