#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "figure/math.h"
#include "figure/number.h"
#include "scene/marks.h"
#include "ui/actions.h"
#include "ui/panels/cell_card.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"
#include "ui/tower_view.h"

namespace ui {

namespace {

constexpr float kWheelDelta = 120;  // of one notch
constexpr float kSidewaysPixels = 40;

/// The next control stands beside the last one where there is room, otherwise in a new line.
void beside(float width) {
    const float right = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
    const float end = ImGui::GetItemRectMax().x + ImGui::GetStyle().ItemSpacing.x + width;
    if (end < right) ImGui::SameLine();
}

void action_control(Frame& f, const char* id, bool on) {
    const Action& wanted = action(id);
    if (f.ui.toggle(id, label(wanted, f.t), tooltip(wanted, f.t), on)) run(f.app, id);
}

float width_of(Frame& f, const std::string& text) {
    return ImGui::CalcTextSize(text.c_str()).x + 2 * ImGui::GetStyle().FramePadding.x + 0.1F * f.em();
}

void slider(Frame& f, const char* id, float& value) {
    const std::string name = f.t(id);
    const float width = 5 * f.em();
    beside(width + ImGui::GetStyle().ItemInnerSpacing.x + ImGui::CalcTextSize(name.c_str()).x);
    ImGui::SetNextItemWidth(width);
    const float before = value;
    f.ui.slider(id, name, f.t(std::string(id) + ".tip"), value, 0, 1, "%.2f");
    if (value != before) f.app.tower.hold();
}

void controls(Frame& f) {
    Tower& tower = f.app.tower;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + 0.5F * f.em());
    bool first = true;
    for (const char* id :
         {"tower.front", "tower.oblique", "tower.top", "tower.projection", "tower.flow", "tower.losers"}) {
        if (!first) beside(width_of(f, label(action(id), f.t)));
        first = false;
        const std::string_view name = id;
        const bool on = (name == "tower.projection" && tower.camera.orthographic) ||
                        (name == "tower.flow" && tower.flow) || (name == "tower.losers" && tower.losers);
        action_control(f, id, on);
    }
    slider(f, "tower.relief", tower.relief);
    slider(f, "tower.flat", tower.flat);
    if (!tower.flying()) tower.flat_to = tower.flat;
}

/// A line of text on the picture, with paper behind it.
void tag(Frame& f, ImVec2 at, const std::string& text, figure::Color ink) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    const float pad = f.em() * 0.3F;
    list.AddRectFilled(ImVec2(at.x - pad, at.y - pad * 0.5F),
                       ImVec2(at.x + size.x + pad, at.y + size.y + pad * 0.5F),
                       im_color(f.palette().paper.with_alpha(0.82F)), pad);
    list.AddText(at, im_color(ink), text.c_str());
}

/// Names of the maps, left of each; those that would cover another are left out.
void labels(Frame& f, const scene::Layout& layout, figure::Rect rect) {
    const pool::Evaluation& evaluation = f.app.evaluation();
    const float pad = f.em() * 0.3F;
    std::vector<figure::Rect> taken;
    for (const scene::MapPlace& place : layout.maps) {
        const auto rows = static_cast<float>(place.rows);
        const auto columns = static_cast<float>(place.columns);
        std::optional<scene::Pixel> at;
        float top = rect.h;
        // The corner that is furthest to the left on the screen.
        for (const scene::Vec3& corner : {place.point(0, 0, 0), place.point(0, rows, 0),
                                          place.point(0, 0, columns), place.point(0, rows, columns)}) {
            const auto pixel = scene::project(f.app.tower.camera, corner, rect.w, rect.h);
            if (pixel && (!at || pixel->x < at->x)) at = pixel;
            if (pixel) top = std::min(top, pixel->y);
        }
        if (!at || !rect.contains({rect.x + at->x, rect.y + at->y})) continue;
        const std::string name = place.map == 0
                                     ? f.t("card.input")
                                     : "L" + std::to_string(evaluation.layers[place.map - 1].position + 1) +
                                           " " + evaluation.layers[place.map - 1].layer.kind;
        const pool::Shape& shape = evaluation.map(place.map).shape();
        std::string text = name + "  " + shape.text(false);
        if (place.channels < shape.c)
            text += "  " + f.t.format("tower.channels", {std::to_string(place.channels)});
        const ImVec2 size = ImGui::CalcTextSize(text.c_str());
        // Left of a map of the tower, above one of those side by side.
        const bool above = f.app.tower.flat > 0.5F;
        const float x = above ? at->x : at->x - size.x - 4 * pad;
        const float y = above ? top - size.y - 4 * pad : at->y - size.y / 2;
        const figure::Rect box{rect.x + std::max(x, 2 * pad), rect.y + std::max(y, 2 * pad), size.x, size.y};
        const bool covers = std::ranges::any_of(taken, [&](const figure::Rect& other) {
            return box.x < other.right() && other.x < box.right() && box.y < other.bottom() &&
                   other.y < box.bottom();
        });
        if (covers) continue;
        taken.push_back(box);
        tag(f, ImVec2(box.x, box.y), text, f.palette().ink);
    }
}

