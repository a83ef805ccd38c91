#include "ui/veiled.h"

#include <algorithm>

#include "figure/plates/veiled.h"
#include "ui/app_state.h"
#include "ui/drawlist_painter.h"

namespace ui {

const work::Veil& veil(const Frame& f) { return f.app.veil(); }

void draw_veiled_at(Frame& f, figure::Rect rect) {
    figure::Drawing drawing;
    figure::draw_veiled(drawing, {0, 0, rect.w, rect.h}, f.style);
    DrawListPainter painter(*ImGui::GetWindowDrawList(), ImVec2(rect.x, rect.y), f.fonts, f.textures);
    figure::replay(drawing, painter);
}

void veiled(Frame& f, const std::string& id, float width, int lines) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float w = std::max(std::min(width, ImGui::GetContentRegionAvail().x), f.em());
    const float h =
        ImGui::GetTextLineHeightWithSpacing() * static_cast<float>(lines) - ImGui::GetStyle().ItemSpacing.y;
    draw_veiled_at(f, {at.x, at.y, w, h});
    ImGui::Dummy(ImVec2(w, h));
    if (!id.empty()) f.ui.record(id, f.t("veil.hidden"));
}

}  // namespace ui
