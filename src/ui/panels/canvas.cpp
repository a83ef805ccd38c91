#include "ui/panels/canvas.h"

#include <algorithm>
#include <cmath>

#include "document/raster.h"
#include "document/samples.h"
#include "figure/number.h"
#include "ui/app_state.h"
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

void add_point(Frame& f, document::StrokePoint point, bool first, bool erase) {
    Brush& brush = f.app.brush;
    if (first) ++brush.stroke_number;
    const document::Stroke start{erase, brush.size, brush.hardness, 1.0F, {point}};
    f.work.edit(
        [start, point, first](document::Document& d) {
            if (first || d.input.strokes.empty()) {
                d.input.strokes.push_back(start);
            } else {
                d.input.strokes.back().points.push_back(point);
            }
        },
        "stroke." + std::to_string(brush.stroke_number));
}

}  // namespace

void open_cell_editor(Dialogs& dialogs, const pool::Cell& cell, float value, bool upstream) {
    dialogs.cell = {true, true, upstream, cell, figure::exact_number(value), {}};
}

void canvas(Frame& f, float side) {
    Brush& brush = f.app.brush;
    const pool::Tensor& map = f.work.live().input();
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

    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddImage(f.textures.texture(picture), ImVec2(rect.x, rect.y), ImVec2(rect.right(), rect.bottom()));
    compat::add_rect(&list, ImVec2(rect.x, rect.y), ImVec2(rect.right(), rect.bottom()),
                     im_color(f.palette().line), 0, 1);

    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const document::StrokePoint point{(mouse.x - rect.x) / rect.w, (mouse.y - rect.y) / rect.h};
    const bool inside = rect.contains({mouse.x, mouse.y});
    if (hovered && inside) {
        const float radius = brush.size * std::min(rect.w, rect.h) / 2;
        list.AddCircle(mouse, radius, IM_COL32(0, 0, 0, 160), 0, 2.5F);
        list.AddCircle(mouse, radius, IM_COL32(255, 255, 255, 230), 0, 1.2F);
        ImGui::SetMouseCursor(ImGuiMouseCursor_None);
    }
    const pool::Cell cell{plane.n, plane.c, static_cast<std::int64_t>(point.y * static_cast<float>(shape.h)),
                          static_cast<std::int64_t>(point.x * static_cast<float>(shape.w))};
    const bool left = ImGui::IsMouseClicked(0);
    const bool right = ImGui::IsMouseClicked(1);
    if (hovered && inside && left && ImGui::GetIO().KeyCtrl) {
        if (map.contains(cell)) open_cell_editor(f.dialogs, cell, map.at(cell), false);
        return;
    }
    if (hovered && inside && (left || right)) {
        brush.drawing = true;
        add_point(f, point, true, brush.erase || right);
    } else if (active && brush.drawing &&
               (ImGui::GetIO().MouseDelta.x != 0 || ImGui::GetIO().MouseDelta.y != 0)) {
        add_point(f, point, false, false);
    }
    if (!active) brush.drawing = false;
}

void sample_buttons(Frame& f, float width) {
    const std::span<const document::Sample> all = document::samples();
    SampleImages& images = f.caches.samples;
    if (images.thumbnails.size() != all.size() || images.map != f.style.activations) {
        images.thumbnails.clear();
        for (const document::Sample& sample : all)
            images.thumbnails.push_back(
                picture_of(f.caches.input, {}, document::raster(sample.input), {}, f.style));
        images.map = f.style.activations;
    }
    const float gap = f.em() * 0.3F;
    const int columns = std::max(1, static_cast<int>((width + gap) / (f.em() * 1.9F + gap)));
    const float side = (width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i % static_cast<std::size_t>(columns) != 0) ImGui::SameLine(0, gap);
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const std::string id = "sample." + all[i].id;
        const bool pressed = ImGui::InvisibleButton(id.c_str(), ImVec2(side, side));
        const std::string name = f.t("sample." + all[i].id);
        f.ui.record(id, name);
        f.ui.tooltip(name);
        list.AddImage(f.textures.texture(images.thumbnails[i]), at, ImVec2(at.x + side, at.y + side));
        const bool current = f.work.document().input.base.name == all[i].input.base.name &&
                             f.work.document().input == all[i].input;
        const figure::Color edge = current || ImGui::IsItemHovered() ? f.palette().accent : f.palette().line;
        compat::add_rect(&list, at, ImVec2(at.x + side, at.y + side), im_color(edge), f.em() * 0.15F,
                         current ? 2.0F : 1.0F);
        if (pressed) f.work.edit([input = all[i].input](document::Document& d) { d.input = input; });
    }
}

}  // namespace ui
