#include <algorithm>
#include <array>
#include <cmath>

#include "figure/number.h"
#include "figure/plates/lineage.h"
#include "figure/plates/pair_layout.h"
#include "figure/plates/veiled.h"
#include "figure/rich_text.h"
#include "figure/sentence.h"
#include "figure/text.h"
#include "pool/explain.h"
#include "pool/notation.h"

namespace figure {

namespace {

constexpr std::int64_t kMostNumbers = 1600;
constexpr float kCornerCellEm = 3.2F;  // from this size on a gradient's cell has its value in the corner

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

/// What a cell of a gradient's map shows below the gradient: a trace of the value.
Color trace_of(const PairScene& scene, const MapArea& area, const pool::Cell& cell) {
    if (scene.view.veil.hides_map(area.map)) return scene.palette().paper;
    const Range range = area.map == scene.left.map ? scene.values.below : scene.values.above;
    return trace_color(scene.palette(), range, scene.evaluation.map(area.map).at(cell));
}

/// Whether the window reads a cell of the left map.
bool reads(const PairScene& scene, std::int64_t y, std::int64_t x) {
    const auto on = [](const pool::AxisWindow& axis, std::int64_t i) {
        return i >= axis.start && i < axis.end() && (i - axis.start) % axis.dilation == 0;
    };
    return scene.whole() || scene.hides_window() || (on(scene.h, y) && on(scene.w, x));
}

/// The colour that a number of the map stands on.
Color ground_of(const PairScene& scene, const MapArea& area, const pool::Cell& cell, float value) {
    const bool left = &area == &scene.left;
    const Range range = left ? scene.ranges.below : scene.ranges.above;
    if (scene.backward)
        return over(trace_of(scene, area, cell), gradient_veil(scene.palette(), range, value));
    const Color plain = activation_color(scene.palette(), scene.style.activations, range, value);
    const bool unread = left && !reads(scene, cell.y, cell.x);
    return toned(scene.palette(), unread ? Tone::unread : Tone::plain, plain);
}

void add_padding_numbers(std::vector<CellNumber>& numbers, const PairScene& scene) {
    if (scene.hides(work::Hidden::padding)) return;
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

/// Points along the lines that are drawn so far.
struct DrawnLines {
    std::vector<Point> routes;
    std::vector<Point> frustum;
};

DrawnLines drawn_lines(const Drawing& drawing) {
    constexpr int kPoints = 64;
    DrawnLines lines;
    std::vector<Point>& points = lines.routes;
    bool inside = false;
    bool frustum = false;
    for (const Primitive& item : drawing.items) {
        if (const auto* group = std::get_if<BeginGroup>(&item)) {
            inside = group->name == "routes" || group->name == "lineage.links";
            frustum = group->name == "frustum";
        }
        const auto* line = std::get_if<Polyline>(&item);
        for (int i = 0; line && frustum && i <= kPoints; ++i) {
            const Point a = line->points.front();
            const Point b = line->points.back();
            const float t = static_cast<float>(i) / kPoints;
            lines.frustum.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
        }
        const auto* curve = std::get_if<Cubic>(&item);
        if (!curve || !inside) continue;
        for (int i = 0; i <= kPoints; ++i) {
            const float t = static_cast<float>(i) / kPoints;
            const float u = 1 - t;
            const std::array<float, 4> w = {u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t};
            points.push_back(
                {w[0] * curve->p0.x + w[1] * curve->p1.x + w[2] * curve->p2.x + w[3] * curve->p3.x,
                 w[0] * curve->p0.y + w[1] * curve->p1.y + w[2] * curve->p2.y + w[3] * curve->p3.y});
        }
    }
    return lines;
}

/// No line crosses a number: in a cell that a line passes, the number stands on a piece of the cell's own
/// colour, or, where the cell is too small for it and a route, is left out.
bool makes_way(Drawing& drawing, const PairScene& scene, const Rect& cell, float value, Color ground,
               const DrawnLines& lines) {
    const Rect middle = cell.inset(0.14F * cell.w);
    const auto passed = [&](const std::vector<Point>& points) {
        return std::ranges::any_of(points, [&](const Point& p) { return middle.contains(p); });
    };
    const bool routed = passed(lines.routes);
    if (!routed && !passed(lines.frustum)) return false;
    if (routed && cell.w < 3 * scene.em()) return true;
    const float size = scene.style.largest_number * scene.em();
    const float w = std::min(text_width(Face::mono, size, number(value, 4)) + 0.6F * size, 0.9F * cell.w);
    const float h = std::min(1.5F * size, 0.5F * cell.h);
    drawing.add(RectFill{{cell.center().x - w / 2, cell.center().y - h / 2, w, h}, ground, 0.2F * size});
    return false;
}

/// The numbers of one map (of the left one with its padding), as far as `shown` cells have them. Lines must
/// have been drawn.
void numbers_of(Drawing& drawing, const PairScene& scene, const MapArea& area, const pool::Tensor& values,
                std::int64_t shown) {
    if (area.cell < kNumberCellEm * scene.em() || scene.hides_cells(area.map)) return;
    const CellSpan span = visible_cells(area);
    if (span.count() > kMostNumbers) return;
    const bool corners = scene.backward && area.cell >= kCornerCellEm * scene.em();
    const DrawnLines lines = drawn_lines(drawing);
    const Group group(drawing, "numbers");
    std::vector<CellNumber> numbers;
    for (std::int64_t y = span.y0; y < span.y1; ++y) {
        for (std::int64_t x = span.x0; x < span.x1; ++x) {
            if (y * area.columns + x >= shown) continue;
            const pool::Cell cell{area.n, area.c, y, x};
            const float value = values.at(cell);
            Rect place = area.cell_rect(y, x);
            if (corners) place.y += 0.08F * place.h;
            const Color ground = ground_of(scene, area, cell, value);
            if (makes_way(drawing, scene, area.cell_rect(y, x), value, ground, lines)) continue;
            numbers.push_back({place, value, ink_on(ground)});
        }
    }
    if (&area == &scene.left) add_padding_numbers(numbers, scene);
    draw_numbers(drawing, numbers, scene.style);
}

/// The values below a map of gradients, in the corners of its cells.
void corner_values(Drawing& drawing, const PairScene& scene, const MapArea& area,
                   const pool::Tensor& gradient) {
    if (!scene.backward || area.cell < kCornerCellEm * scene.em()) return;
    if (scene.view.veil.hides_map(area.map) || scene.hides_cells(area.map)) return;
    const CellSpan span = visible_cells(area);
    const Group group(drawing, "values");
    const float size = std::clamp(0.16F * area.cell, 0.75F * scene.em(), 1.1F * scene.em());
    for (std::int64_t y = span.y0; y < span.y1; ++y) {
        for (std::int64_t x = span.x0; x < span.x1; ++x) {
            const pool::Cell cell{area.n, area.c, y, x};
            const Rect rect = area.cell_rect(y, x);
            drawing.add(Text{{rect.x + 0.4F * size, rect.y + 0.8F * size},
                             number(scene.evaluation.map(area.map).at(cell), 3),
                             ink_on(ground_of(scene, area, cell, gradient.at(cell))),
                             size,
                             Face::mono});
        }
    }
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
            if (!reads(scene, y, x)) continue;
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
        draw_lineage(drawing, mark, area, scene.style, scene.view.veil);
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

/// "Input", "After MaxPool2d(2)", "grad_input".
std::string map_name(const PairScene& scene, const MapArea& area) {
    if (scene.backward) return &area == &scene.left ? "grad_input" : "grad_output";
    if (area.map == 0) return scene.strings("figure.input");
    return scene.strings.format("figure.after",
                                {pool::notation(scene.evaluation.layers[area.map - 1].layer)});
}

/// "28 × 28", with the shown channel where there are several.
std::string map_detail(const PairScene& scene, const MapArea& area) {
    if (scene.hides_size(area.map)) return kHiddenSize;
    const pool::Shape& shape = scene.evaluation.map(area.map).shape();
    std::string detail = std::to_string(shape.h) + " × " + std::to_string(shape.w);
    if (shape.c > 1)
        detail +=
            " · " + scene.strings.format("figure.channel", {std::to_string(area.c), std::to_string(shape.c)});
    if (shape.n > 1)
        detail +=
            " · " + scene.strings.format("figure.item", {std::to_string(area.n), std::to_string(shape.n)});
    return detail;
}

/// Above the map, from its left edge.
void caption(Drawing& drawing, const PairScene& scene, const MapArea& area, const Rect& frame) {
    const float em = scene.em();
    const float size = 1.05F * em;
    const bool left = &area == &scene.left;
    // A narrow map's caption may be as wide as its place.
    const float middle = scene.size.x / 2;
    const float low = left ? 0.3F * em : middle + 0.3F * em;
    const float high = left ? middle - 0.3F * em : scene.size.x - 0.3F * em;
    const std::string detail = map_detail(scene, area);
    const float detail_w = text_width(Face::mono, 0.9F * em, detail) + 0.7F * em;
    const std::string name = map_name(scene, area);
    const float name_w = text_width(Face::text_bold, size, name);
    const bool both = name_w + detail_w <= high - low;
    const std::string shown = elided(Face::text_bold, size, name, high - low);
    const float total = both ? name_w + detail_w : text_width(Face::text_bold, size, shown);
    const float x = std::clamp(frame.x, low, std::max(low, high - total));
    const float y = frame.y - em;
    const Palette& p = scene.palette();
    drawing.add(Text{{x, y}, shown, p.ink, size, Face::text_bold});
    if (!both) return;
    drawing.add(Text{{x + name_w + 0.7F * em, y}, detail, p.muted, 0.9F * em, Face::mono});
    const std::string role =
        scene.backward ? "· " + scene.strings(left ? "figure.arrives.here" : "figure.sent") : std::string();
    const float role_x = x + total + 0.5F * em;
    if (!role.empty() && role_x + text_width(Face::text, 0.9F * em, role) <= high)
        drawing.add(Text{{role_x, y}, role, p.muted, 0.9F * em});
}

/// One scale for both maps, or one beneath each.
void legends(Drawing& drawing, const PairScene& scene) {
    if (!scene.legend_shown) return;
    const float em = scene.em();
    const float y = scene.said.bottom() - 0.9F * em;
    const float width = std::min(14 * em, scene.size.x * 0.4F);
    const auto legend = [&](float center, Range range) {
        const float x = std::clamp(center - width / 2, 0.0F, std::max(0.0F, scene.size.x - width));
        const bool veiled = scene.hides_cells(scene.layer) || scene.hides_cells(scene.layer + 1);
        draw_legend(drawing, {x, y}, width, range, scene.backward, scene.style, veiled);
    };
    if (scene.ranges.shared()) return legend(scene.size.x / 2, scene.ranges.below);
    legend(std::min(scene.left_frame.center().x, scene.size.x / 2 - width / 2), scene.ranges.below);
    legend(std::max(scene.right_frame.center().x, scene.size.x / 2 + width / 2), scene.ranges.above);
}

/// What happens, in words below the maps. The formula gives way first, then words become smaller.
void sentence(Drawing& drawing, const PairScene& scene) {
    if (!scene.view.said) return;
    const Group group(drawing, "said");
    const Palette& p = scene.palette();
    const float em = scene.em();
    const float width = scene.said.w - 1.6F * em;
    const float room = 1.4F * scene.said_size * static_cast<float>(scene.said_lines);
    const auto said = [&](bool numbers) {
        return said_of(scene.evaluation, scene.cursor, scene.view.n, scene.view.c, scene.strings, numbers,
                       scene.view.veil);
    };
    Said shown = said(true);
    float size = scene.said_size;
    const auto fits = [&] {
        const Point taken = sentence_extent(shown.main, size, width, 99);
        return taken.y <= room + 0.5F && taken.x <= width;
    };
    if (!fits()) shown = said(false);
    while (!fits() && size > 0.7F * em) size *= 0.94F;
    const float taken = sentence_extent(shown.main, size, width, 99).y;
    const float top = scene.said.y + std::max(room - taken, 0.0F) / 2;
    draw_sentence(drawing, {scene.size.x / 2, top}, shown.main, size, width, 99, p.ink, scene.style);
    if (!scene.more_shown || shown.more.empty()) return;
    float small = scene.style.presenting ? 1.1F * em : em;
    while (sentence_extent(shown.more, small, width, 99).y > 1.5F * small && small > 0.7F * em)
        small *= 0.94F;
    draw_sentence(drawing, {scene.size.x / 2, scene.said.y + room}, shown.more, small, width, 1, p.muted,
                  scene.style);
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
    if (scene.hides_cells(scene.left.map)) {
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
        numbers_of(drawing, scene, scene.left, *scene.left_values, scene.left.rows * scene.left.columns);
    corner_values(drawing, scene, scene.left, *scene.left_values);
    drawing.add(PopClip{});
    drawing.add(PushClip{scene.clip_of(scene.right_frame)});
    const std::int64_t all = scene.right.rows * scene.right.columns;
    const bool moving = scene.whole() && !scene.resting();
    const std::int64_t shown = moving && !scene.backward ? 0 : scene.backward ? all : scene.windows_done;
    numbers_of(drawing, scene, scene.right, scene.right_values(), shown);
    corner_values(drawing, scene, scene.right, scene.right_values());
    drawing.add(PopClip{});
    {
        const Group group(drawing, "captions");
        caption(drawing, scene, scene.left, scene.left_frame);
        caption(drawing, scene, scene.right, scene.right_frame);
    }
    sentence(drawing, scene);
    legends(drawing, scene);
    plate.areas = {scene.left, scene.right};
    return plate;
}

}  // namespace figure
