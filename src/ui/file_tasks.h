#pragma once

#include <filesystem>

#include "figure/plates/plates.h"
#include "ui/settings.h"

namespace ui {

class AppState;

/// Opens a document, picture, array or table. A document takes the place of the work, anything else becomes
/// the input map; either can be undone. An IDX file asks for the item first. What cannot be read is said
/// above the view and leaves the work as it is.
void open_path(AppState& app, const std::filesystem::path& path);
/// Takes item `index` of an IDX file as the input map.
void open_idx_item(AppState& app, const std::filesystem::path& path, std::int64_t index);
/// Saves the document; a failure is said above the view and leaves the old file.
void save_to(AppState& app, std::filesystem::path path);
/// Writes the focus pair as PNG, SVG or PDF, by the path's ending.
void export_figure(AppState& app, const std::filesystem::path& path);

/// Open the file dialog for one task.
void begin_open(AppState& app);
void begin_save(AppState& app);
void begin_figure(AppState& app);
/// Saves to the document's own path; asks for one where there is none.
void save_or_ask(AppState& app);

/// The style that the settings ask for, for the screen (`em` in pixels) and for figures.
figure::Style style_of(const Settings& settings, float em);
/// What the bench's plates show of the state.
figure::BenchView bench_view(AppState& app);

}  // namespace ui
