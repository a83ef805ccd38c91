#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "figure/rich_text.h"
#include "figure/sentence.h"
#include "ui/app_state.h"
#include "ui/drawlist_painter.h"
#include "ui/panels/action_controls.h"
#include "ui/panels/cell_card.h"
#include "ui/panels/panels.h"
#include "ui/panels/tower_tags.h"
#include "ui/school.h"
#include "ui/tower_actions.h"
#include "ui/tower_view.h"
#include "ui/views.h"

namespace ui {

namespace {

constexpr float kWheelDelta = 120;  // of one notch
constexpr float kSidewaysPixels = 40;
constexpr float kFootEm = 1.8F;         // the scale and what is left out
constexpr float kLeastWithHintEm = 18;  // in a lower room the hint gives way
constexpr float kSaidEm = 1.8F;         // of the sentence while presenting

/// The next control stands beside the last one, `apart` further away, where there is room; otherwise in a new
/// line.
void beside(float width, float apart = 0) {
    const float right = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
    const float space = ImGui::GetStyle().ItemSpacing.x + apart;
    if (ImGui::GetItemRectMax().x + space + width < right) ImGui::SameLine(0, space);
}

void slider(Frame& f, const char* id, float& value) {
    const std::string name = f.t(id);
    const float width = 5 * f.em();
    beside(width + ImGui::GetStyle().ItemInnerSpacing.x + ImGui::CalcTextSize(name.c_str()).x);
    ImGui::SetNextItemWidth(width);
    const float before = value;
    f.ui.slider(id, name, f.t(std::string(id) + ".tip"), value, 0, 1, "%.2f");
    if (value == before) return;
    f.tower.hold();
    // Once the slider is let go everything is in sight again.
    f.tower.framed = false;
}

/// Where one looks from is one control; what is shown besides stands apart from it.
void controls(Frame& f) {
    constexpr std::array<std::string_view, 3> kFrom = {"tower.front", "tower.oblique", "tower.top"};
    Tower& tower = f.tower;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + 0.5F * f.em());
    action_segments(f, kFrom);
    bool first = true;
    for (const char* id : {"tower.projection", "tower.flow", "tower.losers"}) {
        const Action& one = action(id);
        beside(action_width(f, one) + 0.1F * f.em(), std::exchange(first, false) ? 1.2F * f.em() : 0);
        action_toggle(f, one);
    }
    slider(f, "tower.relief", tower.relief);
    slider(f, "tower.flat", tower.flat);
    if (!tower.flying()) tower.flat_to = tower.flat;
}

void steer(Tower& tower, float height) {
    const ImGuiIO& io = ImGui::GetIO();
    const bool moved = io.MouseDelta.x != 0 || io.MouseDelta.y != 0;
    if (ImGui::IsItemActive() && moved) {
        tower.hold();
        if (io.MouseDown[1] || (io.MouseDown[0] && io.KeyAlt))
            tower.camera.orbit(io.MouseDelta.x, io.MouseDelta.y);
        else
            tower.camera.pan(io.MouseDelta.x, io.MouseDelta.y, height);
    }
    if (!ImGui::IsItemHovered()) return;
    // A touchpad's pinch arrives as a wheel, its sideways scroll turns the tower.
    if (io.MouseWheel != 0 || io.MouseWheelH != 0) tower.hold();
    if (io.MouseWheel != 0) tower.camera.zoom(io.MouseWheel * kWheelDelta);
    if (io.MouseWheelH != 0) tower.camera.orbit(io.MouseWheelH * kSidewaysPixels, 0);
}

void show_card(Frame& f, const pool::MapCell& cell, std::optional<figure::Point> place = {}) {
    figure::MapArea area;
    area.map = cell.map;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    area.cell = 0;
    cell_card(f, area, cell.cell, {mouse.x, mouse.y, 0, 0}, place);
}

void point_at(Frame& f, const scene::Layout& layout, const scene::Relief& relief, figure::Rect rect) {
    if (!ImGui::IsItemHovered()) {
        f.work.selection().hover(f.tower.focus);
        return;
    }
    const ImGuiIO& io = ImGui::GetIO();
    const auto cell = scene::pick(layout, relief, f.tower.camera, io.MousePos.x - rect.x,
                                  io.MousePos.y - rect.y, rect.w, rect.h);
    const bool moved = io.MouseDelta.x != 0 || io.MouseDelta.y != 0;
    // The keys have the word until the mouse moves.
    if (moved) f.tower.focus.reset();
    if (f.tower.focus) {
        f.work.selection().hover(f.tower.focus);
        return;
    }
    f.work.selection().hover(cell);
    if (!cell) return;
    show_card(f, *cell);
    if (ImGui::IsMouseDoubleClicked(0)) fly_to_map(f.app, cell->map, rect.w / rect.h);
    const ImVec2 dragged = ImGui::GetMouseDragDelta(0, 0);
    const bool clicked = ImGui::IsMouseReleased(0) && std::abs(dragged.x) + std::abs(dragged.y) < 4;
    if (clicked && !lesson_click(f.app, *cell)) f.work.selection().toggle_pin(*cell);
}

/// The card of the cell that the keys are on, beside it.
void focus_card(Frame& f, const scene::Layout& layout, figure::Rect rect) {
    const std::optional<pool::MapCell>& focus = f.tower.focus;
    if (!focus || focus->map >= layout.maps.size() || !layout.maps[focus->map].shows(focus->cell)) return;
    const auto at =
        scene::project(f.tower.camera, layout.maps[focus->map].middle(focus->cell), rect.w, rect.h);
    if (!at) return;
    const float x = std::clamp(at->x + 2 * f.em(), 0.0F, std::max(rect.w - 27 * f.em(), 0.0F));
    const float y = std::clamp(at->y + f.em(), 0.0F, std::max(rect.h - 12 * f.em(), 0.0F));
    show_card(f, *focus, figure::Point{rect.x + x, rect.y + y});
}

/// False where it was refused.
bool picture(Frame& f, figure::Rect rect, TowerPicture& shown) {
    const float scale = ImGui::GetIO().DisplayFramebufferScale.x;
    if (f.render_tower)
        shown = f.render_tower(f.app, f.style, static_cast<int>(rect.w * scale),
                               static_cast<int>(rect.h * scale));
    f.tower.relief_left_out = shown.relief_left_out;
    if (shown.drawn) {
        // GL textures start at the bottom.
        ImGui::GetWindowDrawList()->AddImage(shown.texture, ImVec2(rect.x, rect.y),
                                             ImVec2(rect.right(), rect.bottom()), ImVec2(0, 1), ImVec2(1, 0));
        return true;
    }
    ImGui::SetCursorScreenPos(ImVec2(rect.x + f.em(), rect.y + rect.h / 2));
    f.ui.muted(shown.reason.empty() ? f.t("tower.no_gl") : f.t.format("tower.failed", {shown.reason}));
    return shown.reason.empty();
}

/// What the keys do, below the picture.
void hint(Frame& f, figure::Rect rect) {
    std::string text = f.t(f.tower.focus ? "tower.hint.focus" : "tower.hint");
    if (ImGui::CalcTextSize(text.c_str()).x > rect.w) text = f.t("tower.hint.short");
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    ImGui::SetCursorScreenPos(
        ImVec2(rect.x + std::max(0.0F, (rect.w - size.x) / 2), rect.y + (rect.h - size.y) / 2));
    f.ui.muted(text, false);
}

/// Presenting: the bench's sentence, below the picture.
void sentence(Frame& f, figure::Rect rect) {
    if (f.work.evaluation().layers.empty()) return;
    const pool::Cursor cursor = f.work.walk().shown();
    figure::Drawing drawing;
    const std::string marked = figure::said_of(f.work.evaluation(), cursor, f.work.selection().item(),
                                               f.work.selection().channel(), f.t, true, f.app.veil())
                                   .main;
    figure::draw_sentence(drawing, {rect.w / 2, 0.2F * f.em()}, marked, kSaidEm * f.em(), rect.w, 1,
                          f.palette().ink, f.style);
    DrawListPainter painter(*ImGui::GetWindowDrawList(), ImVec2(rect.x, rect.y), f.fonts, f.textures);
    figure::replay(drawing, painter);
    f.ui.record("tower.said", figure::unmarked(marked), ImVec2(rect.x, rect.y),
                ImVec2(rect.right(), rect.bottom()));
}

}  // namespace

