#include "app/sweep_command.h"

#include <filesystem>
#include <ostream>

#include <CLI/CLI.hpp>

#include "app/sweep_arguments.h"
#include "app/tower_arguments.h"
#include "figure/export.h"
#include "figure/plates/curves.h"
#include "io/files.h"
#include "measure/expression.h"
#include "measure/sweep.h"
#include "pool/rules.h"
#include "words/utf8.h"

namespace app {

void SweepCommand::add_to(CLI::App& program) {
    command_ = program.add_subcommand("sweep", "Compares an input's maps with those of its moved forms");
    source_.add_to(*command_);
    lane_.add_transform_to(*command_);
    command_->add_option("--rule", rule_, "As for eval")
        ->check(CLI::IsMember({"pytorch", "onnx", "tensorflow", "caffe"}));
    command_
        ->add_option("--transform", transform_,
                     "shift-x, shift-y, rotate or scale with FIRST:LAST:STEP, for example shift-x=-8:8:1")
        ->required();
    command_->add_option("--kinds", kinds_,
                         "What stands in the place of every pooling: as-given, avg, max, subsample, blur");
    command_->add_flag("--digits", digits_, "The mean over the digits 0 to 9 in the input's size");
    command_->add_option("--measure", measure_, "What a picture shows")
        ->check(CLI::IsMember({"relative_difference", "cosine", "differ", "equal_share"}));
    command_->add_option("-o,--output", out_, "OUT.csv, OUT.png, OUT.svg or OUT.pdf; none: CSV is printed");
    command_->add_option("--theme", theme_, "light or dark")->check(CLI::IsMember({"light", "dark"}));
    command_->add_option("--language", language_, "en or zh")->check(CLI::IsMember({"en", "zh"}));
}

bool SweepCommand::chosen() const { return command_->parsed(); }

int SweepCommand::run(std::ostream& print) {
    document::Document document = source_.read_named("sweep");
    if (!rule_.empty()) pool::set_rule(document.stack, rule_);
    check_fits(document);
    lane_.apply(document, source_);
    measure::SweepRequest request{document.input, document.other.transform, document.stack, {}, {}, {}};
    read_sweep(transform_, kinds_, request);
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
