#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "io/files.h"
#include "ui/actions.h"
#include "ui/app_state.h"
#include "ui/drawlist_painter.h"
#include "ui/export_choice.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"

// What is written is composed once; the preview replays the same drawing.

namespace ui {

namespace {

constexpr float kExportControlsEm = 25;

void export_kind_row(Frame& f, ExportSheet& sheet) {
    const auto kinds = export_kinds(f.app);
    std::vector<std::string> names;
    int index = 0;
    for (const figure::PlateKind* kind : kinds) {
        if (kind->name == sheet.choice.kind) index = static_cast<int>(names.size());
        names.emplace_back(kind->name);
    }
    if (f.ui.combo("export.kind", f.t("export.kind"), f.t("export.kind.tip"), index, names, 12 * f.em())) {
        const std::string before = sheet.choice.kind + ending_of(sheet.choice.file);
        sheet.choice.kind = names[static_cast<std::size_t>(index)];
        // A name that nobody changed follows.
        if (sheet.path.ends_with(before))
            sheet.path = sheet.path.substr(0, sheet.path.size() - before.size()) + sheet.choice.kind +
                         ending_of(sheet.choice.file);
    }
    f.ui.muted(f.t("plate." + sheet.choice.kind));
}

/// The file's ending is always that of its format.
void set_export_format(ExportSheet& sheet, figure::FileKind file) {
    std::filesystem::path path = sheet.path;
    sheet.choice.file = file;
    path.replace_extension(ending_of(file));
    sheet.path = path.string();
}

void export_format_row(Frame& f, ExportSheet& sheet) {
    for (const auto& [file, name] :
         {std::pair{figure::FileKind::svg, "SVG"}, std::pair{figure::FileKind::pdf, "PDF"},
          std::pair{figure::FileKind::png, "PNG"}}) {
        if (f.ui.toggle(std::string("export.format.") + name, name,
                        f.t(std::string("export.format.tip.") + name), sheet.choice.file == file))
            set_export_format(sheet, file);
        ImGui::SameLine();
    }
    if (sheet.choice.file != figure::FileKind::png) return ImGui::NewLine();
    std::int64_t dpi = std::llround(sheet.choice.dpi);
    if (f.ui.stepper("export.dpi", "dpi", f.t("export.dpi.tip"), dpi, 1, 1200, 6 * f.em()))
        sheet.choice.dpi = static_cast<float>(dpi);
}

void export_preset_row(Frame& f, ExportSheet& sheet) {
    for (const ExportPreset& preset : export_presets()) {
        const std::string key = std::string("export.preset.") + preset.id;
        if (f.ui.button(key, f.t(key), f.t("export.preset.tip"))) {
            apply(sheet.choice, preset);
            sheet.width = figure::length_text(sheet.choice.sheet.width);
            set_export_format(sheet, preset.file);
        }
        if (&preset != &export_presets().back()) ImGui::SameLine();
    }
}

void export_size_row(Frame& f, ExportSheet& sheet) {
    if (f.ui.text_field("export.width", f.t("export.width.none"), f.t("export.width.tip"), sheet.width,
                        8 * f.em())) {
        try {
            sheet.choice.sheet.width = sheet.width.empty() ? 0 : figure::read_length(sheet.width);
        } catch (const words::Error& refused) {
            sheet.said = refused.message();
            sheet.failed = true;
        }
    }
    ImGui::SameLine();
    std::int64_t points = std::llround(sheet.choice.sheet.font_size);
    if (f.ui.stepper("export.font_size", f.t("export.font_size"), f.t("export.font_size.tip"), points, 3, 72,
                     6 * f.em()))
        sheet.choice.sheet.font_size = static_cast<float>(points);
}

void export_look(Frame& f, ExportSheet& export_sheet) {
    figure::Sheet& sheet = export_sheet.choice.sheet;
    const float wide = 9 * f.em();
    const std::vector<std::string> themes = {f.t("export.theme.light"), f.t("export.theme.dark"),
                                             f.t("export.theme.print")};
    constexpr std::array kThemes = {figure::Theme::light, figure::Theme::dark, figure::Theme::print};
    int theme = static_cast<int>(std::ranges::find(kThemes, sheet.theme) - kThemes.begin());
    if (f.ui.combo("export.theme", f.t("export.theme"), f.t("export.theme.tip"), theme, themes, wide))
        sheet.theme = kThemes[static_cast<std::size_t>(theme)];
    const std::vector<std::string> grounds = {f.t("export.ground.usual"), f.t("export.ground.white"),
                                              f.t("export.ground.paper"), f.t("export.ground.transparent")};
    int ground = sheet.ground ? static_cast<int>(*sheet.ground) + 1 : 0;
    if (f.ui.combo("export.ground", f.t("export.ground"), f.t("export.ground.tip"), ground, grounds, wide)) {
        sheet.ground.reset();
        if (ground > 0) sheet.ground = static_cast<figure::Ground>(ground - 1);
    }
    using figure::Language;
    const std::array<std::vector<Language>, 3> tongues = {
        {{Language::english}, {Language::chinese}, {Language::english, Language::chinese}}};
    const std::vector<std::string> names = {"English", "中文", "English · 中文"};
    int tongue = static_cast<int>(std::ranges::find(tongues, sheet.languages) - tongues.begin());
    if (f.ui.combo("export.language", f.t("export.language"), f.t("export.language.tip"), tongue, names,
                   wide))
        sheet.languages = tongues[static_cast<std::size_t>(tongue)];
    f.ui.checkbox("export.numbers", f.t("export.numbers"), f.t("export.numbers.tip"), sheet.numbers);
    f.ui.checkbox("export.names", f.t("export.names"), f.t("export.names.tip"), sheet.names);
    f.ui.checkbox("export.legend", f.t("export.legend"), f.t("export.legend.tip"), sheet.legend);
    f.ui.checkbox("export.caption", f.t("export.caption"), f.t("export.caption.tip"), sheet.caption);
    f.ui.text_field("export.title", f.t("export.title.hint"), f.t("export.title.tip"), sheet.title,
                    ImGui::GetContentRegionAvail().x);
}

/// Everything that the drawing depends on.
std::string export_key(const AppState& app, const ExportChoice& choice) {
    const work::Workspace& work = app.active();
    const pool::Cursor& c = work.cursor();
    std::string text = choice_text(choice) + choice.sheet.title + std::to_string(work.evaluation().id.number);
    for (const std::int64_t n : {static_cast<std::int64_t>(c.phase), static_cast<std::int64_t>(c.layer),
                                 c.window, work.selection().item(), work.selection().channel(),
                                 static_cast<std::int64_t>(work.selection().pinned().size()),
                                 static_cast<std::int64_t>(app.code_language)})
        text += " " + std::to_string(n);
    return text;
}

void compose_export(Frame& f, ExportSheet& sheet) {
    std::string wanted = export_key(f.app, sheet.choice);
    if (sheet.drawn_for == wanted) return;
    sheet.drawn_for = std::move(wanted);
    sheet.drawing = {};
    sheet.refused = {};
    try {
        sheet.drawing = figure::compose_sheet(*figure::find_plate(sheet.choice.kind),
                                              sheet.source.request(f.app, sheet.choice), sheet.choice.sheet)
                            .drawing;
    } catch (const std::exception& failed) {
        sheet.refused = words::message_of(failed);
    }
}

/// The drawing in the middle of the rectangle, as large as fits, on its ground.
void export_preview(Frame& f, const ExportSheet& sheet, figure::Rect room) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(ImVec2(room.x, room.y), ImVec2(room.right(), room.bottom()),
                       im_color(figure::grounds_of(f.palette()).raised));
    f.ui.record("export.preview", f.t("export.preview"), ImVec2(room.x, room.y),
                ImVec2(room.right(), room.bottom()));
    if (!sheet.refused.empty() || sheet.drawing.size.x <= 0) {
        ImGui::SetCursorScreenPos(ImVec2(room.x + f.em(), room.y + f.em()));
        return f.ui.paragraph(f.t(sheet.refused), room.w - 2 * f.em());
    }
    const figure::Rect inner = room.inset(f.em());
    const float scale = std::min(inner.w / sheet.drawing.size.x, inner.h / sheet.drawing.size.y);
    const figure::Drawing shown = figure::scaled(sheet.drawing, scale);
    const figure::Rect at{inner.x + (inner.w - shown.size.x) / 2, inner.y + (inner.h - shown.size.y) / 2,
                          shown.size.x, shown.size.y};
    const figure::Color ground = figure::ground_of(sheet.choice.sheet);
    if (ground.a != 0)
        list.AddRectFilled(ImVec2(at.x, at.y), ImVec2(at.right(), at.bottom()), im_color(ground));
    DrawListPainter painter(list, ImVec2(at.x, at.y), f.fonts, f.textures);
    list.PushClipRect(ImVec2(room.x, room.y), ImVec2(room.right(), room.bottom()), true);
    figure::replay(shown, painter);
    list.PopClipRect();
}

/// "74 × 31 mm, 874 × 366 pixels".
std::string export_size_text(const Frame& f, const ExportSheet& sheet) {
    constexpr float kMillimetre = 72 / 25.4F;
    const auto whole = [](float v) { return std::to_string(std::lround(v)); };
    const figure::Point& size = sheet.drawing.size;
    std::string text = whole(size.x / kMillimetre) + " × " + whole(size.y / kMillimetre) + " mm";
    if (sheet.choice.file == figure::FileKind::png)
        text += ", " + f.t.format("export.pixels", {whole(size.x * sheet.choice.dpi / 72),
                                                    whole(size.y * sheet.choice.dpi / 72)});
    return text;
}

void write_export(Frame& f, ExportSheet& sheet) {
    try {
        const std::filesystem::path path = sheet.path;
        const auto bytes = figure::sheet_file(*figure::find_plate(sheet.choice.kind),
                                              sheet.source.request(f.app, sheet.choice), sheet.choice.sheet,
                                              figure::kind_of_path(path), {.dpi = sheet.choice.dpi});
        io::write_file_atomically(path, bytes);
        sheet.written = std::filesystem::absolute(path).string();
        sheet.said = {"export.written", {io::display_name(sheet.written)}};
        sheet.failed = false;
    } catch (const std::exception& failed) {
        sheet.said = words::message_of(failed);
        sheet.failed = true;
    }
}

void copy_export_command(Frame& f, ExportSheet& sheet) {
    const auto command = export_command(f.app, sheet.choice, sheet.path);
    sheet.failed = !command;
    sheet.said = command ? words::Message("export.copied") : words::Message("export.save_first");
    if (command) ImGui::SetClipboardText(command->c_str());
}

/// Hands a folder to the desktop.
void open_folder_of(const std::string& file) {
#ifdef __linux__
    std::string folder;
    for (const char c : std::filesystem::path(file).parent_path().string())
        folder += c == '\'' ? std::string("'\\''") : std::string(1, c);
    const int ignored = std::system(("xdg-open '" + folder + "' >/dev/null 2>&1 &").c_str());
    (void)ignored;
#else
    (void)file;
#endif
}

void export_bottom(Frame& f, ExportSheet& sheet) {
    f.ui.text_field("export.path", f.t("export.path"), f.t("export.path.tip"), sheet.path,
                    ImGui::GetContentRegionAvail().x);
    const bool drawn = sheet.refused.empty();
    if (f.ui.button("export.write", f.t("export.write"), f.t("export.write.tip"),
                    drawn && !sheet.path.empty()))
        write_export(f, sheet);
    ImGui::SameLine();
    if (f.ui.button("export.command", f.t("export.command"), f.t("export.command.tip"), drawn))
        copy_export_command(f, sheet);
    ImGui::SameLine();
    if (!sheet.written.empty()) {
        if (f.ui.button("export.folder", f.t("export.folder"), f.t("export.folder.tip")))
            open_folder_of(sheet.written);
        ImGui::SameLine();
    }
    if (f.ui.button("export.close", f.t("export.close"), f.t("export.close.tip")))
        f.dialogs.exporting.reset();
}

void export_contents(Frame& f, ExportSheet& sheet) {
    compose_export(f, sheet);
    const float low = 3 * ImGui::GetFrameHeightWithSpacing() + ImGui::GetTextLineHeightWithSpacing();
    ImGui::BeginChild("export.controls", ImVec2(kExportControlsEm * f.em(), -low), false);
    export_kind_row(f, sheet);
    ImGui::Separator();
    export_preset_row(f, sheet);
    export_size_row(f, sheet);
    export_format_row(f, sheet);
    ImGui::Separator();
    export_look(f, sheet);
    ImGui::EndChild();
    ImGui::SameLine();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 room = ImGui::GetContentRegionAvail();
    ImGui::BeginChild("export.preview", ImVec2(0, -low), false, ImGuiWindowFlags_NoScrollbar);
    export_preview(f, sheet, {at.x, at.y, room.x, room.y - low});
    ImGui::EndChild();
    if (sheet.said.empty()) {
        f.ui.muted(sheet.refused.empty() ? export_size_text(f, sheet) : std::string(" "));
    } else {
        ImGui::PushStyleColor(ImGuiCol_Text, im_vec(sheet.failed ? f.palette().error_text : f.palette().ink));
        f.ui.paragraph(f.t(sheet.said));
        ImGui::PopStyleColor();
        f.ui.record("export.said", f.t(sheet.said));
    }
    export_bottom(f, sheet);
}

}  // namespace

void export_sheet(Frame& f) {
    const std::shared_ptr<ExportSheet> sheet = f.dialogs.exporting;
    const std::string title = f.t("export.heading") + "###export";
    if (sheet && !ImGui::IsPopupOpen(title.c_str())) ImGui::OpenPopup(title.c_str());
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos(ImVec2(screen.x / 2, screen.y / 2), ImGuiCond_Always, ImVec2(0.5F, 0.5F));
    ImGui::SetNextWindowSize(
        ImVec2(std::min(screen.x * 0.94F, 84 * f.em()), std::min(screen.y * 0.92F, 50 * f.em())));
    if (!ImGui::BeginPopupModal(title.c_str(), nullptr, ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove))
        return;
    if (sheet) export_contents(f, *sheet);
    if (sheet) f.settings.exporting = choice_text(sheet->choice);
    if (!f.dialogs.exporting) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace ui