/// What the cursor's window becomes, at its output cell: the formula while cells are compared, then the
/// number.
void window_tag(Frame& f, const scene::Layout& layout, const scene::Relief& relief, figure::Rect rect) {
    const pool::Evaluation& evaluation = f.app.evaluation();
    if (evaluation.layers.empty()) return;
    const pool::Cursor cursor = f.app.shown_cursor();
    const pool::Cell cell = pool::output_cell(evaluation, cursor, f.app.n, f.app.c);
    const scene::MapPlace& place = layout.maps[cursor.layer + 1];
    if (!place.shows(cell)) return;
    scene::Vec3 corner = place.point(cell.c, static_cast<float>(cell.y), static_cast<float>(cell.x) + 1);
    corner.y += relief.height(place.map, cell);
    const auto at = scene::project(f.app.tower.camera, corner, rect.w, rect.h);
    if (!at) return;
    const pool::LayerResult& layer = evaluation.layers[cursor.layer];
    const bool backward = cursor.phase == pool::Phase::backward;
    const float value =
        backward ? evaluation.gradient(cursor.layer + 1).at(cell) : layer.forward.output.at(cell);
    std::string text = figure::number(value);
    if (!backward && cursor.stage > 0) {
        if (cursor.stage < 1) return;
        const pool::Formula formula =
            layer.kind->explain(layer.layer.params, evaluation.map(cursor.layer), layer.forward, cell);
        text = figure::plain_math(formula.numbers);
        // A formula of a large window is in the explanation.
        if (ImGui::CalcTextSize(text.c_str()).x > 0.5F * rect.w) text = figure::number(value);
    }
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    const float x = std::clamp(at->x + 0.8F * f.em(), 0.0F, std::max(rect.w - size.x - f.em(), 0.0F));
    const float y = std::clamp(at->y - 1.6F * f.em(), 0.0F, std::max(rect.h - size.y, 0.0F));
    const figure::Color sign = value < 0 ? f.palette().negative : f.palette().positive;
    tag(f, ImVec2(rect.x + x, rect.y + y), text, backward ? sign : f.palette().output);
}

