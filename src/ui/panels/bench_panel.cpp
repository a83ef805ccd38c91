#include <algorithm>
#include <cmath>
#include <string>

#include "figure/number.h"
#include "ui/app_state.h"
#include "ui/drawlist_painter.h"
#include "ui/file_tasks.h"
#include "ui/layout.h"
#include "ui/panels/action_controls.h"
#include "ui/panels/canvas.h"
#include "ui/panels/cell_card.h"
#include "ui/panels/lit_names.h"
#include "ui/panels/panels.h"
#include "ui/popover.h"
#include "ui/school.h"
#include "ui/theme.h"
#include "ui/views.h"

namespace ui {

namespace {

constexpr float kMaxZoom = 400;

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
    figure::MapView& view = area->map == lowest ? f.app.zoom().below : f.app.zoom().above;
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

/// A map that is zoomed says how much, above its right end; a click fits it again.
void fit_button(Frame& f, const char* id, const figure::MapArea& area, figure::Rect rect,
                figure::MapView& view) {
    if (view.zoom <= 1.01F) return;
    const std::string text = "×" + figure::number(view.zoom, 2);
    const float em = f.em();
    const float height = 1.6F * em;
    const float width = ImGui::CalcTextSize(text.c_str()).x + 2.2F * em;
    ImGui::SetCursorScreenPos(
        ImVec2(rect.x + area.clip.right() - width, rect.y + area.clip.y - height - 0.2F * em));
    if (f.ui.area(id, text, ImVec2(width, height))) view = {};
    f.ui.tooltip(f.t("action.zoom.fit.tip"));
    const figure::Palette& p = f.palette();
    const figure::Rect box = item_rect();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const bool hovered = ImGui::IsItemHovered();
    list.AddRectFilled(ImVec2(box.x, box.y), ImVec2(box.right(), box.bottom()),
                       im_color(hovered ? figure::grounds_of(p).hovered : figure::grounds_of(p).raised),
                       0.3F * em);
    list.AddText(ImVec2(box.x + 0.4F * em, box.y + (box.h - ImGui::GetTextLineHeight()) / 2), im_color(p.ink),
                 text.c_str());
    const ImVec2 c(box.right() - 0.9F * em, box.center().y);
    const float r = 0.38F * em;
    list.PathArcTo(c, r, -2.4F, 2.6F, 18);
    compat::stroke_path(&list, im_color(p.ink), 0.1F * em);
    list.AddTriangleFilled(ImVec2(c.x - 1.35F * r, c.y - 0.9F * r), ImVec2(c.x - 0.3F * r, c.y - 1.2F * r),
                           ImVec2(c.x - 0.75F * r, c.y - 0.1F * r), im_color(p.ink));
}

/// With the brush or the eraser chosen a drag on the input map draws. Returns whether the pointer is a brush
/// now.
bool draw_on_map(Frame& f, const figure::MapArea& area, figure::Rect rect) {
    AppState& app = f.app;
    // While a lesson asks for a cell, a click answers.
    if (!app.brush.on_map || area.map != 0 || area.gradient || lesson_asks_for_cells(app)) return false;
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const figure::Point at{(mouse.x - rect.x - area.rect.x) / area.rect.w,
                           (mouse.y - rect.y - area.rect.y) / area.rect.h};
    const float radius = app.brush.size * std::min(area.rect.w, area.rect.h) / 2;
    brush_pointer(mouse, radius);
    if (ImGui::IsMouseClicked(0) && ImGui::IsItemHovered()) {
        app.brush.drawing = Brush::Surface::map;
        draw_stroke(f, at, true, app.brush.erase);
    } else if (app.brush.drawing == Brush::Surface::map && ImGui::IsItemActive() &&
               (ImGui::GetIO().MouseDelta.x != 0 || ImGui::GetIO().MouseDelta.y != 0)) {
        draw_stroke(f, at, false, false);
    }
    return true;
}

/// What clicks on a cell of the pair do.
void act_on_cell(Frame& f, const figure::MapArea& area, const pool::Cell& cell) {
    AppState& app = f.app;
    const pool::Evaluation& evaluation = app.active().evaluation();
    const bool last = area.map == evaluation.layers.size();
    if (ImGui::IsMouseDoubleClicked(0)) {
        // The first of the two clicks has pinned it.
        if (app.active().selection().pins({area.map, cell}))
            app.active().selection().toggle_pin({area.map, cell});
        if (area.gradient && last) {
            open_cell_editor(f.dialogs, cell, evaluation.upstream.at(cell), true);
        } else if (!area.gradient && area.map == 0) {
            open_cell_editor(f.dialogs, cell, evaluation.input->at(cell), false);
        } else if (area.map == app.active().cursor().layer + 1) {
            const std::int64_t columns = evaluation.map(area.map).shape().w;
            app.active().walk().set_cursor(
                {app.active().cursor().phase, app.active().cursor().layer, cell.y * columns + cell.x, 0});
        }
        return;
    }
    if (!clicked_in_place()) return;
    if (lesson_click(app, {area.map, cell})) return;
    if (area.gradient && last && app.active().document().upstream.source == pool::Upstream::Source::one_hot) {
        app.active().edit([cell](document::Document& d) { d.upstream.cell = cell; });
        return;
    }
    app.active().selection().toggle_pin({area.map, cell});
}

using Pointed = std::optional<pool::MapCell>;

Pointed overview(Frame& f, const figure::BenchView& view, figure::Rect rect) {
    const figure::Plate plate =
        figure::compose_overview(f.work.evaluation(), view, f.style, f.t, {rect.w, rect.h});
    const auto under = show(f, "overview", plate, rect);
    if (!under) return std::nullopt;
    cell_card(f, under->first, under->second, rect);
    if (clicked_in_place() && !f.work.evaluation().layers.empty()) {
        const std::size_t layer = under->first.map == 0 ? 0 : under->first.map - 1;
        if (layer != f.work.cursor().layer) f.work.walk().set_cursor({f.work.cursor().phase, layer, 0, 0});
    }
    return pool::MapCell{under->first.map, under->second};
}

/// Rings around the cells that are chosen as an answer.
void chosen_cells(Frame& f, const figure::Plate& plate, figure::Rect rect) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float width = 0.26F * f.em();
    std::vector<figure::MapArea> areas = plate.areas;
    if (plate.lens) areas.push_back(*plate.lens);
    for (const pool::MapCell& at : f.app.school->draft.cells) {
        for (const figure::MapArea& area : areas) {
            const figure::Rect cell = area.cell_rect(at.cell.y, at.cell.x).inset(width / 2);
            const figure::Point middle = cell.center();
            if (area.map != at.map || !area.clip.contains(middle)) continue;
            // On paper between dark hairs: it is seen on every colour.
            const auto ring = [&](figure::Color color, float wide) {
                compat::add_rect(&list, ImVec2(rect.x + cell.x, rect.y + cell.y),
                                 ImVec2(rect.x + cell.right(), rect.y + cell.bottom()), im_color(color),
                                 0.2F * f.em(), wide);
            };
            ring({16, 16, 16, 255}, width + 0.3F * f.em());
            ring({255, 255, 255, 255}, width + 0.16F * f.em());
            ring(f.palette().accent, width);
        }
    }
}

Pointed pair(Frame& f, const figure::BenchView& view, figure::Rect rect) {
    AppState& app = f.app;
    const figure::Plate plate =
        figure::compose_pair(app.active().evaluation(), view, f.style, f.t, {rect.w, rect.h});
    const auto under = show(f, "pair", plate, rect);
    light_names(f, plate.drawing, ImVec2(rect.x, rect.y));
    chosen_cells(f, plate, rect);
    if (!ImGui::IsItemActive() && app.brush.drawing == Brush::Surface::map)
        app.brush.drawing = Brush::Surface::none;
    const bool on_lens = under && plate.lens && under->first.clip == plate.lens->clip;
    const bool brushing = under && !on_lens && draw_on_map(f, under->first, rect);
    if (!brushing) zoom_and_pan(f, plate, rect);
    if (under && !brushing) {
        cell_card(f, under->first, under->second, rect);
        act_on_cell(f, under->first, under->second);
    }
    if (!plate.areas.empty() && !app.settings.presenting) {
        fit_button(f, "pair.fit.below", plate.areas.front(), rect, app.zoom().below);
        fit_button(f, "pair.fit.above", plate.areas.back(), rect, app.zoom().above);
    }
    if (!under || brushing) return std::nullopt;
    return pool::MapCell{under->first.map, under->second};
}

bool has_channels(const AppState& app) {
    const pool::Evaluation& evaluation = app.active().evaluation();
    if (evaluation.layers.empty()) return false;
    const std::size_t layer = app.active().cursor().layer;
    const auto several = [&](std::size_t map) {
        return !app.veil().hides_shape(map) && evaluation.map(map).shape().c > 1;
    };
    return several(layer) || several(layer + 1);
}

/// The channels as a film strip: a click shows one, the wheel goes through them.
Pointed channels(Frame& f, const figure::BenchView& view, figure::Rect rect) {
    const figure::Plate plate =
        figure::compose_channels(f.work.evaluation(), view, f.style, f.t, {rect.w, rect.h});
    const auto under = show(f, "channels", plate, rect);
    if (ImGui::IsItemHovered() && ImGui::GetIO().MouseWheel != 0)
        run(f.app, ImGui::GetIO().MouseWheel < 0 ? "channel.next" : "channel.previous");
    if (!under) return std::nullopt;
    cell_card(f, under->first, under->second, rect);
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
    const AppState& app = f.app;
    const bool empty = app.active().evaluation().layers.empty();
    const bool at_start = pool::step_of(app.active().evaluation(), app.active().cursor()) == 0 &&
                          !app.active().walk().playing();
    const std::string text = fitting(f.t(empty                         ? "hint.no_layers"
                                         : app.active().cursor().whole ? "hint.whole"
                                         : at_start                    ? "hint.start"
                                                                       : "hint.walk"),
                                     rect.w);
    const Action& cells = action("cells");
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    const float wanted = action_width(f, cells) + f.em();
    const float button = empty || rect.w < wanted + size.x ? 0.0F : wanted;
    const float x = std::clamp((rect.w - size.x) / 2, 0.0F, std::max(0.0F, rect.w - button - size.x));
    ImGui::SetCursorScreenPos(ImVec2(rect.x + x, rect.y + (rect.h - size.y) / 2));
    ImGui::PushStyleColor(ImGuiCol_Text, im_vec(f.palette().muted));
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
    const bool presenting = f.settings.presenting;
    const bool empty = f.work.evaluation().layers.empty();
    const float messages = empty ? 0 : f.app.layout.messages;
    const BenchLayout layout = lay_out_bench({at.x, at.y - messages, room.x, room.y + messages}, f.em(),
                                             presenting, has_channels(f.app), messages);
    const figure::BenchView view = bench_view(f.app);
    Pointed pointed;
    // With no layers the input alone is shown, as large as there is room.
    const figure::Rect overview_rect =
        empty ? figure::Rect{at.x, at.y, room.x, std::max(room.y - layout.hint.h, 1.0F)} : layout.overview;
    if (overview_rect.h > 0) pointed = overview(f, view, overview_rect);
    if (!empty)
        if (const Pointed in_pair = pair(f, view, layout.pair)) pointed = in_pair;
    if (layout.channels.h > 0 && !empty)
        if (const Pointed in_strip = channels(f, view, layout.channels)) pointed = in_strip;
    f.work.selection().hover(pointed);
    // A lesson says itself what comes next.
    if (layout.hint.h > 0 && !f.app.school->runs()) hint(f, layout.hint);
}

constinit const View kBenchView{"bench", "view.bench", bench_panel};

}  // namespace ui
