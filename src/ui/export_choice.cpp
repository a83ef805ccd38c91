#include "ui/export_choice.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "document/lane.h"
#include "document/samples.h"
#include "figure/number.h"
#include "listing/shown_code.h"
#include "pool/notation.h"
#include "work/evaluate.h"

namespace ui {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kExportPresets = {
    ExportPreset{"slide", "254mm", 16, figure::FileKind::png, 192},
    ExportPreset{"column", "column", 8, figure::FileKind::pdf, 300},
    ExportPreset{"page", "page", 9, figure::FileKind::pdf, 300},
    ExportPreset{"web", "640px", 11, figure::FileKind::svg, 192},
};

constexpr std::array kExportEndings = {".png", ".svg", ".pdf"};
constexpr std::array kExportThemes = {std::pair{"light", figure::Theme::light},
                                      std::pair{"dark", figure::Theme::dark},
                                      std::pair{"print", figure::Theme::print}};
constexpr std::array kExportGrounds = {std::pair{"white", figure::Ground::white},
                                       std::pair{"paper", figure::Ground::paper},
                                       std::pair{"transparent", figure::Ground::transparent}};

template <class Table, class Value>
std::string name_in(const Table& table, Value value) {
    for (const auto& [name, each] : table)
        if (each == value) return name;
    return {};
}

template <class Table, class Value>
void read_name(const Json& json, const char* key, const Table& table, Value& value) {
    const auto found = json.find(key);
    if (found == json.end() || !found->is_string()) return;
    for (const auto& [name, each] : table)
        if (found->get_ref<const std::string&>() == name) value = each;
}

void read_flag(const Json& json, const char* key, bool& value) {
    if (const auto found = json.find(key); found != json.end() && found->is_boolean())
        value = found->get<bool>();
}

void read_number(const Json& json, const char* key, float& value, float low, float high) {
    const auto found = json.find(key);
    if (found == json.end() || !found->is_number()) return;
    if (const float number = found->get<float>(); number >= low && number <= high) value = number;
}

std::string language_name(const figure::Sheet& sheet) {
    if (sheet.languages.size() > 1) return "both";
    return sheet.languages.front() == figure::Language::chinese ? "zh" : "en";
}

/// In one pair of quotes, whatever it holds.
std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

/// The options that say what the figure is of; nothing where no command can say it.
std::optional<std::string> source_options(const work::Workspace& work) {
    const document::Document& document = work.document();
    if (!work.path().empty() && !work.history().unsaved())
        return " --document " + quoted(work.path().string());
    for (const document::Sample& sample : document::samples()) {
        document::Document plain;
        plain.input = sample.input;
        plain.stack = document.stack;
        if (plain == document)
            return " --sample " + sample.id + " --stack " + quoted(pool::notation(document.stack));
    }
    return std::nullopt;
}

std::string place_options(const work::Workspace& work) {
    const pool::Cursor& cursor = work.cursor();
    const work::Selection& selection = work.selection();
    std::string text;
    if (cursor.phase == pool::Phase::backward) text += " --phase backward";
    if (cursor.layer != 0) text += " --layer " + std::to_string(cursor.layer + 1);
    if (cursor.window != 0) text += " --window " + std::to_string(cursor.window);
    if (selection.item() != 0) text += " --batch " + std::to_string(selection.item());
    if (selection.channel() != 0) text += " --channel " + std::to_string(selection.channel());
    for (const work::Lineage& pin : selection.pinned())
        text += " --pin " + std::to_string(pin.origin.map) + "," + std::to_string(pin.origin.cell.y) + "," +
                std::to_string(pin.origin.cell.x);
    return text;
}

std::string look_options(const ExportChoice& choice) {
    const figure::Sheet& sheet = choice.sheet;
    const figure::Sheet usual;
    std::string text;
    if (sheet.width > 0) text += " --width " + figure::length_text(sheet.width);
    if (sheet.font_size != usual.font_size) text += " --font-size " + figure::number(sheet.font_size);
    if (sheet.theme != usual.theme) text += " --theme " + name_in(kExportThemes, sheet.theme);
    if (sheet.ground) text += " --ground " + name_in(kExportGrounds, *sheet.ground);
    if (!sheet.numbers) text += " --no-numbers";
    if (!sheet.legend) text += " --no-legend";
    if (!sheet.names) text += " --no-names";
    if (sheet.caption) text += " --caption";
    if (!sheet.title.empty()) text += " --title " + quoted(sheet.title);
    if (language_name(sheet) != "en") text += " --language " + language_name(sheet);
    if (choice.file == figure::FileKind::png && choice.dpi != 300)
        text += " --dpi " + figure::number(choice.dpi);
    return text;
}

}  // namespace

std::string choice_text(const ExportChoice& choice) {
    const figure::Sheet& sheet = choice.sheet;
    const Json json = {{"kind", choice.kind},
                       {"file", ending_of(choice.file)},
                       {"dpi", choice.dpi},
                       {"width", sheet.width > 0 ? figure::length_text(sheet.width) : ""},
                       {"font_size", sheet.font_size},
                       {"theme", name_in(kExportThemes, sheet.theme)},
                       {"ground", sheet.ground ? name_in(kExportGrounds, *sheet.ground) : ""},
                       {"language", language_name(sheet)},
                       {"numbers", sheet.numbers},
                       {"legend", sheet.legend},
                       {"names", sheet.names},
                       {"caption", sheet.caption}};
    return json.dump();
}

