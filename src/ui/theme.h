#pragma once

#include <vector>

#include "figure/style.h"
#include "scene/renderer.h"
#include "ui/imgui_compat.h"

namespace ui {

inline ImU32 im_color(figure::Color c) { return IM_COL32(c.r, c.g, c.b, c.a); }
inline ImVec4 im_vec(figure::Color c) {
    return ImVec4(static_cast<float>(c.r) / 255.0F, static_cast<float>(c.g) / 255.0F,
                  static_cast<float>(c.b) / 255.0F, static_cast<float>(c.a) / 255.0F);
}
/// Sets Dear ImGui's colours and sizes from the palette; sizes are multiples of `em`.
void apply_theme(const figure::Palette& palette, float em);

/// The same palette and colour maps for the 3-D view.
scene::Look scene_look(const figure::Style& style, figure::Range activations,
                       std::vector<float> gradient_highs);

}  // namespace ui
