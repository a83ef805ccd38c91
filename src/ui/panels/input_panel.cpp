#include <algorithm>
#include <array>
#include <string>

#include "document/raster.h"
#include "ui/actions.h"
#include "ui/app_state.h"
#include "ui/panels/canvas.h"
#include "ui/panels/panels.h"

namespace ui {

namespace {

void canvas_size(Frame& f) {
    const document::Input& input = f.work.document().input;
    if (input.base.values && !input.base.picture) {
        f.ui.muted(f.t("input.array_size"));
        return;
    }
    const auto set = [&](int side) {
        f.work.edit(
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

void brush_controls(Frame& f) {
    Brush& brush = f.app.brush;
    const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
    float percent = brush.size * 100;
    ImGui::SetNextItemWidth(half);
    const std::string size_format = f.t("input.brush_size") + " %.0f%%";
    if (f.ui.slider("input.brush_size", "", f.t("input.brush_size.tip"), percent, 2, 40, size_format.c_str()))
        brush.size = percent / 100;
    ImGui::SameLine();
    float hardness = brush.hardness * 100;
    ImGui::SetNextItemWidth(half);
    const std::string hard_format = f.t("input.hardness") + " %.0f%%";
    if (f.ui.slider("input.hardness", "", f.t("input.hardness.tip"), hardness, 0, 100, hard_format.c_str()))
        brush.hardness = hardness / 100;

    const float quarter = (ImGui::GetContentRegionAvail().x - 3 * ImGui::GetStyle().ItemSpacing.x) / 4;
    float widest = 0;
    for (const char* key : {"input.draw", "input.erase", "input.clear", "input.load"})
        widest = std::max(widest, ImGui::CalcTextSize(f.t(key).c_str()).x);
    const bool one_row = widest <= quarter;
    const float width = one_row ? quarter : half;
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(f.em() * 0.2F, ImGui::GetStyle().FramePadding.y));
    if (f.ui.toggle("input.draw", f.t("input.draw"), f.t("input.draw.tip"), !brush.erase, true, width))
        brush.erase = false;
    ImGui::SameLine();
    if (f.ui.toggle("input.erase", f.t("input.erase"), f.t("input.erase.tip"), brush.erase, true, width))
        brush.erase = true;
    if (one_row) ImGui::SameLine();
    const document::Input& input = f.work.document().input;
    const bool something = !input.strokes.empty() || !input.edits.empty() || input.base.values;
    if (f.ui.button("input.clear", f.t("input.clear"), f.t("input.clear.tip"), something, width)) {
        f.work.edit([](document::Document& d) {
            d.input.strokes.clear();
            d.input.edits.clear();
            d.input.base = {};
        });
    }
    ImGui::SameLine();
    if (f.ui.button("input.load", f.t("input.load"), f.t("input.load.tip"), true, width))
        run(f.app, "file.open");
    ImGui::PopStyleVar();
}

void picture_controls(Frame& f) {
    const document::Input& input = f.work.document().input;
    if (!input.base.values || !input.base.picture) return;
    const std::array<std::string, 3> fits = {f.t("input.fit.contain"), f.t("input.fit.cover"),
                                             f.t("input.fit.stretch")};
    int fit = static_cast<int>(input.fit);
    if (f.ui.combo("input.fit", "", f.t("input.fit.tip"), fit, fits, f.em() * 6.5F))
        f.work.edit([fit](document::Document& d) { d.input.fit = static_cast<document::Fit>(fit); });
    ImGui::SameLine();
    bool invert = input.invert;
    if (f.ui.checkbox("input.invert", f.t("input.invert"), f.t("input.invert.tip"), invert))
        f.work.edit([invert](document::Document& d) { d.input.invert = invert; });
    if (input.base.values->shape().c == 1) return;
    ImGui::SameLine();
    bool grey = input.grey;
    if (f.ui.checkbox("input.grey", f.t("input.grey"), f.t("input.grey.tip"), grey))
        f.work.edit([grey](document::Document& d) { d.input.grey = grey; });
}

/// Which item and channel of a map with several is shown.
void channel_chooser(Frame& f) {
    work::Selection& selection = f.work.selection();
    const float width = f.em() * 6.5F;
    const auto chooser = [&](const char* id, std::int64_t now, std::int64_t count) {
        if (count > 1)
            f.ui.stepper(id, f.t(id) + " / " + std::to_string(count), f.t(std::string(id) + ".tip"), now, 0,
                         count - 1, width);
        return now;
    };
    selection.show_channel(chooser("view.channel", selection.channel(), selection.channels()));
    selection.show_item(chooser("view.item", selection.item(), selection.items()));
}

}  // namespace

void input_panel(Frame& f) {
    const pool::Shape& shape = f.work.live().input().shape();
    f.ui.heading(f.t("input.title"));
    const std::string text = shape.text(shape.n > 1);
    const float text_w = compat::text_width(f.fonts.mono(), compat::font_size(f.fonts.mono()), text.data(),
                                            text.data() + text.size());
    ImGui::SameLine();
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - text_w);
    f.ui.mono(text, true, false);
    const float width = ImGui::GetContentRegionAvail().x;
    // The stack below must stay in sight on a small screen.
    const float side = std::min(width, ImGui::GetIO().DisplaySize.y * 0.25F);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + (width - side) / 2);
    canvas(f, side);
    brush_controls(f);
    canvas_size(f);
    picture_controls(f);
    picture_preparation(f);
    channel_chooser(f);
    sample_buttons(f, width);
}

}  // namespace ui
