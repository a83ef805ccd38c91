#include "lesson/worksheet_files.h"

#include "figure/export.h"
#include "io/files.h"

namespace lesson {

namespace {

void check_ending(const std::filesystem::path& path) {
    if (path.extension() != ".pdf") throw words::Error({"error.worksheet.path", {io::display_name(path)}});
}

}  // namespace

std::vector<figure::Language> languages_named(std::string_view name) {
    using enum figure::Language;
    if (name == "zh") return {chinese};
    if (name == "both") return {english, chinese};
    return {english};
}

void write_worksheet(const WorksheetOrder& order) {
    check_ending(order.sheet);
    if (!order.answers.empty()) check_ending(order.answers);
    const Worksheet sheet = make_worksheet(*order.kind, order.count, order.seed, order.document);
    const std::string kind(order.kind->name);
    WorksheetLook look;
    look.paper = order.paper;
    look.languages = order.languages;
    look.qr = order.qr;
    look.footer = "poolscope worksheet " + kind + " --count " + std::to_string(order.count) + " --seed " +
                  std::to_string(order.seed);
    const auto bytes = [&](bool answers) {
        look.answers = answers;
        figure::FileOptions options;
        options.title = figure::Strings(look.languages.front())("worksheet." + kind);
        return figure::render_pages(worksheet_pages(sheet, look), options);
    };
    const auto blank = bytes(false);
    const auto key = bytes(true);
    io::write_file_atomically(order.sheet, blank);
    if (!order.answers.empty()) io::write_file_atomically(order.answers, key);
}

}  // namespace lesson
