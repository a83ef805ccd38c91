#include "figure/plates/letters.h"

#include <algorithm>
#include <array>
#include <optional>

#include "figure/text.h"
#include "words/message.h"

namespace figure {

namespace {

constexpr float kLetterRoom = 0.9F;  // of a cell's width
constexpr float kSmallestLetterEm = 0.4F;
constexpr float kTagEm = 0.8F;  // of a letter beside its cell, which is larger than within it

/// As large as a letter can be within its cell.
float letter_size(const LetterPlace& letter, const Style& style) {
    const float room = kLetterRoom * letter.cell.w / text_width(Face::text_bold, 1, letter.text);
    return std::min({0.85F * letter.cell.h, style.em, room});
}

bool overlap(const Rect& a, const Rect& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

/// Beside the cell, on the first side where it lies within the room and on nothing that is `taken`.
std::optional<Rect> tag_place(const LetterPlace& letter, const Rect& room, std::span<const Rect> taken,
                              const Style& style) {
    const Rect& cell = letter.cell;
    const float size = kTagEm * style.em;
    const float wide = text_width(Face::text_bold, size, letter.text) + 0.4F * style.em;
    const float high = 1.15F * size;
    const float gap = 0.25F * style.em;
    const Point middle = cell.center();
    // Along the cell's side a tag gives way to the rim.
    const float y = std::clamp(middle.y - high / 2, room.y, std::max(room.y, room.bottom() - high));
    const float x = std::clamp(middle.x - wide / 2, room.x, std::max(room.x, room.right() - wide));
    for (const Rect& tag :
         {Rect{cell.right() + gap, y, wide, high}, Rect{cell.x - gap - wide, y, wide, high},
          Rect{x, cell.y - gap - high, wide, high}, Rect{x, cell.bottom() + gap, wide, high}}) {
        const bool within = tag.x >= room.x && tag.right() <= room.right() && tag.y >= room.y &&
                            tag.bottom() <= room.bottom();
        if (within && std::ranges::none_of(taken, [&](const Rect& other) { return overlap(tag, other); }))
            return tag;
    }
    return std::nullopt;
}

void draw_tag(Drawing& drawing, const LetterPlace& letter, const Rect& tag, const Style& style) {
    const Palette& p = style.palette;
    const float line = 1.2F * style.line;
    std::vector<Point> outline = letter.outline;
    const Rect& cell = letter.cell;
    if (outline.empty())
        outline = {
            {cell.x, cell.y}, {cell.right(), cell.y}, {cell.right(), cell.bottom()}, {cell.x, cell.bottom()}};
    drawing.add(Polyline{outline, p.paper, 2.6F * line, true});
    drawing.add(Polyline{std::move(outline), p.ink, line, true});
    drawing.add(RectFill{tag, p.paper, 0.2F * style.em});
    drawing.add(RectStroke{tag, p.ink, 0.6F * line, 0.2F * style.em});
    drawing.add(Text{tag.center(), letter.text, p.ink, kTagEm * style.em, Face::text_bold, Align::center});
}

}  // namespace

void draw_letters(Drawing& drawing, std::span<const LetterPlace> letters, const Rect& room,
                  const Style& style) {
    const Group group(drawing, "letters");
    std::vector<Rect> taken;
    for (const LetterPlace& letter : letters) taken.push_back(letter.cell);
    for (const LetterPlace& letter : letters) {
        const float size = letter_size(letter, style);
        if (size < kTagEm * style.em) {
            if (const auto tag = tag_place(letter, room, taken, style)) {
                draw_tag(drawing, letter, *tag, style);
                taken.push_back(*tag);
                continue;
            }
        }
        if (size < kSmallestLetterEm * style.em) throw words::Error({"error.figure.label", {letter.text}});
        drawing.add(Text{letter.cell.center(), letter.text, ink_on(letter.fill), size, Face::text_bold,
                         Align::center});
    }
}

}  // namespace figure
