#include <algorithm>
#include <array>

#include "figure/plates/oblique.h"

// What one output cell looks at, map by map down to the input.

namespace figure {

namespace {

/// The cells of the map below that a region of a layer's output looks at.
pool::Region field_below(const pool::LayerResult& layer, const pool::Region& above) {
    const auto along = [](const pool::AxisGeometry& axis, std::int64_t first, std::int64_t last) {
        const pool::AxisGeometry::Range range = axis.inputs_of(first, last);
        return std::pair{range.first, range.last};
    };
    pool::Region below;
    std::tie(below.y0, below.y1) = along(layer.geometry().h(), above.y0, above.y1);
    std::tie(below.x0, below.x1) = along(layer.geometry().w(), above.x0, above.x1);
    return below;
}

std::string field_size(const pool::Region& region) {
    return std::to_string(region.y1 - region.y0) + "×" + std::to_string(region.x1 - region.x0);
}

void draw_field(Drawing& drawing, const FigureRequest& request, const Plane& plane,
                const pool::Region& region) {
    const Pen line = pen(request.style, Meaning::window);
    const Group group(drawing, "field");
    std::vector<Point> corners = plane.corners(region);
    if (!request.style.palette.print) drawing.add(ConvexFill{corners, line.color.with_alpha(0.25F)});
    drawing.add(Polyline{std::move(corners), line.color, line.width, true});
}

void draw_beam(Drawing& drawing, const FigureRequest& request, const std::vector<Point>& below,
               const std::vector<Point>& above) {
    const Pen line = pen(request.style, Meaning::window);
    const Group group(drawing, "beam");
    for (std::size_t i = 0; i < below.size(); ++i)
        drawing.add(
            Polyline{{below[i], above[i]}, line.color.with_alpha(i < 2 ? 0.5F : 0.9F), 0.5F * line.width});
}

}  // namespace

Figure compose_receptive_figure(const FigureRequest& request) {
    const pool::Evaluation& evaluation = request.evaluation;
    pool::Cursor cursor = request.cursor;
    cursor.layer = layer_of(request);
    cursor = pool::clamped(evaluation, cursor);
    const std::size_t last = cursor.layer + 1;
    pool::Cell cell = pool::output_cell(evaluation, cursor, request.n, request.c);
    if (!request.pins.empty() && request.pins.front().trace->origin.map == last)
        cell = request.pins.front().trace->origin.cell;
    std::vector<pool::Region> fields(last + 1);
    fields[last] = {cell.y, cell.y + 1, cell.x, cell.x + 1};
    for (std::size_t map = last; map-- > 0;)
        fields[map] = field_below(evaluation.layers[map], fields[map + 1]);
    const Tower tower(request, last);
    Figure figure;
    const std::vector<Plane>& planes = tower.planes();
    for (std::size_t map = 0; map <= last; ++map) {
        if (map > 0)
            draw_beam(figure.drawing, request, planes[map - 1].corners(fields[map - 1]),
                      planes[map].corners(fields[map]));
        tower.draw(figure.drawing, map);
        draw_field(figure.drawing, request, planes[map], fields[map]);
        tower.note(figure.drawing, map, field_size(fields[map]));
    }
    tower.letters(figure.drawing);
    tower.legend(figure.drawing);
    trim(figure.drawing, request);
    const pool::Shape& input = evaluation.map(0).shape();
    const std::int64_t seen = (fields[0].y1 - fields[0].y0) * (fields[0].x1 - fields[0].x0);
    figure.caption = request.words.sentence(
        "plate.receptive.caption", {std::to_string(cell.y), std::to_string(cell.x), field_size(fields[0]),
                                    std::to_string(seen), std::to_string(input.plane())});
    return figure;
}

}  // namespace figure
