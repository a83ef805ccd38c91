#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "document/raster.h"
#include "ui/actions.h"
#include "ui/app_state.h"
#include "ui/panels/canvas.h"
#include "ui/panels/panels.h"
#include "ui/popover.h"

namespace ui {

namespace {

constexpr float kThumbnailEm = 6.6F;
constexpr float kLowPanelEm = 26;  // a panel that is lower gives things up
constexpr float kLowThumbnailEm = 4.6F;

bool is_low(const Frame& f) { return f.app.layout.left.h < kLowPanelEm * f.em(); }

void canvas_size(Frame& f) {
    AppState& app = f.app;
    const document::Input& input = app.active().document().input;
    if (input.base.values && !input.base.picture) {
        f.ui.muted(f.t("input.array_size"));
        return;
    }
    const auto set = [&](int side) {
        app.active().edit(
            [side](document::Document& d) {
                d.input.height = side;
                d.input.width = side;
            },
            "canvas.size");
    };
    for (const int side : {16, 28}) {
        const std::string text = std::to_string(side) + "×" + std::to_string(side);
        const bool on = input.height == side && input.width == side;
        if (f.ui.toggle("input.size." + std::to_string(side), text, f.t("input.size.tip"), on)) set(side);
        ImGui::SameLine();
    }
    int side = input.height;
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    if (f.ui.slider("input.size", "", f.t("input.size.tip"), side, document::kMinCanvas,
                    document::kMaxCanvas))
        set(side);
}

/// Brush and eraser draw on the large input map too, until they are put down again.
void tool_buttons(Frame& f, float width) {
    AppState& app = f.app;
    Brush& brush = app.brush;
    const bool drawing = brush.on_map && !brush.erase;
    if (f.ui.toggle("input.draw", f.t("input.draw"), f.t("input.draw.tip"), drawing, true, width)) {
        brush.on_map = !drawing;
        brush.erase = false;
    }
    ImGui::SameLine();
    if (f.ui.toggle("input.erase", f.t("input.erase"), f.t("input.erase.tip"), brush.erase, true, width)) {
        brush.erase = !brush.erase;
        brush.on_map = brush.erase;
    }
    const document::Input& input = app.active().document().input;
    const bool something = !input.strokes.empty() || !input.edits.empty() || input.base.values;
    if (f.ui.button("input.clear", f.t("input.clear"), f.t("input.clear.tip"), something, width)) {
        app.active().edit([](document::Document& d) {
            d.input.strokes.clear();
            d.input.edits.clear();
            d.input.base = {};
        });
    }
    ImGui::SameLine();
    if (f.ui.button("input.load", f.t("input.load"), f.t("input.load.tip"), true, width))
        run(app, "file.open");
}

void brush_size(Frame& f) {
    Brush& brush = f.app.brush;
    float percent = brush.size * 100;
    // The number stands beside the slider, whose grab would cover it.
    ImGui::AlignTextToFramePadding();
    f.ui.muted(std::to_string(static_cast<int>(std::lround(percent))) + "%", false);
    ImGui::SameLine(2.6F * f.em());
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    if (f.ui.slider("input.brush_size", "", f.t("input.brush_size.tip"), percent, 2, 40, ""))
        brush.size = percent / 100;
}

void brush_controls(Frame& f) {
    const float width = ImGui::GetContentRegionAvail().x;
    const float half = (width - ImGui::GetStyle().ItemSpacing.x) / 2;
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(f.em() * 0.2F, ImGui::GetStyle().FramePadding.y));
    tool_buttons(f, half);
    ImGui::PopStyleVar();
    // In a low panel the size is set in the popover of the canvas.
    if (ImGui::GetContentRegionAvail().y >= 0.95F * ImGui::GetFrameHeight()) brush_size(f);
}

void picture_controls(Frame& f) {
    AppState& app = f.app;
    const document::Input& input = app.active().document().input;
    if (!input.base.values || !input.base.picture) return;
    const std::array<std::string, 3> fits = {f.t("input.fit.contain"), f.t("input.fit.cover"),
                                             f.t("input.fit.stretch")};
    int fit = static_cast<int>(input.fit);
    if (f.ui.combo("input.fit", "", f.t("input.fit.tip"), fit, fits, f.em() * 6.5F))
        app.active().edit([fit](document::Document& d) { d.input.fit = static_cast<document::Fit>(fit); });
    f.ui.beside(f.t("input.invert"));
    bool invert = input.invert;
    if (f.ui.checkbox("input.invert", f.t("input.invert"), f.t("input.invert.tip"), invert))
        app.active().edit([invert](document::Document& d) { d.input.invert = invert; });
    if (input.base.values->shape().c == 1) return;
    f.ui.beside(f.t("input.grey"));
    bool grey = input.grey;
    if (f.ui.checkbox("input.grey", f.t("input.grey"), f.t("input.grey.tip"), grey))
        app.active().edit([grey](document::Document& d) { d.input.grey = grey; });
}

/// Which item and channel of a map with several is shown.
void channel_chooser(Frame& f) {
    work::Selection& selection = f.work.selection();
    const float width = f.em() * 6.5F;
    const auto chooser = [&](const char* id, std::int64_t now, std::int64_t count) {
        if (count > 1)
            f.ui.stepper(id, f.t(id) + " (0–" + std::to_string(count - 1) + ")",
                         f.t(std::string(id) + ".tip"), now, 0, count - 1, width);
        return now;
    };
    selection.show_channel(chooser("view.channel", selection.channel(), selection.channels()));
    selection.show_item(chooser("view.item", selection.item(), selection.items()));
}

}  // namespace

