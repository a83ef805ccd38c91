#include "figure/plates/grid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "figure/number.h"
#include "figure/plates/veiled.h"
#include "figure/text.h"

namespace figure {

namespace {

constexpr float kLineCellEm = 0.45F;  // lines between smaller cells would hide them
constexpr float kSmallestText = 0.62F;
constexpr float kNumberRoom = 0.82F;  // of a cell's width

/// Whether `digits` say the value itself: 3.25 with 4 of them, never 0.3333.
bool says_all(double value, int digits) { return number(value, digits) == number(value, digits + 3); }

/// The numbers in one size, or nothing where they would be smaller than `smallest`. Each has at least
/// `digits`; with `whole`, one that `most` digits say in full has these, as it stands in a formula.
std::optional<float> size_of_numbers(std::span<const CellNumber> numbers, int digits, int most, bool whole,
                                     const Style& style, float smallest) {
    const float cell = numbers.front().cell.w;
    float widest = 1.2F;
    for (const CellNumber& each : numbers) {
        const int shown = whole && says_all(each.value, most) ? most : digits;
        widest = std::max(widest, text_width(Face::mono, 1, number(each.value, shown)));
    }
    const float size = std::min({kNumberRoom * cell / widest, 0.46F * cell, style.largest_number * style.em});
    return size < smallest ? std::nullopt : std::optional(size);
}

}  // namespace

std::optional<pool::Cell> MapArea::cell_at(Point p) const {
    if (!rect.contains(p) || !clip.contains(p)) return std::nullopt;
    const auto y = static_cast<std::int64_t>((p.y - rect.y) / cell);
    const auto x = static_cast<std::int64_t>((p.x - rect.x) / cell);
    return pool::Cell{n, c, std::clamp<std::int64_t>(y, 0, rows - 1),
                      std::clamp<std::int64_t>(x, 0, columns - 1)};
}

std::optional<std::pair<MapArea, pool::Cell>> Plate::pick(Point p) const {
    if (lens)
        if (const auto cell = lens->cell_at(p)) return std::pair{*lens, *cell};
    for (auto area = areas.rbegin(); area != areas.rend(); ++area)
        if (const auto cell = area->cell_at(p)) return std::pair{*area, *cell};
    return std::nullopt;
}

CellSpan visible_cells(const MapArea& area) {
    const auto first = [&](float edge, float origin) {
        return std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor((edge - origin) / area.cell)));
    };
    const auto last = [&](float edge, float origin, std::int64_t limit) {
        return std::min(limit, static_cast<std::int64_t>(std::ceil((edge - origin) / area.cell)));
    };
    return {first(area.clip.y, area.rect.y), last(area.clip.bottom(), area.rect.y, area.rows),
            first(area.clip.x, area.rect.x), last(area.clip.right(), area.rect.x, area.columns)};
}

void draw_picture(Drawing& drawing, const MapArea& area, Image picture) {
    picture.rect = area.rect;
    drawing.add(picture);
}

void draw_cells(Drawing& drawing, const MapArea& area, Image picture, const Style& style) {
    draw_picture(drawing, area, std::move(picture));
    draw_lines(drawing, area, style);
}

void draw_ring(Drawing& drawing, const Rect& rect, Color color, float width, float radius) {
    constexpr Color kHair{16, 16, 16, 190};
    drawing.add(
        RectStroke{rect, kHair.with_alpha(static_cast<float>(color.a) / 255.0F), width + 1.6F, radius});
    drawing.add(RectStroke{rect, color, width, radius});
}

void draw_hatch(Drawing& drawing, const Rect& rect, const Style& style) {
    drawing.add(RectFill{rect, style.palette.paper});
    // Lines at 45 degrees, four across the shorter side.
    constexpr float kAcross = 4;
    constexpr int kMostLines = 200;
    const float both = rect.w + rect.h;
    if (!(both > 0)) return;
    const float apart = std::max(std::min(rect.w, rect.h) / kAcross, both / kMostLines);
    const Color ink = style.palette.muted.with_alpha(0.6F);
    const int lines = static_cast<int>(std::ceil(both / apart - 0.01F));
    for (int i = 1; i < lines; ++i) {
        const float sum = static_cast<float>(i) * apart;
        drawing.add(Polyline{{{rect.x + std::max(sum - rect.h, 0.0F), rect.y + std::min(sum, rect.h)},
                              {rect.x + std::min(sum, rect.w), rect.y + std::max(sum - rect.w, 0.0F)}},
                             ink,
                             style.line});
    }
}

void draw_lines(Drawing& drawing, const MapArea& area, const Style& style) {
    if (area.cell < kLineCellEm * style.em) return;
    const CellSpan span = visible_cells(area);
    const Color line = style.palette.paper.with_alpha(0.3F);
    // Thin among small cells of a small print.
    const float width = std::min({1.0F, style.line, 0.08F * area.cell});
    const float x0 = std::max(area.rect.x, area.clip.x);
    const float x1 = std::min(area.rect.right(), area.clip.right());
    const float y0 = std::max(area.rect.y, area.clip.y);
    const float y1 = std::min(area.rect.bottom(), area.clip.bottom());
    for (std::int64_t x = span.x0; x <= span.x1; ++x) {
        const float at = area.rect.x + static_cast<float>(x) * area.cell;
        drawing.add(Polyline{{{at, y0}, {at, y1}}, line, width});
    }
    for (std::int64_t y = span.y0; y <= span.y1; ++y) {
        const float at = area.rect.y + static_cast<float>(y) * area.cell;
        drawing.add(Polyline{{{x0, at}, {x1, at}}, line, width});
    }
}

