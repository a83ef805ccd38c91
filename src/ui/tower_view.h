#pragma once

#include <string>

#include "scene/renderer.h"
#include "ui/app_state.h"
#include "ui/imgui_compat.h"

namespace ui {

/// The tower as a picture of the interface.
struct TowerPicture {
    ImTextureID texture{};
    bool drawn = false;  ///< false: the machine cannot; `reason` says why
    words::Message reason;
    std::int64_t links_shown = 0;
    std::int64_t links_total = 0;
    bool relief_left_out = false;
};

/// What the tower shows of the state. The lineages stay owned by the state.
scene::View tower_view(const AppState& app);
/// Ranges of the whole evaluation, so that equal colours are equal values in every map; counted once for each
/// evaluation.
const TowerRanges& tower_ranges(AppState& app);
/// Colours and ranges of the tower; no glyphs yet.
scene::Look tower_look(AppState& app, const figure::Style& style);
/// The numbers of cells, in the face of the bench's numbers.
std::shared_ptr<const scene::Glyphs> tower_glyphs();
scene::Layout tower_layout(const AppState& app);
/// Heights as they are drawn.
scene::Relief tower_relief(AppState& app, const scene::Layout& layout);

/// Moves the camera so that everything is seen, at once where it is the first time.
void frame_tower(AppState& app, float aspect);
/// Flies to one map.
void fly_to_map(AppState& app, std::size_t map, float aspect);
/// Lets the keys walk cells, from the cell pointed at, the newest pin or the window's output cell.
void begin_focus(AppState& app);
/// A key while the keys walk cells. Returns whether it was meant for that.
bool focus_key(AppState& app, const KeyPress& press);

}  // namespace ui
