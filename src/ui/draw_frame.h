#pragma once

#include "ui/tower_figure.h"
#include "ui/widgets.h"

namespace ui {

/// What a frame needs from outside besides the state.
struct FrameContext {
    const Fonts& fonts;
    Textures& textures;
    RenderTower tower;
    ShootTower shoot_tower{};  ///< none: figures have no picture of the tower
};

/// Builds one frame of the whole interface between ImGui::NewFrame and ImGui::Render (both called here), then
/// applies the edits that it requested. Needs an ImGui context with fonts; no window and no OpenGL.
void draw_frame(AppState& app, FrameContext& context);

}  // namespace ui
