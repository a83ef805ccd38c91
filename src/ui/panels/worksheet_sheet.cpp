#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "io/files.h"
#include "lesson/worksheet_files.h"
#include "ui/app_state.h"
#include "ui/panels/panels.h"

// Exercises for paper from the window, written by the code of `poolscope worksheet`.

namespace ui {

namespace {

constexpr std::array<std::string_view, 3> kSheetLanguages = {"en", "zh", "both"};

std::string with_ending(const std::string& path) {
    constexpr std::string_view kEnding = ".pdf";
    return path.ends_with(kEnding) ? path : path + std::string(kEnding);
}

/// NAME-answers.pdf beside NAME.pdf.
std::filesystem::path answers_beside(const std::filesystem::path& sheet) {
    std::filesystem::path key = sheet;
    key.replace_filename(sheet.stem().string() + "-answers.pdf");
    return key;
}

/// True where nothing would be replaced, or the person has said that it may.
bool may_write(WorksheetSheet& sheet, const lesson::WorksheetOrder& order) {
    std::error_code failed;
    const bool known = std::filesystem::exists(order.sheet, failed) ||
                       (!order.answers.empty() && std::filesystem::exists(order.answers, failed));
    const std::string asked = order.sheet.string() + "\n" + order.answers.string();
    if (!known || sheet.confirmed == asked) return true;
    sheet.confirmed = asked;
    return false;
}

void write_sheet(Frame& f, WorksheetSheet& sheet) {
    sheet.refused = {};
    lesson::WorksheetOrder order;
    order.kind = &lesson::worksheet_kinds()[static_cast<std::size_t>(sheet.kind)];
    order.count = static_cast<int>(sheet.count);
    order.seed = static_cast<std::uint64_t>(sheet.seed);
    order.paper = sheet.paper == 1 ? lesson::Paper::letter : lesson::Paper::a4;
    order.languages = lesson::languages_named(kSheetLanguages[static_cast<std::size_t>(sheet.language)]);
    order.sheet = sheet.path = with_ending(sheet.path);
    if (sheet.answers) order.answers = answers_beside(order.sheet);
    if (!may_write(sheet, order)) return;
    try {
        lesson::write_worksheet(order);
    } catch (const std::exception& failed) {
        sheet.refused = words::message_of(failed);
        return;
    }
    const std::string name = io::display_name(order.sheet);
    f.app.say(sheet.answers ? words::Message("worksheet.sheet.written.both",
                                             {name, io::display_name(order.answers.filename())})
                            : words::Message("worksheet.sheet.written", {name}));
    sheet.open = false;
}

/// A list with its name behind it.
void named_list(Frame& f, const std::string& what, int& index, const std::vector<std::string>& choices) {
    const std::string key = "worksheet.sheet." + what;
    f.ui.combo("worksheet." + what, f.t(key), f.t(key + ".tip"), index, choices, 20 * f.em());
    ImGui::SameLine();
    ImGui::TextUnformatted(f.t(key).c_str());
}

void sheet_fields(Frame& f, WorksheetSheet& sheet) {
    std::vector<std::string> kinds;
    for (const lesson::WorksheetKind& kind : lesson::worksheet_kinds())
        kinds.push_back(f.t("worksheet." + std::string(kind.name)));
    named_list(f, "kind", sheet.kind, kinds);
    // Digits are matched: as many as there are drawn ones.
    const lesson::WorksheetKind& kind = lesson::worksheet_kinds()[static_cast<std::size_t>(sheet.kind)];
    const bool digits = kind.ask == lesson::Ask::letters;
    const std::int64_t most = digits ? lesson::kMostDigits : lesson::kMostExercises;
    sheet.count = std::clamp<std::int64_t>(sheet.count, digits ? 2 : 1, most);
    f.ui.stepper("worksheet.count", f.t("worksheet.sheet.count"), f.t("worksheet.sheet.count.tip"),
                 sheet.count, digits ? 2 : 1, most, 8 * f.em());
    constexpr std::int64_t kMostSeed = 1'000'000'000;
    f.ui.stepper("worksheet.seed", f.t("worksheet.sheet.seed"), f.t("worksheet.sheet.seed.tip"), sheet.seed,
                 0, kMostSeed, 8 * f.em());
    const std::vector<std::string> papers = {"A4", "Letter"};
    named_list(f, "paper", sheet.paper, papers);
    const std::vector<std::string> languages = {"English", "中文", "English · 中文"};
    named_list(f, "language", sheet.language, languages);
    f.ui.checkbox("worksheet.answers", f.t("worksheet.sheet.answers"), f.t("worksheet.sheet.answers.tip"),
                  sheet.answers);
}

void sheet_bottom(Frame& f, WorksheetSheet& sheet) {
    f.ui.text_field("worksheet.path", f.t("worksheet.sheet.path"), f.t("worksheet.sheet.path.tip"),
                    sheet.path, ImGui::GetContentRegionAvail().x);
    error_line(f, sheet.refused);
    if (!sheet.refused.empty()) f.ui.record("worksheet.refused", f.t(sheet.refused));
    if (f.ui.button("worksheet.write", f.t("worksheet.sheet.write"), f.t("worksheet.sheet.write.tip"),
                    !sheet.path.empty()))
        write_sheet(f, sheet);
    ImGui::SameLine();
    if (f.ui.button("worksheet.close", f.t("worksheet.sheet.close"), f.t("worksheet.sheet.close.tip")))
        sheet.open = false;
    if (sheet.confirmed.empty()) return;
    ImGui::SameLine();
    f.ui.muted(f.t("file.overwrite"));
}

}  // namespace

void worksheet_sheet(Frame& f) {
    WorksheetSheet& sheet = f.dialogs.worksheet;
    const std::string title = f.t("worksheet.sheet.title") + "###worksheet";
    if (sheet.open && !ImGui::IsPopupOpen(title.c_str())) ImGui::OpenPopup(title.c_str());
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos(ImVec2(screen.x / 2, screen.y / 2), ImGuiCond_Always, ImVec2(0.5F, 0.5F));
    ImGui::SetNextWindowSize(ImVec2(std::min(screen.x * 0.9F, 36 * f.em()), 0));
    if (!ImGui::BeginPopupModal(title.c_str(), nullptr, ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove))
        return;
    sheet_fields(f, sheet);
    ImGui::Separator();
    sheet_bottom(f, sheet);
    if (!sheet.open) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace ui