ExportChoice choice_of(const std::string& text) {
    ExportChoice choice;
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return choice;
    if (const auto kind = json.find("kind");
        kind != json.end() && kind->is_string() && figure::find_plate(kind->get<std::string>()))
        choice.kind = kind->get<std::string>();
    constexpr std::array kFiles = {std::pair{".png", figure::FileKind::png},
                                   std::pair{".svg", figure::FileKind::svg},
                                   std::pair{".pdf", figure::FileKind::pdf}};
    read_name(json, "file", kFiles, choice.file);
    read_number(json, "dpi", choice.dpi, 1, 1200);
    figure::Sheet& sheet = choice.sheet;
    if (const auto width = json.find("width"); width != json.end() && width->is_string()) {
        try {
            sheet.width = figure::read_length(width->get<std::string>());
        } catch (const words::Error&) {
            sheet.width = 0;
        }
    }
    read_number(json, "font_size", sheet.font_size, 3, 72);
    read_name(json, "theme", kExportThemes, sheet.theme);
    read_name(json, "ground", kExportGrounds, sheet.ground);
    using figure::Language;
    const std::array<std::pair<const char*, std::vector<Language>>, 3> kLanguages = {
        {{"en", {Language::english}},
         {"zh", {Language::chinese}},
         {"both", {Language::english, Language::chinese}}}};
    read_name(json, "language", kLanguages, sheet.languages);
    read_flag(json, "numbers", sheet.numbers);
    read_flag(json, "legend", sheet.legend);
    read_flag(json, "names", sheet.names);
    read_flag(json, "caption", sheet.caption);
    return choice;
}

std::span<const ExportPreset> export_presets() { return kExportPresets; }

void apply(ExportChoice& choice, const ExportPreset& preset) {
    choice.sheet.width = figure::read_length(preset.width);
    choice.sheet.font_size = preset.font_size;
    choice.file = preset.file;
    choice.dpi = preset.dpi;
}

const char* ending_of(figure::FileKind kind) { return kExportEndings[static_cast<std::size_t>(kind)]; }

std::vector<const figure::PlateKind*> export_kinds(const AppState& app) {
    const bool layers = !app.active().evaluation().layers.empty();
    std::vector<const figure::PlateKind*> kinds;
    for (const figure::PlateKind& kind : figure::plate_kinds())
        if (!kind.needs.tower && (layers || !kind.needs.layer)) kinds.push_back(&kind);
    return kinds;
}

figure::FigureRequest ExportSource::request(AppState& app, const ExportChoice& choice) {
    const work::Workspace& work = app.active();
    const pool::Evaluation& evaluation = work.evaluation();
    if (of_ != evaluation.id) {
        of_ = evaluation.id;
        other_.reset();
        curves_.reset();
    }
    const figure::PlateKind& kind = *figure::find_plate(choice.kind);
    figure::FigureRequest request{evaluation};
    request.cursor = work.cursor();
    request.n = work.selection().item();
    request.c = work.selection().channel();
    int number = 0;
    for (const work::Lineage& pin : work.selection().pinned())
        request.pins.push_back({&pin.trace, 1, ++number});
    if (kind.needs.other && !other_) {
        // As the command does: the input moved by one cell.
        document::Document moved = work.document();
        moved.other = {};
        moved.other.transform.dx = 1;
        other_ = work::evaluate(document::lane_b(moved));
    }
    if (kind.needs.other) request.other = &*other_;
    if (kind.needs.curves && !curves_) {
        auto curves = std::make_shared<measure::Curves>();
        measure::Sweeper().run({work.document().input,
                                work.document().other.transform,
                                work.document().stack,
                                measure::Axis::shift_x,
                                measure::usual_steps(measure::Axis::shift_x),
                                {document::Replacement::as_given}},
                               *curves);
        curves_ = std::move(curves);
    }
    request.curves = curves_;
    if (kind.needs.code)
        request.code =
            listing::shown_code(evaluation, request.cursor, request.n, request.c, app.code_language);
    return request;
}

std::optional<std::string> export_command(const AppState& app, const ExportChoice& choice,
                                          const std::string& out) {
    const auto source = source_options(app.active());
    if (!source) return std::nullopt;
    std::string text = "poolscope figure " + choice.kind + " -o " + quoted(out) + *source +
                       place_options(app.active()) + look_options(choice);
    if (choice.kind == "code" && app.code_language != listing::CodeLanguage::numpy)
        text += app.code_language == listing::CodeLanguage::cpp ? " --code cpp" : " --code pytorch";
    return text;
}

void open_export(AppState& app) {
    auto sheet = std::make_shared<ExportSheet>();
    sheet->choice = choice_of(app.settings.exporting);
    const auto kinds = export_kinds(app);
    if (std::ranges::none_of(kinds, [&](const auto* kind) { return kind->name == sheet->choice.kind; }))
        sheet->choice.kind = kinds.front()->name;
    if (sheet->choice.sheet.width > 0) sheet->width = figure::length_text(sheet->choice.sheet.width);
    std::error_code failed;
    const std::filesystem::path folder = app.active().path().empty() ? std::filesystem::current_path(failed)
                                                                     : app.active().path().parent_path();
    sheet->path = (folder / (sheet->choice.kind + ending_of(sheet->choice.file))).string();
    app.dialogs.exporting = std::move(sheet);
}

}  // namespace ui
