#include "app/figure_arguments.h"

#include <algorithm>
#include <charconv>

#include "app/lane_arguments.h"
#include "app/sweep_arguments.h"
#include "document/raster.h"
#include "figure/sheet_options.h"

namespace app {

namespace {

/// "0,3,5-9" as numbers. Throws UsageError.
std::vector<std::int64_t> read_ranges(const std::string& text) {
    const auto refuse = [&] { throw UsageError({"error.usage.windows", {text}}); };
    std::vector<std::int64_t> numbers;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
        std::int64_t first = 0;
        const auto [stop, error] = std::from_chars(at, end, first);
        if (error != std::errc{} || first < 0) refuse();
        std::int64_t last = first;
        at = stop;
        if (at != end && *at == '-') {
            const auto [behind, wrong] = std::from_chars(at + 1, end, last);
            constexpr std::int64_t kMost = 10000;
            if (wrong != std::errc{} || last < first || last - first > kMost) refuse();
            at = behind;
        }
        for (std::int64_t n = first; n <= last; ++n) numbers.push_back(n);
        if (at != end && (*at != ',' || ++at == end)) refuse();
    }
    return numbers;
}

/// Throws UsageError where a layer has no window of one of these numbers.
void check_windows(const std::vector<std::int64_t>& windows, std::size_t layer,
                   const document::Document& document) {
    if (windows.empty() || document.stack.empty()) return;
    const auto chain = pool::infer_shapes(document::input_shape(document.input), document.stack);
    const std::int64_t all = chain.shapes[layer + 1].plane();
    const auto wrong = std::ranges::find_if(windows, [all](std::int64_t window) { return window >= all; });
    if (wrong != windows.end())
        throw UsageError({"error.usage.figure_windows", {*wrong, layer + 1, all - 1}});
}

figure::CellLabel read_label(const std::string& text, const document::Document& document) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals + 1 == text.size())
        throw UsageError({"error.usage.label", {text}});
    const pool::MapCell cell = read_cell("--label", text.substr(0, equals), document);
    return {cell.map, cell.cell.y, cell.cell.x, text.substr(equals + 1)};
}

/// Throws UsageError where the document has no style of that name.
const document::FigureStyle& style_in(const document::Document& document, const std::string& name) {
    const auto found = std::ranges::find(document.styles, name, &document::FigureStyle::name);
    if (found != document.styles.end()) return *found;
    std::string names;
    for (const document::FigureStyle& style : document.styles)
        names += (names.empty() ? "" : ", ") + style.name;
    if (names.empty()) throw UsageError({"error.usage.style_none", {name}});
    throw UsageError({"error.usage.style", {name, names}});
}

}  // namespace

void FigureArguments::add_to(Options& command) {
    source_.add_to(command);
    place_.add_to(command);
    pins_.add_to(command);
    add_content(command);
    add_special(command);
    add_look(command);
    add_file(command);
}

void FigureArguments::add_content(Options& command) {
    command.add("--map", map_, "The map of grid; 0 is the input");
    command.add("--map-channel", channel_, "The channel of each map that is shown");
    command.add("--batch", batch_item_, "The item of the batch that is shown");
    command.add("--windows", windows_, "The windows of steps, for example 0,3,5-9; none: all");
    command.add("--label", labels_, "MAP,ROW,COLUMN=TEXT: a letter on a cell. More than once: several")
        .repeated();
    lane_.add_to(command);
    command.add("--name", name_, "What the input is called where two are compared");
    command.add("--other-name", other_name_, "What the other one is called");
}

void FigureArguments::add_special(Options& command) {
    command.add("--transform", transform_,
                "Of curve: shift-x, shift-y, rotate or scale with FIRST:LAST:STEP");
    command.add("--kinds", replacements_,
                "Of curve: what stands in the place of every pooling: as-given, avg, max, subsample, blur "
                "(of adaptive pooling only avg and max)");
    command.add("--measure", measure_, "Of curve: what is drawn")
        .one_of({"relative_difference", "cosine", "differ", "equal_share"});
    command.add("--code", code_, "Of code: numpy, pytorch or cpp").one_of({"numpy", "pytorch", "cpp"});
    tower_.add_view_to(command);
}

void FigureArguments::add_look(Options& command) {
    command.add("--style", style_, "A style that is kept in the document; the options below go before it");
    command.add("--width", look_["width"],
                "84mm, 3.3in, 240pt, 320px, column or page; none: as wide as it is");
    command.add("--aspect", look_["aspect"], "Of the whole sheet: 16:9 or 4:3; none: as high as it is")
        .one_of({"16:9", "4:3"});
    command.add("--font-size", font_size_, "Points, at that width").between(3.0, 72.0);
    command.add("--margin", look_["margin"], "Around the figure, for example 2mm");
    command.add("--theme", look_["theme"], "light, dark or print (black and white)")
        .one_of({"light", "dark", "print"});
    command.add("--ground", look_["ground"], "white, paper or transparent")
        .one_of({"white", "paper", "transparent"});
    command.add("--colors", look_["colors"], "viridis or grey").one_of({"viridis", "grey"});
    command.add("--digits", digits_, "Of numbers in cells, at most").between(2, 4);
    command.flag("--no-numbers", flags_["no-numbers"], "No numbers in cells");
    command.flag("--no-legend", flags_["no-legend"], "No scale of colours");
    command.flag("--no-names", flags_["no-names"], "No names, sizes and formulas");
    command.flag("--caption", flags_["caption"], "A caption below, made from the numbers");
    command.add("--title", title_, "A line above");
    command.add("--language", look_["language"], "en, zh or both").one_of({"en", "zh", "both"});
}

