#include "figure/plates/side_numbers.h"

#include <algorithm>

#include "figure/number.h"
#include "figure/text.h"

namespace figure {

namespace {

/// The bar is full at this relative difference.
constexpr double kFullBar = 1.5;
/// Rows of at least so many ems hold all lines, or all but the bar and the words below the number.
constexpr float kFullEm = 8.6F;
constexpr float kShortEm = 4.6F;

void bar(Drawing& drawing, Rect rect, double value, const Style& style) {
    const auto share = static_cast<float>(std::clamp(value, 0.0, kFullBar) / kFullBar);
    drawing.add(RectFill{rect, style.palette.line, rect.h / 2});
    if (share > 0)
        drawing.add(RectFill{
            {rect.x, rect.y, std::max(rect.w * share, rect.h), rect.h}, style.palette.positive, rect.h / 2});
}

void verdict(Drawing& drawing, const measure::MapPair& pair, Point at, float width, const Style& style,
             const Strings& strings) {
    const float em = style.em;
    draw_relation(drawing, {at.x + 0.6F * em, at.y}, 1.3F * em, pair, style);
    float size = 1.05F * em;
    const std::string text = relation_text(pair, strings);
    const float wide = text_width(Face::text_bold, size, text);
    const float room = width - 1.6F * em;
    if (wide > room) size = std::max(size * room / wide, 0.8F * em);
    drawing.add(Text{{at.x + 1.6F * em, at.y},
                     elided(Face::text_bold, size, text, room),
                     relation_ink(pair, style.palette),
                     size,
                     Face::text_bold});
}

std::string differ_text(const measure::Comparison& c, const Strings& strings) {
    return strings.format("side.differ_of", {std::to_string(c.differ), std::to_string(c.cells)});
}

bool sizes_differ(Drawing& drawing, const measure::MapPair& pair, Point at, float width, const Style& style,
                  const Strings& strings) {
    if (pair.comparison.same_shape) return false;
    const float size = style.em * 0.95F;
    const std::string text = strings.format("side.sizes", {pair.a.text(false), pair.b.text(false)});
    drawing.add(Text{at, elided(Face::text, size, text, width), style.palette.error_text, size, Face::text});
    return true;
}

}  // namespace

void draw_row_numbers(Drawing& drawing, const measure::MapPair& pair, Rect rect, const Style& style,
                      const Strings& strings) {
    const Group group(drawing, "numbers." + std::to_string(pair.map));
    const Palette& p = style.palette;
    const float em = style.em;
    const measure::Comparison& c = pair.comparison;
    const float mid = rect.center().y;
    if (sizes_differ(drawing, pair, {rect.x, mid}, rect.w, style, strings)) return;
    const std::string relative = number(c.relative_difference, 3);
    if (rect.h < kShortEm * em) {
        drawing.add(Text{{rect.x, mid - 0.8F * em}, relative, p.ink, 1.2F * em, Face::mono});
        return verdict(drawing, pair, {rect.x, mid + 0.8F * em}, rect.w, style, strings);
    }
    const bool full = rect.h >= kFullEm * em;
    float y = mid - (full ? 3.3F : 1.6F) * em;
    drawing.add(Text{{rect.x, y}, relative, p.ink, 1.75F * em, Face::mono});
    if (full) {
        y += 1.55F * em;
        drawing.add(Text{{rect.x, y}, strings("side.relative_difference"), p.muted, em * 0.85F, Face::text});
        y += 1.05F * em;
        bar(drawing, {rect.x, y - em * 0.25F, std::min(rect.w, 9 * em), em * 0.5F}, c.relative_difference,
            style);
        y += 1.7F * em;
    } else {
        y += 1.6F * em;
    }
    const std::string differ = differ_text(c, strings);
    drawing.add(Text{{rect.x, y}, elided(Face::text, em, differ, rect.w), p.ink, em, Face::text});
    verdict(drawing, pair, {rect.x, y + (full ? 2.0F : 1.6F) * em}, rect.w, style, strings);
}

void draw_number_line(Drawing& drawing, const measure::MapPair& pair, Rect rect, const Style& style,
                      const Strings& strings) {
    const Group group(drawing, "numbers." + std::to_string(pair.map));
    const Palette& p = style.palette;
    const float em = style.em;
    const measure::Comparison& c = pair.comparison;
    const float y = rect.center().y;
    if (sizes_differ(drawing, pair, {rect.x, y}, rect.w, style, strings)) return;
    const float part = rect.w / 4;
    const auto pair_of = [&](int i, const std::string& value, const std::string& name) {
        const float x = rect.x + static_cast<float>(i) * part;
        drawing.add(Text{{x, y}, value, p.ink, 1.4F * em, Face::mono});
        const float left = x + text_width(Face::mono, 1.4F * em, value) + 0.6F * em;
        drawing.add(Text{{left, y},
                         elided(Face::text, 0.85F * em, name, x + part - left),
                         p.muted,
                         0.85F * em,
                         Face::text});
    };
    verdict(drawing, pair, {rect.x, y}, part, style, strings);
    pair_of(1, number(c.relative_difference, 3), strings("side.relative_difference"));
    pair_of(2, std::to_string(c.differ), strings.format("side.of_cells", {std::to_string(c.cells)}));
    pair_of(3, number(c.largest_change, 3), strings("side.largest_change"));
}

}  // namespace figure
