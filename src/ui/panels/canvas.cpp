#include "ui/panels/canvas.h"

#include <algorithm>
#include <cmath>

#include "document/raster.h"
#include "document/samples.h"
#include "figure/number.h"
#include "ui/app_state.h"
#include "ui/data_items.h"
#include "ui/popover.h"
#include "ui/theme.h"

namespace ui {

namespace {

/// The picture of one plane; of unknown contents nothing is kept.
figure::Image picture_of(figure::MapImages& images, pool::EvaluationId id, const pool::Tensor& map,
                         const pool::Cell& plane, const figure::Style& style) {
    const figure::Range range = images.range_of_map(id, 0, false, map);
    return images.picture({id, 0, false, plane.n, plane.c, -1, range, style.activations, style.palette.theme},
                          style, map.plane(plane.n, plane.c), map.shape().h, map.shape().w);
}

/// The map's rectangle inside the square field, with its own proportions.
figure::Rect fitted(figure::Rect field, const pool::Shape& shape) {
    const float scale =
        std::min(field.w / static_cast<float>(shape.w), field.h / static_cast<float>(shape.h));
    const float w = scale * static_cast<float>(shape.w);
    const float h = scale * static_cast<float>(shape.h);
    return {field.x + (field.w - w) / 2, field.y + (field.h - h) / 2, w, h};
}

}  // namespace

void draw_stroke(Frame& f, figure::Point at, bool first, bool erase) {
    const document::StrokePoint point{at.x, at.y};
    Brush& brush = f.app.brush;
    if (first) ++brush.stroke_number;
    const document::Stroke start{erase, brush.size, brush.hardness, 1.0F, {point}};
    f.app.active().edit(
        [start, point, first](document::Document& d) {
            if (first || d.input.strokes.empty()) {
                d.input.strokes.push_back(start);
            } else {
                d.input.strokes.back().points.push_back(point);
            }
        },
        "stroke." + std::to_string(brush.stroke_number));
}

void brush_pointer(ImVec2 at, float radius) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddCircle(at, radius, IM_COL32(0, 0, 0, 160), 0, 2.5F);
    list.AddCircle(at, radius, IM_COL32(255, 255, 255, 230), 0, 1.2F);
    ImGui::SetMouseCursor(ImGuiMouseCursor_None);
}

void open_cell_editor(Dialogs& dialogs, const pool::Cell& cell, float value, bool upstream) {
    dialogs.cell = {true, true, upstream, cell, figure::exact_number(value), {}};
}

