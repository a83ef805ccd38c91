#include "app/compare_command.h"

#include <iomanip>
#include <ostream>

#include "app/arrays.h"
#include "app/measures_command.h"
#include "app/options.h"
#include "document/cases.h"
#include "document/lane.h"
#include "document/transform.h"
#include "figure/export.h"
#include "figure/number.h"
#include "figure/plates/side.h"
#include "figure/rich_text.h"
#include "io/files.h"
#include "io/npy.h"
#include "measure/lanes.h"
#include "pool/notation.h"
#include "pool/rules.h"
#include "work/evaluate.h"

namespace app {

namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson shape_json(const pool::Shape& s) { return {s.n, s.c, s.h, s.w}; }

const char* kind_name(measure::Relation::Kind kind) {
    using Kind = measure::Relation::Kind;
    switch (kind) {
        case Kind::same:
            return "same";
        case Kind::moved:
            return "moved";
        case Kind::turned:
            return "turned";
        case Kind::neither:
            break;
    }
    return "neither";
}

OrderedJson comparison_json(const measure::MapPair& pair) {
    OrderedJson json{{"layer", pair.map}, {"shape_a", shape_json(pair.a)}, {"shape_b", shape_json(pair.b)}};
    const measure::Comparison& c = pair.comparison;
    if (!c.same_shape) return json;
    json["relative_difference"] = number_json(c.relative_difference);
    json["cosine"] = number_json(c.cosine);
    json["differ"] = c.differ;
    json["differ_visibly"] = c.differ_visibly;
    json["equal_share"] = number_json(c.equal_share);
    json["largest_change"] = number_json(c.largest_change);
    json["relation"] = kind_name(pair.relation.kind);
    if (pair.relation.kind == measure::Relation::Kind::moved)
        json["move"] = {pair.relation.move.dx, pair.relation.move.dy};
    if (pair.relation.kind == measure::Relation::Kind::turned) json["degrees"] = 90 * pair.relation.quarters;
    return json;
}

const char* resampling_name(document::Resampling how) {
    switch (how) {
        case document::Resampling::none:
            return "none";
        case document::Resampling::cells:
            return "cells";
        case document::Resampling::strokes:
            return "strokes";
        case document::Resampling::bilinear:
            break;
    }
    return "bilinear";
}

OrderedJson lanes_json(const document::Document& document, const measure::LanePair& pairs) {
    const document::Transform& t = document.other.transform;
    OrderedJson json{{"stack_a", pool::notation(document.stack)},
                     {"stack_b", pool::notation(document::stack_b(document))},
                     {"shift", {number_json(t.dx), number_json(t.dy)}},
                     {"rotate", number_json(t.angle)},
                     {"scale", number_json(t.scale)},
                     {"resampling", resampling_name(document::resampling(
                                        document.other.input.value_or(document.input), t))}};
    json["maps"] = OrderedJson::array();
    for (const measure::MapPair& pair : pairs.maps) json["maps"].push_back(comparison_json(pair));
    json["gradients"] = OrderedJson::array();
    for (const measure::MapPair& pair : pairs.gradients) json["gradients"].push_back(comparison_json(pair));
    return json;
}

void print_table(const measure::LanePair& pairs, std::ostream& print) {
    print << "map     relative difference  cosine      cells that differ  relation\n";
    for (const measure::MapPair& pair : pairs.maps) {
        print << std::left << std::setw(8) << (pair.map == 0 ? "input" : "L" + std::to_string(pair.map));
        const measure::Comparison& c = pair.comparison;
        if (!c.same_shape) {
            print << "sizes differ: " << pair.a.text(false) << " and " << pair.b.text(false) << '\n';
            continue;
        }
        print << std::setw(21) << figure::number(c.relative_difference, 6) << std::setw(12)
              << figure::number(c.cosine, 6) << std::setw(19)
              << std::to_string(c.differ) + " of " + std::to_string(c.cells) << kind_name(pair.relation.kind);
        if (pair.relation.kind == measure::Relation::Kind::moved)
            print << " by " << pair.relation.move.dx << "," << pair.relation.move.dy;
        if (pair.relation.kind == measure::Relation::Kind::turned)
            print << " by " << 90 * pair.relation.quarters << " degrees";
        print << '\n';
    }
}

document::Document case_document(const std::string& id) {
    for (const document::Case& pair : document::cases())
        if (pair.id == id) return document::document_of(pair, {});
    std::string known;
    for (const document::Case& pair : document::cases())
        known += (known.empty() ? "" : ", ") + std::string(pair.id);
    throw UsageError({"error.usage.case", {id, known}});
}

/// All maps side by side; below them what became of the last one under every small shift.
figure::Drawing picture(const pool::Evaluation& a, const pool::Evaluation& b, const measure::LanePair& pairs,
                        const document::Document& document, const figure::Style& style,
                        const figure::Strings& strings) {
    const float em = style.em;
    const float rows = (3 + 13 * static_cast<float>(pairs.maps.size())) * em;
    figure::SideView view;
    view.chosen = a.layers.size();
    figure::Drawing drawing =
        figure::compose_side({&a, &b, &pairs}, view, style, strings, {64 * em, rows}).drawing;
    drawing.size.y += 15 * em;
    measure::Maps maps(document.stack);
    const std::size_t last = a.layers.size();
    const document::Transform& t = document.other.transform;
    std::optional<measure::Move> move;
    if (!document.other.input && t.angle == 0 && t.scale == 1)
        move = measure::Move{static_cast<std::int64_t>(t.dy), static_cast<std::int64_t>(t.dx)};
    figure::draw_shifts(drawing, {4.2F * em, rows + em, 30 * em, 13 * em}, measure::shift_map(a, last, maps),
                        last, move, style, strings);
    return drawing;
}

}  // namespace

