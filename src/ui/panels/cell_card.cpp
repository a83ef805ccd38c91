#include "ui/panels/cell_card.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>

#include "figure/number.h"
#include "ui/app_state.h"
#include "ui/caches.h"
#include "ui/school.h"
#include "ui/theme.h"
#include "ui/veiled.h"

namespace ui {

namespace {

/// No value: a lesson hides it.
void row(Frame& f, const std::string& name, const std::optional<std::string>& value) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::PushStyleColor(ImGuiCol_Text, im_vec(f.palette().muted));
    ImGui::TextUnformatted(name.c_str());
    ImGui::PopStyleColor();
    ImGui::TableNextColumn();
    value ? f.ui.mono(*value) : veiled(f, {}, 10 * f.em());
}

/// What the layer below this map did to make the cell.
void source_rows(Frame& f, std::size_t layer_index, const pool::Cell& cell) {
    const pool::LayerResult& layer = f.work.evaluation().layers[layer_index];
    const pool::Tensor& input = f.work.evaluation().map(layer_index);
    const pool::AxisWindow h = layer.geometry().rows(cell);
    const pool::AxisWindow w = layer.geometry().columns(cell);
    std::optional<std::string> bounds, formula;
    if (!hides(f, work::Hidden::window))
        bounds = f.t.format("card.window.bounds", {span_text(h.start, h.end()), span_text(w.start, w.end())});
    row(f, f.t("card.window"), bounds);
    if (!layer.forward.indices.empty() && hides(f, work::Hidden::index)) {
        row(f, f.t("card.index"), std::nullopt);
    } else if (!layer.forward.indices.empty()) {
        const std::int64_t index = layer.forward.indices.at(cell);
        const std::int64_t columns = input.shape().w;
        const std::string place = index < 0
                                      ? "−1"
                                      : std::to_string(index) + "  (" + std::to_string(index / columns) +
                                            ", " + std::to_string(index % columns) + ")";
        row(f, f.t("card.index"), place);
    }
    if (!hides(f, work::Hidden::formula) && !veil(f).hides_map(layer_index + 1))
        formula = f.caches.explained.card_formula(f.work.evaluation(), {layer_index + 1, cell});
    row(f, f.t("card.formula"), formula);
}

/// Beside the cell and below its row. On a large map the card stays over that map, on the side away from the
/// middle, so that the lens, which says what becomes of the cell, stays in sight. `asked`: what stands below
/// the picture must stay in sight too.
figure::Point card_place(const figure::MapArea& area, const figure::Rect& cell, const figure::Rect& shown_in,
                         float em, bool asked) {
    const float width = 27 * em;
    const float height = 13 * em;
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    float bottom = asked ? shown_in.bottom() : display.y;
    // What is said below a large map or the lens stays in sight.
    if (area.clip.h > 0.6F * height) bottom = std::min(bottom, shown_in.y + area.clip.bottom());
    float x = shown_in.x + cell.right() + em;
    if (area.clip.w > 0.5F * width) {
        const bool left = area.clip.center().x < shown_in.w / 2;
        x = shown_in.x + (left ? area.clip.right() - width : area.clip.x);
    } else if (x + width > display.x) {
        x = shown_in.x + cell.x - em - width;
    }
    float y = shown_in.y + cell.bottom() + 0.6F * em;
    if (y + height > bottom) y = shown_in.y + cell.y - 0.6F * em - height;
    const auto kept = [](float v, float most) { return std::clamp(v, 0.0F, std::max(most, 0.0F)); };
    return {kept(x, display.x - width), kept(y, bottom - height)};
}

}  // namespace

std::string span_text(std::int64_t first, std::int64_t end) {
    const auto text = [](std::int64_t i) { return (i < 0 ? "−" : "") + std::to_string(std::abs(i)); };
    if (end - first <= 1) return text(first);
    return text(first) + (first < 0 ? "…" : "–") + text(end - 1);
}

std::string cell_text(const pool::Cell& cell) {
    return "[" + std::to_string(cell.n) + ", " + std::to_string(cell.c) + ", " + std::to_string(cell.y) +
           ", " + std::to_string(cell.x) + "]";
}

void cell_card(Frame& f, const figure::MapArea& area, const pool::Cell& cell, figure::Rect shown_in,
               std::optional<figure::Point> place) {
    const pool::Evaluation& evaluation = f.work.evaluation();
    if (area.map >= evaluation.map_count() || !evaluation.map(area.map).contains(cell)) return;
    // The cells of a map whose size is hidden cannot be told apart.
    if (veil(f).hides_shape(area.map)) return;
    // A class looks at the picture, and at what is said.
    if (f.settings.presenting) return;
    // It waits until the pointer rests, and leaves the cell and the row in sight.
    if (!place && !f.ui.rested()) return;
    const figure::Point at =
        place ? *place
              : card_place(area, area.cell_rect(cell.y, cell.x), shown_in, f.em(), f.app.school->runs());
    ImGui::SetNextWindowPos(ImVec2(at.x, at.y));
    ImGui::BeginTooltip();
    const std::string name =
        area.map == 0 ? f.t("card.input") : f.t.format("card.map", {std::to_string(area.map)});
    f.ui.heading(name + " " + cell_text(cell));
    if (ImGui::BeginTable("card", 2, ImGuiTableFlags_SizingFixedFit)) {
        // A width of its own, because wrapped text has none.
        ImGui::TableSetupColumn("name", ImGuiTableColumnFlags_WidthFixed);
        ImGui::TableSetupColumn("value", ImGuiTableColumnFlags_WidthFixed, 18 * f.em());
        std::optional<std::string> value, windows, gradient;
        if (!veil(f).hides_map(area.map)) value = figure::exact_number(evaluation.map(area.map).at(cell));
        row(f, f.t("card.value"), value);
        if (area.map > 0) source_rows(f, area.map - 1, cell);
        if (area.map < evaluation.layers.size()) {
            if (!hides(f, work::Hidden::window) && !veil(f).hides_shape(area.map + 1))
                windows = std::to_string(pool::windows_containing(evaluation, area.map, cell).size());
            row(f, f.t("card.in_windows"), windows);
        }
        if (!veil(f).hides_gradient(area.map))
            gradient = figure::exact_number(evaluation.gradient(area.map).at(cell));
        row(f, f.t("card.gradient"), gradient);
        ImGui::EndTable();
    }
    ImGui::EndTooltip();
}

}  // namespace ui