void FigureArguments::add_file(Options& command) {
    command.add("--dpi", dpi_, "Pixels an inch, for PNG").between(1.0, 1200.0);
    command.add("--svg-text", svg_text_, "text, or paths that look alike everywhere")
        .one_of({"text", "paths"});
    command.add("--svg-cells", svg_cells_, "rects: one rectangle a cell; or pixels: one picture a map")
        .one_of({"rects", "pixels"});
}

figure::Sheet FigureArguments::sheet(const document::Document& document) const {
    figure::Sheet sheet;
    if (!style_.empty()) sheet = figure::sheet_of(style_in(document, style_).options);
    for (const auto& [name, value] : look_)
        if (!value.empty()) figure::set_option(sheet, name, value);
    for (const auto& [name, given] : flags_)
        if (given) figure::set_option(sheet, name, "true");
    if (font_size_) sheet.font_size = *font_size_;
    if (digits_) sheet.digits = *digits_;
    sheet.title = title_;
    return sheet;
}

void FigureArguments::check_shown(const figure::PlateKind& kind, const pool::Cursor& cursor) const {
    using figure::PlateKind;
    if (cursor.phase == pool::Phase::backward && !kind.two_ways)
        throw UsageError(
            {"error.usage.figure_phase", {kind.name, figure::plate_names(&PlateKind::two_ways)}});
    if (cursor.phase == pool::Phase::forward && place_.phase_given() && !kind.forward)
        throw UsageError({"error.usage.figure_forward", {kind.name}});
    if (cursor.whole && !kind.whole) throw UsageError({"error.usage.figure_whole", {kind.name}});
    const auto refuse = [&](const char* option, bool PlateKind::*property) {
        throw UsageError({"error.usage.figure_option", {kind.name, option, figure::plate_names(property)}});
    };
    if (!labels_.empty() && !kind.letters) refuse("--label", &PlateKind::letters);
    if (!pins_.texts.empty() && !kind.pins) refuse("--pin", &PlateKind::pins);
}

void FigureArguments::check_planes(const document::Document& document) const {
    pool::Shape most;
    for (const pool::Shape& shape :
         pool::infer_shapes(document::input_shape(document.input), document.stack).shapes) {
        most.n = std::max(most.n, shape.n);
        most.c = std::max(most.c, shape.c);
    }
    if (channel_ < 0 || channel_ >= most.c)
        throw UsageError({"error.usage.map_channel", {channel_, most.c - 1}});
    if (batch_item_ < 0 || batch_item_ >= most.n)
        throw UsageError({"error.usage.batch", {batch_item_, most.n - 1}});
}

FigureJob FigureArguments::read(const std::string& kind) {
    FigureJob job;
    job.kind = figure::find_plate(kind);
    if (!job.kind) throw UsageError({"error.usage.figure_kind", {kind, figure::plate_names()}});
    job.document = source_.read();
    job.cursor = place_.cursor(job.document);
    check_shown(*job.kind, job.cursor);
    job.pins = pins_.read(job.document);
    if (job.kind->needs.layer && job.document.stack.empty())
        throw UsageError({"error.usage.figure_stack", {kind}});
    lane_.apply(job.document, source_);
    job.name = name_;
    job.other_name = other_name_;
    check_planes(job.document);
    job.n = batch_item_;
    job.c = channel_;
    if (map_ < 0 || map_ > std::ssize(job.document.stack))
        throw UsageError({"error.usage.map", {map_, job.document.stack.size()}});
    job.map = static_cast<std::size_t>(map_);
    job.windows = read_ranges(windows_);
    check_windows(job.windows, job.cursor.layer, job.document);
    if (job.kind->needs.curves) {
        read_sweep(transform_, replacements_, job.sweep);
        note_what_stays(source_, job.document.stack, job.sweep.kinds);
    }
    job.curve_measure = read_curve_measure(measure_);
    if (code_ == "pytorch") job.code = listing::CodeLanguage::pytorch;
    if (code_ == "cpp") job.code = listing::CodeLanguage::cpp;
    job.tower = tower_.read();
    for (const std::string& label : labels_) job.labels.push_back(read_label(label, job.document));
    job.sheet = sheet(job.document);
    job.file = {figure::ground_of(job.sheet), dpi_, svg_text_ == "paths", svg_cells_ == "pixels", {}, {}};
    return job;
}

}  // namespace app
