#include "lesson/worksheet_items.h"

#include <algorithm>

#include "figure/lines.h"
#include "figure/sheet.h"
#include "figure/text.h"
#include "pool/notation.h"

namespace lesson {

namespace {

using namespace figure;

constexpr float kEm = 9;
constexpr float kCell = 25;          // room for a number by hand
constexpr float kSmallestCell = 20;  // still
constexpr float kWrongCell = 19;     // of a wrong answer in the key
constexpr float kWrongEm = 6.5F;
constexpr float kWrongLabel = 86;  // at least as wide is the line below one
constexpr float kArrow = 2.6F * kEm;
constexpr float kBetween = 1.6F * kEm;
constexpr float kTop = 2.0F * kEm;  // of the number and the layer
constexpr float kLetterBox = 22;
constexpr float kLargestMatch = 110;  // side of a digit

FigureRequest request_of(const pool::Evaluation& evaluation, const Words& words, float em) {
    Sheet sheet;
    sheet.theme = Theme::print;
    sheet.font_size = em;
    FigureRequest request{evaluation};
    request.style = style_of(sheet);
    request.words = words;
    request.legend = false;
    return request;
}

/// No shade gives a number away.
void whiten(MapBlock& block) { block.range = {0, 1e9F}; }

void draw_grid(Drawing& drawing, const MapArea& area) {
    const Pen line{print_palette().muted, 0.5F, 0};
    for (std::int64_t y = 0; y < area.rows; ++y)
        for (std::int64_t x = 0; x < area.columns; ++x) outline(drawing, area.cell_rect(y, x), line);
}

void append(Drawing& drawing, Drawing part, Point at) {
    const Rect box = bounds(part);
    move(part, at.x - box.x, at.y - box.y);
    for (Primitive& item : part.items) drawing.items.push_back(std::move(item));
}

MapBlock block_over(const pool::Tensor& values, std::string name) {
    MapBlock block;
    block.values = &values;
    block.name = std::move(name);
    whiten(block);
    return block;
}

}  // namespace

ExerciseItem::ExerciseItem(Ask ask, const Exercise& exercise, std::size_t number, const Words& words,
                           bool answered)
    : exercise_(exercise),
      number_(number),
      words_(words),
      answered_(answered),
      size_(ask == Ask::size),
      request_(request_of(exercise.evaluation, words, kEm)) {
    const pool::Evaluation& e = exercise.evaluation;
    const auto given = [&](std::size_t map, bool gradient) {
        MapBlock block = block_of(request_, e, map, gradient);
        whiten(block);
        if (map == 0) add_padding(block, e.layers[0], gradient);
        parts_.push_back({std::move(block), false});
    };
    if (!size_) given(0, false);
    if (ask == Ask::grad_input) given(1, true);
    std::string name = map_label(request_, e, ask == Ask::grad_input ? 0 : 1, ask == Ask::grad_input);
    if (ask == Ask::indices) name = "indices";
    if (size_) name = words.label("worksheet.rows_columns");
    MapBlock asked = block_over(exercise.answer, std::move(name));
    if (!answered) asked.shown = 0;
    parts_.push_back({std::move(asked), !answered});
}

std::string ExerciseItem::size_label() const {
    return words_.label("figure.input") + " " + size_text(exercise_.evaluation.map(0).shape());
}

float ExerciseItem::width_at(float cell) const {
    float width = kArrow + kBetween * static_cast<float>(parts_.size() > 2);
    if (size_) width += text_width(Face::text_bold, kEm, size_label());
    for (const Part& part : parts_) width += block_size(request_, part.block, cell).x;
    return std::max(
        width, kBetween + text_width(Face::mono, kEm, pool::notation(exercise_.evaluation.layers[0].layer)));
}

float ExerciseItem::cell_for(float width) const {
    return fitted_cell(kCell, width, [&](float cell) { return width_at(cell); });
}

bool ExerciseItem::fits(float width) const {
    return width_at(kSmallestCell) <= width && cell_for(width) >= kSmallestCell;
}

Drawing ExerciseItem::draw(float width) const {
    Drawing drawing;
    const Group group(drawing, "exercise." + std::to_string(number_));
    const Color ink = request_.style.palette.ink;
    const pool::LayerResult& layer = exercise_.evaluation.layers[0];
    drawing.add(Text{{0, 0.7F * kEm}, std::to_string(number_), ink, 1.2F * kEm, Face::text_bold});
    drawing.add(Text{{kBetween, 0.7F * kEm}, pool::notation(layer.layer), ink, kEm, Face::mono});
    const float cell = cell_for(width);
    float high = 0;
    for (const Part& part : parts_) high = std::max(high, block_size(request_, part.block, cell).y);
    float x = 0;
    if (size_) {
        drawing.add(
            Text{{x, kTop + name_height(request_) + cell / 2}, size_label(), ink, kEm, Face::text_bold});
        x += text_width(Face::text_bold, kEm, size_label());
    }
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const MapBlock& block = parts_[i].block;
        const Point size = block_size(request_, block, cell);
        // Middles of the maps stand on one line.
        const float map_high = cell * static_cast<float>(block.all_rows());
        const float middle = kTop + name_height(request_) + (high - name_height(request_)) / 2;
        const float top = middle - map_high / 2 - name_height(request_);
        if (i + 1 == parts_.size()) {
            arrow(drawing, request_.style, {x + 0.5F * kEm, middle}, {x + kArrow - 0.5F * kEm, middle},
                  pen(request_.style, Meaning::quiet));
            x += kArrow;
        } else if (i > 0) {
            x += kBetween;
        }
        const MapArea area = draw_block(drawing, request_, block, {x, top}, size.x, cell);
        draw_grid(drawing, area);
        x += size.x;
    }
    return drawing;
}

