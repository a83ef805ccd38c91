#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "figure/export.h"
#include "figure/film.h"
#include "ui/app_state.h"

namespace ui {

/// Whether the walk is written as a moving picture, and as which.
enum class Moving { none, gif, webp, apng, mp4, frames };

/// What the export sheet makes. The last one is kept with the settings.
struct ExportChoice {
    std::string kind = "pair";
    figure::FileKind file = figure::FileKind::svg;  ///< of a still figure and of numbered frames
    float dpi = 300;                                ///< of a PNG and of the tower's picture
    Moving moving = Moving::none;
    figure::FilmPlan film{.key = true};
    figure::Sheet sheet;
    bool operator==(const ExportChoice&) const = default;
};
/// As text for the settings, and back; what cannot be read has its default.
std::string choice_text(const ExportChoice& choice);
ExportChoice choice_of(const std::string& text);

/// Sizes and a format for one purpose; the text "export.preset.ID" names it.
struct ExportPreset {
    const char* id;
    const char* width;
    float font_size;
    figure::FileKind file;
    float dpi;
    float aspect = 0;  ///< of the whole sheet; 0: as high as it is
};
std::span<const ExportPreset> export_presets();
void apply(ExportChoice& choice, const ExportPreset& preset);

/// The kinds of figures that can be made of the active work.
std::vector<const figure::PlateKind*> export_kinds(const AppState& app);
/// Of the file's name: ".svg", ".gif" …; empty for a folder of frames.
std::string ending_of(const ExportChoice& choice);
/// Chooses the format that a name's ending says. Throws words::Error for an ending that is none.
void take_ending(ExportChoice& choice, const std::string& path);

/// From where the tower is looked at, as a figure takes it: azimuth and elevation in tenths of a degree.
std::pair<float, float> tower_angles(const AppState& app);

/// The command that writes the same file, wherever it is run; `out` is its name. The document stands in it by
/// its file where it is saved, by its sample and stack where these are all of it. Nothing: it must be saved
/// first.
std::optional<std::string> export_command(const AppState& app, const ExportChoice& choice,
                                          const std::string& out);

}  // namespace ui
