#include "figure/plates/blocks.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "figure/number.h"
#include "figure/plates/letters.h"
#include "figure/text.h"
#include "pool/notation.h"

namespace figure {

namespace {

constexpr float kNumberedCellEm = 2.6F;
constexpr float kMapEm = 22;           // a map without numbers is about so wide
constexpr float kSmallestCell = 1.2F;  // points: below this cells are no longer seen
constexpr std::int64_t kMostNumbered = 14;
constexpr float kNameEm = 1.7F;
constexpr float kDetailLineEm = 1.15F;  // below a name
constexpr float kLeastHatched = 2;      // points

Range block_range(std::span<const MapBlock> blocks) {
    std::vector<std::span<const float>> planes;
    for (const MapBlock& block : blocks) planes.push_back(block.values->plane(block.n, block.c));
    return blocks.front().gradient ? gradient_range_of(planes) : activation_range_of(planes);
}

/// Cells that are not known yet are paper.
Image picture_of_block(const MapBlock& block, const Style& style) {
    MapImages images(false);
    const MapImages::Wanted wanted{{},          block.map,         block.gradient,     block.n, block.c, -1,
                                   block.range, style.activations, style.palette.theme};
    Image picture =
        images.picture(wanted, style, block.values->plane(block.n, block.c), block.rows(), block.columns());
    if (block.shown < 0) return picture;
    auto pixels = std::make_shared<Pixels>(*picture.pixels);
    const Color paper = style.palette.paper;
    for (auto i = static_cast<std::size_t>(block.shown) * 4; i + 3 < pixels->rgba.size(); i += 4) {
        pixels->rgba[i] = paper.r, pixels->rgba[i + 1] = paper.g, pixels->rgba[i + 2] = paper.b;
    }
    picture.pixels = std::move(pixels);
    const std::uint32_t ground = std::uint32_t{paper.r} << 16U | std::uint32_t{paper.g} << 8U | paper.b;
    picture.key ^= (static_cast<std::uint64_t>(block.shown) + 1) * 0x9E3779B97F4A7C15ULL +
                   ground * 0xC2B2AE3D27D4EB4FULL;
    return picture;
}

/// In black and white, cells below zero are hatched.
void hatch_negative(Drawing& drawing, const MapBlock& block, const MapArea& area, const Style& style) {
    if (!style.palette.print || !block.gradient || area.cell < kLeastHatched) return;
    const bool small = area.cell < 0.5F * style.em;
    const Group group(drawing, "hatches");
    const auto plane = block.values->plane(block.n, block.c);
    for (std::int64_t y = 0; y < area.rows; ++y) {
        for (std::int64_t x = 0; x < area.columns; ++x) {
            if (!(plane[static_cast<std::size_t>(y * area.columns + x)] < 0)) continue;
            const Rect cell = area.cell_rect(y, x);
            if (small) {
                drawing.add(Polyline{
                    {{cell.x, cell.bottom()}, {cell.right(), cell.y}}, style.palette.ink, 0.14F * cell.w});
                continue;
            }
            // Two corners alone, so that no line crosses the number.
            const float part = 0.3F * cell.w;
            for (const float d : {part, 0.6F * part}) {
                drawing.add(Polyline{{{cell.x, cell.y + d}, {cell.x + d, cell.y}}, style.palette.ink, 0.6F});
                drawing.add(Polyline{{{cell.right() - d, cell.bottom()}, {cell.right(), cell.bottom() - d}},
                                     style.palette.ink,
                                     0.6F});
            }
        }
    }
}

void numbers_on(Drawing& drawing, const FigureRequest& request, const MapBlock& block, const MapArea& area) {
    const Style& style = request.style;
    if (!request.numbers || area.cell < kNumberCellEm * style.em) return;
    std::vector<CellNumber> numbers;
    const std::int64_t known = block.shown < 0 ? area.rows * area.columns : block.shown;
    for (std::int64_t y = -block.top; y < area.rows + block.bottom; ++y) {
        for (std::int64_t x = -block.left; x < area.columns + block.right; ++x) {
            const bool inside = y >= 0 && x >= 0 && y < area.rows && x < area.columns;
            if (inside && y * area.columns + x >= known) continue;
            if (inside && has_letter(request, block.map, y, x)) continue;
            const float value = inside ? block.values->at({block.n, block.c, y, x}) : block.padding;
            const Color ink = inside ? ink_on(color_in(block, style, value)) : style.palette.muted;
            numbers.push_back({area.cell_rect(y, x), value, ink});
        }
    }
    const Group group(drawing, "numbers");
    draw_numbers(drawing, numbers, style);
}

void letters_on(Drawing& drawing, const FigureRequest& request, const MapBlock& block, const MapArea& area) {
    std::vector<LetterPlace> places;
    for (const CellLabel& label : request.labels) {
        if (label.map != block.map || label.y < 0 || label.x < 0 || label.y >= area.rows ||
            label.x >= area.columns)
            continue;
        const float value = block.values->at({block.n, block.c, label.y, label.x});
        places.push_back(
            {label.text, area.cell_rect(label.y, label.x), color_in(block, request.style, value)});
    }
    // Beside its cell a letter would lie on numbers.
    const bool numbered = area.cell >= kNumberCellEm * request.style.em;
    draw_letters(drawing, places, numbered ? Rect{} : area.clip, request.style);
}

}  // namespace

Color color_in(const MapBlock& block, const Style& style, float value) {
    return block.gradient ? gradient_color(style.palette, block.range, value)
                          : activation_color(style.palette, style.activations, block.range, value);
}

bool has_letter(const FigureRequest& request, std::size_t map, std::int64_t y, std::int64_t x) {
    return std::ranges::any_of(request.labels, [&](const CellLabel& label) {
        return label.map == map && label.y == y && label.x == x;
    });
}

MapBlock block_of(const FigureRequest& request, const pool::Evaluation& evaluation, std::size_t map,
                  bool gradient) {
    MapBlock block;
    block.map = map;
    block.values = gradient ? &evaluation.gradient(map) : &evaluation.map(map);
    const pool::Shape& shape = block.values->shape();
    block.n = std::clamp<std::int64_t>(request.n, 0, shape.n - 1);
    block.c = std::clamp<std::int64_t>(request.c, 0, shape.c - 1);
    block.gradient = gradient;
    block.hidden = gradient ? request.veil.hides_gradient(map) : request.veil.hides_map(map);
    if (block.hidden) block.shown = 0;
    if (!request.names) return block;
    block.name = map_label(request, evaluation, map, gradient);
    if (request.veil.hides_shape(map)) return block;
    block.detail = size_text(shape);
    if (shape.c > 1) block.detail += " c" + std::to_string(block.c);
    return block;
}

void add_padding(MapBlock& block, const pool::LayerResult& layer, bool backward) {
    const auto beyond = [](const pool::AxisGeometry& axis) {
        const std::int64_t before = std::max(axis.pad_begin(), -axis.window(0).start);
        const std::int64_t after =
            std::max(axis.pad_end(), axis.window(axis.output() - 1).end() - axis.input());
        return std::pair{std::max<std::int64_t>(before, 0), std::max<std::int64_t>(after, 0)};
    };
    std::tie(block.top, block.bottom) = beyond(layer.geometry().h());
    std::tie(block.left, block.right) = beyond(layer.geometry().w());
    block.padding = backward ? 0.0F : layer.kind->padding_value();
}

void share_range(std::span<MapBlock> blocks) {
    const Range range = block_range(blocks);
    for (MapBlock& block : blocks) block.range = range;
}

float natural_cell(const FigureRequest& request, std::int64_t rows, std::int64_t columns) {
    const float em = request.style.em;
    const std::int64_t side = std::max(rows, columns);
    if (request.numbers && side <= kMostNumbered) return kNumberedCellEm * em;
    return std::clamp(kMapEm * em / static_cast<float>(side), 2 * kSmallestCell, 1.5F * em);
}

float name_height(const FigureRequest& request, bool tall) {
    return request.names ? (kNameEm + (tall ? kDetailLineEm : 0)) * request.style.em : 0;
}

Point block_size(const FigureRequest& request, const MapBlock& block, float cell) {
    const float em = request.style.em;
    float name = 0;
    if (!block.name.empty()) {
        const float bold = text_width(Face::text_bold, em, block.name);
        const float detail = text_width(Face::mono, 0.85F * em, block.detail);
        name = block.tall_name ? std::max(bold, detail) : bold + 0.5F * em + detail;
    }
    const float width = cell * static_cast<float>(block.all_columns());
    return {std::max(width, name),
            name_height(request, block.tall_name) + cell * static_cast<float>(block.all_rows())};
}

float fitted_cell(float natural, float width, const std::function<float(float)>& width_of) {
    if (const auto cell = fitting_cell(natural, width, width_of)) return *cell;
    throw DoesNotFit(width_of(kSmallestCell), width);
}

std::optional<float> fitting_cell(float natural, float width, const std::function<float(float)>& width_of) {
    constexpr float kSlack = 0.01F;
    if (width <= 0 || width_of(natural) <= width + kSlack) return natural;
    if (width_of(kSmallestCell) > width + kSlack) return std::nullopt;
    float low = kSmallestCell;
    float high = natural;
    for (int i = 0; i < 30; ++i) {
        const float middle = (low + high) / 2;
        (width_of(middle) <= width ? low : high) = middle;
    }
    return low;
}

FittedForm fitted_form(float natural, float width, float enough,
                       std::span<const std::function<float(float)>> widths) {
    FittedForm best;
    float least = std::numeric_limits<float>::max();
    for (std::size_t form = 0; form < widths.size(); ++form) {
        const auto cell = fitting_cell(natural, width, widths[form]);
        if (cell && *cell > best.cell) best = {form, *cell};
        if (best.cell >= enough * natural) return best;
        least = std::min(least, widths[form](kSmallestCell));
    }
    if (best.cell <= 0) throw DoesNotFit(least, width);
    return best;
}

MapArea draw_map(Drawing& drawing, const FigureRequest& request, const MapBlock& block, Point at,
                 float cell) {
    const Style& style = request.style;
    MapArea area;
    area.map = block.map;
    area.gradient = block.gradient;
    area.n = block.n;
    area.c = block.c;
    area.rows = block.rows();
    area.columns = block.columns();
    area.cell = cell;
    area.rect = {at.x + cell * static_cast<float>(block.left), at.y + cell * static_cast<float>(block.top),
                 cell * static_cast<float>(area.columns), cell * static_cast<float>(area.rows)};
    area.clip = padded_rect(block, area);
    const Group group(drawing, (block.gradient ? "gradient." : "map.") + std::to_string(block.map));
    draw_cells(drawing, area, picture_of_block(block, style), style);
    if (block.hidden) draw_hatch(drawing, area.rect, style);
    hatch_negative(drawing, block, area, style);
    drawing.add(RectStroke{area.rect, style.palette.line, style.line});
    if (area.clip != area.rect) {
        const Pen dashed = pen(style, Meaning::padding);
        outline(drawing, area.clip, dashed);
    }
    numbers_on(drawing, request, block, area);
    letters_on(drawing, request, block, area);
    return area;
}

void draw_name(Drawing& drawing, const FigureRequest& request, const MapBlock& block, Point at, float width) {
    const float em = request.style.em;
    const Palette& p = request.style.palette;
    if (block.tall_name) {
        const float middle = at.x + width / 2;
        centred(drawing, {middle, at.y}, block.name, p.ink, em, Face::text_bold);
        centred(drawing, {middle, at.y + kDetailLineEm * em}, block.detail, p.muted, 0.85F * em, Face::mono);
        return;
    }
    const float name = text_width(Face::text_bold, em, block.name);
    const float total = name + 0.5F * em + text_width(Face::mono, 0.85F * em, block.detail);
    const float x = at.x + (width - total) / 2;
    drawing.add(Text{{x, at.y}, block.name, p.ink, em, Face::text_bold});
    drawing.add(Text{{x + name + 0.5F * em, at.y}, block.detail, p.muted, 0.85F * em, Face::mono});
}

MapArea draw_block(Drawing& drawing, const FigureRequest& request, const MapBlock& block, Point at,
                   float width, float cell) {
    const float em = request.style.em;
    const float map_width = cell * static_cast<float>(block.all_columns());
    const float above = name_height(request, block.tall_name);
    if (!block.name.empty()) {
        const Group group(drawing, "names");
        draw_name(drawing, request, block, {at.x, at.y + 0.6F * em}, width);
    }
    return draw_map(drawing, request, block, {at.x + (width - map_width) / 2, at.y + above}, cell);
}

Rect padded_rect(const MapBlock& block, const MapArea& area) {
    const Rect first = area.cell_rect(-block.top, -block.left);
    return {first.x, first.y, area.cell * static_cast<float>(block.all_columns()),
            area.cell * static_cast<float>(block.all_rows())};
}

Rect window_on(const MapArea& area, const pool::AxisWindow& h, const pool::AxisWindow& w) {
    const Rect first = area.cell_rect(h.start, w.start);
    return {first.x, first.y, area.cell * static_cast<float>(w.end() - w.start),
            area.cell * static_cast<float>(h.end() - h.start)};
}

void outline(Drawing& drawing, const Rect& rect, const Pen& pen, float grow) {
    drawing.add(RectStroke{rect.inset(-grow), pen.color, pen.width, 0, pen.dash});
}

void arrow(Drawing& drawing, const Style& style, Point a, Point b, const Pen& pen) {
    const float head = 0.6F * style.em;
    const float length = std::max(std::hypot(b.x - a.x, b.y - a.y), 1e-3F);
    const Point way{(b.x - a.x) / length, (b.y - a.y) / length};
    const float stem = 0.8F * std::min(head, length);
    const Point end{b.x - way.x * stem, b.y - way.y * stem};
    drawing.add(Polyline{{a, end}, pen.color, pen.width, false, pen.dash});
    draw_arrow_head(drawing, b, way, std::min(head, length), pen.color);
}

Rect centred(Drawing& drawing, Point at, const std::string& text, Color color, float size, Face face) {
    const Text line{at, text, color, size, face, Align::center};
    drawing.add(line);
    return text_box(line);
}

void dim_around(Drawing& drawing, const Style& style, const Rect& all, const Rect& window) {
    const Group group(drawing, "dimmed");
    const Color cover = style.palette.paper.with_alpha(0.5F);
    const float x0 = std::max(window.x, all.x);
    const float y0 = std::max(window.y, all.y);
    const float x1 = std::min(window.right(), all.right());
    const float y1 = std::min(window.bottom(), all.bottom());
    const std::array<Rect, 4> around = {{{all.x, all.y, all.w, y0 - all.y},
                                         {all.x, y1, all.w, all.bottom() - y1},
                                         {all.x, y0, x0 - all.x, y1 - y0},
                                         {x1, y0, all.right() - x1, y1 - y0}}};
    for (const Rect& rect : around)
        if (rect.w > 0 && rect.h > 0) drawing.add(RectFill{rect, cover});
}

float legend_width(const FigureRequest& request, float width, Range range) {
    constexpr float kMostEm = 14;
    constexpr float kLeastBarEm = 3;
    const float em = request.style.em;
    float numbers = 0.8F * em;
    for (const float end : {range.low, range.high})
        numbers += text_width(Face::mono, 0.82F * em, number(end, 3));
    return std::max(std::min(width, kMostEm * em), numbers + kLeastBarEm * em);
}

void legend_below(Drawing& drawing, const FigureRequest& request, float width, Range range, bool gradient) {
    if (!request.legend) return;
    const float em = request.style.em;
    const float bottom = bounds(drawing).bottom();
    const float wide = legend_width(request, width, range);
    draw_legend(drawing, {(width - wide) / 2, bottom + 1.2F * em}, wide, range, gradient, request.style);
}

void trim(Drawing& drawing, const FigureRequest& request) {
    Rect all = bounds(drawing);
    if (request.so_far) {
        // Frames of an animation begin at one point, whatever stands out at this moment.
        const float margin = 3 * request.style.line;
        all = {-margin, -margin, all.right() + margin, all.bottom() + margin};
    }
    move(drawing, -all.x, -all.y);
    drawing.size = {all.w, all.h};
    // A line's half width may stand out of what was laid out.
    if (const float slack = 3 * request.style.line; request.width > 0 && all.w > request.width + slack)
        throw DoesNotFit(all.w, request.width);
}

std::string size_text(const pool::Shape& shape) {
    const std::string plane = std::to_string(shape.h) + "×" + std::to_string(shape.w);
    return shape.c > 1 ? std::to_string(shape.c) + "×" + plane : plane;
}

std::string map_label(const FigureRequest& request, const pool::Evaluation& evaluation, std::size_t map,
                      bool gradient) {
    if (gradient && map == evaluation.layers.size()) return "grad_output";
    if (gradient) return map == 0 ? "grad_input" : "grad L" + std::to_string(map);
    if (map == 0) return request.words.label("figure.input");
    if (evaluation.layers.size() == 1) return request.words.label("figure.output.only");
    return request.words.label("figure.output", {std::to_string(evaluation.layers[map - 1].position + 1)});
}

std::vector<std::string> notation_lines(const pool::Layer& layer, float width, Face face, float size) {
    const std::string text = pool::notation(layer);
    std::vector<std::string> lines;
    bool begins = true;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_of("( ", at), text.size() - 1) + 1;
        const std::string piece = text.substr(at, end - at);
        // A blank at the end of a line is not seen.
        const std::string seen = piece.ends_with(' ') ? piece.substr(0, piece.size() - 1) : piece;
        if (begins || text_width(face, size, lines.back() + seen) > width) {
            lines.push_back(piece);
        } else {
            lines.back() += piece;
        }
        begins = false;
        at = end;
    }
    for (std::string& line : lines)
        if (line.ends_with(' ')) line.pop_back();
    return lines;
}

std::size_t layer_of(const FigureRequest& request) {
    return std::min(request.cursor.layer, request.evaluation.layers.size() - 1);
}

}  // namespace figure