void CompareCommand::add_to(Options& options) {
    source_.add_to(options);
    lane_.add_to(options);
    options.add("--rule", rule_, "As for eval").one_of({"pytorch", "onnx", "tensorflow", "caffe"});
    options.add("--out", out_, "Folder for B's maps as .npy and the measures as measures.json");
    options.flag("--json", json_, "Print the measures as JSON");
    options.add("--case", case_, "A pair that textbooks speak of, for example one.left or zero.sizes");
    options.add("-o,--output", picture_, "OUT.png, OUT.svg or OUT.pdf: the maps side by side");
    options.add("--theme", theme_, "light or dark").one_of({"light", "dark"});
    options.add("--language", language_, "en or zh").one_of({"en", "zh"});
}

int CompareCommand::run(std::ostream& print) {
    document::Document document = case_.empty() ? source_.read_named("compare") : case_document(case_);
    if (!rule_.empty()) pool::set_rule(document.stack, rule_);
    check_fits(document);
    lane_.apply(document, source_);
    const pool::Evaluation a = work::evaluate(document);
    const pool::Evaluation b = work::evaluate(document::lane_b(document));
    const measure::LanePair pairs = measure::compare_lanes(document, a, b);
    const OrderedJson json = lanes_json(document, pairs);
    if (!out_.empty()) {
        write_arrays(b, out_);
        io::write_npy(std::filesystem::path(out_) / "input.npy", *b.input);
        io::write_file_atomically(std::filesystem::path(out_) / "measures.json", json.dump(1) + "\n");
    }
    const figure::Strings strings(language_ == "zh" ? figure::Language::chinese : figure::Language::english);
    if (!picture_.empty()) {
        figure::Style style;
        style.palette = theme_ == "dark" ? figure::dark_palette() : figure::light_palette();
        const figure::FileKind kind = figure::kind_of_path(picture_);
        const figure::Drawing drawing = picture(a, b, pairs, document, style, strings);
        io::write_file_atomically(picture_, figure::render_file(drawing, kind, {style.palette.paper}));
    }
    if (json_) {
        print << json.dump() << '\n';
    } else {
        print_table(pairs, print);
        print << figure::unmarked(figure::side_sentence(pairs.maps.back(), false, strings)) << '\n';
    }
    return 0;
}

}  // namespace app
