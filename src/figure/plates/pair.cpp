#include <algorithm>
#include <array>
#include <cmath>

#include "figure/number.h"
#include "figure/plates/lineage.h"
#include "figure/plates/pair_layout.h"
#include "figure/text.h"
#include "pool/explain.h"
#include "pool/notation.h"

namespace figure {

namespace {

constexpr float kDimmed = 0.65F;  // covers 65 %: what is left shows at 35 %
constexpr std::int64_t kMostNumbers = 1600;

Image picture_of(const PairScene& scene, const MapArea& area, const pool::Tensor& values,
                 std::int64_t until) {
    const MapImages::Wanted wanted{scene.evaluation.id,
                                   area.map,
                                   scene.backward,
                                   area.n,
                                   area.c,
                                   until,
                                   area.map == scene.left.map ? scene.ranges.below : scene.ranges.above,
                                   scene.style.activations,
                                   scene.palette().dark};
    return scene.images.picture(wanted, scene.style, values.plane(area.n, area.c), area.rows, area.columns);
}

void add_padding_numbers(std::vector<CellNumber>& numbers, const PairScene& scene) {
    const MapArea& left = scene.left;
    const CellSpan whole{-scene.pad_top, left.rows + scene.pad_bottom, -scene.pad_left,
                         left.columns + scene.pad_right};
    if (whole.count() > kMostNumbers) return;
    const float value = scene.backward ? 0.0F : scene.result->kind->padding_value();
    for (std::int64_t y = whole.y0; y < whole.y1; ++y) {
        for (std::int64_t x = whole.x0; x < whole.x1; ++x) {
            const bool inside = y >= 0 && y < left.rows && x >= 0 && x < left.columns;
            if (!inside) numbers.push_back({left.cell_rect(y, x), value, scene.palette().muted});
        }
    }
}

/// The numbers of one map (of the left one with its padding), as far as `shown` cells have them.
void numbers_of(Drawing& drawing, const PairScene& scene, const MapArea& area, const pool::Tensor& values,
                std::int64_t shown) {
    if (area.cell < kNumberCellEm * scene.em()) return;
    const CellSpan span = visible_cells(area);
    if (span.count() > kMostNumbers) return;
    std::vector<CellNumber> numbers;
    for (std::int64_t y = span.y0; y < span.y1; ++y) {
        for (std::int64_t x = span.x0; x < span.x1; ++x) {
            if (y * area.columns + x >= shown) continue;
            const float value = values.at({area.n, area.c, y, x});
            numbers.push_back({area.cell_rect(y, x), value,
                               ink_on(scene.color_of(value, &area == &scene.left ? 1.0F : 0.0F))});
        }
    }
    if (&area == &scene.left) add_padding_numbers(numbers, scene);
    const Group group(drawing, "numbers");
    draw_numbers(drawing, numbers, scene.style);
}

/// The left map with its padding.
Rect with_padding(const PairScene& scene) {
    const MapArea& left = scene.left;
    const Rect first = left.cell_rect(-scene.pad_top, -scene.pad_left);
    const Rect last = left.cell_rect(left.rows + scene.pad_bottom - 1, left.columns + scene.pad_right - 1);
    return {first.x, first.y, last.right() - first.x, last.bottom() - first.y};
}

void padding(Drawing& drawing, const PairScene& scene) {
    if (scene.pad_top + scene.pad_bottom + scene.pad_left + scene.pad_right == 0) return;
    const Group group(drawing, "padding");
    drawing.add(
        RectStroke{with_padding(scene), scene.palette().muted, scene.style.line, 0, 0.4F * scene.em()});
}

/// Regions that the layer looks at, numbered; the one of the shown item stands out.
void boxes(Drawing& drawing, const PairScene& scene) {
    const auto all = pool::boxes(scene.evaluation, scene.layer);
    if (all.empty()) return;
    const Group group(drawing, "regions");
    const MapArea& left = scene.left;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const pool::Box& box = all[i];
        if (box.n != left.n) continue;
        const bool shown = static_cast<std::int64_t>(i) == scene.output.n;
        const Color color = scene.palette().ink.with_alpha(shown ? 1.0F : 0.55F);
        const Rect rect{left.rect.x + box.x0 * left.cell, left.rect.y + box.y0 * left.cell,
                        (box.x1 - box.x0) * left.cell, (box.y1 - box.y0) * left.cell};
        drawing.add(RectStroke{rect, color, (shown ? 2.5F : 1.5F) * scene.style.line, 0.2F * scene.em()});
        drawing.add(Text{{rect.x + 0.25F * scene.em(), rect.y + 0.95F * scene.em()},
                         std::to_string(i),
                         color,
                         0.8F * scene.em(),
                         Face::mono});
    }
}

Rect intersection(const Rect& a, const Rect& b) {
    const float x = std::max(a.x, b.x);
    const float y = std::max(a.y, b.y);
    return {x, y, std::max(0.0F, std::min(a.right(), b.right()) - x),
            std::max(0.0F, std::min(a.bottom(), b.bottom()) - y)};
}

/// Covers what the window does not tap: around it, and the gaps that dilation leaves.
void dim(Drawing& drawing, const PairScene& scene) {
    const Group group(drawing, "dimmed");
    const Color cover = scene.palette().paper.with_alpha(kDimmed);
    const Rect map = intersection(with_padding(scene), scene.left_frame);
    const Rect window = intersection(scene.window_rect(), map);
    const std::array<Rect, 4> around = {{{map.x, map.y, map.w, window.y - map.y},
                                         {map.x, window.bottom(), map.w, map.bottom() - window.bottom()},
                                         {map.x, window.y, window.x - map.x, window.h},
                                         {window.right(), window.y, map.right() - window.right(), window.h}}};
    for (const Rect& rect : around)
        if (rect.w > 0 && rect.h > 0) drawing.add(RectFill{rect, cover});
    if (scene.h.dilation == 1 && scene.w.dilation == 1) return;
    for (std::int64_t y = std::max<std::int64_t>(scene.h.start, 0);
         y < std::min(scene.h.end(), scene.left.rows); ++y) {
        for (std::int64_t x = std::max<std::int64_t>(scene.w.start, 0);
             x < std::min(scene.w.end(), scene.left.columns); ++x) {
            const bool tapped =
                (y - scene.h.start) % scene.h.dilation == 0 && (x - scene.w.start) % scene.w.dilation == 0;
            if (!tapped) drawing.add(RectFill{scene.left.cell_rect(y, x), cover});
        }
    }
}

void window_marks(Drawing& drawing, const PairScene& scene) {
    const Group group(drawing, "window");
    const Palette& p = scene.palette();
    const float width = 2 * scene.style.line;
    if (scene.h.dilation > 1 || scene.w.dilation > 1) {
        for (const pool::Tap& tap : scene.taps)
            drawing.add(RectStroke{scene.left.cell_rect(tap.y, tap.x), p.window, width});
    }
    drawing.add(RectStroke{scene.window_rect().inset(-width / 2), p.window, width});
    for (const pool::Tap& tap : scene.taps) {
        if (!scene.wins(tap)) continue;
        const Rect cell = scene.left.cell_rect(tap.y, tap.x);
        const float grow = std::max(0.0F, (0.5F * scene.em() - cell.w) / 2);
        drawing.add(RectStroke{cell.inset(1 - grow), p.winner, 3 * scene.style.line, 0.12F * scene.em()});
    }
}

/// Output cells that are not there yet show paper.
void cover_future(Drawing& drawing, const PairScene& scene) {
    const MapArea& area = scene.right;
    if (scene.backward || scene.windows_done >= area.rows * area.columns) return;
    const Group group(drawing, "future");
    const Palette& p = scene.palette();
    const std::int64_t row = scene.windows_done / area.columns;
    const std::int64_t column = scene.windows_done % area.columns;
    const Rect next = area.cell_rect(row, column);
    // A little overlap hides the seam between the two pieces.
    drawing.add(RectFill{{next.x, next.y, area.rect.right() - next.x, area.cell + 0.5F}, p.paper});
    drawing.add(RectFill{
        {area.rect.x, next.bottom(), area.rect.w, std::max(0.0F, area.rect.bottom() - next.bottom())},
        p.paper});
}

/// The lineage's cells, and every window that contains its origin, overlap included; of an output cell its
/// own window.
void lineage(Drawing& drawing, const PairScene& scene, const MapArea& area) {
    for (const TraceMark& mark : scene.view.marks) {
        draw_lineage(drawing, mark, area, scene.style);
        const pool::MapCell& origin = mark.trace->origin;
        if (area.map != scene.layer || mark.alpha <= 0) continue;
        std::vector<pool::Cell> windows;
        if (origin.map == scene.layer)
            windows = pool::windows_containing(scene.evaluation, scene.layer, origin.cell);
        if (origin.map == scene.layer + 1) windows = {origin.cell};
        const Group group(drawing, "lineage.windows");
        for (const pool::Cell& above : windows) {
            if (above.c != scene.right.c || above.n != scene.right.n) continue;
            const pool::AxisWindow h = scene.result->geometry().rows(above);
            const pool::AxisWindow w = scene.result->geometry().columns(above);
            const Rect first = area.cell_rect(h.start, w.start);
            const Rect all{first.x, first.y, area.cell * static_cast<float>(w.end() - w.start),
                           area.cell * static_cast<float>(h.end() - h.start)};
            drawing.add(RectStroke{all, scene.palette().window.with_alpha(mark.alpha * 0.8F),
                                   1.2F * scene.style.line, 0, 0.35F * scene.em()});
        }
    }
}

/// Links of the lineages between the two maps; the winners' in their colour.
void lineage_links(Drawing& drawing, const PairScene& scene) {
    constexpr std::size_t kMostLinks = 48;
    for (const TraceMark& mark : scene.view.marks) {
        if (scene.layer >= mark.trace->links.size() || mark.alpha <= 0) continue;
        const Group group(drawing, "lineage.links");
        const std::vector<pool::Link>& links = mark.trace->links[scene.layer];
        // Of very many links every k-th is drawn.
        const std::size_t step = (links.size() + kMostLinks - 1) / kMostLinks;
        for (std::size_t i = 0; i < links.size(); i += std::max<std::size_t>(step, 1)) {
            const pool::Link& link = links[i];
            if (link.below.n != scene.left.n || link.below.c != scene.left.c ||
                link.above.n != scene.right.n || link.above.c != scene.right.c)
                continue;
            const Rect from = scene.left.cell_rect(link.below.y, link.below.x);
            const Rect to = scene.right.cell_rect(link.above.y, link.above.x);
            const Point a{from.right(), from.center().y};
            const Point b{to.x, to.center().y};
            const float bend = (b.x - a.x) * 0.5F;
            const Color color = link.winner ? scene.palette().winner : scene.palette().ink;
            drawing.add(Cubic{a,
                              {a.x + bend, a.y},
                              {b.x - bend, b.y},
                              b,
                              color.with_alpha(mark.alpha * 0.85F),
                              (link.winner ? 2.0F : 1.2F) * scene.style.line});
        }
    }
}

std::string map_name(const PairScene& scene, std::size_t map) {
    if (map == 0) return scene.strings("figure.input");
    return scene.strings.format("figure.output",
                                {std::to_string(scene.evaluation.layers[map - 1].position + 1)});
}

void caption(Drawing& drawing, const PairScene& scene, const MapArea& area, const Rect& frame, bool left) {
    const Palette& p = scene.palette();
    const float em = scene.em();
    const std::string gradient = left ? "grad_input" : "grad_output";
    const std::string name = scene.backward ? gradient : map_name(scene, area.map);
    const pool::Shape& shape = scene.evaluation.map(area.map).shape();
    std::string detail = shape.text(shape.n > 1);
    if (shape.c > 1) detail += "  c" + std::to_string(area.c);
    // Centred over the map, but kept on the canvas and beside the lens.
    const float middle = scene.size.x / 2;
    const Rect lens = scene.whole() ? Rect{middle, 0, 0, 0} : scene.lens.inset(-0.85F * em);
    const float low = left ? 0.3F * em : lens.right();
    const float high = left ? lens.x : scene.size.x - 0.3F * em;
    const float size = 1.05F * em;
    const float gap = 0.6F * em;
    const std::string shown = elided(Face::text_bold, size, name, high - low);
    const float name_w = text_width(Face::text_bold, size, shown);
    const float both = name_w + gap + text_width(Face::mono, 0.9F * em, detail);
    const bool detailed = both <= high - low;
    const float total = detailed ? both : name_w;
    const float x = std::clamp(frame.center().x - total / 2, low, std::max(low, high - total));
    const float y = std::max(frame.y - 1.05F * em, 0.8F * em);
    drawing.add(Text{{x, y}, shown, p.ink, size, Face::text_bold, Align::left});
    if (detailed)
        drawing.add(Text{{x + name_w + gap, y}, detail, p.muted, 0.9F * em, Face::mono, Align::left});
}

/// One scale for both maps, or one beneath each.
void legends(Drawing& drawing, const PairScene& scene) {
    const float em = scene.em();
    const float y = scene.size.y - 0.8F * em;
    const float width = std::min(14 * em, scene.size.x * 0.4F);
    const auto legend = [&](float center, Range range) {
        const float x = std::clamp(center - width / 2, 0.0F, std::max(0.0F, scene.size.x - width));
        draw_legend(drawing, {x, y}, width, range, scene.backward, scene.style);
    };
    if (scene.ranges.shared()) return legend(scene.size.x / 2, scene.ranges.below);
    legend(std::min(scene.left_frame.center().x, scene.size.x / 2 - width / 2), scene.ranges.below);
    legend(std::max(scene.right_frame.center().x, scene.size.x / 2 + width / 2), scene.ranges.above);
}

void left_map(Drawing& drawing, const PairScene& scene) {
    const Group group(drawing, "map." + std::to_string(scene.left.map));
    drawing.add(PushClip{scene.left_frame.inset(-3)});
    draw_cells(drawing, scene.left, scene.left_picture, scene.style);
    // While a whole layer's gradients are on their way, numbers would be ahead of them.
    const bool arriving = scene.whole() && scene.backward && !scene.resting();
    if (!arriving)
        numbers_of(drawing, scene, scene.left, *scene.left_values, scene.left.rows * scene.left.columns);
    if (!scene.whole()) dim(drawing, scene);
    padding(drawing, scene);
    boxes(drawing, scene);
    drawing.add(RectStroke{scene.left.rect, scene.palette().line, 1});
    lineage(drawing, scene, scene.left);
    if (!scene.whole()) window_marks(drawing, scene);
    drawing.add(PopClip{});
}

void right_map(Drawing& drawing, const PairScene& scene) {
    const Group group(drawing, "map." + std::to_string(scene.right.map));
    drawing.add(PushClip{scene.right_frame.inset(-3)});
    const pool::Tensor& values = scene.right_values();
    draw_cells(drawing, scene.right, picture_of(scene, scene.right, values, -1), scene.style);
    cover_future(drawing, scene);
    drawing.add(RectStroke{scene.right.rect, scene.palette().line, 1});
    lineage(drawing, scene, scene.right);
    if (!scene.whole()) {
        const Rect cell = scene.right.cell_rect(scene.output.y, scene.output.x);
        const float grow = std::max(0.0F, (0.5F * scene.em() - cell.w) / 2);
        drawing.add(RectStroke{cell.inset(-grow), scene.palette().output, 3 * scene.style.line});
    }
    drawing.add(PopClip{});
}

}  // namespace

