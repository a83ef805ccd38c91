#include <algorithm>

#include "figure/number.h"
#include "figure/plates/blocks.h"
#include "figure/text.h"
#include "pool/notation.h"

// The listing beside the window: the lines that run are marked, the variables say what they hold.

namespace figure {

namespace {

constexpr float kCodeEm = 0.85F;
constexpr float kSmallestCodeEm = 0.62F;
constexpr float kCodeGapEm = 2.2F;
constexpr std::size_t kCodeColumns = 88;  // longer lines are cut
constexpr float kCodeLine = 1.45F;

/// A line of at most so many characters; what is cut off says so.
std::string short_line(const std::string& line) {
    std::size_t characters = 0;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t before = at;
        next_codepoint(line, at);
        if (++characters == kCodeColumns && at < line.size()) return line.substr(0, before) + "…";
    }
    return line;
}

struct CodeBlock {
    std::vector<ShownCode::Line> lines{};
    std::vector<std::string> variables{};
    float widest = 0;  ///< at a size of 1

    explicit CodeBlock(const ShownCode& code) {
        for (const ShownCode::Line& line : code.lines) lines.push_back({short_line(line.text), line.running});
        for (const auto& [name, value] : code.variables)
            variables.push_back(short_line(name + " = " + value));
        for (const ShownCode::Line& line : lines)
            widest = std::max(widest, text_width(Face::mono, 1, line.text));
        for (const std::string& line : variables) widest = std::max(widest, text_width(Face::mono, 1, line));
    }
    /// Room on the left for the mark of the lines that run.
    float width(float size) const { return widest * size + 1.2F * size; }
    float height(float size) const {
        const auto rows = static_cast<float>(lines.size() + variables.size());
        return kCodeLine * size * (rows + (variables.empty() ? 0.0F : 0.8F));
    }
};

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
    const CodeBlock code(*request.code);
    const float size = kCodeEm * em;
    const float gap = kCodeGapEm * em;
    Figure figure = window_of(request, 0);
    const float natural = figure.drawing.size.x + gap + code.width(size);
    const bool beside = request.width <= 0 || natural <= request.width;
    float code_size = size;
    if (!beside) {
        // One below the other.
        code_size = std::min(size, request.width / code.width(1));
        if (code_size < kSmallestCodeEm * em)
            throw DoesNotFit(code.width(kSmallestCodeEm * em), request.width);
        if (figure.drawing.size.x > request.width) figure = window_of(request, request.width);
    }
    Drawing& drawing = figure.drawing;
    const Point window = drawing.size;
    const float high = code.height(code_size);
    if (beside) {
        const float all = std::max(window.y, high);
        move(drawing, 0, (all - window.y) / 2);
        draw_code(drawing, code, {window.x + gap, (all - high) / 2}, code_size, request.style);
    } else {
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
