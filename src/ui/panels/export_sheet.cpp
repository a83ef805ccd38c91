#include "ui/export_sheet.h"

#include <algorithm>
#include <cmath>

#include "figure/number.h"
#include "figure/raster.h"
#include "io/process.h"
#include "ui/app_state.h"
#include "ui/drawlist_painter.h"
#include "ui/panels/export_controls.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"

// What is written is composed once; the preview replays the same drawing.

namespace ui {

namespace {

constexpr float kExportControlsEm = 26;
constexpr float kExportHeightEm = 52;  // the sheet's, where its settings need no more
constexpr float kMostOfScreen = 0.94F;

void export_preview(Frame& f, const ExportSheet& sheet, figure::Rect room) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(ImVec2(room.x, room.y), ImVec2(room.right(), room.bottom()),
                       im_color(f.palette().panel));
    f.ui.record("export.preview", f.t("export.preview"), ImVec2(room.x, room.y),
                ImVec2(room.right(), room.bottom()));
    if (const auto problem = sheet.refused.find(""); problem != sheet.refused.end()) {
        ImGui::SetCursorScreenPos(ImVec2(room.x + f.em(), room.y + f.em()));
        return f.ui.paragraph(f.t(problem->second), room.w - 2 * f.em());
    }
    if (sheet.drawing.size.x <= 0) return;
    const figure::Rect inner = room.inset(f.em());
    const float scale = std::min(inner.w / sheet.drawing.size.x, inner.h / sheet.drawing.size.y);
    const figure::Drawing shown = figure::scaled(sheet.drawing, scale);
    const figure::Rect at{inner.x + (inner.w - shown.size.x) / 2, inner.y + (inner.h - shown.size.y) / 2,
                          shown.size.x, shown.size.y};
    const figure::Color ground = figure::ground_of(sheet.choice.sheet);
    if (ground.a != 0)
        list.AddRectFilled(ImVec2(at.x, at.y), ImVec2(at.right(), at.bottom()), im_color(ground));
    DrawListPainter painter(list, ImVec2(at.x, at.y), f.fonts, f.textures);
    painter.keep_widths();
    list.PushClipRect(ImVec2(room.x, room.y), ImVec2(room.right(), room.bottom()), true);
    figure::replay(shown, painter);
    list.PopClipRect();
}

/// "74 × 31 mm, 874 × 366 pixels", "58 frames, 800 × 460 pixels, 6.8 s".
std::string export_size_text(const Frame& f, const ExportSheet& sheet) {
    constexpr float kMillimetre = 72 / 25.4F;
    if (sheet.drawing.size.x <= 0) return " ";
    const figure::Point& size = sheet.drawing.size;
    if (sheet.choice.moving != Moving::none) {
        const int pixels = sheet.choice.film.pixels;
        const auto frame = figure::pixel_size(size, static_cast<float>(pixels) / size.x);
        return f.t.format("export.film_size", {sheet.moments.size(), frame.width, frame.height,
                                               figure::number(figure::duration(sheet.moments) / 1000.0, 3)});
    }
    const auto whole = [](float v) { return std::to_string(std::lround(v)); };
    std::string text = whole(size.x / kMillimetre) + " × " + whole(size.y / kMillimetre) + " mm";
    if (sheet.choice.file == figure::FileKind::png) {
        const auto pixels = figure::pixel_size(size, sheet.choice.dpi / 72);
        text += ", " + f.t.format("export.pixels", {pixels.width, pixels.height});
    }
    return text;
}

void copy_export_command(Frame& f, ExportSheet& sheet) {
    if (!f.app.veil().empty()) return sheet.say({"export.veiled"}, true);
    const auto command = export_command(f.app, sheet.choice, sheet.path);
    if (!command) return sheet.say({"export.save_first"}, true);
    ImGui::SetClipboardText(command->c_str());
    sheet.say({"export.copied"});
}

void copy_export_picture(Frame& f, ExportSheet& sheet) {
    try {
        copy_picture(export_png(f.app, sheet));
        sheet.say({"export.picture_copied"});
    } catch (const std::exception& failed) {
        sheet.say(words::message_of(failed), true);
    }
}

/// Hands the folder of a file, or the folder itself, to the desktop.
void open_folder_of(ExportSheet& sheet) {
    const std::filesystem::path path = sheet.written;
    std::error_code none;
    const std::filesystem::path folder =
        std::filesystem::is_directory(path, none) ? path : path.parent_path();
    if (!io::start_program({"xdg-open", folder.string()})) sheet.say({"error.export.folder"}, true);
}

void export_buttons(Frame& f, ExportSheet& sheet) {
    const bool drawn = sheet.possible() && sheet.drawing.size.x > 0;
    const bool busy = sheet.job.busy();
    if (f.ui.button("export.write", f.t("export.write"), f.t("export.write.tip"),
                    drawn && !sheet.path.empty() && !busy))
        write_export(f.app, sheet);
    ImGui::SameLine();
    if (f.ui.button("export.copy", f.t("export.copy"), f.t("export.copy.tip"), drawn))
        copy_export_picture(f, sheet);
    ImGui::SameLine();
    if (f.ui.button("export.command", f.t("export.command"), f.t("export.command.tip"), drawn))
        copy_export_command(f, sheet);
    ImGui::SameLine();
    if (f.ui.button("export.close", f.t("export.close"), f.t("export.close.tip")))
        f.dialogs.exporting.reset();
    // Last, so that they move none of the others when they come, and a second click on Write hits neither.
    if (!busy && sheet.written.empty()) return;
    ImGui::SameLine();
    if (busy) {
        if (f.ui.button("export.cancel", f.t("export.cancel"), f.t("export.cancel.tip"))) close_export(f.app);
    } else if (f.ui.button("export.folder", f.t("export.folder"), f.t("export.folder.tip"))) {
        open_folder_of(sheet);
    }
}

/// How large what is written will be, or how far it is.
std::string export_state_text(const Frame& f, const ExportSheet& sheet) {
    if (!sheet.job.busy()) return export_size_text(f, sheet);
    return f.t.format("export.writing", {static_cast<int>(100 * sheet.job.progress())});
}

/// That, what is left out, and what became of the last button.
void export_state(Frame& f, ExportSheet& sheet) {
    const std::string state = export_state_text(f, sheet);
    if (sheet.job.busy()) {
        f.ui.paragraph(state);
        f.ui.record("export.progress", state);
    } else {
        f.ui.muted(state);
        f.ui.record("export.size", state);
    }
    for (const words::Message& note : sheet.notes) {
        f.ui.muted(f.t(note));
        f.ui.record("export.note", f.t(note));
    }
    // Its place is kept while there is nothing to say.
    if (sheet.said.empty()) return ImGui::Dummy(ImVec2(0, ImGui::GetTextLineHeight()));
    ImGui::PushStyleColor(ImGuiCol_Text, im_vec(sheet.failed ? f.palette().error_text : f.palette().ink));
    f.ui.paragraph(f.t(sheet.said));
    ImGui::PopStyleColor();
    f.ui.record("export.said", f.t(sheet.said));
}

/// Everything that can be set.
std::string export_settings(const ExportSheet& sheet) {
    return choice_text(sheet.choice) + sheet.choice.sheet.title + '\n' + sheet.path;
}

float lines_height(const std::string& text, float width) {
    return ImGui::CalcTextSize(Widgets::in_lines(text, width).c_str()).y + ImGui::GetStyle().ItemSpacing.y;
}

/// The file's name and the buttons, with so much text above, between and below them.
float export_foot(float texts) {
    return 2 * ImGui::GetFrameHeightWithSpacing() + texts + ImGui::GetStyle().ItemSpacing.y;
}

/// The foot as it is now.
float export_foot(const Frame& f, const ExportSheet& sheet) {
    const float width = ImGui::GetContentRegionAvail().x;
    float texts = lines_height(export_state_text(f, sheet), width) + lines_height(f.t(sheet.said), width);
    for (const words::Message& note : sheet.notes) texts += lines_height(f.t(note), width);
    for (const auto* problems : {&sheet.mistyped, &sheet.refused})
        if (const auto wrong = problems->find("export.path"); wrong != problems->end())
            texts += lines_height(f.t(wrong->second), width);
    return export_foot(texts);
}

void export_contents(Frame& f, ExportSheet& sheet) {
    finish_export(sheet);
    const std::string before = export_settings(sheet);
    const float low = export_foot(f, sheet);
    const float buttons =
        ImGui::GetWindowHeight() - ImGui::GetStyle().WindowPadding.y - ImGui::GetFrameHeight();
    ImGui::BeginChild("export.controls", ImVec2(kExportControlsEm * f.em(), -low), false);
    export_controls(f, sheet);
    sheet.controls = ImGui::GetCursorPosY();
    ImGui::EndChild();
    compose_export(f.app, sheet, static_cast<double>(ImGui::GetIO().DeltaTime));
    ImGui::SameLine();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 room = ImGui::GetContentRegionAvail();
    ImGui::BeginChild("export.preview", ImVec2(0, -low), false, ImGuiWindowFlags_NoScrollbar);
    export_preview(f, sheet, {at.x, at.y, room.x, room.y - low});
    ImGui::EndChild();
    export_state(f, sheet);
    export_path_row(f, sheet);
    // What was written is another thing than what is set now.
    if (export_settings(sheet) != before) sheet.said = {};
    // Whatever is said above, the buttons stay under the pointer.
    ImGui::SetCursorPosY(buttons);
    export_buttons(f, sheet);
}

}  // namespace