Plate compose_pair(const pool::Evaluation& evaluation, const BenchView& view, const Style& style,
                   const Strings& strings, Point size) {
    Plate plate;
    plate.drawing.size = size;
    if (evaluation.layers.empty()) return plate;
    MapImages unkept(false);
    PairScene scene =
        lay_out_pair(evaluation, view, style, strings, view.images ? *view.images : unkept, size);
    const bool adding = scene.backward && scene.windows_done < scene.right.rows * scene.right.columns;
    scene.left_picture = picture_of(scene, scene.left, *scene.left_values, adding ? scene.windows_done : -1);
    Drawing& drawing = plate.drawing;
    left_map(drawing, scene);
    right_map(drawing, scene);
    if (scene.whole()) {
        draw_whole_layer(drawing, scene);
    } else {
        draw_lens(drawing, scene);
    }
    lineage_links(drawing, scene);
    // Above the routes, which may cross these cells.
    drawing.add(PushClip{scene.right_frame.inset(-3)});
    const std::int64_t all = scene.right.rows * scene.right.columns;
    const bool moving = scene.whole() && !scene.resting();
    const std::int64_t shown = moving && !scene.backward ? 0 : scene.backward ? all : scene.windows_done;
    numbers_of(drawing, scene, scene.right, scene.right_values(), shown);
    drawing.add(PopClip{});
    {
        const Group group(drawing, "captions");
        caption(drawing, scene, scene.left, scene.left_frame, true);
        caption(drawing, scene, scene.right, scene.right_frame, false);
    }
    legends(drawing, scene);
    plate.areas = {scene.left, scene.right};
    return plate;
}

}  // namespace figure
