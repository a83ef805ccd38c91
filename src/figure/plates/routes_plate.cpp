#include <algorithm>
#include <optional>
#include <set>

#include "figure/plates/oblique.h"
#include "pool/notation.h"
#include "pool/trace.h"

// Where each output cell got its value: the winners' ways through the whole stack, of averages those of all
// shares. Lines run between maps and end in the cells that they join.

namespace figure {

namespace {

constexpr std::int64_t kMostWays = 49;
constexpr std::size_t kMostRouteLines = 4000;  // more lines between two maps become one beam
constexpr std::size_t kMostStrong = 16;        // of more ways the lines are thin
constexpr float kThin = 0.3F;                  // of the usual width
constexpr float kMostOfCell = 0.12F;           // that a ring takes of its cell
constexpr std::size_t kMostLines = 180;        // of all maps; more hide each other
constexpr std::int64_t kFewestWays = 4;
constexpr std::size_t kMostRings = 64;

/// The cells whose ways are shown: the pins, or the last map's cells, evenly spaced where these are more than
/// `most`.
std::vector<pool::MapCell> origins_of(const FigureRequest& request, std::int64_t most, std::int64_t& all) {
    std::vector<pool::MapCell> cells;
    for (const TraceMark& mark : request.pins) cells.push_back(mark.trace->origin);
    const std::size_t last = request.evaluation.layers.size();
    const pool::Shape& shape = request.evaluation.output().shape();
    all = shape.plane();
    if (!cells.empty()) {
        all = std::ssize(cells);
        return cells;
    }
    std::int64_t k = 1;
    while (((shape.h + k - 1) / k) * ((shape.w + k - 1) / k) > most) ++k;
    const std::int64_t n = std::clamp<std::int64_t>(request.n, 0, shape.n - 1);
    const std::int64_t c = std::clamp<std::int64_t>(request.c, 0, shape.c - 1);
    for (std::int64_t y = 0; y < shape.h; y += k)
        for (std::int64_t x = 0; x < shape.w; x += k) cells.push_back({last, {n, c, y, x}});
    return cells;
}

using Cells = std::set<std::array<std::int64_t, 4>>;  // n, c, y, x

std::array<std::int64_t, 4> place_of(const pool::Cell& cell) { return {cell.n, cell.c, cell.y, cell.x}; }

/// From a cell to one of the map below that gave of its value.
struct Step {
    std::int64_t y, x, below_y, below_x;
};

/// The ways of all origins together, by map: their cells, and the steps that end there from the map above.
struct Ways {
    std::vector<Cells> cells;
    std::vector<std::vector<Step>> steps;
};

bool selects(const FigureRequest& request, std::size_t layer) {
    const pool::LayerResult& result = request.evaluation.layers[layer];
    return result.kind->reduction(result.layer.params) == pool::Reduction::select;
}

/// The cells that gave of a cell's value: the winner of a layer that selects, of others every cell of the
/// window.
std::vector<pool::Cell> givers(const pool::Evaluation& evaluation, std::size_t layer,
                               const pool::Cell& above) {
    const pool::LayerResult& result = evaluation.layers[layer];
    const bool select = result.kind->has_indices(result.layer.params);
    const std::int64_t item = result.geometry().item(above.n);
    std::vector<pool::Cell> cells;
    if (select || pool::tap_count(result, above) <= pool::kMostTaps) {
        for (const pool::Tap& tap : pool::shown_taps(evaluation, layer, above))
            if (tap.valid && (!select || tap.winner || tap.share != 0))
                cells.push_back({item, tap.c, tap.y, tap.x});
        return cells;
    }
    const pool::Shape& below = evaluation.map(layer).shape();
    const pool::AxisGeometry::Range channels = result.geometry().channels(above.c);
    const pool::AxisWindow h = result.geometry().rows(above);
    const pool::AxisWindow w = result.geometry().columns(above);
    for (std::int64_t c = channels.first; c < channels.last; ++c)
        for (std::int64_t y = h.start; y < h.end(); y += h.dilation)
            for (std::int64_t x = w.start; x < w.end(); x += w.dilation)
                if (y >= 0 && x >= 0 && y < below.h && x < below.w) cells.push_back({item, c, y, x});
    return cells;
}

/// Ways may begin below the last map, and end early where padding won.
Ways ways_of(const pool::Evaluation& evaluation, const std::vector<pool::MapCell>& origins,
             std::size_t last) {
    Ways ways{std::vector<Cells>(last + 1), std::vector<std::vector<Step>>(last + 1)};
    for (const pool::MapCell& origin : origins) ways.cells[origin.map].insert(place_of(origin.cell));
    for (std::size_t map = last; map-- > 0;) {
        for (const auto& [n, c, y, x] : ways.cells[map + 1]) {
            for (const pool::Cell& giver : givers(evaluation, map, {n, c, y, x})) {
                ways.cells[map].insert(place_of(giver));
                if (ways.steps[map].size() <= kMostRouteLines)
                    ways.steps[map].push_back({y, x, giver.y, giver.x});
            }
        }
    }
    return ways;
}

/// What cells lie within.
pool::Region around(const Cells& cells) {
    pool::Region region;
    for (const auto& [n, c, y, x] : cells) region = region.with({y, y + 1, x, x + 1});
    return region;
}

/// `part`: of the usual width.
void draw_steps(Drawing& drawing, const FigureRequest& request, const std::vector<Plane>& planes,
                const Ways& ways, std::size_t map, float part) {
    const Group group(drawing, "routes");
    const bool select = selects(request, map);
    const Pen line = pen(request.style, select ? Meaning::winner : Meaning::output);
    const auto draw = [&](Point below, Point above) {
        drawing.add(Polyline{{below, above},
                             line.color.with_alpha(select ? 0.85F : 0.55F),
                             0.5F * part * line.width,
                             false,
                             line.dash});
    };
    if (ways.steps[map].size() > kMostRouteLines) {
        const std::vector<Point> below = planes[map].corners(around(ways.cells[map]));
        const std::vector<Point> above = planes[map + 1].corners(around(ways.cells[map + 1]));
        for (std::size_t i = 0; i < below.size(); ++i) draw(below[i], above[i]);
        return;
    }
    std::set<std::array<std::int64_t, 4>> drawn;
    for (const Step& step : ways.steps[map])
        if (drawn.insert({step.y, step.x, step.below_y, step.below_x}).second)
            draw(planes[map].middle(step.below_y, step.below_x), planes[map + 1].middle(step.y, step.x));
}

void ring_cells(Drawing& drawing, const FigureRequest& request, const Plane& plane, const Cells& cells,
                Meaning meaning) {
    const Pen ring = pen(request.style, meaning);
    const float width = std::min(0.6F * ring.width, kMostOfCell * plane.cell);
    const Group group(drawing, meaning == Meaning::winner ? "winners" : "givers");
    const auto draw = [&](const pool::Region& region) {
        drawing.add(Polyline{plane.corners(region), ring.color, width, true});
    };
    // Rings on almost every cell say less than one around all.
    const pool::Region region = around(cells);
    const auto within = static_cast<std::size_t>((region.y1 - region.y0) * (region.x1 - region.x0));
    if (cells.size() > kMostRouteLines || (cells.size() > kMostRings && 4 * cells.size() > 3 * within))
        return draw(region);
    std::set<std::pair<std::int64_t, std::int64_t>> seen;
    for (const auto& [n, c, y, x] : cells)
        if (seen.emplace(y, x).second) draw({y, y + 1, x, x + 1});
}

std::size_t line_count(const Ways& ways) {
    std::size_t lines = 0;
    for (const std::vector<Step>& steps : ways.steps) lines += steps.size();
    return lines;
}

/// The ways that are shown, and where they begin: as many as can be told apart.
struct Shown {
    std::vector<pool::MapCell> origins;
    std::int64_t all = 0;  ///< that they are chosen from
    std::size_t last = 0;  ///< the highest map
    Ways ways;
};
Shown shown_ways(const FigureRequest& request) {
    for (std::int64_t most = kMostWays;; most /= 2) {
        Shown shown;
        shown.origins = origins_of(request, most, shown.all);
        for (const pool::MapCell& origin : shown.origins) shown.last = std::max(shown.last, origin.map);
        shown.ways = ways_of(request.evaluation, shown.origins, shown.last);
        if (!request.pins.empty() || most <= kFewestWays || line_count(shown.ways) <= kMostLines)
            return shown;
    }
}

/// Where ways are many, the one that stands out: that of the window that was chosen.
std::optional<pool::MapCell> chosen_cell(const FigureRequest& request, std::size_t ways) {
    if (!request.pins.empty() || ways <= kMostStrong || request.cursor.window == 0) return std::nullopt;
    pool::Cursor cursor = request.cursor;
    cursor.layer = layer_of(request);
    cursor = pool::clamped(request.evaluation, cursor);
    return pool::MapCell{cursor.layer + 1,
                         pool::output_cell(request.evaluation, cursor, request.n, request.c)};
}

}  // namespace

Figure compose_routes_figure(const FigureRequest& request) {
    const auto [origins, all, last, ways] = shown_ways(request);
    const std::optional<pool::MapCell> chosen = chosen_cell(request, origins.size());
    const Ways strong = chosen ? ways_of(request.evaluation, {*chosen}, last) : Ways{};
    const bool thin = request.pins.empty() && origins.size() > kMostStrong;
    const Tower tower(request, last);
    Figure figure;
    for (std::size_t map = 0; map <= last; ++map) {
        const Plane& plane = tower.planes()[map];
        // Lines from below end under the map that is drawn over them.
        if (map > 0) draw_steps(figure.drawing, request, tower.planes(), ways, map - 1, thin ? kThin : 1);
        if (map > 0 && chosen) draw_steps(figure.drawing, request, tower.planes(), strong, map - 1, 1.6F);
        tower.draw(figure.drawing, map);
        const std::size_t layer = map < last || map == 0 ? map : map - 1;
        const Meaning meaning = selects(request, layer) ? Meaning::winner : Meaning::output;
        ring_cells(figure.drawing, request, plane, ways.cells[map], meaning);
    }
    tower.letters(figure.drawing);
    tower.legend(figure.drawing);
    trim(figure.drawing, request);
    const std::size_t ends = ways.cells.front().size();
    figure.caption = request.words.sentence("plate.routes.caption", {origins.size(), all, ends});
    if (chosen)
        figure.caption = request.words.sentence("plate.routes.caption.one",
                                                {origins.size(), all, ends, chosen->cell.y, chosen->cell.x});
    return figure;
}

}  // namespace figure
