#include <algorithm>
#include <string>
#include <system_error>

#include "figure/plates/map_images.h"
#include "io/document_file.h"
#include "io/files.h"
#include "ui/app_state.h"
#include "ui/file_tasks.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"

namespace ui {

namespace {

std::string title_key(FileTask task) {
    return task == FileTask::save_document ? "file.save.title" : "file.open.title";
}

void go_to(FileDialog& dialog, const std::filesystem::path& folder) {
    dialog.folder = folder;
    dialog.stale = true;
    dialog.error = {};
    dialog.pointed = 0;
    dialog.scroll = true;
    // Typing goes on, and the second click of two is not one on a file.
    dialog.just_opened = true;
    dialog.entered = ImGui::GetTime();
    if (dialog.task == FileTask::open) dialog.name.clear();
}

/// What the typed name means: a document gets its ending, so that the question whether to replace a file is
/// asked of the file that would be replaced.
std::filesystem::path typed_path(const FileDialog& dialog) {
    std::filesystem::path path = dialog.folder / std::filesystem::path(dialog.name);
    if (dialog.task == FileTask::save_document && !io::is_document_path(path)) path += ".poolscope.json";
    return path;
}

/// Does the task with a path. The dialog stays open where it is refused, and says why.
void accept(AppState& app, FileDialog& dialog, const std::filesystem::path& path) {
    std::error_code failed;
    if (std::filesystem::is_directory(path, failed)) return go_to(dialog, path.lexically_normal());
    if (dialog.task != FileTask::open && std::filesystem::exists(path, failed) && dialog.confirmed != path) {
        dialog.confirmed = path;
        dialog.error = {};
        return;
    }
    if (dialog.task == FileTask::open) dialog.error = try_open(app, path);
    if (dialog.task == FileTask::save_document) dialog.error = try_save(app, path);
    if (dialog.error.empty()) dialog.task = FileTask::none;
    dialog.just_opened = true;
}

/// With what was typed, or with the entry that the keys are at where only a part of a name was typed.
void accept_typed(AppState& app, FileDialog& dialog) {
    std::error_code failed;
    const std::filesystem::path path = typed_path(dialog);
    const bool exact = !dialog.name.empty() && std::filesystem::exists(path, failed);
    if (dialog.task == FileTask::open && !exact && dialog.pointed < dialog.list.size())
        return accept(app, dialog, std::filesystem::path(dialog.list[dialog.pointed].path));
    if (!dialog.name.empty()) accept(app, dialog, path);
}

/// The names of a folder; only those in sight are drawn. The entry under the mouse is the one that the
/// preview shows.
void folder_list(Frame& f, FileDialog& dialog, ImVec2 size) {
    ImGui::BeginChild("file.list", size, true);
    const float row = ImGui::GetTextLineHeightWithSpacing();
    if (std::exchange(dialog.scroll, false))
        ImGui::SetScrollY(std::max(0.0F, static_cast<float>(dialog.pointed) * row - size.y / 2));
    std::filesystem::path chosen;
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(dialog.list.size()), row);
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const auto at = static_cast<std::size_t>(i);
            const FolderEntry& entry = dialog.list[at];
            const std::string shown = entry.folder ? entry.name + "/" : entry.name;
            if (f.ui.selectable("file.entry." + entry.name, shown, dialog.pointed == at)) chosen = entry.path;
            const bool moved = ImGui::GetIO().MouseDelta.x != 0 || ImGui::GetIO().MouseDelta.y != 0;
            if (ImGui::IsItemHovered() && moved) dialog.pointed = at;
        }
    }
    if (dialog.list.size() == 0)
        f.ui.muted(f.t(dialog.list.holds_others() ? "file.none_fits" : "file.empty"));
    ImGui::EndChild();
    if (chosen.empty() || ImGui::GetTime() - dialog.entered < ImGui::GetIO().MouseDoubleClickTime) return;
    std::error_code failed;
    if (dialog.task == FileTask::open || std::filesystem::is_directory(chosen, failed))
        accept(f.app, dialog, chosen);
    else
        dialog.name = chosen.filename().string();
}

void preview(Frame& f, FileDialog& dialog) {
    const bool any = dialog.pointed < dialog.list.size() && !dialog.list[dialog.pointed].folder;
    dialog.preview.show(any ? dialog.list[dialog.pointed].path : std::filesystem::path());
    dialog.preview.poll();
    const FilePreview::Contents* contents = dialog.preview.contents();
    if (!contents) return;
    const float width = ImGui::GetContentRegionAvail().x;
    if (contents->map) {
        const pool::Tensor& map = *contents->map;
        figure::MapImages images(false);
        figure::MapImages::Wanted wanted;
        wanted.range = images.range_of_map({}, 0, false, map);
        wanted.colors = f.style.activations;
        wanted.theme = f.style.palette.theme;
        const figure::Image picture =
            images.picture(wanted, f.style, map.plane(0, 0), map.shape().h, map.shape().w);
        const float scale = width / static_cast<float>(std::max(map.shape().h, map.shape().w));
        ImGui::Image(f.textures.texture(picture), ImVec2(scale * static_cast<float>(map.shape().w),
                                                         scale * static_cast<float>(map.shape().h)));
        f.ui.record("file.preview", f.t("file.preview"));
    }
    contents->refused ? error_line(f, contents->text) : f.ui.paragraph(f.t(contents->text));
}

