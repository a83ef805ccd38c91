#include "app/sweep_command.h"

#include <filesystem>
#include <ostream>

#include "app/options.h"
#include "app/sweep_arguments.h"
#include "figure/export.h"
#include "figure/plates/curves.h"
#include "io/files.h"
#include "measure/expression.h"
#include "measure/sweep.h"
#include "pool/rules.h"
#include "words/utf8.h"

namespace app {

void SweepCommand::add_to(Options& options) {
    source_.add_to(options);
    lane_.add_transform_to(options);
    options.add("--rule", rule_, "As for eval").one_of({"pytorch", "onnx", "tensorflow", "caffe"});
    options
        .add("--transform", transform_,
             "shift-x, shift-y, rotate or scale with FIRST:LAST:STEP, for example shift-x=-8:8:1")
        .required();
    options.add("--kinds", kinds_,
                "What stands in the place of every pooling: as-given, avg, max, subsample, blur (of adaptive "
                "pooling only avg and max)");
    options.flag("--digits", digits_, "The mean over the digits 0 to 9 in the input's size");
    options.add("--measure", measure_, "What a picture shows")
        .one_of({"relative_difference", "cosine", "differ", "equal_share"});
    options.add("-o,--output", out_, "OUT.csv, OUT.png, OUT.svg, OUT.pdf or OUT.tex; none: CSV is printed");
    options.add("--theme", theme_, "light or dark").one_of({"light", "dark"});
    options.add("--language", language_, "en or zh").one_of({"en", "zh"});
}

int SweepCommand::run(std::ostream& print) {
    document::Document document = source_.read_named("sweep");
    if (!rule_.empty()) pool::set_rule(document.stack, rule_);
    check_fits(document);
    lane_.apply(document, source_);
    measure::SweepRequest request{document.input, document.other.transform, document.stack, {}, {}, {}};
    read_sweep(transform_, kinds_, request);
    note_what_stays(source_, request.stack, request.kinds);
    const std::filesystem::path out = out_;
    const bool table = out.empty() || words::lower_ascii(out.extension().string()) == ".csv";
    const figure::FileKind kind = table ? figure::FileKind::png : figure::kind_of_path(out);
    measure::Sweeper sweeper;
    measure::Curves curves;
    if (digits_) {
        sweeper.run_digits(request, curves);
    } else {
        sweeper.run(request, curves);
    }
    for (std::size_t k = 0; k < curves.kinds.size(); ++k)
        if (!curves.errors[k].empty())
            throw UsageError(
                {"error.usage.kind_fits", {measure::replacement_name(curves.kinds[k]), curves.errors[k]}});
    if (out.empty()) {
        print << measure::csv(curves);
    } else if (table) {
        io::write_file_atomically(out, measure::csv(curves));
    } else {
        figure::CurvesView view{figure::usual_series(curves), read_curve_measure(measure_), {}, {}, digits_};
        figure::Style style;
        style.palette = theme_ == "dark" ? figure::dark_palette() : figure::light_palette();
        const figure::Strings strings(language_ == "zh" ? figure::Language::chinese
                                                        : figure::Language::english);
        const figure::CurvesPlate plate = figure::compose_curves(curves, view, style, strings, {720, 460});
        io::write_file_atomically(out, figure::render_file(plate.drawing, kind, {style.palette.paper}));
    }
    return 0;
}

}  // namespace app
