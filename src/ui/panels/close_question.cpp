#include <algorithm>

#include "ui/app_state.h"
#include "ui/file_tasks.h"
#include "ui/panels/panels.h"

namespace ui {

void close_question(Frame& f) {
    CloseQuestion& question = f.dialogs.close;
    const std::string title = f.t("close.title") + "###close";
    if (question.open && !ImGui::IsPopupOpen(title.c_str())) ImGui::OpenPopup(title.c_str());
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos(ImVec2(screen.x / 2, screen.y / 2), ImGuiCond_Always, ImVec2(0.5F, 0.5F));
    ImGui::SetNextWindowSize(ImVec2(std::min(screen.x * 0.9F, 34 * f.em()), 0));
    if (!ImGui::BeginPopupModal(title.c_str(), nullptr, ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove))
        return;
    f.ui.paragraph(f.t.format("close.text", {f.t(question.reason)}));
    if (f.ui.button("close.save", f.t("close.save"), f.t("close.save.tip"))) {
        question.open = false;
        save_or_ask(f.app);
    }
    ImGui::SameLine();
    if (f.ui.button("close.lose", f.t("close.lose"), f.t("close.lose.tip"))) {
        question.open = false;
        f.app.requests.quit = true;
    }
    ImGui::SameLine();
    const bool cancelled = f.ui.button("close.cancel", f.t("file.cancel"), f.t("file.cancel.tip"));
    if (cancelled || compat::key_pressed(Key::escape)) question.open = false;
    if (!question.open) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace ui
