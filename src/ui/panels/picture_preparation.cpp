#include <algorithm>
#include <string>

#include "document/prepare.h"
#include "io/data_set.h"
#include "ui/app_state.h"
#include "ui/panels/panels.h"

namespace ui {

namespace {

/// What the input was read from, its class where one is known, and how it was read.
void source_lines(Frame& f, const document::Base& base) {
    if (base.name.empty()) return;
    std::string line = base.name;
    if (!base.label.empty()) line += " · " + f.t.format("input.label", {base.label});
    f.ui.muted(line);
    if (!base.about.empty()) f.ui.paragraph(io::about_in(base.about, f.settings.language));
}

/// Levels as percent: what becomes 0 and what becomes 1.
void levels(Frame& f, const document::Input& input) {
    constexpr float kLeastWidth = 1;
    const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
    float black = input.black * 100;
    float white = input.white * 100;
    ImGui::SetNextItemWidth(half);
    const std::string black_format = f.t("input.black") + " %.0f%%";
    if (f.ui.slider("input.black", "", f.t("input.black.tip"), black, 0, white - kLeastWidth,
                    black_format.c_str()))
        f.app.active().edit([black](document::Document& d) { d.input.black = black / 100; }, "input.black");
    ImGui::SameLine();
    ImGui::SetNextItemWidth(half);
    const std::string white_format = f.t("input.white") + " %.0f%%";
    if (f.ui.slider("input.white", "", f.t("input.white.tip"), white, black + kLeastWidth, 100,
                    white_format.c_str()))
        f.app.active().edit([white](document::Document& d) { d.input.white = white / 100; }, "input.white");
}

}  // namespace

void picture_preparation(Frame& f) {
    const document::Input& input = f.app.active().document().input;
    if (!input.base.values) return;
    source_lines(f, input.base);
    data_stepper(f);
    if (!input.base.picture) return;
    if (document::has_light_rim(input) && f.ui.button("input.ink", f.t("input.ink"), f.t("input.ink.tip"),
                                                      true, ImGui::GetContentRegionAvail().x))
        f.app.active().edit([](document::Document& d) { d.input.invert = true; });
    levels(f, input);
    bool even_light = input.even_light;
    if (f.ui.checkbox("input.even_light", f.t("input.even_light"), f.t("input.even_light.tip"), even_light))
        f.app.active().edit([even_light](document::Document& d) { d.input.even_light = even_light; });
    f.ui.beside(f.t("input.crop"));
    bool crop = input.crop_to_ink;
    if (f.ui.checkbox("input.crop", f.t("input.crop"), f.t("input.crop.tip"), crop))
        f.app.active().edit([crop](document::Document& d) { d.input.crop_to_ink = crop; });
}

}  // namespace ui
