#include "app/commands.h"
#include "figure/export.h"
#include "figure/plates/plates.h"
#include "io/files.h"
#include "work/evaluate.h"

namespace app {

int run_figure_pair(const FigureOptions& options) {
    const figure::FileKind kind = figure::kind_of_path(options.out);
    const pool::Evaluation evaluation = work::evaluate(options.document);
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
