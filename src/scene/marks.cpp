#include "scene/marks.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "pool/explain.h"
#include "pool/moment.h"
#include "scene/vector.h"

namespace scene {

namespace {

constexpr std::size_t kMostRings = 1000;  // of one map
constexpr std::size_t kMostLinks = 2000;  // of one layer
constexpr std::int64_t kMostTiles = 6000;

float lift(const MapPlace& place) { return 0.03F * std::max(place.cell_w, place.cell_h); }

Rgba faded(Rgba color, float alpha) {
    color[3] *= alpha;
    return color;
}

/// A rectangle of cells outlined at one height above its slab.
void frame(std::vector<Mark>& out, const MapPlace& place, std::int64_t c, std::array<float, 4> edges,
           float height, Rgba color, float width) {
    const auto [y0, x0, y1, x1] = edges;
    std::array<Vec3, 4> p = {place.point(c, y0, x0), place.point(c, y0, x1), place.point(c, y1, x1),
                             place.point(c, y1, x0)};
    for (Vec3& corner : p) corner.y += height + lift(place);
    for (std::size_t i = 0; i < 4; ++i) out.push_back({p[i], p[(i + 1) % 4], color, width, 0});
}

std::array<float, 4> edges_of(const pool::Cell& cell) {
    const auto y = static_cast<float>(cell.y);
    const auto x = static_cast<float>(cell.x);
    return {y, x, y + 1, x + 1};
}

void ring(std::vector<Mark>& out, const Stage& stage, std::size_t map, const pool::Cell& cell, Rgba color,
          float width) {
    const MapPlace& place = stage.layout.maps[map];
    frame(out, place, cell.c, edges_of(cell), stage.relief.height(map, cell), color, width);
}

Rgba link_color(const Stage& stage, const pool::Link& link) {
    if (stage.backward()) return link.gradient < 0 ? stage.look.negative : stage.look.positive;
    return link.winner ? stage.look.winner : stage.look.output;
}

/// The output cell whose window is shown; nothing where its channel is not.
std::optional<pool::Cell> shown_output(const Stage& stage) {
    if (stage.evaluation.layers.empty()) return std::nullopt;
    pool::Cursor cursor = stage.view.cursor;
    // Where the size is hidden, every window stands where the first one does.
    if (stage.view.veil.hides_shape(cursor.layer + 1)) cursor.window = 0;
    const pool::Cell cell = pool::output_cell(stage.evaluation, cursor, stage.view.n, stage.view.c);
    if (!stage.layout.maps[stage.view.cursor.layer + 1].shows(cell)) return std::nullopt;
    return cell;
}

std::array<float, 4> window_edges(const pool::LayerResult& layer, const pool::Cell& above) {
    const pool::AxisWindow h = layer.geometry().rows(above);
    const pool::AxisWindow w = layer.geometry().columns(above);
    return {static_cast<float>(h.start), static_cast<float>(w.start), static_cast<float>(h.end()),
            static_cast<float>(w.end())};
}

/// Four lines from the window's corners to those of the output cell.
void frustum(std::vector<Mark>& out, const Stage& stage, std::int64_t channel,
             const std::array<float, 4>& window, const pool::Cell& above) {
    const std::size_t index = stage.view.cursor.layer;
    const MapPlace& low = stage.layout.maps[index];
    const MapPlace& high = stage.layout.maps[index + 1];
    const std::array<float, 4> cell = edges_of(above);
    for (const std::size_t y : {0U, 2U}) {
        for (const std::size_t x : {1U, 3U}) {
            Vec3 from = low.point(channel, window[y], window[x]);
            from.y += lift(low);
            out.push_back(
                {from, high.point(above.c, cell[y], cell[x]), faded(stage.look.window, 0.8F), 0.5F, 0});
        }
    }
}

Rgba color_of(const Look& look, float value, const std::vector<Rgba>& lut, float low, float high) {
    if (std::isnan(value)) return look.winner;
    const float t = std::clamp((value - low) / (high - low), 0.0F, 1.0F);
    return lut[static_cast<std::size_t>(std::lround(t * static_cast<float>(lut.size() - 1)))];
}

Tile between(const Tile& a, const Tile& b, float t) {
    const auto mix = [t](float p, float q) { return p + (q - p) * t; };
    return {a.middle + (b.middle - a.middle) * t, mix(a.half_w, b.half_w), mix(a.half_h, b.half_h), a.color,
            a.value};
}

/// Where the cells of one window stand at this moment.
class WindowTiles {
 public:
    WindowTiles(const Stage& stage, const pool::Cell& above)
        : stage_(stage),
          index_(stage.view.cursor.layer),
          moments_(stage.evaluation, stage.view.cursor, above) {
        goal_ = tile(index_ + 1, stage.on(index_ + 1, above));
        const MapPlace& low = stage.layout.maps[index_];
        const std::array<float, 4> window = window_edges(stage.evaluation.layers[index_], above);
        window_middle_ = {(window[1] + window[3]) / 2, (window[0] + window[2]) / 2};
        const float part = std::max((window[3] - window[1]) / static_cast<float>(low.columns),
                                    (window[2] - window[0]) / static_cast<float>(low.rows));
        // All windows at once would cover each other.
        if (!stage.view.cursor.whole) zoom_ = std::clamp(kLensPart / part, 1.0F, kMostZoom);
        goal_.middle.y += lift(stage.layout.maps[index_ + 1]);
    }

