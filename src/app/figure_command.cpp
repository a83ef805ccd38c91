#include "app/commands.h"
#include "document/raster.h"
#include "document/samples.h"
#include "figure/export.h"
#include "figure/plates/plates.h"
#include "io/files.h"

namespace app {

int run_figure_pair(const FigureOptions& options) {
    const figure::FileKind kind = figure::kind_of_path(options.out);
    const auto input = std::make_shared<const pool::Tensor>(document::raster(options.document.input));
    const pool::Evaluation evaluation =
        pool::evaluate(input, options.document.stack,
                       document::resolved_upstream(options.document.upstream, input->shape()));
    figure::BenchView view;
    view.cursor = options.cursor;
    figure::Style style;
    style.palette = options.dark ? figure::dark_palette() : figure::light_palette();
    const figure::Point size{static_cast<float>(options.width), static_cast<float>(options.height)};
    const figure::Plate plate =
        figure::compose_pair(evaluation, view, style, figure::Strings(options.language), size);
    io::write_file_atomically(options.out,
                              figure::render_file(plate.drawing, kind, style.palette.paper, options.scale));
    return 0;
}

}  // namespace app