void export_sheet(Frame& f) {
    const std::shared_ptr<ExportSheet> sheet = f.dialogs.exporting;
    const std::string title = f.t("export.heading") + "###export";
    if (sheet && !ImGui::IsPopupOpen(title.c_str())) ImGui::OpenPopup(title.c_str());
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos(ImVec2(screen.x / 2, screen.y / 2), ImGuiCond_Always, ImVec2(0.5F, 0.5F));
    const ImGuiStyle& style = ImGui::GetStyle();
    // Three lines of text have room; what else is said takes it from the settings, which scroll.
    const float foot = export_foot(3 * ImGui::GetTextLineHeightWithSpacing());
    const float needed =
        sheet ? ImGui::GetFrameHeight() + 2 * style.WindowPadding.y + sheet->controls + foot : 0;
    ImGui::SetNextWindowSize(
        ImVec2(std::min(screen.x * kMostOfScreen, 84 * f.em()),
               std::min(screen.y * kMostOfScreen, std::max(kExportHeightEm * f.em(), needed))));
    if (!ImGui::BeginPopupModal(title.c_str(), nullptr, ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove))
        return;
    if (sheet) export_contents(f, *sheet);
    if (sheet) f.settings.exporting = choice_text(sheet->choice);
    if (!f.dialogs.exporting) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace ui
