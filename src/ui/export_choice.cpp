#include "ui/export_choice.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

#include "document/samples.h"
#include "figure/sheet_options.h"
#include "pool/notation.h"
#include "words/utf8.h"

namespace ui {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kExportPresets = {
    ExportPreset{"slide", "254mm", 16, figure::FileKind::png, 192, 16.0F / 9.0F},
    ExportPreset{"column", "column", 8, figure::FileKind::pdf, 300},
    ExportPreset{"page", "page", 9, figure::FileKind::pdf, 300},
    ExportPreset{"web", "640px", 11, figure::FileKind::svg, 192},
};

constexpr std::array kExportFiles = {
    std::pair{".png", figure::FileKind::png}, std::pair{".svg", figure::FileKind::svg},
    std::pair{".pdf", figure::FileKind::pdf}, std::pair{".tex", figure::FileKind::tex}};
constexpr std::array kMovings = {std::pair{"", Moving::none},     std::pair{"gif", Moving::gif},
                                 std::pair{"webp", Moving::webp}, std::pair{"apng", Moving::apng},
                                 std::pair{"mp4", Moving::mp4},   std::pair{"frames", Moving::frames}};
/// Endings that a moving picture alone has.
constexpr std::array kMovingEndings = {std::pair{".gif", Moving::gif}, std::pair{".webp", Moving::webp},
                                       std::pair{".mp4", Moving::mp4}};

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

template <class Number>
void read_number(const Json& json, const char* key, Number& value, Number low, Number high) {
    const auto found = json.find(key);
    if (found == json.end() || !found->is_number()) return;
    const auto number = found->get<double>();
    if (number >= static_cast<double>(low) && number <= static_cast<double>(high))
        value = static_cast<Number>(number);
}

Json film_json(const figure::FilmPlan& film) {
    // A range is one document's.
    return {{"key", film.key},         {"walk", film.walk}, {"stages", film.stages}, {"fps", film.fps},
            {"seconds", film.seconds}, {"hold", film.hold}, {"pixels", film.pixels}};
}

void read_film(const Json& json, figure::FilmPlan& film) {
    read_flag(json, "key", film.key);
    read_flag(json, "walk", film.walk);
    read_flag(json, "stages", film.stages);
    read_number(json, "fps", film.fps, 1.0F, 50.0F);
    read_number(json, "seconds", film.seconds, 0.05F, 60.0F);
    read_number(json, "hold", film.hold, 0.0F, 60.0F);
    read_number(json, "pixels", film.pixels, 16, 8192);
}

void read_look(const Json& json, figure::Sheet& sheet) {
    for (const auto& [name, value] : json.items()) {
        try {
            if (value.is_string()) figure::set_option(sheet, name, value.get<std::string>());
        } catch (const words::Error&) {
            // What is not known here stays as usual.
            continue;
        }
    }
}

/// As a command line takes it: the shortest that is read as the same number, with a plain minus.
std::string plain_number(float value) {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

/// In one pair of quotes, whatever it holds.
std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

/// A path that is the same in every folder.
std::string absolute_path(const std::filesystem::path& path) {
    std::error_code failed;
    const std::filesystem::path whole = std::filesystem::absolute(path, failed);
    return (failed ? path : whole.lexically_normal()).string();
}

/// The options that say what the figure is of; nothing where no command can say it.
std::optional<std::string> source_options(const work::Workspace& work) {
    const document::Document& document = work.document();
    if (!work.path().empty() && !work.history().unsaved())
        return " --document " + quoted(absolute_path(work.path()));
    for (const document::Sample& sample : document::samples()) {
        document::Document plain;
        plain.input = sample.input;
        plain.stack = document.stack;
        plain.styles = document.styles;  // the look stands in options of its own
        if (plain == document)
            return " --sample " + sample.id + " --stack " + quoted(pool::notation(document.stack));
    }
    return std::nullopt;
}

/// Where it is looked from, as far as the kind shows it.
std::string place_options(const work::Workspace& work, const figure::PlateKind& kind) {
    const pool::Cursor& cursor = work.cursor();
    const work::Selection& selection = work.selection();
    std::string text;
    if (cursor.phase == pool::Phase::backward && kind.two_ways) text += " --phase backward";
    if (cursor.layer != 0) text += " --layer " + std::to_string(cursor.layer + 1);
    if (cursor.window != 0) text += " --window " + std::to_string(cursor.window);
    if (cursor.stage != 0) text += " --stage " + plain_number(cursor.stage);
    if (cursor.whole && kind.whole) text += " --whole";
    if (selection.item() != 0) text += " --batch " + std::to_string(selection.item());
    if (selection.channel() != 0) text += " --map-channel " + std::to_string(selection.channel());
    if (!kind.pins) return text;
    for (const work::Lineage& pin : selection.pinned())
        text += " --pin " + std::to_string(pin.origin.map) + "," + std::to_string(pin.origin.cell.y) + "," +
                std::to_string(pin.origin.cell.x);
    return text;
}

std::string look_options(const figure::Sheet& sheet) {
    std::string text;
    for (const auto& [name, value] : figure::options_of(sheet))
        text += " --" + name + (value == "true" ? std::string() : " " + value);
    if (!sheet.title.empty()) text += " --title " + quoted(sheet.title);
    return text;
}

std::string film_options(const figure::FilmPlan& film) {
    const figure::FilmPlan usual;
    const auto number = [](const char* name, float value, float otherwise) {
        return value == otherwise ? std::string() : name + plain_number(value);
    };
    std::string text;
    if (film.range)
        text += " --range " + std::to_string(film.range->first) + "-" + std::to_string(film.range->second);
    if (film.walk) text += " --walk";
    text += film.key ? " --moments key" : film.stages ? " --moments stages" : " --moments results";
    text += number(" --fps ", film.fps, usual.fps) + number(" --seconds ", film.seconds, usual.seconds) +
            number(" --hold ", film.hold, usual.hold);
    if (film.pixels != usual.pixels) text += " --pixels " + std::to_string(film.pixels);
    return text;
}

std::string tower_options(const AppState& app) {
    const Tower& tower = app.tower;
    const auto [azimuth, elevation] = tower_angles(app);
    std::string text = " --camera " + plain_number(azimuth) + "," + plain_number(elevation);
    if (tower.camera.orthographic) text += " --orthographic";
    if (tower.relief != 0) text += " --relief " + plain_number(tower.relief);
    if (tower.losers) text += " --losers";
    if (tower.samples != Tower().samples) text += " --samples " + std::to_string(tower.samples);
    return text;
}

/// "figure KIND -o OUT", or the same of an animation.
std::string making(const ExportChoice& choice, const std::string& out) {
    const bool frames = choice.moving == Moving::frames;
    std::string text = choice.moving == Moving::none ? "figure " : "animate ";
    text += choice.kind + (frames ? " --frames " : " -o ") + quoted(absolute_path(out));
    if (frames) text += " --format " + name_in(kExportFiles, choice.file).substr(1);
    return text;
}

}  // namespace

std::string choice_text(const ExportChoice& choice) {
    Json look = Json::object();
    for (const auto& [name, value] : figure::options_of(choice.sheet)) look[name] = value;
    const Json json = {{"kind", choice.kind},
                       {"file", name_in(kExportFiles, choice.file)},
                       {"dpi", choice.dpi},
                       {"moving", name_in(kMovings, choice.moving)},
                       {"film", film_json(choice.film)},
                       {"look", std::move(look)}};
    return json.dump();
}

ExportChoice choice_of(const std::string& text) {
    ExportChoice choice;
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return choice;
    if (const auto kind = json.find("kind");
        kind != json.end() && kind->is_string() && figure::find_plate(kind->get<std::string>()))
        choice.kind = kind->get<std::string>();
    read_name(json, "file", kExportFiles, choice.file);
    read_number(json, "dpi", choice.dpi, 1.0F, 1200.0F);
    if (figure::find_plate(choice.kind)->needs.window) read_name(json, "moving", kMovings, choice.moving);
    if (const auto film = json.find("film"); film != json.end() && film->is_object())
        read_film(*film, choice.film);
    if (const auto look = json.find("look"); look != json.end() && look->is_object())
        read_look(*look, choice.sheet);
    return choice;
}

std::span<const ExportPreset> export_presets() { return kExportPresets; }

void apply(ExportChoice& choice, const ExportPreset& preset) {
    choice.sheet.width = figure::read_length(preset.width);
    choice.sheet.font_size = preset.font_size;
    choice.sheet.aspect = preset.aspect;
    choice.file = preset.file;
    choice.dpi = preset.dpi;
    choice.moving = Moving::none;
}

std::vector<const figure::PlateKind*> export_kinds(const AppState& app) {
    const bool layers = !app.active().evaluation().layers.empty();
    std::vector<const figure::PlateKind*> kinds;
    for (const figure::PlateKind& kind : figure::plate_kinds())
        if (layers || !kind.needs.layer) kinds.push_back(&kind);
    return kinds;
}

std::string ending_of(const ExportChoice& choice) {
    switch (choice.moving) {
        case Moving::gif:
            return ".gif";
        case Moving::webp:
            return ".webp";
        case Moving::apng:
            return ".png";
        case Moving::mp4:
            return ".mp4";
        case Moving::frames:
            return {};
        case Moving::none:
            break;
    }
    return name_in(kExportFiles, choice.file);
}

void take_ending(ExportChoice& choice, const std::string& path) {
    if (choice.moving == Moving::frames) return;
    const std::string ending = words::lower_ascii(std::filesystem::path(path).extension().string());
    if (ending == ending_of(choice)) return;
    const auto moving = std::ranges::find(kMovingEndings, ending, [](const auto& row) { return row.first; });
    const bool film = moving != kMovingEndings.end();
    if (film && !figure::find_plate(choice.kind)->needs.window)
        throw words::Error({"error.usage.animate_kind", {choice.kind}});
    const auto file = std::ranges::find(kExportFiles, ending, [](const auto& row) { return row.first; });
    if (!film && file == kExportFiles.end()) throw words::Error({"error.export.ending", {ending}});
    choice.moving = film ? moving->second : Moving::none;
    if (!film) choice.file = file->second;
}

std::pair<float, float> tower_angles(const AppState& app) {
    const scene::Camera camera = app.tower.camera_to.value_or(app.tower.camera);
    const auto tenths = [](float degrees) { return std::round(10 * degrees) / 10; };
    return {tenths(camera.azimuth), tenths(camera.elevation)};
}

std::optional<std::string> export_command(const AppState& app, const ExportChoice& choice,
                                          const std::string& out) {
    const auto source = source_options(app.active());
    if (!source) return std::nullopt;
    std::string text = "poolscope " + making(choice, out) + *source +
                       place_options(app.active(), *figure::find_plate(choice.kind)) +
                       look_options(choice.sheet);
    if (choice.moving != Moving::none) text += film_options(choice.film);
    const bool tower = choice.kind == "tower";
    if (tower) text += tower_options(app);
    const bool pixels = choice.moving == Moving::none && (tower || choice.file == figure::FileKind::png);
    if (pixels && choice.dpi != 300) text += " --dpi " + plain_number(choice.dpi);
    if (choice.kind == "code" && app.code_language != listing::CodeLanguage::numpy)
        text += app.code_language == listing::CodeLanguage::cpp ? " --code cpp" : " --code pytorch";
    return text;
}

}  // namespace ui
