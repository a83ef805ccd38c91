#pragma once

#include <string>

#include "figure/style.h"
#include "scene/renderer.h"
#include "ui/keys.h"
#include "ui/tower.h"

namespace ui {

class AppState;

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