    void add(const pool::Link& link, std::vector<Tile>& out) const {
        const pool::Moment moment = moments_.of(link);
        if (moment.alpha <= 0) return;
        Tile drawn = between(spot(link, moment.from), spot(link, moment.to), moment.way);
        drawn.value = moment.number;
        drawn.color = faded(color(moment), moment.alpha);
        out.push_back(drawn);
    }

 private:
    static constexpr float kLensPart = 0.26F;  // of the map's side that the lifted window takes at least
    static constexpr float kMostZoom = 5;
    static constexpr float kLift = 0.42F;  // of the height between maps

    Tile spot(const pool::Link& link, pool::Spot at) const {
        if (at == pool::Spot::output) return goal_;
        const Tile home = tile(index_, stage_.on(index_, link.below));
        return at == pool::Spot::map ? home : lifted(link.below, home);
    }
    Rgba color(const pool::Moment& moment) const {
        const Look& look = stage_.look;
        if (!stage_.backward())
            return color_of(look, moment.shade, look.activation_lut, look.activation_low,
                            look.activation_high);
        const float above = look.gradient_high(index_ + 1);
        const float high = above + (look.gradient_high(index_) - above) * moment.below;
        return color_of(look, moment.shade, look.gradient_lut, -high, high);
    }
    Tile tile(std::size_t map, Vec3 at) const {
        const MapPlace& place = stage_.layout.maps[map];
        at.y += lift(place);
        return {at, 0.47F * place.cell_w, 0.47F * place.cell_h, {}, 0};
    }
    /// High enough to stand free, low enough to belong to its map, and larger, as under a lens.
    Tile lifted(const pool::Cell& cell, const Tile& home) const {
        const MapPlace& low = stage_.layout.maps[index_];
        Tile lens = home;
        const float dx = static_cast<float>(cell.x) + 0.5F - window_middle_[0];
        const float dz = static_cast<float>(cell.y) + 0.5F - window_middle_[1];
        lens.middle = lens.middle + Vec3{dx * low.cell_w * (zoom_ - 1), kLift * stage_.layout.level,
                                         dz * low.cell_h * (zoom_ - 1)};
        lens.half_w *= zoom_;
        lens.half_h *= zoom_;
        return lens;
    }

