#include <string>

#include "figure/number.h"
#include "ui/panels/cell_card.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"
#include "ui/veiled.h"

namespace ui {

namespace {

void quantity(Frame& f, const char* key, const std::string& id, bool hidden, float value) {
    f.ui.muted(f.t(key), false);
    ImGui::SameLine(0, 0.4F * f.em());
    if (hidden) return veiled(f, id, 4 * f.em());
    f.ui.mono(figure::number(value), false, false);
    f.ui.record(id, figure::number(value));
}

}  // namespace

void pins_panel(Frame& f) {
    if (f.work.selection().pinned().empty()) return;
    const pool::Evaluation& evaluation = f.work.evaluation();
    f.ui.heading(f.t("pins.title"));
    std::optional<pool::MapCell> removed;
    int number = 0;
    for (const work::Lineage& pin : f.work.selection().pinned()) {
        const pool::MapCell& at = pin.origin;
        const std::string name = at.map == 0
                                     ? f.t("pins.input")
                                     : "L" + std::to_string(evaluation.layers[at.map - 1].position + 1);
        const std::string id = "pins." + std::to_string(++number);
        ImGui::AlignTextToFramePadding();
        f.ui.heading(std::to_string(number));
        ImGui::SameLine();
        f.ui.mono(name + " (" + std::to_string(at.cell.y) + ", " + std::to_string(at.cell.x) + ")", false,
                  false);
        const float side = ImGui::GetFrameHeight();
        ImGui::SameLine(0, 0);
        ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - side);
        if (f.ui.button(id + ".remove", "×", f.t("pins.remove.tip"), true, side)) removed = at;
        quantity(f, "card.value", id + ".value", veil(f).hides_map(at.map),
                 evaluation.map(at.map).at(at.cell));
        ImGui::SameLine(0, f.em());
        quantity(f, "card.gradient", id + ".gradient", veil(f).hides_gradient(at.map),
                 evaluation.gradient(at.map).at(at.cell));
    }
    if (removed) f.work.selection().toggle_pin(*removed);
    ImGui::Separator();
}

}  // namespace ui
