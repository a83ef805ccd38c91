#include <algorithm>
#include <cmath>

#include "ui/app_state.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"

namespace ui {

namespace {

constexpr float kSpotEm = 7;

bool held(Key key) { return compat::is_down(key); }

/// All but a circle around the pointer lies in the shade.
void spotlight(Frame& f, ImDrawList& list) {
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const float radius = kSpotEm * f.em();
    const float reach = 2 * std::hypot(size.x, size.y);
    list.AddCircle(ImGui::GetIO().MousePos, radius + reach / 2, IM_COL32(0, 0, 0, 190), 96, reach);
}

void pen(Frame& f, ImDrawList& list) {
    Overlay& stage = f.app.overlay;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool draws = held(Key::p) && !ImGui::GetIO().KeyCtrl && ImGui::IsMousePosValid();
    if (draws && !stage.drawing) stage.pen.emplace_back();
    stage.drawing = draws;
    if (draws) {
        std::vector<figure::Point>& stroke = stage.pen.back();
        if (stroke.empty() || std::hypot(stroke.back().x - mouse.x, stroke.back().y - mouse.y) > 1.5F)
            stroke.push_back({mouse.x, mouse.y});
    }
    std::vector<ImVec2> points;
    for (const std::vector<figure::Point>& stroke : stage.pen) {
        points.clear();
        for (const figure::Point& p : stroke) points.emplace_back(p.x, p.y);
        if (points.size() > 1)
            compat::add_polyline(&list, points.data(), static_cast<int>(points.size()),
                                 im_color(f.palette().negative), false, 0.22F * f.em());
    }
}

}  // namespace

void overlay(Frame& f) {
    if (!f.app.settings.presenting) return;
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    pen(f, list);
    if (held(Key::h)) spotlight(f, list);
    if (f.app.overlay.black)
        list.AddRectFilled(ImVec2(0, 0), ImGui::GetIO().DisplaySize, IM_COL32(0, 0, 0, 255));
}

}  // namespace ui