    const Stage& stage_;
    std::size_t index_;
    pool::WindowMoments moments_;
    Tile goal_;
    std::array<float, 2> window_middle_{};
    float zoom_ = 1;
};

}  // namespace

bool Stage::hides_result() const {
    const std::size_t layer = view.cursor.layer;
    return view.veil.hides(backward() ? work::Hidden::routes : work::Hidden::winner) || relief.hides(layer) ||
           relief.hides(layer + 1);
}

Vec3 Stage::on(std::size_t map, const pool::Cell& cell) const {
    Vec3 p = layout.maps[map].middle(cell);
    p.y += relief.height(map, cell) + lift(layout.maps[map]);
    return p;
}

Vec3 Stage::under(std::size_t map, const pool::Cell& cell) const {
    // Side by side, a link arrives from above.
    if (layout.maps[map].corner.y - layout.maps[map - 1].corner.y < 0.2F * layout.maps[map - 1].cell_w)
        return on(map, cell);
    Vec3 p = layout.maps[map].middle(cell);
    p.y -= lift(layout.maps[map]);
    return p;
}

std::vector<Mark> window_marks(const Stage& stage) {
    std::vector<Mark> marks;
    const std::optional<pool::Cell> above = shown_output(stage);
    if (!above) return marks;
    const std::size_t index = stage.view.cursor.layer;
    const pool::LayerResult& layer = stage.evaluation.layers[index];
    const MapPlace& low = stage.layout.maps[index];
    if (!stage.view.veil.hides_shape(index + 1)) ring(marks, stage, index + 1, *above, stage.look.output, 1);
    const pool::AxisGeometry::Range inputs = layer.geometry().channels(above->c);
    const work::Veil& veil = stage.view.veil;
    if (veil.hides(work::Hidden::window) || veil.hides_shape(index)) return marks;
    const std::array<float, 4> window = window_edges(layer, *above);
    for (std::int64_t c = inputs.first; c < std::min(inputs.last, low.channels); ++c) {
        frame(marks, low, c, window, 0, stage.look.window, 1);
        if (!veil.hides_shape(index + 1)) frustum(marks, stage, c, window, *above);
    }
    if (stage.hides_result()) return marks;
    // While cells are on their way they show themselves where values go.
    if (stage.view.cursor.stage > 0) return marks;
    std::size_t drawn = 0;
    for (const pool::Link& link : pool::links_into(stage.evaluation, index, *above)) {
        if (link.share == 0 || !low.shows(link.below) || ++drawn > kMostLinks) continue;
        marks.push_back({stage.on(index, link.below), stage.under(index + 1, *above), link_color(stage, link),
                         link.winner ? 1.6F : 0.7F, 1});
        if (link.winner) ring(marks, stage, index, link.below, stage.look.winner, 1.3F);
    }
    return marks;
}

std::vector<Mark> region_marks(const Stage& stage) {
    std::vector<Mark> marks;
    if (stage.view.veil.hides(work::Hidden::window)) return marks;
    for (std::size_t index = 0; index < stage.evaluation.layers.size(); ++index) {
        const auto boxes = pool::boxes(stage.evaluation, index);
        const MapPlace& low = stage.layout.maps[index];
        const auto shown = static_cast<std::size_t>(stage.layout.maps[index + 1].n);
        for (std::size_t i = 0; i < boxes.size() && marks.size() < 4 * kMostRings; ++i) {
            const pool::Box& box = boxes[i];
            if (box.n != low.n) continue;
            const std::array<float, 4> edges = {box.y0, box.x0, box.y1, box.x1};
            const float alpha = i == shown ? 1.0F : 0.6F;
            const float width = i == shown ? 1.4F : 0.8F;
            // Light below dark, or the reverse: one of the two is seen on any cell.
            for (std::int64_t c = 0; c < low.channels; ++c) {
                frame(marks, low, c, edges, 0, faded(stage.look.paper, alpha), 2.2F * width);
                frame(marks, low, c, edges, lift(low) / 2, faded(stage.look.ink, alpha), width);
            }
        }
    }
    return marks;
}

std::vector<Mark> lineage_marks(const Stage& stage) {
    std::vector<Mark> marks;
    if (!stage.view.lineage || stage.view.veil.hides(work::Hidden::lineage)) return marks;
    const pool::Trace& trace = *stage.view.lineage;
    for (std::size_t map = 0; map < trace.cells.size(); ++map) {
        std::size_t drawn = 0;
        const bool own = map == trace.origin.map;
        for (const pool::Cell& cell : trace.cells[map]) {
            if (!stage.layout.maps[map].shows(cell) || ++drawn > kMostRings) continue;
            ring(marks, stage, map, cell, stage.look.ink, own ? 1.2F : 0.8F);
        }
    }
    for (const std::vector<pool::Link>& links : trace.links) {
        std::size_t drawn = 0;
        for (const pool::Link& link : links) {
            const bool shown = stage.layout.maps[link.layer].shows(link.below) &&
                               stage.layout.maps[link.layer + 1].shows(link.above);
            if (!shown || ++drawn > kMostLinks) continue;
            marks.push_back({stage.on(link.layer, link.below), stage.under(link.layer + 1, link.above),
                             link_color(stage, link), link.winner ? 1.2F : 0.7F, 1});
        }
    }
    return marks;
}

Walking walking_cells(const Stage& stage) {
    Walking walking;
    const std::optional<pool::Cell> above = shown_output(stage);
    const bool hidden = stage.hides_result() || stage.view.veil.hides(work::Hidden::window);
    if (!above || hidden || stage.view.cursor.stage <= 0) return walking;
    const std::size_t index = stage.view.cursor.layer;
    const MapPlace& high = stage.layout.maps[index + 1];
    const auto add = [&](const pool::Cell& cell) {
        ++walking.windows;
        const WindowTiles window(stage, cell);
        for (const pool::Link& link : pool::links_into(stage.evaluation, index, cell))
            if (stage.layout.maps[index].shows(link.below)) window.add(link, walking.tiles);
    };
    if (!stage.view.cursor.whole) {
        walking.of = 1;
        add(*above);
        return walking;
    }
    walking.of = high.rows * high.columns;
    const std::int64_t taps =
        std::max<std::int64_t>(1, pool::tap_count(stage.evaluation.layers[index], *above));
    const std::int64_t most = std::max<std::int64_t>(1, kMostTiles / taps);
    std::int64_t k = 1;
    while (((high.rows + k - 1) / k) * ((high.columns + k - 1) / k) > most) ++k;
    for (std::int64_t y = 0; y < high.rows; y += k)
        for (std::int64_t x = 0; x < high.columns; x += k) add({above->n, above->c, y, x});
    return walking;
}

}  // namespace scene
