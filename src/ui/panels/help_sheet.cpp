#include <algorithm>

#include "pool/text.h"
#include "ui/actions.h"
#include "ui/dialogs.h"
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
        f.ui.paragraph(f.t(std::string("action.") + a.id + ".tip"));
    }
    ImGui::EndTable();
    ImGui::Dummy(ImVec2(0, f.em() * 0.4F));
}

void keys_page(Frame& f) {
    f.ui.paragraph(f.t("help.intro"));
    ImGui::Dummy(ImVec2(0, f.em() * 0.4F));
    for (const char* group : {"help.walk", "help.view", "help.side", "help.edit", "help.file"})
        keys_of(f, group);
    f.ui.heading(f.t("help.mouse"));
    f.ui.paragraph(f.t("help.mouse.text"));
}

void parameters_of(Frame& f, const pool::LayerKind& kind) {
    if (kind.params().empty()) return;
    f.ui.heading(f.t("help.parameters"));
    if (!ImGui::BeginTable("help.parameters", 2, ImGuiTableFlags_SizingFixedFit)) return;
    ImGui::TableSetupColumn("name", ImGuiTableColumnFlags_WidthFixed, 15 * f.em());
    ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthStretch);
    for (const pool::ParamSpec& spec : kind.params()) {
        ImGui::TableNextRow();
        ImGui::TableNextColumn();
        f.ui.mono(std::string(spec.name) + (spec.required ? "" : "=" + pool::python_text(spec.default_value)),
                  false, true);
        ImGui::TableNextColumn();
        std::string text = f.t(spec.help);
        for (const std::string_view choice : spec.choices)
            text += (choice == spec.choices.front() ? " ('" : ", '") + std::string(choice) + "'";
        f.ui.paragraph(spec.choices.empty() ? text : text + ")");
    }
    ImGui::EndTable();
}

/// The kinds on the left, the page of the chosen one on the right.
void layers_page(Frame& f) {
    std::string& chosen = f.dialogs.help_kind;
    ImGui::BeginChild("help.kinds", ImVec2(15 * f.em(), 0), false);
    for (const pool::LayerKind* kind : pool::all_kinds()) {
        const std::string name(kind->name());
        if (f.ui.selectable("help.kind." + name, name, chosen == name, f.t("kind." + name))) chosen = name;
        if (chosen == name && ImGui::IsWindowAppearing()) ImGui::SetScrollHereY();
    }
    ImGui::EndChild();
    ImGui::SameLine();
    ImGui::BeginChild("help.page", ImVec2(0, 0), false);
    const pool::LayerKind& kind = *pool::find_kind(chosen);
    f.ui.heading(chosen);
    f.ui.paragraph(f.t("help.kind." + chosen));
    ImGui::Dummy(ImVec2(0, f.em() * 0.4F));
    f.ui.heading(f.t("help.formula"));
    f.ui.mono(f.t("kind." + chosen + ".formula"), false, true);
    ImGui::Dummy(ImVec2(0, f.em() * 0.4F));
    parameters_of(f, kind);
    ImGui::Dummy(ImVec2(0, f.em() * 0.4F));
    f.ui.heading(f.t("help.source"));
    f.ui.paragraph(std::string(kind.source()));
    ImGui::EndChild();
}

}  // namespace

void help_sheet(Frame& f) {
    const std::string title = f.t("help.title") + "###help";
    if (f.dialogs.help && !ImGui::IsPopupOpen(title.c_str())) ImGui::OpenPopup(title.c_str());
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos(ImVec2(screen.x / 2, screen.y / 2), ImGuiCond_Always, ImVec2(0.5F, 0.5F));
    ImGui::SetNextWindowSize(
        ImVec2(std::min(screen.x * 0.94F, 62 * f.em()), std::min(screen.y * 0.9F, 46 * f.em())));
    if (!ImGui::BeginPopupModal(title.c_str(), nullptr, ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove))
        return;
    std::string& kind = f.dialogs.help_kind;
    const bool keys = kind.empty();
    if (f.ui.toggle("help.keys", f.t("help.keys"), f.t("help.keys.tip"), keys)) kind.clear();
    ImGui::SameLine();
    if (f.ui.toggle("help.layers", f.t("help.layers"), f.t("help.layers.tip"), !keys) && kind.empty())
        kind = pool::all_kinds().front()->name();
    ImGui::Dummy(ImVec2(0, f.em() * 0.3F));
    ImGui::BeginChild("help.body", ImVec2(0, -ImGui::GetFrameHeightWithSpacing()), false);
    if (kind.empty()) {
        keys_page(f);
    } else {
        layers_page(f);
    }
    ImGui::EndChild();
    if (f.ui.button("help.close", f.t("help.close"), f.t("help.close.tip"))) f.dialogs.help = false;
    if (!f.dialogs.help) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace ui
