#include "app/compare_command.h"

#include <algorithm>
#include <ostream>
#include <vector>

#include "app/arrays.h"
#include "app/measures_command.h"
#include "app/options.h"
#include "document/cases.h"
#include "document/lane.h"
#include "document/transform.h"
#include "figure/export.h"
#include "figure/number.h"
#include "figure/plates/lanes.h"
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

/// Columns that a text takes in a terminal: a Chinese character, three bytes of UTF-8, takes two.
std::size_t terminal_columns(const std::string& text) {
    std::size_t columns = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80U || byte >= 0xC0U) columns += byte >= 0xE3U && byte < 0xF0U ? 2 : 1;
    }
    return columns;
}

void print_table(const measure::LanePair& pairs, const figure::Strings& strings, std::ostream& print) {
    using Row = std::vector<std::string>;
    std::vector<Row> rows = {{strings("compare.map"), strings("side.relative_difference"),
                              strings("side.cosine"), strings("side.differ"), strings("compare.relation")}};
    for (const measure::MapPair& pair : pairs.maps) {
        Row row = {pair.map == 0 ? strings("side.input") : "L" + std::to_string(pair.map)};
        const measure::Comparison& c = pair.comparison;
        if (c.same_shape) {
            const std::string differ = strings.format("compare.differ", {c.differ, c.cells});
            row.insert(row.end(), {figure::number(c.relative_difference, 6), figure::number(c.cosine, 6),
                                   differ, figure::relation_text(pair, strings)});
        } else {
            row.push_back(strings.format("side.sizes", {pair.a.text(false), pair.b.text(false)}));
        }
        rows.push_back(std::move(row));
    }
    std::vector<std::size_t> widths(rows.front().size());
    for (const Row& row : rows)
        for (std::size_t i = 0; row.size() == widths.size() && i < row.size(); ++i)
            widths[i] = std::max(widths[i], terminal_columns(row[i]));
    for (const Row& row : rows) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i)
            print << row[i] << std::string(widths[i] + 2 - terminal_columns(row[i]), ' ');
        print << row.back() << '\n';
    }
}

/// Layers that the other lane has none for.
void note_further_layers(Source& source, std::size_t a, std::size_t b) {
    if (a != b) source.note({"plate.compare.further", {a > b ? "A" : "B", a > b ? a - b : b - a}});
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
    options.add("-o,--output", picture_, "OUT.png, OUT.svg, OUT.pdf or OUT.tex: the maps side by side");
    options.add("--theme", theme_, "light or dark").one_of({"light", "dark"});
    options.add("--language", language_, "en or zh").one_of({"en", "zh"});
}

int CompareCommand::run(std::ostream& print) {
    if (const std::string option = source_.option(); !case_.empty() && !option.empty())
        throw UsageError({"error.both_given", {"--case", option}});
    document::Document document = case_.empty() ? source_.read_named("compare") : case_document(case_);
    if (!rule_.empty()) pool::set_rule(document.stack, rule_);
    check_fits(document);
    lane_.apply(document, source_);
    const pool::Evaluation a = work::evaluate(document);
    const pool::Evaluation b = work::evaluate(document::lane_b(document));
    const measure::LanePair pairs = measure::compare_lanes(document, a, b);
    const OrderedJson json = lanes_json(document, pairs);
    note_further_layers(source_, a.layers.size(), b.layers.size());
    if (!out_.empty()) {
        std::vector<io::NamedFile> files = array_files(b);
        files.push_back({"input.npy", io::npy_bytes(*b.input)});
        const std::string measures = json.dump(1) + "\n";
        files.push_back({"measures.json", {measures.begin(), measures.end()}});
        io::write_files(out_, files);
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
        print_table(pairs, strings, print);
        print << figure::unmarked(figure::side_sentence(pairs.maps.back(), false, strings)) << '\n';
    }
    return 0;
}

}  // namespace app