Drawing ExerciseItem::wrong_answer(const WrongAnswer& wrong) const {
    Drawing drawing;
    const Group group(drawing, "wrong." + std::string(wrong.why->id));
    FigureRequest request = request_of(exercise_.evaluation, words_, kWrongEm);
    const MapBlock block = block_over(wrong.values, {});
    request.names = false;
    const MapArea area = draw_map(drawing, request, block, {0, 0}, kWrongCell);
    draw_grid(drawing, area);
    const float width = std::max(kWrongLabel, area.rect.w);
    float y = area.rect.bottom() + 0.9F * kWrongEm;
    const Color ink = request.style.palette.ink;
    drawing.add(Text{{0, y}, std::string(wrong.why->code), ink, kWrongEm, Face::text_bold});
    for (const std::string& sentence : words_.sentence("worksheet.wrong." + std::string(wrong.why->id)))
        for (const std::string& line : lines_of(sentence, width, Face::text, kWrongEm)) {
            y += 1.3F * kWrongEm;
            drawing.add(Text{{0, y}, line, ink, kWrongEm, Face::text});
        }
    drawing.add(RectFill{{0, 0, width, y}, {0, 0, 0, 0}});
    return drawing;
}

Drawing ExerciseItem::with_wrong_answers(float width) const {
    const float cell = std::min(kSmallestCell, cell_for(width));
    Drawing drawing = draw(std::min(width, width_at(cell)));
    const Rect exercise = bounds(drawing);
    float x = exercise.right() + 2 * kEm;
    float top = kTop;
    float row = 0;
    for (const WrongAnswer& wrong : exercise_.wrong) {
        Drawing part = wrong_answer(wrong);
        const Rect box = bounds(part);
        if (x > 0 && x + box.w > width) {
            top = std::max(exercise.bottom(), top + row) + kEm;
            x = row = 0;
        }
        append(drawing, std::move(part), {x, top});
        x += box.w + kEm;
        row = std::max(row, box.h);
    }
    return drawing;
}

Drawing matching_map(const Matching::Digit& digit, bool input, bool answered, float room,
                     const Words& words) {
    Drawing drawing;
    const pool::Evaluation& e = digit.evaluation;
    FigureRequest request = request_of(e, words, kEm);
    request.numbers = request.names = false;
    MapBlock block = block_of(request, e, input ? 0 : e.layers.size(), false);
    share_range({&block, 1});
    const float side = std::min(room - 3 * kEm, kLargestMatch);
    const float cell = side / static_cast<float>(std::max(block.rows(), block.columns()));
    const MapArea area = draw_map(drawing, request, block, {0, 0}, cell);
    const std::string letter(1, static_cast<char>('A' + digit.place));
    const Point below{area.rect.center().x, area.rect.bottom() + 0.6F * kEm + kLetterBox / 2};
    if (input)
        outline(drawing, {below.x - kLetterBox / 2, below.y - kLetterBox / 2, kLetterBox, kLetterBox},
                {request.style.palette.muted, 0.6F, 0});
    if (!input || answered)
        centred(drawing, below, letter, request.style.palette.ink, 1.4F * kEm, Face::text_bold);
    return drawing;
}

}  // namespace lesson
