#include <algorithm>
#include <set>

#include "figure/plates/oblique.h"
#include "pool/notation.h"
#include "pool/trace.h"

// Where each output cell got its value: the winners' ways through the whole stack. Lines run between maps and
// end in the cells that they join.

namespace figure {

namespace {

constexpr std::int64_t kMostWays = 49;

/// The cells whose ways are shown: the pins, or the last map's cells, evenly spaced where they are many.
std::vector<pool::MapCell> origins_of(const FigureRequest& request, std::int64_t& all) {
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
    while (((shape.h + k - 1) / k) * ((shape.w + k - 1) / k) > kMostWays) ++k;
    const std::int64_t n = std::clamp<std::int64_t>(request.n, 0, shape.n - 1);
    const std::int64_t c = std::clamp<std::int64_t>(request.c, 0, shape.c - 1);
    for (std::int64_t y = 0; y < shape.h; y += k)
        for (std::int64_t x = 0; x < shape.w; x += k) cells.push_back({last, {n, c, y, x}});
    return cells;
}

using Way = std::vector<pool::MapCell>;

/// A path may end early, and begin below the last map; by map, its steps from one map to the next lower one.
void draw_ways(Drawing& drawing, const FigureRequest& request, const std::vector<Plane>& planes,
               const std::vector<Way>& ways, std::size_t upper) {
    const Style& style = request.style;
    const Group group(drawing, "routes");
    const pool::LayerResult& layer = request.evaluation.layers[upper - 1];
    const bool select = layer.kind->reduction(layer.layer.params) == pool::Reduction::select;
    const Pen line = pen(style, select ? Meaning::winner : Meaning::output);
    std::set<std::array<std::int64_t, 4>> drawn;
    for (const Way& way : ways) {
        for (std::size_t i = 0; i + 1 < way.size(); ++i) {
            const pool::Cell& above = way[i].cell;
            const pool::Cell& below = way[i + 1].cell;
            if (way[i].map != upper || !drawn.insert({above.y, above.x, below.y, below.x}).second) continue;
            drawing.add(
                Polyline{{planes[upper - 1].middle(below.y, below.x), planes[upper].middle(above.y, above.x)},
                         line.color.with_alpha(0.85F),
                         0.5F * line.width,
                         false,
                         line.dash});
        }
    }
}

void ring_ways(Drawing& drawing, const FigureRequest& request, const Plane& plane,
               const std::vector<Way>& ways) {
    const Pen ring = pen(request.style, Meaning::winner);
    std::set<std::pair<std::int64_t, std::int64_t>> seen;
    const Group group(drawing, "winners");
    for (const Way& way : ways)
        for (const pool::MapCell& step : way)
            if (step.map == plane.map && seen.emplace(step.cell.y, step.cell.x).second)
                drawing.add(
                    Polyline{plane.corners({step.cell.y, step.cell.y + 1, step.cell.x, step.cell.x + 1}),
                             ring.color, 0.6F * ring.width, true});
}

}  // namespace

Figure compose_routes_figure(const FigureRequest& request) {
    const pool::Evaluation& evaluation = request.evaluation;
    std::int64_t all = 0;
    std::vector<Way> ways;
    std::size_t last = 0;
    for (const pool::MapCell& origin : origins_of(request, all)) {
        ways.push_back(pool::trace(evaluation, origin, true).winner_path);
        last = std::max(last, origin.map);
    }
    const Tower tower(request, last);
    Figure figure;
    for (std::size_t map = 0; map <= last; ++map) {
        // Lines from below end under the map that is drawn over them.
        if (map > 0) draw_ways(figure.drawing, request, tower.planes(), ways, map);
        tower.draw(figure.drawing, map);
        ring_ways(figure.drawing, request, tower.planes()[map], ways);
    }
    trim(figure.drawing, request);
    std::set<std::pair<std::int64_t, std::int64_t>> ends;
    for (const Way& way : ways)
        if (way.back().map == 0) ends.emplace(way.back().cell.y, way.back().cell.x);
    figure.caption = request.words.sentence(
        "plate.routes.caption",
        {std::to_string(ways.size()), std::to_string(all), std::to_string(ends.size())});
    return figure;
}

}  // namespace figure
