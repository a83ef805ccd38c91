#include "app/worksheet_command.h"

#include <filesystem>
#include <optional>
#include <ostream>

#include "app/options.h"
#include "io/document_file.h"
#include "lesson/worksheet_files.h"

namespace app {

namespace {

const lesson::WorksheetKind& kind_named(const std::string& name) {
    if (const lesson::WorksheetKind* kind = lesson::find_worksheet(name)) return *kind;
    std::string names;
    for (const lesson::WorksheetKind& kind : lesson::worksheet_kinds())
        names += (names.empty() ? "" : ", ") + std::string(kind.name);
    throw UsageError({"error.worksheet.kind", {name, names}});
}

void check_path(const std::string& path) {
    if (std::filesystem::path(path).extension() != ".pdf") throw UsageError({"error.worksheet.out", {path}});
}

void list_kinds(std::ostream& print) {
    const figure::Strings strings;
    for (const lesson::WorksheetKind& kind : lesson::worksheet_kinds()) {
        const std::string name(kind.name);
        print << name << std::string(18 - name.size(), ' ') << strings("worksheet." + name) << '\n';
    }
}

}  // namespace

void WorksheetCommand::add_to(Options& options) {
    options.add("KIND", kind_, "What is asked; --list names the kinds");
    options.flag("--list", list_, "List the kinds");
    options.add("-o,--output", out_, "The sheet, NAME.pdf");
    options.add("--answers", answers_,
                "The key, NAME.pdf: the answers, and common wrong ones with their misconceptions");
    options.add("--count", count_, "How many exercises; of match how many digits");
    options.add("--seed", seed_, "Chooses the numbers; another one gives another sheet");
    options.add("--language", language_, "en, zh or both").one_of({"en", "zh", "both"});
    options.add("--paper", paper_, "a4 or letter").one_of({"a4", "letter"});
    options.add("--document", document_, "Layers of a saved document, and its map where it is small");
    options.flag("--qr", qr_, "The first exercise as a poolscope:// link in a QR code");
}

int WorksheetCommand::run(std::ostream& print) const {
    if (list_) {
        list_kinds(print);
        return 0;
    }
    const lesson::WorksheetKind& kind = kind_named(kind_);
    check_path(out_);
    if (!answers_.empty()) check_path(answers_);
    std::optional<document::Document> document;
    if (!document_.empty()) document = io::load_document(document_);
    lesson::WorksheetOrder order;
    order.kind = &kind;
    order.count = count_;
    order.seed = seed_;
    order.document = document ? &*document : nullptr;
    order.paper = paper_ == "letter" ? lesson::Paper::letter : lesson::Paper::a4;
    order.languages = lesson::languages_named(language_);
    order.qr = qr_;
    order.sheet = out_;
    order.answers = answers_;
    lesson::write_worksheet(order);
    return 0;
}

}  // namespace app
