#include <string>

#include "figure/number.h"
#include "ui/panels/cell_card.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"

namespace ui {

void pins_panel(Frame& f) {
    if (f.work.selection().pinned().empty()) return;
    const pool::Evaluation& evaluation = f.work.evaluation();
    f.ui.heading(f.t("pins.title"));
    std::optional<pool::MapCell> removed;
    ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, ImVec2(f.em() * 0.22F, f.em() * 0.1F));
    if (ImGui::BeginTable("pins", 5, ImGuiTableFlags_SizingFixedFit)) {
        const auto column = [&](const char* key) {
            ImGui::TableNextColumn();
            f.ui.muted(key ? f.t(key) : std::string(), false);
        };
        ImGui::TableNextRow();
        for (const char* key : {"pins.number", "pins.cell", "card.value", "card.gradient"}) column(key);
        column(nullptr);
        int number = 0;
        for (const work::Lineage& pin : f.work.selection().pinned()) {
            const pool::MapCell& at = pin.origin;
            const std::string name = at.map == 0
                                         ? f.t("pins.input")
                                         : "L" + std::to_string(evaluation.layers[at.map - 1].position + 1);
            ImGui::TableNextRow();
            ImGui::TableNextColumn();
            ImGui::AlignTextToFramePadding();
            f.ui.mono(std::to_string(++number), false, false);
            ImGui::TableNextColumn();
            f.ui.mono(name + " (" + std::to_string(at.cell.y) + ", " + std::to_string(at.cell.x) + ")", false,
                      false);
            const float value = evaluation.map(at.map).at(at.cell);
            const float gradient = evaluation.gradient(at.map).at(at.cell);
            const std::string id = "pins." + std::to_string(number);
            for (const auto& [column_id, shown] :
                 {std::pair{".value", value}, std::pair{".gradient", gradient}}) {
                ImGui::TableNextColumn();
                f.ui.mono(figure::number(shown), false, false);
                f.ui.record(id + column_id, figure::number(shown));
            }
            ImGui::TableNextColumn();
            if (f.ui.button(id + ".remove", "×", f.t("pins.remove.tip"), true, ImGui::GetFrameHeight()))
                removed = at;
        }
        ImGui::EndTable();
    }
    ImGui::PopStyleVar();
    if (removed) f.work.selection().toggle_pin(*removed);
    ImGui::Separator();
}

}  // namespace ui