/// Files of before, and work that earlier sessions have left.
void recent(Frame& f, FileDialog& dialog) {
    const auto offer = [&](const char* kind, const std::vector<std::string>& paths) {
        if (paths.empty()) return;
        f.ui.muted(f.t(kind));
        for (std::size_t i = 0; i < paths.size(); ++i) {
            const std::filesystem::path path = paths[i];
            const std::string id = std::string(kind) + "." + std::to_string(i);
            if (f.ui.selectable(id, io::display_name(path.filename()), false, io::display_name(path)))
                accept(f.app, dialog, path);
        }
    };
    offer("file.recent", std::vector(f.settings.recent));
    std::vector<std::string> left;
    for (const std::filesystem::path& path : dialog.left) left.push_back(path.string());
    offer("file.left", left);
}

void name_field(Frame& f, FileDialog& dialog) {
    const bool opens = dialog.task == FileTask::open;
    const std::string hint = f.t(opens ? "file.filter" : "file.name");
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    if (std::exchange(dialog.just_opened, false)) ImGui::SetKeyboardFocusHere();
    const std::string before = dialog.name;
    f.ui.before_field("file.name");
    // What is proposed for a file is selected, so that typing replaces it.
    const ImGuiInputTextFlags selects = opens ? ImGuiInputTextFlags_None : ImGuiInputTextFlags_AutoSelectAll;
    const bool entered = ImGui::InputTextWithHint("##file.name", hint.c_str(), &dialog.name,
                                                  ImGuiInputTextFlags_EnterReturnsTrue | selects);
    f.fonts.show(dialog.name);
    f.ui.after_field("file.name", hint, dialog.name);
    if (dialog.name != before) {
        dialog.error = {};
        dialog.pointed = 0;
        dialog.scroll = true;
    }
    if (opens) {
        const std::size_t last = std::max<std::size_t>(dialog.list.size(), 1) - 1;
        const std::size_t was = dialog.pointed;
        if (compat::key_pressed(Key::down)) dialog.pointed = std::min(dialog.pointed + 1, last);
        if (compat::key_pressed(Key::up) && dialog.pointed > 0) --dialog.pointed;
        dialog.scroll = dialog.scroll || dialog.pointed != was;
    }
    const bool named = !dialog.name.empty() || (opens && dialog.pointed < dialog.list.size());
    const bool pressed = f.ui.button("file.accept", f.t(opens ? "file.do_open" : "file.do_save"),
                                     f.t("file.accept.tip"), named);
    if (entered || pressed) accept_typed(f.app, dialog);
}

void path_dialog(Frame& f, FileDialog& dialog) {
    if (std::exchange(dialog.stale, false)) dialog.error = dialog.list.read(dialog.folder);
    const bool opens = dialog.task == FileTask::open;
    dialog.list.filter(opens ? dialog.name : std::string(), dialog.all_kinds);
    if (f.ui.button("file.up", "↑", f.t("file.up.tip"))) go_to(dialog, dialog.folder.parent_path());
    ImGui::SameLine();
    std::string folder = io::display_name(dialog.folder);
    const float all = ImGui::CalcTextSize(f.t("file.all_kinds").c_str()).x + 4 * f.em();
    if (f.ui.text_field("file.folder", f.t("file.folder"), f.t("file.folder.tip"), folder,
                        ImGui::GetContentRegionAvail().x - all))
        go_to(dialog, folder);
    ImGui::SameLine();
    f.ui.checkbox("file.all_kinds", f.t("file.all_kinds"), f.t("file.all_kinds.tip"), dialog.all_kinds);
    // The error stands between the list and the field where the eye is.
    const float lines = dialog.error.empty() ? 2.0F : 4.0F;
    const float height =
        ImGui::GetContentRegionAvail().y - lines * ImGui::GetFrameHeightWithSpacing() - f.em() * 0.3F;
    const float side = opens ? 13 * f.em() : 0;
    folder_list(f, dialog, ImVec2(ImGui::GetContentRegionAvail().x - side, height));
    if (opens) {
        ImGui::SameLine();
        ImGui::BeginChild("file.side", ImVec2(0, height));
        preview(f, dialog);
        recent(f, dialog);
        ImGui::EndChild();
    }
    error_line(f, dialog.error);
    name_field(f, dialog);
}

}  // namespace

void error_line(Frame& f, const words::Message& error) {
    if (error.empty()) return;
    ImGui::PushStyleColor(ImGuiCol_Text, im_vec(f.palette().error_text));
    f.ui.paragraph(f.t(error));
    ImGui::PopStyleColor();
}

void file_dialog(Frame& f) {
    FileDialog& dialog = f.dialogs.file;
    const std::string title = f.t(title_key(dialog.task)) + "###file";
    if (dialog.task != FileTask::none && !ImGui::IsPopupOpen(title.c_str())) {
        dialog.stale = true;
        dialog.pointed = 0;
        ImGui::OpenPopup(title.c_str());
    }
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos(ImVec2(screen.x / 2, screen.y / 2), ImGuiCond_Always, ImVec2(0.5F, 0.5F));
    ImGui::SetNextWindowSize(
        ImVec2(std::min(screen.x * 0.9F, 52 * f.em()), std::min(screen.y * 0.86F, 36 * f.em())));
    if (!ImGui::BeginPopupModal(title.c_str(), nullptr, ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove))
        return;
    path_dialog(f, dialog);
    ImGui::SameLine();
    if (f.ui.button("file.cancel", f.t("file.cancel"), f.t("file.cancel.tip"))) dialog.task = FileTask::none;
    const bool asks = !dialog.confirmed.empty() && dialog.confirmed == typed_path(dialog);
    if (asks) {
        ImGui::SameLine();
        f.ui.muted(f.t("file.overwrite"));
    }
    if (compat::key_pressed(Key::escape)) dialog.task = FileTask::none;
    if (dialog.task == FileTask::none) {
        dialog.preview.show({});
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
}

}  // namespace ui
