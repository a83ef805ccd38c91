#include <algorithm>
#include <string>
#include <system_error>

#include "io/document_file.h"
#include "io/files.h"
#include "ui/app_state.h"
#include "ui/file_tasks.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"

namespace ui {

namespace {

std::string title_key(FileTask task) {
    switch (task) {
        case FileTask::open:
            return "file.open.title";
        case FileTask::save_document:
            return "file.save.title";
        case FileTask::export_figure:
            return "file.figure.title";
        case FileTask::choose_idx:
            return "file.idx.title";
        case FileTask::none:
            break;
    }
    return "file.open.title";
}

void list_folder(FileDialog& dialog) {
    dialog.entries.clear();
    dialog.stale = false;
    std::error_code failed;
    std::filesystem::directory_iterator it(
        dialog.folder, std::filesystem::directory_options::skip_permission_denied, failed);
    if (failed) {
        dialog.error = {"error.file.reach",
                        {io::display_name(dialog.folder), io::system_reason(failed.value())}};
        return;
    }
    for (; it != std::filesystem::directory_iterator(); it.increment(failed)) {
        if (failed) break;
        const std::string name = io::display_name(it->path().filename());
        if (name.starts_with('.')) continue;
        std::error_code unknown;
        dialog.entries.push_back({name, it->path(), it->is_directory(unknown)});
    }
    std::ranges::sort(dialog.entries, [](const FolderEntry& a, const FolderEntry& b) {
        return a.folder != b.folder ? a.folder : a.name < b.name;
    });
}

void go_to(FileDialog& dialog, const std::filesystem::path& folder) {
    dialog.folder = folder;
    dialog.stale = true;
    dialog.error = {};
}

/// What the typed name means: a document gets its ending, so that the question whether to replace a file is
/// asked of the file that would be replaced.
std::filesystem::path typed_path(const FileDialog& dialog) {
    std::filesystem::path path = dialog.folder / std::filesystem::path(dialog.name);
    if (dialog.task == FileTask::save_document && !io::is_document_path(path)) path += ".poolscope.json";
    return path;
}

/// Does the task with the typed name; closes the dialog unless the name is a folder.
void accept(AppState& app, FileDialog& dialog) {
    const std::filesystem::path named = dialog.folder / std::filesystem::path(dialog.name);
    std::error_code failed;
    if (dialog.name.empty()) return;
    if (std::filesystem::is_directory(named, failed)) {
        go_to(dialog, named.lexically_normal());
        dialog.name.clear();
        return;
    }
    const std::filesystem::path path = typed_path(dialog);
    if (dialog.task != FileTask::open && std::filesystem::exists(path, failed) && dialog.confirmed != path) {
        dialog.confirmed = path;
        return;
    }
    const FileTask task = std::exchange(dialog.task, FileTask::none);
    if (task == FileTask::open) open_path(app, path);
    if (task == FileTask::save_document) save_to(app, path);
    if (task == FileTask::export_figure) export_figure(app, path);
}

void folder_list(Frame& f, FileDialog& dialog) {
    const float height = -2 * ImGui::GetFrameHeightWithSpacing() - f.em() * 0.5F;
    ImGui::BeginChild("file.list", ImVec2(0, height), true);
    bool chosen = false;
    for (std::size_t i = 0; i < dialog.entries.size(); ++i) {
        const FolderEntry entry = dialog.entries[i];
        const std::string shown = entry.folder ? entry.name + "/" : entry.name;
        if (!f.ui.selectable("file.entry." + entry.name, shown, dialog.name == entry.name)) continue;
        if (entry.folder) {
            go_to(dialog, entry.path);
            break;
        }
        dialog.name = entry.path.filename().string();
        chosen = true;
    }
    if (dialog.entries.empty()) f.ui.muted(f.t("file.empty"));
    ImGui::EndChild();
    if (chosen && dialog.task == FileTask::open) accept(f.app, dialog);
}

void path_dialog(Frame& f, FileDialog& dialog) {
    if (dialog.stale) list_folder(dialog);
    if (f.ui.button("file.up", "↑", f.t("file.up.tip"))) go_to(dialog, dialog.folder.parent_path());
    ImGui::SameLine();
    std::string folder = io::display_name(dialog.folder);
    if (f.ui.text_field("file.folder", f.t("file.folder"), f.t("file.folder.tip"), folder,
                        ImGui::GetContentRegionAvail().x))
        go_to(dialog, folder);
    folder_list(f, dialog);
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    const bool focus = std::exchange(dialog.just_opened, false);
    if (focus) ImGui::SetKeyboardFocusHere();
    const bool entered = ImGui::InputTextWithHint("##file.name", f.t("file.name").c_str(), &dialog.name,
                                                  ImGuiInputTextFlags_EnterReturnsTrue);
    f.ui.record("file.name", f.t("file.name"));
    const std::string go = dialog.task == FileTask::open ? f.t("file.do_open") : f.t("file.do_save");
    const bool pressed = f.ui.button("file.accept", go, f.t("file.accept.tip"), !dialog.name.empty());
    if (entered || pressed) accept(f.app, dialog);
}

void idx_dialog(Frame& f, FileDialog& dialog) {
    f.ui.paragraph(f.t.format(
        "file.idx.text", {io::display_name(dialog.idx_path.filename()), std::to_string(dialog.idx_count)}));
    std::int64_t item = dialog.idx_item;
    f.ui.stepper("file.idx.item", f.t("file.idx.item"), f.t("file.idx.item.tip"), item, 0,
                 dialog.idx_count - 1, f.em() * 12);
    dialog.idx_item =
        static_cast<int>(std::clamp<std::int64_t>(item, 0, std::max<std::int64_t>(dialog.idx_count - 1, 0)));
    if (f.ui.button("file.idx.accept", f.t("file.do_open"), f.t("file.accept.tip"), dialog.idx_count > 0)) {
        dialog.task = FileTask::none;
        open_idx_item(f.app, dialog.idx_path, dialog.idx_item);
    }
}

}  // namespace

void file_dialog(Frame& f) {
    FileDialog& dialog = f.dialogs.file;
    const std::string title = f.t(title_key(dialog.task)) + "###file";
    if (dialog.task != FileTask::none && !ImGui::IsPopupOpen(title.c_str())) {
        dialog.stale = true;
        ImGui::OpenPopup(title.c_str());
    }
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const bool small = dialog.task == FileTask::choose_idx;
    ImGui::SetNextWindowPos(ImVec2(screen.x / 2, screen.y / 2), ImGuiCond_Always, ImVec2(0.5F, 0.5F));
    ImGui::SetNextWindowSize(ImVec2(std::min(screen.x * 0.9F, (small ? 30 : 44) * f.em()),
                                    std::min(screen.y * 0.86F, (small ? 12 : 34) * f.em())));
    if (!ImGui::BeginPopupModal(title.c_str(), nullptr, ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove))
        return;
    if (small) {
        idx_dialog(f, dialog);
    } else {
        path_dialog(f, dialog);
    }
    ImGui::SameLine();
    if (f.ui.button("file.cancel", f.t("file.cancel"), f.t("file.cancel.tip"))) dialog.task = FileTask::none;
    const bool asks = !dialog.confirmed.empty() && dialog.confirmed == typed_path(dialog);
    if (asks) {
        ImGui::SameLine();
        f.ui.muted(f.t("file.overwrite"));
    }
    if (!dialog.error.empty()) {
        ImGui::SameLine();
        ImGui::PushStyleColor(ImGuiCol_Text, im_vec(f.palette().error_text));
        ImGui::TextUnformatted(f.t(dialog.error).c_str());
        ImGui::PopStyleColor();
    }
    if (dialog.task == FileTask::none) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace ui
