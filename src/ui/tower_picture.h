#pragma once

#include <cstdint>
#include <functional>

#include "figure/style.h"
#include "ui/imgui_compat.h"
#include "words/message.h"

namespace ui {

class AppState;

/// The tower as a picture of the interface.
struct TowerPicture {
    ImTextureID texture{};
    bool drawn = false;  ///< false: the machine cannot; `reason` says why
    words::Message reason;
    std::int64_t links_shown = 0;
    std::int64_t links_total = 0;
    bool relief_left_out = false;
};

/// Renders the 3-D view of a size in pixels; empty where there is no OpenGL.
using RenderTower = std::function<TowerPicture(AppState&, const figure::Style&, int, int)>;

}  // namespace ui
