#include <algorithm>

#include "ui/actions.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"

namespace ui {

namespace {

void keys_of(Frame& f, const char* group) {
    f.ui.heading(f.t(group));
    if (!ImGui::BeginTable(group, 2, ImGuiTableFlags_SizingFixedFit)) return;
    ImGui::TableSetupColumn("keys", ImGuiTableColumnFlags_WidthFixed, 10.5F * f.em());
    ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthStretch);
    for (const Action& a : actions()) {
        if (std::string_view(a.group) != group) continue;
        std::string keys;
        for (const Chord& chord : a.chords) keys += (keys.empty() ? "" : ", ") + chord_text(chord);
        ImGui::TableNextRow();
        ImGui::TableNextColumn();
        f.ui.mono(keys);
        ImGui::TableNextColumn();
        ImGui::PushTextWrapPos(0);
        ImGui::TextUnformatted(f.t(std::string("action.") + a.id + ".tip").c_str());
        ImGui::PopTextWrapPos();
    }
    ImGui::EndTable();
    ImGui::Dummy(ImVec2(0, f.em() * 0.4F));
}

}  // namespace

void help_sheet(Frame& f) {
    const std::string title = f.t("help.title") + "###help";
    if (f.app.dialogs.help && !ImGui::IsPopupOpen(title.c_str())) ImGui::OpenPopup(title.c_str());
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos(ImVec2(screen.x / 2, screen.y / 2), ImGuiCond_Always, ImVec2(0.5F, 0.5F));
    ImGui::SetNextWindowSize(
        ImVec2(std::min(screen.x * 0.94F, 62 * f.em()), std::min(screen.y * 0.9F, 46 * f.em())));
    if (!ImGui::BeginPopupModal(title.c_str(), nullptr, ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove))
        return;
    ImGui::BeginChild("help.body", ImVec2(0, -ImGui::GetFrameHeightWithSpacing()), false);
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(f.t("help.intro").c_str());
    ImGui::PopTextWrapPos();
    ImGui::Dummy(ImVec2(0, f.em() * 0.4F));
    for (const char* group : {"help.walk", "help.view", "help.edit", "help.file"}) keys_of(f, group);
    f.ui.heading(f.t("help.mouse"));
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(f.t("help.mouse.text").c_str());
    ImGui::PopTextWrapPos();
    ImGui::EndChild();
    if (f.ui.button("help.close", f.t("help.close"), f.t("help.close.tip"))) f.app.dialogs.help = false;
    if (!f.app.dialogs.help) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace ui
