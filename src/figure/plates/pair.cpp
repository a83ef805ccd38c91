#include <algorithm>
#include <array>
#include <cmath>

#include "figure/plates/lineage.h"
#include "figure/plates/pair_layout.h"
#include "figure/plates/veiled.h"
#include "figure/text.h"
#include "pool/explain.h"

namespace figure {

namespace {

Image picture_of(const PairScene& scene, const MapArea& area, bool gradient, const pool::Tensor& values,
                 std::int64_t until, Tone tone) {
    const MapImages::PairRanges& ranges = gradient == scene.backward ? scene.ranges : scene.values;
    const MapImages::Wanted wanted{scene.evaluation.id,
                                   area.map,
                                   gradient,
                                   area.n,
                                   area.c,
                                   until,
                                   area.map == scene.left.map ? ranges.below : ranges.above,
                                   scene.style.activations,
                                   scene.palette().theme,
                                   tone};
    return scene.images.picture(wanted, scene.style, values.plane(area.n, area.c), area.rows, area.columns);
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

/// The cells that the window reads, in their own colours.
void read_cells(Drawing& drawing, const PairScene& scene) {
    const Group group(drawing, "read");
    const Rect frame = scene.left_frame;
    if (scene.h.dilation == 1 && scene.w.dilation == 1) {
        drawing.add(PushClip{intersection(intersection(scene.window_rect(), scene.left.rect), frame)});
        draw_picture(drawing, scene.left, scene.left_picture);
        drawing.add(PopClip{});
        return;
    }
    for (std::int64_t y = std::max<std::int64_t>(scene.h.start, 0);
         y < std::min(scene.h.end(), scene.left.rows); ++y) {
        for (std::int64_t x = std::max<std::int64_t>(scene.w.start, 0);
             x < std::min(scene.w.end(), scene.left.columns); ++x) {
            if (!scene.reads(y, x)) continue;
            const float value = scene.left_values->at({scene.left.n, scene.left.c, y, x});
            drawing.add(RectFill{scene.left.cell_rect(y, x), scene.color_of(value, 1)});
        }
    }
}

void window_marks(Drawing& drawing, const PairScene& scene) {
    const Group group(drawing, "window");
    const Palette& p = scene.palette();
    const float width = kMarkLine * scene.style.line;
    if (scene.h.dilation > 1 || scene.w.dilation > 1) {
        for (const pool::Tap& tap : scene.taps)
            draw_ring(drawing, scene.left.cell_rect(tap.y, tap.x), p.window, 0.6F * width, 0);
    }
    draw_ring(drawing, scene.window_rect().inset(-width / 2), p.window, width, 0);
    if (!scene.winner_known()) return;
    for (const pool::Tap& tap : scene.taps) {
        if (!scene.wins(tap)) continue;
        const Rect cell = scene.left.cell_rect(tap.y, tap.x);
        // A ring around a small cell lies outside it.
        const float grow = std::max(width - 0.25F * cell.w, -width / 2);
        draw_ring(drawing, cell.inset(-grow), p.winner, width, 0.1F * scene.em());
    }
}

/// The map above as far as it is walked; what comes is there as a ghost, so that a change of the input is
/// seen at once.
void walked_cells(Drawing& drawing, const PairScene& scene, const pool::Tensor& values) {
    const MapArea& area = scene.right;
    const bool moving = scene.whole() && !scene.resting();
    const std::int64_t done = moving ? 0 : scene.windows_done;
    const std::int64_t row = done / area.columns;
    const std::int64_t column = done % area.columns;
    const Image plain = picture_of(scene, area, false, values, -1, Tone::plain);
    if (done >= area.rows * area.columns) return draw_picture(drawing, area, plain);
    {
        const Group group(drawing, "ghost");
        draw_picture(drawing, area, picture_of(scene, area, false, values, -1, Tone::ghost));
    }
    const Rect next = area.cell_rect(row, column);
    const std::array<Rect, 2> walked = {{{area.rect.x, area.rect.y, area.rect.w, next.y - area.rect.y},
                                         {area.rect.x, next.y, next.x - area.rect.x, next.h}}};
    for (const Rect& part : walked) {
        if (part.w <= 0 || part.h <= 0) continue;
        drawing.add(PushClip{part});
        draw_picture(drawing, area, plain);
        drawing.add(PopClip{});
    }
    if (scene.whole() || scene.has_arrived()) return;
    const Group group(drawing, "awaited");
    draw_hatch(drawing, next, scene.style);
}

/// The lineage's cells, and every window that contains its origin, overlap included; of an output cell its
/// own window.
void lineage(Drawing& drawing, const PairScene& scene, const MapArea& area) {
    for (const TraceMark& mark : scene.view.marks) {
        const pool::MapCell& origin = mark.trace->origin;
        if (area.map != scene.layer || mark.alpha <= 0) continue;
        if (scene.hides(work::Hidden::lineage) || scene.hides_window()) continue;
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
    draw_lineages(drawing, scene.view.marks, area, scene.style, scene.view.veil);
}

/// Links of the lineages between the two maps; the winners' in their colour.
void lineage_links(Drawing& drawing, const PairScene& scene) {
    constexpr std::size_t kMostLinks = 48;
    if (scene.hides(work::Hidden::lineage) || scene.hides_window()) return;
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

/// Below a gradient: a trace of the values, on plain paper where these are hidden.
void trace(Drawing& drawing, const PairScene& scene, const MapArea& area) {
    if (scene.view.veil.hides_map(area.map)) return drawing.add(RectFill{area.rect, scene.palette().paper});
    draw_picture(drawing, area,
                 picture_of(scene, area, false, scene.evaluation.map(area.map), -1, Tone::trace));
}

void left_map(Drawing& drawing, const PairScene& scene) {
    const Group group(drawing, "map." + std::to_string(scene.left.map));
    const pool::Tensor& input = scene.evaluation.map(scene.left.map);
    drawing.add(PushClip{scene.clip_of(scene.left_frame)});
    if (scene.hides_gradient_alone(scene.left.map)) {
        trace(drawing, scene, scene.left);
        draw_veil_lines(drawing, scene.left.rect, scene.style);
    } else if (scene.hides_cells(scene.left.map)) {
        draw_veiled_map(drawing, scene.left, scene.style);
    } else if (scene.backward) {
        trace(drawing, scene, scene.left);
        draw_picture(drawing, scene.left, scene.left_picture);
    } else if (scene.whole() || scene.hides_window()) {
        draw_picture(drawing, scene.left, scene.left_picture);
    } else {
        draw_picture(drawing, scene.left, picture_of(scene, scene.left, false, input, -1, Tone::unread));
        read_cells(drawing, scene);
    }
    draw_lines(drawing, scene.left, scene.style);
    padding(drawing, scene);
    if (!scene.hides_window()) boxes(drawing, scene);
    drawing.add(RectStroke{scene.left.rect, scene.palette().line, 1});
    lineage(drawing, scene, scene.left);
    if (!scene.whole() && !scene.hides_window()) window_marks(drawing, scene);
    drawing.add(PopClip{});
}

void right_map(Drawing& drawing, const PairScene& scene) {
    const Group group(drawing, "map." + std::to_string(scene.right.map));
    drawing.add(PushClip{scene.clip_of(scene.right_frame)});
    const pool::Tensor& values = scene.evaluation.map(scene.right.map);
    if (scene.hides_cells(scene.right.map)) {
        draw_veiled_map(drawing, scene.right, scene.style);
    } else if (scene.backward) {
        trace(drawing, scene, scene.right);
        draw_picture(drawing, scene.right,
                     picture_of(scene, scene.right, true, scene.right_values(), -1, Tone::veil));
    } else {
        walked_cells(drawing, scene, values);
    }
    draw_lines(drawing, scene.right, scene.style);
    drawing.add(RectStroke{scene.right.rect, scene.palette().line, 1});
    lineage(drawing, scene, scene.right);
    if (!scene.whole() && !scene.hides_size(scene.right.map)) {
        const float width = kMarkLine * scene.style.line;
        const Rect cell = scene.right.cell_rect(scene.output.y, scene.output.x);
        const float grow = std::max(width - 0.25F * cell.w, -width / 2);
        draw_ring(drawing, cell.inset(-grow), scene.palette().output, width, 0);
    }
    drawing.add(PopClip{});
}

/// The window's cells under the lens; none where it leaves out what lies between them.
std::optional<MapArea> lens_area(const PairScene& scene) {
    if (scene.h.dilation > 1 || scene.w.dilation > 1) return std::nullopt;
    MapArea area = scene.left;
    area.cell = scene.lens_cell;
    area.clip = scene.lens;
    area.rect = {scene.lens.x - static_cast<float>(scene.w.start) * area.cell,
                 scene.lens.y - static_cast<float>(scene.h.start) * area.cell,
                 area.cell * static_cast<float>(area.columns), area.cell * static_cast<float>(area.rows)};
    return area;
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
    if (!scene.hides_cells(scene.left.map))
        scene.left_picture =
            picture_of(scene, scene.left, scene.backward, *scene.left_values,
                       adding ? scene.windows_done : -1, scene.backward ? Tone::veil : Tone::plain);
    Drawing& drawing = plate.drawing;
    left_map(drawing, scene);
    right_map(drawing, scene);
    // Below the lens, whose numbers they do not cross.
    lineage_links(drawing, scene);
    if (scene.whole()) {
        draw_whole_layer(drawing, scene);
    } else {
        draw_lens(drawing, scene);
    }
    // Above the routes, which may cross these cells.
    drawing.add(PushClip{scene.clip_of(scene.left_frame)});
    // While a whole layer's gradients are on their way, numbers would be ahead of them.
    const bool arriving = scene.whole() && scene.backward && !scene.resting();
    if (!arriving)
        draw_map_numbers(drawing, scene, scene.left, *scene.left_values,
                         scene.left.rows * scene.left.columns);
    draw_corner_values(drawing, scene, scene.left, *scene.left_values);
    drawing.add(PopClip{});
    drawing.add(PushClip{scene.clip_of(scene.right_frame)});
    const std::int64_t all = scene.right.rows * scene.right.columns;
    const bool moving = scene.whole() && !scene.resting();
    const std::int64_t shown = moving && !scene.backward ? 0 : scene.backward ? all : scene.windows_done;
    draw_map_numbers(drawing, scene, scene.right, scene.right_values(), shown);
    draw_corner_values(drawing, scene, scene.right, scene.right_values());
    drawing.add(PopClip{});
    {
        const Group group(drawing, "captions");
        draw_caption(drawing, scene, scene.left, scene.left_frame);
        draw_caption(drawing, scene, scene.right, scene.right_frame);
    }
    draw_pair_sentence(drawing, scene);
    draw_legends(drawing, scene);
    plate.areas = {scene.left, scene.right};
    if (!scene.whole() && !scene.hides_lens()) plate.lens = lens_area(scene);
    return plate;
}

}  // namespace figure
