#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "figure/drawing.h"
#include "figure/style.h"

// Sentences in which coloured words name coloured things: "<window>This window</window> keeps its …".

namespace figure {

enum class Thing { none, window, winner, output, positive, negative };

struct Run {
    std::string text;
    Thing thing = Thing::none;
    bool operator==(const Run&) const = default;
};

/// The parts of a marked sentence. What is not a known mark stays text.
std::vector<Run> runs_of(std::string_view marked);
/// The sentence without its marks.
std::string unmarked(std::string_view marked);
/// The ink of words that name that thing; `ordinary` for other words.
Color ink_of(const Palette& palette, Thing thing, Color ordinary);

/// A marked sentence in lines of at most `width`, each centred about `top.x`, or beginning there; words with
/// a thing are bold. At most `most` lines are drawn. Returns the height that they take.
float draw_sentence(Drawing& drawing, Point top, std::string_view marked, float size, float width,
                    std::size_t most, Color ordinary, const Style& style, Align align = Align::center);
/// The height and the width that it would take.
Point sentence_extent(std::string_view marked, float size, float width, std::size_t most);

}  // namespace figure