void input_panel(Frame& f) {
    const pool::Shape& shape = f.app.active().live().input().shape();
    const float em = f.em();
    ImGui::AlignTextToFramePadding();
    f.ui.heading(f.t("input.title"));
    const std::string text = shape.text(shape.n > 1);
    ImGui::SameLine();
    const float wide = ImGui::CalcTextSize(text.c_str()).x + 2 * ImGui::GetStyle().FramePadding.x;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - wide);
    if (f.ui.button("input.shape", text, f.t("input.shape.tip")))
        toggle_popover(f.app, Popover::Kind::canvas, item_rect());
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    // In a low window the samples are found in the menu of the canvas alone.
    const bool low = is_low(f);
    const float side = std::min((low ? kLowThumbnailEm : kThumbnailEm) * em, 0.45F * width);
    canvas(f, side);
    ImGui::SetCursorScreenPos(ImVec2(at.x + side + 0.6F * em, at.y));
    ImGui::BeginGroup();
    ImGui::PushItemWidth(width - side - 0.6F * em);
    ImGui::BeginChild("input.tools", ImVec2(width - side - 0.6F * em, side + 0.2F * em), false,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    brush_controls(f);
    ImGui::EndChild();
    ImGui::PopItemWidth();
    ImGui::EndGroup();
    picture_controls(f);
    picture_preparation(f);
    channel_chooser(f);
    if (!low) sample_row(f, width);
}

void canvas_popover(Frame& f) {
    begin_popover(f, 18 * f.em());
    f.ui.muted(f.t("input.size.title"));
    canvas_size(f);
    if (is_low(f)) brush_size(f);
    float hardness = f.app.brush.hardness * 100;
    ImGui::AlignTextToFramePadding();
    f.ui.muted(f.t("input.hardness") + " " + std::to_string(static_cast<int>(std::lround(hardness))) + "%",
               false);
    ImGui::SameLine(6 * f.em());
    ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x);
    if (f.ui.slider("input.hardness", "", f.t("input.hardness.tip"), hardness, 0, 100, ""))
        f.app.brush.hardness = hardness / 100;
    sample_grid(f, ImGui::GetContentRegionAvail().x);
    end_popover(f);
}

}  // namespace ui
