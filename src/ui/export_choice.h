#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "figure/export.h"
#include "figure/sheet.h"
#include "ui/app_state.h"

namespace ui {

/// What the export sheet makes. The last one is kept with the settings.
struct ExportChoice {
    std::string kind = "pair";
    figure::FileKind file = figure::FileKind::svg;
    float dpi = 300;  ///< of a PNG
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
};
std::span<const ExportPreset> export_presets();
void apply(ExportChoice& choice, const ExportPreset& preset);

/// The kinds of figures that the sheet offers: all but the tower, which is drawn without the window.
std::vector<const figure::PlateKind*> export_kinds(const AppState& app);
/// ".png", ".svg" or ".pdf".
const char* ending_of(figure::FileKind kind);

/// What a figure of the active work is drawn from, besides its evaluation; made anew where that has changed.
class ExportSource {
 public:
    /// The figure at the cursor. Valid as long as this and the active evaluation live.
    figure::FigureRequest request(AppState& app, const ExportChoice& choice);

 private:
    pool::EvaluationId of_;
    std::optional<pool::Evaluation> other_;
    std::shared_ptr<const measure::Curves> curves_;
};

/// The command that writes the same file; `out` is its name. The document stands in it by its file where it
/// is saved, by its sample and stack where these are all of it. Nothing: it must be saved first.
std::optional<std::string> export_command(const AppState& app, const ExportChoice& choice,
                                          const std::string& out);

/// What is open while the sheet is.
struct ExportSheet {
    ExportChoice choice;
    std::string width;  ///< as it was typed
    std::string path;
    ExportSource source;
    figure::Drawing drawing;  ///< of `shown`, on the screen scaled to fit
    std::string drawn_for;    ///< what it was composed for
    words::Message refused;   ///< why there is none
    words::Message said;      ///< what became of the last button
    bool failed = false;      ///< that is a refusal
    std::string written;      ///< the file that was written last
};

/// Opens the sheet with the last choice, of the kind that belongs to the view.
void open_export(AppState& app);

}  // namespace ui
