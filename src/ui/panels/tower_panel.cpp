#include <algorithm>
#include <cmath>
#include <string>

#include "scene/scene.h"
#include "ui/panels/cell_card.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"

namespace ui {

namespace {

void labels(Frame& f, const scene::Layout& layout, figure::Rect rect) {
    const pool::Evaluation& evaluation = f.app.evaluation();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (const scene::Slab& slab : layout.slabs) {
        if (slab.c != 0) continue;
        const scene::Vec3 corner = slab.point(static_cast<float>(slab.rows), 0);
        const auto at = scene::project(f.app.camera, corner, rect.w, rect.h);
        if (!at || !rect.contains({rect.x + at->x, rect.y + at->y})) continue;
        const std::string name = slab.map == 0
                                     ? f.t("card.input")
                                     : "L" + std::to_string(evaluation.layers[slab.map - 1].position + 1) +
                                           " " + evaluation.layers[slab.map - 1].layer.kind;
        const std::string text = name + "  " + evaluation.map(slab.map).shape().text(false);
        const ImVec2 size = ImGui::CalcTextSize(text.c_str());
        const float pad = f.em() * 0.3F;
        const ImVec2 low(std::max(rect.x + at->x - size.x - 3 * pad, rect.x + 2 * pad),
                         rect.y + at->y - size.y / 2);
        list.AddRectFilled(ImVec2(low.x - pad, low.y - pad * 0.5F),
                           ImVec2(low.x + size.x + pad, low.y + size.y + pad * 0.5F),
                           im_color(f.palette().paper.with_alpha(0.82F)), pad);
        list.AddText(low, im_color(f.palette().ink), text.c_str());
    }
}

void steer(AppState& app, float height) {
    const ImGuiIO& io = ImGui::GetIO();
    const bool moved = io.MouseDelta.x != 0 || io.MouseDelta.y != 0;
    if (ImGui::IsItemActive() && moved) {
        app.camera_to.reset();
        if (io.MouseDown[1] || (io.MouseDown[0] && io.KeyAlt))
            app.camera.orbit(io.MouseDelta.x, io.MouseDelta.y);
        else
            app.camera.pan(io.MouseDelta.x, io.MouseDelta.y, height);
    }
    if (ImGui::IsItemHovered() && io.MouseWheel != 0) app.camera.zoom(io.MouseWheel * 120);
}

void point_at(Frame& f, const scene::Layout& layout, figure::Rect rect) {
    AppState& app = f.app;
    if (!ImGui::IsItemHovered()) {
        app.hover(std::nullopt);
        return;
    }
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const auto cell = scene::pick(layout, app.camera, mouse.x - rect.x, mouse.y - rect.y, rect.w, rect.h);
    app.hover(cell);
    if (!cell) return;
    figure::MapArea area;
    area.map = cell->map;
    cell_card(f, area, cell->cell);
    const ImVec2 moved = ImGui::GetMouseDragDelta(0, 0);
    if (ImGui::IsMouseReleased(0) && std::abs(moved.x) + std::abs(moved.y) < 4) app.toggle_pin(*cell);
}

}  // namespace

void tower_panel(Frame& f) {
    AppState& app = f.app;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float hint_h = 1.8F * f.em();
    const figure::Rect rect{at.x, at.y, std::max(room.x, 1.0F), std::max(room.y - hint_h, 1.0F)};
    const scene::Layout layout = scene::layout(app.evaluation(), app.n);
    if (!app.camera_set) {
        app.camera_from = app.camera;
        app.camera_to = scene::framed(layout, app.camera, rect.w / rect.h);
        // The very first look needs no flight.
        app.fly = 0;
        if (!app.camera_framed_once) {
            app.camera = *app.camera_to;
            app.camera_to.reset();
        }
        app.camera_framed_once = true;
        app.camera_set = true;
    }
    ImGui::InvisibleButton("tower", ImVec2(rect.w, rect.h),
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
    f.ui.record("tower", f.t("tower"));
    steer(app, rect.h);
    point_at(f, layout, rect);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (f.tower) {
        const float scale = ImGui::GetIO().DisplayFramebufferScale.x;
        const ImTextureID texture =
            f.tower(app, f.style, static_cast<int>(rect.w * scale), static_cast<int>(rect.h * scale));
        // GL textures start at the bottom.
        list.AddImage(texture, ImVec2(rect.x, rect.y), ImVec2(rect.right(), rect.bottom()), ImVec2(0, 1),
                      ImVec2(1, 0));
    } else {
        ImGui::SetCursorScreenPos(ImVec2(rect.x + f.em(), rect.y + rect.h / 2));
        f.ui.muted(f.t("tower.no_gl"));
    }
    labels(f, layout, rect);
    const std::string hint = f.t("tower.hint");
    const ImVec2 size = ImGui::CalcTextSize(hint.c_str());
    ImGui::SetCursorScreenPos(
        ImVec2(rect.x + std::max(0.0F, (rect.w - size.x) / 2), rect.bottom() + (hint_h - size.y) / 2));
    f.ui.muted(hint);
}

}  // namespace ui
