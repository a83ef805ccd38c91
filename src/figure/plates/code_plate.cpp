#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "figure/number.h"
#include "figure/plates/blocks.h"
#include "figure/text.h"
#include "pool/notation.h"

// The listing beside the window, on a narrow sheet below it: the lines that run are marked, the variables say
// what they hold.

namespace figure {

namespace {

constexpr float kCodeEm = 0.85F;
constexpr float kSmallCodeEm = 0.75F;  // of a narrow sheet, where longer lines are broken
constexpr float kCodeGapEm = 2.2F;
constexpr float kMarkEm = 1.2F;           // of the code's size
constexpr std::size_t kCodeColumns = 88;  // longer lines are cut
constexpr float kCodeLine = 1.45F;
constexpr float kFewestColumns = 20;
constexpr std::size_t kHangingColumns = 4;
constexpr std::size_t kFewestHanging = 16;
constexpr std::size_t kMostRows = 4;  // of one line; a longer one is cut after its first

std::vector<std::string> characters_of(const std::string& line) {
    std::vector<std::string> characters;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t before = at;
        next_codepoint(line, at);
        characters.push_back(line.substr(before, at - before));
    }
    return characters;
}

std::string joined(std::span<const std::string> characters) {
    std::string line;
    for (const std::string& character : characters) line += character;
    return line;
}

/// A line of at most so many characters; what is cut off says so.
std::string short_line(const std::string& line, std::size_t columns) {
    const std::vector<std::string> characters = characters_of(line);
    if (characters.size() <= columns) return line;
    return joined(std::span(characters).first(columns - 1)) + "…";
}

/// A line in rows of at most so many characters, broken behind blanks, the further rows indented.
std::vector<std::string> rows_of(const std::string& line, std::size_t columns) {
    const std::vector<std::string> characters = characters_of(line);
    std::size_t indent = 0;
    while (indent < characters.size() && characters[indent] == " ") ++indent;
    const std::string hanging(std::min(indent + kHangingColumns, columns - kFewestHanging), ' ');
    std::vector<std::string> rows;
    for (std::size_t at = 0; at < characters.size();) {
        const std::size_t room = columns - (rows.empty() ? 0 : hanging.size());
        std::size_t end = std::min(at + room, characters.size());
        if (end < characters.size()) {
            std::size_t blank = end;
            while (blank > at && characters[blank - 1] != " ") --blank;
            if (blank > at + (rows.empty() ? indent : 0)) end = blank;
        }
        rows.push_back((rows.empty() ? "" : hanging) + joined(std::span(characters).subspan(at, end - at)));
        at = end;
    }
    if (rows.size() > kMostRows) return {short_line(line, columns)};
    if (rows.empty()) rows.emplace_back();
    return rows;
}

struct CodeBlock {
    std::vector<ShownCode::Line> lines{};
    std::vector<std::string> variables{};
    float widest = 0;  ///< at a size of 1

    /// Lines of at most so many characters, which are cut or broken into rows.
    CodeBlock(const ShownCode& code, std::size_t columns, bool broken) {
        const auto rows = [&](const std::string& line) {
            return broken ? rows_of(line, columns) : std::vector{short_line(line, columns)};
        };
        for (const ShownCode::Line& line : code.lines)
            for (std::string& row : rows(line.text)) lines.push_back({std::move(row), line.running});
        for (const auto& [name, value] : code.variables)
            for (std::string& row : rows(name + " = " + value)) variables.push_back(std::move(row));
        for (const ShownCode::Line& line : lines)
            widest = std::max(widest, text_width(Face::mono, 1, line.text));
        for (const std::string& line : variables) widest = std::max(widest, text_width(Face::mono, 1, line));
    }
    /// Room on the left for the mark of the lines that run.
    float width(float size) const { return (widest + kMarkEm) * size; }
    float height(float size) const {
        const auto rows = static_cast<float>(lines.size() + variables.size());
        return kCodeLine * size * (rows + (variables.empty() ? 0.0F : 0.8F));
    }
};

/// The code as wide as `width`: a little smaller where that is enough, otherwise with broken lines.
std::pair<CodeBlock, float> narrow_code(const ShownCode& code, float em, float width) {
    CodeBlock whole(code, kCodeColumns, true);
    const float fitting = std::min(kCodeEm * em, width / whole.width(1));
    if (fitting >= kSmallCodeEm * em) return {std::move(whole), fitting};
    const float size = kSmallCodeEm * em;
    const float column = text_width(Face::mono, size, "0");
    // A window with its lens is wider than the fewest columns.
    const float columns = std::max(kFewestColumns, std::floor((width - kMarkEm * size) / column));
    return {CodeBlock(code, static_cast<std::size_t>(columns), true), size};
}

void draw_code(Drawing& drawing, const CodeBlock& code, Point at, float size, const Style& style) {
    const Group group(drawing, "code");
    const Palette& p = style.palette;
    const float row = kCodeLine * size;
    float y = at.y;
    for (const ShownCode::Line& line : code.lines) {
        if (line.running) {
            drawing.add(RectFill{{at.x, y, code.width(size), row}, grounds_of(p).running});
            drawing.add(RectFill{{at.x, y, 0.3F * size, row}, p.window});
        }
        drawing.add(Text{{at.x + 0.8F * size, y + row / 2}, line.text, p.ink, size, Face::mono});
        y += row;
    }
    if (code.variables.empty()) return;
    y += 0.4F * row;
    drawing.add(Polyline{{{at.x, y}, {at.x + code.width(size), y}}, p.line, style.line});
    y += 0.4F * row;
    for (const std::string& text : code.variables) {
        drawing.add(Text{{at.x + 0.8F * size, y + row / 2}, text, p.muted, size, Face::mono});
        y += row;
    }
}

/// The window, as wide as is left for it.
Figure window_of(const FigureRequest& request, float width) {
    FigureRequest pair = request;
    pair.width = width;
    pair.legend = false;
    return compose_pair_figure(pair);
}

}  // namespace

Figure compose_code_figure(const FigureRequest& request) {
    const float em = request.style.em;
    const CodeBlock whole(*request.code, kCodeColumns, false);
    const float size = kCodeEm * em;
    const float gap = kCodeGapEm * em;
    Figure figure = window_of(request, 0);
    const float natural = figure.drawing.size.x + gap + whole.width(size);
    const bool beside = request.width <= 0 || natural <= request.width;
    if (!beside && figure.drawing.size.x > request.width) figure = window_of(request, request.width);
    Drawing& drawing = figure.drawing;
    const Point window = drawing.size;
    if (beside) {
        const float high = whole.height(size);
        const float all = std::max(window.y, high);
        move(drawing, 0, (all - window.y) / 2);
        draw_code(drawing, whole, {window.x + gap, (all - high) / 2}, size, request.style);
    } else {
        const auto [code, code_size] = narrow_code(*request.code, em, request.width);
        draw_code(drawing, code, {0, window.y + 1.2F * em}, code_size, request.style);
    }
    trim(drawing, request);
    for (std::string& sentence : request.words.sentence(
             "plate.code.caption", {pool::notation(request.evaluation.layers[layer_of(request)].layer)}))
        figure.caption.push_back(std::move(sentence));
    // A language's sentences stand together.
    const std::size_t tongues = figure.caption.size() / 2;
    for (std::size_t i = 0; i < tongues; ++i) figure.caption[i] += " " + figure.caption[tongues + i];
    figure.caption.resize(tongues);
    return figure;
}

}  // namespace figure