/// The numbers of the window's cells on their way, where there is room for them.
void walking_numbers(Frame& f, const scene::Layout& layout, const scene::Relief& relief, figure::Rect rect) {
    const scene::View view = tower_view(f.app);
    if (view.cursor.stage <= 0 || view.cursor.whole) return;
    const TowerRanges& ranges = tower_ranges(f.app);
    const scene::Look look = scene_look(f.style, {ranges.low, ranges.high}, ranges.gradient_high);
    for (const scene::Tile& tile : scene::walking_cells({f.app.evaluation(), view, look, layout, relief})) {
        const scene::Vec3& m = tile.middle;
        const auto at = scene::project(view.camera, m, rect.w, rect.h);
        const auto left = scene::project(view.camera, {m.x - tile.half_w, m.y, m.z}, rect.w, rect.h);
        const auto right = scene::project(view.camera, {m.x + tile.half_w, m.y, m.z}, rect.w, rect.h);
        if (!at || !left || !right) continue;
        const std::string text = figure::number(tile.value, 3);
        const ImVec2 size = ImGui::CalcTextSize(text.c_str());
        if (std::hypot(right->x - left->x, right->y - left->y) < size.x) continue;
        const auto byte = [](float v) { return static_cast<std::uint8_t>(std::lround(v * 255)); };
        const figure::Color fill{byte(tile.color[0]), byte(tile.color[1]), byte(tile.color[2])};
        // Faded cells stand on paper.
        const figure::Color ink = tile.color[3] < 0.7F ? f.palette().muted : figure::ink_on(fill);
        ImGui::GetWindowDrawList()->AddText(ImVec2(rect.x + at->x - size.x / 2, rect.y + at->y - size.y / 2),
                                            im_color(ink), text.c_str());
    }
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

void show_card(Frame& f, const pool::MapCell& cell) {
    figure::MapArea area;
    area.map = cell.map;
    cell_card(f, area, cell.cell);
}

void point_at(Frame& f, const scene::Layout& layout, const scene::Relief& relief, figure::Rect rect) {
    AppState& app = f.app;
    if (!ImGui::IsItemHovered()) {
        app.hover(app.tower.focus);
        return;
    }
    const ImGuiIO& io = ImGui::GetIO();
    const auto cell = scene::pick(layout, relief, app.tower.camera, io.MousePos.x - rect.x,
                                  io.MousePos.y - rect.y, rect.w, rect.h);
    const bool moved = io.MouseDelta.x != 0 || io.MouseDelta.y != 0;
    // The keys have the word until the mouse moves.
    if (moved) app.tower.focus.reset();
    if (app.tower.focus) {
        app.hover(app.tower.focus);
        return;
    }
    app.hover(cell);
    if (!cell) return;
    show_card(f, *cell);
    if (ImGui::IsMouseDoubleClicked(0)) fly_to_map(app, cell->map, rect.w / rect.h);
    const ImVec2 dragged = ImGui::GetMouseDragDelta(0, 0);
    if (ImGui::IsMouseReleased(0) && std::abs(dragged.x) + std::abs(dragged.y) < 4) app.toggle_pin(*cell);
}

/// The card of the cell that the keys are on, beside it.
void focus_card(Frame& f, const scene::Layout& layout, figure::Rect rect) {
    const std::optional<pool::MapCell>& focus = f.app.tower.focus;
    if (!focus || focus->map >= layout.maps.size() || !layout.maps[focus->map].shows(focus->cell)) return;
    const auto at =
        scene::project(f.app.tower.camera, layout.maps[focus->map].middle(focus->cell), rect.w, rect.h);
    if (!at) return;
    const float x = std::clamp(at->x + 2 * f.em(), 0.0F, std::max(rect.w - 27 * f.em(), 0.0F));
    const float y = std::clamp(at->y + f.em(), 0.0F, std::max(rect.h - 12 * f.em(), 0.0F));
    ImGui::SetNextWindowPos(ImVec2(rect.x + x, rect.y + y));
    show_card(f, *focus);
}

/// False where it was refused.
bool picture(Frame& f, figure::Rect rect) {
    const float scale = ImGui::GetIO().DisplayFramebufferScale.x;
    TowerPicture shown;
    if (f.tower)
        shown = f.tower(f.app, f.style, static_cast<int>(rect.w * scale), static_cast<int>(rect.h * scale));
    if (shown.drawn) {
        // GL textures start at the bottom.
        ImGui::GetWindowDrawList()->AddImage(shown.texture, ImVec2(rect.x, rect.y),
                                             ImVec2(rect.right(), rect.bottom()), ImVec2(0, 1), ImVec2(1, 0));
    } else {
        ImGui::SetCursorScreenPos(ImVec2(rect.x + f.em(), rect.y + rect.h / 2));
        f.ui.muted(shown.reason.empty() ? f.t("tower.no_gl") : f.t.format("tower.failed", {shown.reason}));
    }
    f.app.tower.relief_left_out = shown.relief_left_out;
    if (shown.links_total == 0) return shown.reason.empty();
    std::string text =
        f.t.format("tower.links", {std::to_string(shown.links_shown), std::to_string(shown.links_total)});
    if (shown.relief_left_out) text = f.t("tower.no_relief") + " · " + text;
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    tag(f, ImVec2(rect.right() - size.x - f.em(), rect.bottom() - size.y - 0.5F * f.em()), text,
        f.palette().muted);
    return true;
}

}  // namespace

void tower_panel(Frame& f) {
    AppState& app = f.app;
    controls(f);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float hint_h = 1.8F * f.em();
    const figure::Rect rect{at.x, at.y, std::max(room.x, 1.0F), std::max(room.y - hint_h, 1.0F)};
    if (!app.tower.framed) frame_tower(app, rect.w / rect.h);
    const scene::Layout layout = tower_layout(app);
    ImGui::InvisibleButton("tower", ImVec2(rect.w, rect.h),
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
    f.ui.record("tower", f.t("tower"));
    steer(app.tower, rect.h);
    const scene::Relief relief = tower_relief(app, layout);
    point_at(f, layout, relief, rect);
    if (picture(f, rect)) {
        labels(f, layout, rect);
        walking_numbers(f, layout, relief, rect);
        window_tag(f, layout, relief, rect);
    }
    focus_card(f, layout, rect);
    std::string hint = f.t(app.tower.focus ? "tower.hint.focus" : "tower.hint");
    if (ImGui::CalcTextSize(hint.c_str()).x > rect.w) hint = f.t("tower.hint.short");
    const ImVec2 size = ImGui::CalcTextSize(hint.c_str());
    ImGui::SetCursorScreenPos(
        ImVec2(rect.x + std::max(0.0F, (rect.w - size.x) / 2), rect.bottom() + (hint_h - size.y) / 2));
    f.ui.muted(hint, false);
}

}  // namespace ui