void canvas(Frame& f, float side) {
    AppState& app = f.app;
    const pool::Tensor& map = app.active().live().input();
    const pool::Shape& shape = map.shape();
    const pool::Cell plane = f.work.selection().plane_of(shape);
    const figure::Image picture = picture_of(f.caches.input, f.work.live().input_id(), map, plane, f.style);

    const ImVec2 at = ImGui::GetCursorScreenPos();
    const figure::Rect field{at.x, at.y, side, side};
    const figure::Rect rect = fitted(field, shape);
    ImGui::InvisibleButton("input.canvas", ImVec2(side, side),
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
    f.ui.record("input.canvas", f.t("input.canvas"), ImVec2(rect.x, rect.y),
                ImVec2(rect.right(), rect.bottom()));
    const bool hovered = ImGui::IsItemHovered();
    const bool active = ImGui::IsItemActive();
    if (shown_item(f.dialogs.items, f.work.document().input)) {
        compat::keep_wheel_for_item();
        const float notches = ImGui::GetIO().MouseWheel;
        if (hovered && notches != 0) step_item(f.app, notches < 0 ? 1 : -1);
    }

    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddImage(f.textures.texture(picture), ImVec2(rect.x, rect.y), ImVec2(rect.right(), rect.bottom()));
    compat::add_rect(&list, ImVec2(rect.x, rect.y), ImVec2(rect.right(), rect.bottom()),
                     im_color(f.palette().line), 0, 1);

    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const figure::Point point{(mouse.x - rect.x) / rect.w, (mouse.y - rect.y) / rect.h};
    const bool inside = rect.contains({mouse.x, mouse.y});
    if (hovered && inside) brush_pointer(mouse, app.brush.size * std::min(rect.w, rect.h) / 2);
    const bool left = ImGui::IsMouseClicked(0);
    const bool right = ImGui::IsMouseClicked(1);
    if (hovered && inside && left && ImGui::GetIO().KeyCtrl) {
        const pool::Cell cell{plane.n, plane.c,
                              static_cast<std::int64_t>(point.y * static_cast<float>(shape.h)),
                              static_cast<std::int64_t>(point.x * static_cast<float>(shape.w))};
        if (map.contains(cell)) open_cell_editor(f.dialogs, cell, map.at(cell), false);
        return;
    }
    if (hovered && inside && (left || right)) {
        app.brush.drawing = Brush::Surface::canvas;
        draw_stroke(f, point, true, app.brush.erase || right);
    } else if (active && app.brush.drawing == Brush::Surface::canvas &&
               (ImGui::GetIO().MouseDelta.x != 0 || ImGui::GetIO().MouseDelta.y != 0)) {
        draw_stroke(f, point, false, false);
    }
    if (!active && app.brush.drawing == Brush::Surface::canvas) app.brush.drawing = Brush::Surface::none;
}

namespace {

void make_thumbnails(Frame& f) {
    const std::span<const document::Sample> all = document::samples();
    SampleImages& images = f.app.caches.samples;
    const bool made = images.thumbnails.size() == all.size() && images.map == f.style.activations &&
                      images.theme == f.palette().theme;
    if (made) return;
    images.thumbnails.clear();
    for (const document::Sample& sample : all)
        images.thumbnails.push_back(
            picture_of(f.caches.input, {}, document::raster(sample.input), {}, f.style));
    images.map = f.style.activations;
    images.theme = f.palette().theme;
}

void sample_button(Frame& f, std::size_t i, float side) {
    AppState& app = f.app;
    const document::Sample& sample = document::samples()[i];
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const std::string name = f.t("sample." + sample.id);
    const bool pressed = f.ui.area("sample." + sample.id, name, ImVec2(side, side));
    f.ui.tooltip(name);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddImage(f.textures.texture(app.caches.samples.thumbnails[i]), at, ImVec2(at.x + side, at.y + side));
    const bool current = app.active().document().input.base.name == sample.input.base.name &&
                         app.active().document().input == sample.input;
    const figure::Color edge = current                  ? f.palette().window
                               : ImGui::IsItemHovered() ? f.palette().accent
                                                        : f.palette().line;
    compat::add_rect(&list, at, ImVec2(at.x + side, at.y + side), im_color(edge), f.em() * 0.15F,
                     current ? 2.5F : 1.0F);
    if (pressed) app.active().edit([input = sample.input](document::Document& d) { d.input = input; });
}

}  // namespace

void sample_row(Frame& f, float width) {
    make_thumbnails(f);
    const float gap = f.em() * 0.3F;
    const float side = f.em() * 2.2F;
    const float more = f.em() * 1.5F;
    const auto fitting = static_cast<std::size_t>(std::max(1.0F, (width - more) / (side + gap)));
    for (std::size_t i = 0; i < std::min(fitting, document::samples().size()); ++i) {
        if (i > 0) ImGui::SameLine(0, gap);
        sample_button(f, i, side);
    }
    ImGui::SameLine(0, gap);
    if (f.ui.area("samples.more", f.t("samples.more"), ImVec2(ImGui::GetContentRegionAvail().x, side)))
        toggle_popover(f.app, Popover::Kind::samples, item_rect());
    f.ui.tooltip(f.t("samples.more"));
    const figure::Point c = item_rect().center();
    const float s = 0.28F * f.em();
    const ImVec2 points[3] = {ImVec2(c.x - s * 0.5F, c.y - s), ImVec2(c.x + s * 0.5F, c.y),
                              ImVec2(c.x - s * 0.5F, c.y + s)};
    compat::add_polyline(ImGui::GetWindowDrawList(), points, 3, im_color(f.palette().ink), false,
                         0.13F * f.em());
}

void sample_grid(Frame& f, float width) {
    make_thumbnails(f);
    const float gap = f.em() * 0.3F;
    const auto columns = static_cast<std::size_t>(std::max(1.0F, (width + gap) / (f.em() * 3 + gap)));
    const float side = (width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    for (std::size_t i = 0; i < document::samples().size(); ++i) {
        if (i % columns != 0) ImGui::SameLine(0, gap);
        ImGui::PushID("grid");
        sample_button(f, i, side);
        ImGui::PopID();
    }
}

}  // namespace ui
