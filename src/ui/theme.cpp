#include "ui/theme.h"

#include <algorithm>

namespace ui {

void apply_theme(const figure::Palette& palette, float em) {
    ImGuiStyle style;
    style.WindowPadding = ImVec2(0.7F * em, 0.6F * em);
    style.FramePadding = ImVec2(0.55F * em, 0.32F * em);
    style.ItemSpacing = ImVec2(0.5F * em, 0.42F * em);
    style.ItemInnerSpacing = ImVec2(0.4F * em, 0.3F * em);
    style.ScrollbarSize = 0.75F * em;
    style.GrabMinSize = 0.45F * em;
    style.WindowRounding = 0;
    style.ChildRounding = 0.4F * em;
    style.FrameRounding = 0.3F * em;
    style.PopupRounding = 0.4F * em;
    style.GrabRounding = 0.3F * em;
    style.ScrollbarRounding = 0.4F * em;
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 1;
    style.FrameBorderSize = 1;
    style.PopupBorderSize = 1;
    style.DisabledAlpha = 0.45F;

    const ImVec4 accent = im_vec(palette.accent);
    const auto accent_at = [&](float alpha) { return ImVec4(accent.x, accent.y, accent.z, alpha); };
    const figure::Grounds grounds = figure::grounds_of(palette);
    ImVec4* c = style.Colors;
    for (int i = 0; i < ImGuiCol_COUNT; ++i) c[i] = im_vec(palette.panel);
    c[ImGuiCol_Text] = im_vec(palette.ink);
    c[ImGuiCol_TextDisabled] = im_vec(palette.muted);
    c[ImGuiCol_WindowBg] = im_vec(palette.paper);
    c[ImGuiCol_ChildBg] = ImVec4(0, 0, 0, 0);
    c[ImGuiCol_PopupBg] = im_vec(palette.panel);
    c[ImGuiCol_Border] = im_vec(palette.line);
    c[ImGuiCol_BorderShadow] = ImVec4(0, 0, 0, 0);
    c[ImGuiCol_FrameBg] = im_vec(grounds.field);
    c[ImGuiCol_FrameBgHovered] = im_vec(grounds.hovered);
    c[ImGuiCol_FrameBgActive] = im_vec(grounds.pressed);
    c[ImGuiCol_ScrollbarBg] = ImVec4(0, 0, 0, 0);
    c[ImGuiCol_ScrollbarGrab] = im_vec(palette.line);
    c[ImGuiCol_ScrollbarGrabHovered] = im_vec(palette.muted);
    c[ImGuiCol_ScrollbarGrabActive] = im_vec(palette.muted);
    c[ImGuiCol_CheckMark] = accent;
    c[ImGuiCol_SliderGrab] = accent_at(0.45F);
    c[ImGuiCol_SliderGrabActive] = accent_at(0.7F);
    c[ImGuiCol_Button] = im_vec(grounds.raised);
    c[ImGuiCol_ButtonHovered] = im_vec(grounds.hovered);
    c[ImGuiCol_ButtonActive] = im_vec(grounds.pressed);
    c[ImGuiCol_Header] = im_vec(grounds.selected);
    c[ImGuiCol_HeaderHovered] = im_vec(grounds.row_hovered);
    c[ImGuiCol_HeaderActive] = im_vec(grounds.selected_hovered);
    c[ImGuiCol_Separator] = im_vec(palette.line);
    c[ImGuiCol_SeparatorHovered] = accent_at(0.6F);
    c[ImGuiCol_SeparatorActive] = accent;
    c[ImGuiCol_TextSelectedBg] = accent_at(0.3F);
    c[ImGuiCol_DragDropTarget] = accent;
    c[ImGuiCol_NavHighlight] = accent;
    c[ImGuiCol_ModalWindowDimBg] = ImVec4(0, 0, 0, palette.dark ? 0.55F : 0.3F);
    ImGui::GetStyle() = style;
}

scene::Look scene_look(const figure::Style& style, figure::Range activations,
                       std::vector<float> gradient_highs) {
    const auto rgba = [](figure::Color c) {
        const ImVec4 v = im_vec(c);
        return scene::Rgba{v.x, v.y, v.z, v.w};
    };
    const figure::Palette& p = style.palette;
    scene::Look look;
    look.paper = rgba(p.paper);
    look.line = rgba(p.line);
    look.ink = rgba(p.ink);
    look.muted = rgba(p.muted);
    look.window = rgba(p.window);
    look.winner = rgba(p.winner);
    look.output = rgba(p.output);
    look.positive = rgba(p.positive);
    look.negative = rgba(p.negative);
    for (int i = 0; i < 256; ++i) {
        const float t = static_cast<float>(i) / 255.0F;
        look.activation_lut.push_back(rgba(figure::sequential(style.activations, t)));
        look.gradient_lut.push_back(rgba(figure::diverging(p, 2 * t - 1)));
    }
    look.activation_low = activations.low;
    look.activation_high = activations.high;
    for (float& high : gradient_highs) high = std::max(high, 1e-12F);
    look.gradient_highs = std::move(gradient_highs);
    return look;
}

}  // namespace ui
