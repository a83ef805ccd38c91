#include <algorithm>

#include "figure/number.h"
#include "figure/plates/blocks.h"
#include "figure/plates/lineage.h"

namespace figure {

Figure compose_grid_figure(const FigureRequest& request) {
    const pool::Evaluation& evaluation = request.evaluation;
    const std::size_t map = std::min(request.map, evaluation.layers.size());
    MapBlock block = block_of(request, evaluation, map, request.cursor.phase == pool::Phase::backward);
    share_range({&block, 1});
    const float cell = fitted_cell(natural_cell(request, block.rows(), block.columns()), request.width,
                                   [&](float c) { return block_size(request, block, c).x; });
    Figure figure;
    const float width = block_size(request, block, cell).x;
    const MapArea area = draw_block(figure.drawing, request, block, {}, width, cell);
    draw_lineages(figure.drawing, request.pins, area, request.style);
    legend_below(figure.drawing, request, width, block.range, block.gradient);
    trim(figure.drawing, request);
    figure.caption = request.words.sentence(
        "plate.grid.caption",
        {size_text(block.values->shape()), number(block.range.low), number(block.range.high)});
    return figure;
}

}  // namespace figure
