#include "figure/rich_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "figure/text.h"

namespace figure {

namespace {

constexpr float kLineHeight = 1.4F;

constexpr std::array<std::pair<std::string_view, Thing>, 5> kMarks = {{{"window", Thing::window},
                                                                       {"winner", Thing::winner},
                                                                       {"output", Thing::output},
                                                                       {"positive", Thing::positive},
                                                                       {"negative", Thing::negative}}};

/// "<window>" or "</window>" at the beginning of `text`.
struct Mark {
    Thing thing = Thing::none;
    std::size_t length = 0;
};
std::optional<Mark> mark_at(std::string_view text) {
    // Asked of every character of a sentence that is drawn in every frame: most are no mark.
    if (!text.starts_with('<')) return std::nullopt;
    const bool closes = text.starts_with("</");
    const std::size_t end = text.find('>');
    if (end == std::string_view::npos) return std::nullopt;
    const std::size_t begin = closes ? 2 : 1;
    const std::string_view name = text.substr(begin, end - begin);
    const auto known = std::ranges::find(kMarks, name, &std::pair<std::string_view, Thing>::first);
    if (known == kMarks.end()) return std::nullopt;
    return Mark{closes ? Thing::none : known->second, end + 1};
}

Face face_of(const Run& run) { return run.thing == Thing::none ? Face::text : Face::text_bold; }

struct SentenceLine {
    std::vector<Run> runs;
    float width = 0;
};

/// Breaks the plain sentence, then gives every line its part of the runs.
std::vector<SentenceLine> lines_of(std::string_view marked, float size, float width) {
    const std::vector<Run> runs = runs_of(marked);
    // As if all of it were bold: the wider face, so that no line is too wide.
    const auto width_of = [&](std::string_view character) {
        return text_width(Face::text_bold, size, character);
    };
    const std::string plain = unmarked(marked);
    const std::string broken = broken_into_lines(plain, width, width_of);
    std::vector<SentenceLine> lines(1);
    std::size_t run = 0;
    std::size_t at = 0;
    std::size_t in_plain = 0;
    for (const char c : broken) {
        // A break stands for a space or between two characters.
        if (c == '\n' && (in_plain >= plain.size() || plain[in_plain] != '\n')) {
            lines.emplace_back();
            while (in_plain < plain.size() && plain[in_plain] == ' ') ++in_plain, ++at;
            continue;
        }
        while (run < runs.size() && at >= runs[run].text.size()) at -= runs[run++].text.size();
        if (run >= runs.size()) break;
        std::vector<Run>& line = lines.back().runs;
        if (line.empty() || line.back().thing != runs[run].thing) line.push_back({"", runs[run].thing});
        line.back().text += c;
        ++at;
        ++in_plain;
    }
    for (SentenceLine& line : lines)
        for (const Run& part : line.runs) line.width += text_width(face_of(part), size, part.text);
    return lines;
}

}  // namespace

std::vector<Run> runs_of(std::string_view marked) {
    std::vector<Run> runs;
    Thing now = Thing::none;
    for (std::size_t i = 0; i < marked.size();) {
        if (const std::optional<Mark> mark = mark_at(marked.substr(i))) {
            now = mark->thing;
            i += mark->length;
            continue;
        }
        if (runs.empty() || runs.back().thing != now) runs.push_back({"", now});
        runs.back().text += marked[i++];
    }
    return runs;
}

std::string unmarked(std::string_view marked) {
    std::string plain;
    for (const Run& run : runs_of(marked)) plain += run.text;
    return plain;
}

Color ink_of(const Palette& palette, Thing thing, Color ordinary) {
    switch (thing) {
        case Thing::window:
            return palette.window_text;
        case Thing::winner:
            return palette.winner_text;
        case Thing::output:
            return palette.output_text;
        case Thing::positive:
            return palette.positive_text;
        case Thing::negative:
            return palette.negative_text;
        case Thing::none:
            break;
    }
    return ordinary;
}

float draw_sentence(Drawing& drawing, Point top, std::string_view marked, float size, float width,
                    std::size_t most, Color ordinary, const Style& style, Align align) {
    std::vector<SentenceLine> lines = lines_of(marked, size, width);
    lines.resize(std::min(lines.size(), most));
    float y = top.y + kLineHeight * size / 2;
    for (const SentenceLine& line : lines) {
        float x = align == Align::center ? top.x - line.width / 2 : top.x;
        for (const Run& run : line.runs) {
            // Word by word: a painter's glyphs may be a little wider than the font files say, and a long run
            // would end in the next one.
            for (std::size_t at = 0; at < run.text.size();) {
                std::size_t end = run.text.find(' ', at);
                end = end == std::string::npos ? run.text.size() : end + 1;
                const std::string word = run.text.substr(at, end - at);
                const std::string shown = word.back() == ' ' ? word.substr(0, word.size() - 1) : word;
                if (!shown.empty())
                    drawing.add(
                        Text{{x, y}, shown, ink_of(style.palette, run.thing, ordinary), size, face_of(run)});
                x += text_width(face_of(run), size, word);
                at = end;
            }
        }
        y += kLineHeight * size;
    }
    return kLineHeight * size * static_cast<float>(lines.size());
}

Point sentence_extent(std::string_view marked, float size, float width, std::size_t most) {
    const std::vector<SentenceLine> lines = lines_of(marked, size, width);
    Point extent;
    for (const SentenceLine& line : lines) extent.x = std::max(extent.x, line.width);
    extent.y = kLineHeight * size * static_cast<float>(std::min(lines.size(), most));
    return extent;
}

}  // namespace figure