std::string number_within(double value, int least, int most, float size, float room) {
    for (int digits = most; digits > least; --digits)
        if (std::string text = number(value, digits); text_width(Face::mono, size, text) <= room) return text;
    return number(value, least);
}

void draw_numbers(Drawing& drawing, std::span<const CellNumber> numbers, const Style& style, float large) {
    if (numbers.empty()) return;
    struct Attempt {
        int digits;
        float smallest;  // em below which fewer digits are better
        bool whole;
    };
    // What is cut to fewer digits than it has would contradict the formula beside it: that comes last.
    constexpr std::array kAttempts = {Attempt{4, 0.85F, true},         Attempt{3, 0.75F, true},
                                      Attempt{2, 0.68F, true},         Attempt{1, kSmallestText, true},
                                      Attempt{3, 0.75F, false},        Attempt{2, 0.68F, false},
                                      Attempt{1, kSmallestText, false}};
    for (const Attempt& attempt : kAttempts) {
        const int digits = std::min(attempt.digits, style.digits);
        const bool last = attempt.digits == 1 && !attempt.whole;
        const auto size = size_of_numbers(numbers, digits, style.digits, attempt.whole, style,
                                          attempt.smallest * style.em * (last ? 1 : large));
        if (!size) continue;
        // The widest number must not lose a digit by rounding.
        const float room = 1.001F * kNumberRoom * numbers.front().cell.w;
        for (const CellNumber& each : numbers)
            drawing.add(Text{each.cell.center(), number_within(each.value, digits, style.digits, *size, room),
                             each.ink, *size, Face::mono, Align::center});
        return;
    }
}

void draw_legend(Drawing& drawing, Point at, float width, Range range, bool gradient, const Style& style,
                 bool veiled) {
    const Group group(drawing, "legend");
    const float size = 0.82F * style.em;
    const float height = 0.6F * style.em;
    const std::string low = number(range.low, 3);
    const std::string high = number(range.high, 3);
    const float hatched = 2 * style.em;
    const float left = (veiled ? hatched : text_width(Face::mono, size, low)) + 0.4F * style.em;
    const float right = (veiled ? hatched : text_width(Face::mono, size, high)) + 0.4F * style.em;
    const Rect bar{at.x + left, at.y - height / 2, width - left - right, height};
    constexpr int kSteps = 32;
    for (int i = 0; i < kSteps; ++i) {
        const float t = (static_cast<float>(i) + 0.5F) / kSteps;
        const float value = range.low + (range.high - range.low) * t;
        const Color color = gradient ? gradient_color(style.palette, range, value)
                                     : activation_color(style.palette, style.activations, range, value);
        const float step = bar.w / kSteps;
        // Half a point of overlap hides the seams between the pieces.
        drawing.add(RectFill{
            {bar.x + static_cast<float>(i) * step, bar.y, i + 1 < kSteps ? step + 0.5F : step, bar.h},
            color});
    }
    // In black and white, the side below zero is hatched.
    const float zero = range.low < 0 ? std::min(1.0F, -range.low / (range.high - range.low)) : 0.0F;
    const int below = static_cast<int>(std::lround(zero * kSteps));
    for (int i = 0; gradient && style.palette.print && i < below; i += 2) {
        const float x = bar.x + (static_cast<float>(i) + 0.5F) * bar.w / kSteps;
        drawing.add(Polyline{{{x, bar.bottom()}, {x + 0.6F * bar.h, bar.y}}, style.palette.ink, 0.6F});
    }
    drawing.add(RectStroke{bar, style.palette.line, 1});
    if (veiled) {
        for (const float x : {at.x, bar.right() + 0.4F * style.em})
            draw_veiled(drawing, {x, at.y - size / 2, hatched, size}, style);
        return;
    }
    drawing.add(
        Text{{bar.x - 0.4F * style.em, at.y}, low, style.palette.muted, size, Face::mono, Align::right});
    drawing.add(Text{
        {bar.right() + 0.4F * style.em, at.y}, high, style.palette.muted, size, Face::mono, Align::left});
}

void draw_arrow_head(Drawing& drawing, Point tip, Point direction, float size, Color color) {
    const float length = std::max(std::hypot(direction.x, direction.y), 1e-6F);
    const Point u{direction.x / length, direction.y / length};
    const Point base{tip.x - u.x * size, tip.y - u.y * size};
    const Point side{-u.y * size * 0.5F, u.x * size * 0.5F};
    drawing.add(
        ConvexFill{{tip, {base.x + side.x, base.y + side.y}, {base.x - side.x, base.y - side.y}}, color});
}

}  // namespace figure