void tower_panel(Frame& f) {
    const bool presenting = f.settings.presenting;
    if (!presenting) controls(f);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 room = ImGui::GetContentRegionAvail();
    // Below the picture, so that nothing covers it: its scale, and where there is room what keys do.
    const float foot_h = kFootEm * f.em();
    const bool short_of_room = room.y < kLeastWithHintEm * f.em();
    const float hint_h = (presenting ? 1.6F * kSaidEm : short_of_room ? 0 : 1.8F) * f.em();
    const figure::Rect rect{at.x, at.y, std::max(room.x, 1.0F), std::max(room.y - foot_h - hint_h, 1.0F)};
    const figure::Rect foot{rect.x, rect.bottom(), rect.w, foot_h};
    if (!f.tower.framed) frame_tower(f.app, rect.w / rect.h);
    const scene::Layout layout = tower_layout(f.app);
    ImGui::InvisibleButton("tower", ImVec2(rect.w, rect.h),
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
    f.ui.record("tower", f.t("tower"));
    steer(f.tower, rect.h);
    const scene::Relief relief = tower_relief(f.app, layout);
    point_at(f, layout, relief, rect);
    TowerPicture shown;
    if (picture(f, rect, shown)) tower_tags(f, layout, relief, rect, foot, shown);
    focus_card(f, layout, rect);
    const figure::Rect below{rect.x, foot.bottom(), rect.w, hint_h};
    if (presenting)
        sentence(f, below);
    else if (hint_h > 0)
        hint(f, below);
}

namespace {

bool flows(const AppState& app) { return app.tower.flow && !app.active().evaluation().layers.empty(); }

}  // namespace

constinit const View kTowerView{"tower", "view.tower", tower_panel, tower_actions, flows, focus_key};

}  // namespace ui
