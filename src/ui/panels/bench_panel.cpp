#include <algorithm>
#include <cmath>
#include <string>

#include "figure/number.h"
#include "ui/app_state.h"
#include "ui/drawlist_painter.h"
#include "ui/file_tasks.h"
#include "ui/panels/action_controls.h"
#include "ui/panels/canvas.h"
#include "ui/panels/cell_card.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"
#include "ui/views.h"

namespace ui {

namespace {

constexpr float kMaxZoom = 400;
constexpr float kStripEm = 5.5F;

/// Draws a plate at `rect` as one control and returns the cell below the pointer.
std::optional<std::pair<figure::MapArea, pool::Cell>> show(Frame& f, const std::string& id,
                                                           const figure::Plate& plate, figure::Rect rect) {
    ImGui::SetCursorScreenPos(ImVec2(rect.x, rect.y));
    ImGui::InvisibleButton(id.c_str(), ImVec2(std::max(rect.w, 1.0F), std::max(rect.h, 1.0F)));
    f.ui.record(id, f.t(id));
    DrawListPainter painter(*ImGui::GetWindowDrawList(), ImVec2(rect.x, rect.y), f.fonts, f.textures);
    figure::replay(plate.drawing, painter);
    for (const figure::MapArea& area : plate.areas) {
        const std::string map_id = id + (area.gradient ? ".gradient." : ".map.") + std::to_string(area.map);
        f.ui.record(map_id, map_id, ImVec2(rect.x + area.rect.x, rect.y + area.rect.y),
                    ImVec2(rect.x + area.rect.right(), rect.y + area.rect.bottom()));
    }
    if (!ImGui::IsItemHovered()) return std::nullopt;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    return plate.pick({mouse.x - rect.x, mouse.y - rect.y});
}

/// Wheel zooms to the pointer, a drag pans, a double click on empty space fits again.
void zoom_and_pan(Frame& f, const figure::Plate& plate, figure::Rect rect) {
    const ImGuiIO& io = ImGui::GetIO();
    const figure::Point at{io.MousePos.x - rect.x, io.MousePos.y - rect.y};
    const auto area =
        std::ranges::find_if(plate.areas, [&](const figure::MapArea& a) { return a.clip.contains(at); });
    if (area == plate.areas.end() || !ImGui::IsItemHovered()) return;
    // The lower-numbered map stands on the left.
    std::size_t lowest = area->map;
    for (const figure::MapArea& other : plate.areas) lowest = std::min(lowest, other.map);
    PairZoom& zoom = f.app.zoom();
    figure::MapView& view = area->map == lowest ? zoom.below : zoom.above;
    const float fraction_x = (at.x - area->rect.x) / area->rect.w;
    const float fraction_y = (at.y - area->rect.y) / area->rect.h;
    if (io.MouseWheel != 0) {
        const float before = view.zoom;
        view.zoom = std::clamp(view.zoom * std::pow(1.2F, io.MouseWheel), 1.0F, kMaxZoom);
        const float keep = before / view.zoom;
        view.center_x = fraction_x + (view.center_x - fraction_x) * keep;
        view.center_y = fraction_y + (view.center_y - fraction_y) * keep;
    }
    if (ImGui::IsMouseDragging(0) && ImGui::IsItemActive() && view.zoom > 1) {
        view.center_x -= io.MouseDelta.x / area->rect.w;
        view.center_y -= io.MouseDelta.y / area->rect.h;
    }
    if (view.zoom <= 1) view = {};
    view.center_x = std::clamp(view.center_x, 0.0F, 1.0F);
    view.center_y = std::clamp(view.center_y, 0.0F, 1.0F);
}

bool clicked_in_place() {
    const ImVec2 moved = ImGui::GetMouseDragDelta(0, 0);
    return ImGui::IsMouseReleased(0) && std::abs(moved.x) + std::abs(moved.y) < 4;
}

/// What clicks on a cell of the pair do.
void act_on_cell(Frame& f, const figure::MapArea& area, const pool::Cell& cell) {
    const pool::Evaluation& evaluation = f.work.evaluation();
    const bool last = area.map == evaluation.layers.size();
    if (ImGui::IsMouseDoubleClicked(0)) {
        if (area.gradient && last) {
            open_cell_editor(f.dialogs, cell, evaluation.upstream.at(cell), true);
        } else if (!area.gradient && area.map == 0) {
            open_cell_editor(f.dialogs, cell, evaluation.input->at(cell), false);
        } else if (area.map == f.work.cursor().layer + 1) {
            const std::int64_t columns = evaluation.map(area.map).shape().w;
            f.work.walk().set_cursor(
                {f.work.cursor().phase, f.work.cursor().layer, cell.y * columns + cell.x, 0});
        }
        return;
    }
    if (!clicked_in_place()) return;
    if (area.gradient && last && f.work.document().upstream.source == pool::Upstream::Source::one_hot) {
        f.work.edit([cell](document::Document& d) { d.upstream.cell = cell; });
        return;
    }
    f.work.selection().toggle_pin({area.map, cell});
}

using Pointed = std::optional<pool::MapCell>;

Pointed overview(Frame& f, const figure::BenchView& view, figure::Rect rect) {
    const figure::Plate plate =
        figure::compose_overview(f.work.evaluation(), view, f.style, f.t, {rect.w, rect.h});
    const auto under = show(f, "overview", plate, rect);
    if (!under) return std::nullopt;
    cell_card(f, under->first, under->second);
    if (clicked_in_place() && !f.work.evaluation().layers.empty()) {
        const std::size_t layer = under->first.map == 0 ? 0 : under->first.map - 1;
        if (layer != f.work.cursor().layer) f.work.walk().set_cursor({f.work.cursor().phase, layer, 0, 0});
    }
    return pool::MapCell{under->first.map, under->second};
}

Pointed pair(Frame& f, const figure::BenchView& view, figure::Rect rect) {
    const figure::Plate plate =
        figure::compose_pair(f.work.evaluation(), view, f.style, f.t, {rect.w, rect.h});
    const auto under = show(f, "pair", plate, rect);
    zoom_and_pan(f, plate, rect);
    if (!under) return std::nullopt;
    cell_card(f, under->first, under->second);
    act_on_cell(f, under->first, under->second);
    return pool::MapCell{under->first.map, under->second};
}

bool has_channels(const work::Workspace& work) {
    const pool::Evaluation& evaluation = work.evaluation();
    if (evaluation.layers.empty()) return false;
    const std::size_t layer = work.cursor().layer;
    return std::max(evaluation.map(layer).shape().c, evaluation.map(layer + 1).shape().c) > 1;
}

/// The channels as a film strip: a click shows one, the wheel goes through them.
Pointed channels(Frame& f, const figure::BenchView& view, figure::Rect rect) {
    const figure::Plate plate =
        figure::compose_channels(f.work.evaluation(), view, f.style, f.t, {rect.w, rect.h});
    const auto under = show(f, "channels", plate, rect);
    if (ImGui::IsItemHovered() && ImGui::GetIO().MouseWheel != 0)
        run(f.app, ImGui::GetIO().MouseWheel < 0 ? "channel.next" : "channel.previous");
    if (!under) return std::nullopt;
    cell_card(f, under->first, under->second);
    if (clicked_in_place()) f.work.selection().show_channel(under->second.c);
    return pool::MapCell{under->first.map, under->second};
}

/// Without its last parts where it would be too wide.
std::string fitting(std::string text, float width) {
    constexpr std::string_view kBetween = " · ";
    while (ImGui::CalcTextSize(text.c_str()).x > width) {
        const std::size_t last = text.rfind(kBetween);
        if (last == std::string::npos) break;
        text.resize(last);
    }
    return text;
}

/// What the keys do, in the middle; on the right how large cells are drawn.
void hint(Frame& f, figure::Rect rect) {
    const bool empty = f.work.evaluation().layers.empty();
    const bool at_start =
        pool::step_of(f.work.evaluation(), f.work.cursor()) == 0 && !f.work.walk().playing();
    const std::string text = fitting(f.t(empty                   ? "hint.no_layers"
                                         : f.work.cursor().whole ? "hint.whole"
                                         : at_start              ? "hint.start"
                                                                 : "hint.walk"),
                                     rect.w);
    const Action& cells = action("cells");
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    const float wanted = action_width(f, cells) + f.em();
    const float button = empty || rect.w < wanted + size.x ? 0.0F : wanted;
    const float x = std::clamp((rect.w - size.x) / 2, 0.0F, std::max(0.0F, rect.w - button - size.x));
    ImGui::SetCursorScreenPos(ImVec2(rect.x + x, rect.y + (rect.h - size.y) / 2));
    ImGui::PushStyleColor(ImGuiCol_Text, im_vec(at_start ? f.palette().ink : f.palette().muted));
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopStyleColor();
    f.ui.record("hint", text);
    if (button == 0.0F) return;
    ImGui::SetCursorScreenPos(ImVec2(rect.right() - button + f.em(), rect.y));
    action_toggle(f, cells);
}

}  // namespace

void bench_panel(Frame& f) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float em = f.em();
    const float hint_h = 1.8F * em;
    float overview_h = std::min(f.settings.overview_em * em, room.y * 0.32F);
    float strip_h = has_channels(f.work) ? std::min(kStripEm * em, room.y * 0.2F) : 0.0F;
    // What is being taught has half of the height at least.
    const float beside = std::max(room.y / 2 - hint_h - 0.6F * em, 1.0F);
    if (overview_h + strip_h > beside) {
        const float smaller = beside / (overview_h + strip_h);
        overview_h *= smaller;
        strip_h *= smaller;
    }
    const figure::BenchView view = bench_view(f.app);
    Pointed pointed = overview(f, view, {at.x, at.y, room.x, overview_h});
    ImGui::GetWindowDrawList()->AddLine(ImVec2(at.x, at.y + overview_h + em * 0.3F),
                                        ImVec2(at.x + room.x, at.y + overview_h + em * 0.3F),
                                        im_color(f.palette().line));
    const float pair_y = at.y + overview_h + em * 0.6F;
    const float bottom = at.y + room.y - hint_h;
    if (!f.work.evaluation().layers.empty())
        if (const Pointed in_pair = pair(f, view, {at.x, pair_y, room.x, bottom - strip_h - pair_y}))
            pointed = in_pair;
    if (strip_h > 0)
        if (const Pointed in_strip = channels(f, view, {at.x, bottom - strip_h, room.x, strip_h}))
            pointed = in_strip;
    f.work.selection().hover(pointed);
    hint(f, {at.x, at.y + room.y - hint_h, room.x, hint_h});
}

constinit const View kBenchView{"bench", "view.bench", bench_panel};

}  // namespace ui
