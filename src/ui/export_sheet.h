#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/file_set.h"
#include "ui/export_source.h"
#include "work/aside.h"

namespace ui {

/// An animation that was made, before it is written.
struct ExportFilm {
    std::vector<io::NamedFile> files;  ///< one, whose name is the path; or frames of the folder `path`
    std::string path;
    bool folder = false;
    std::size_t frames = 0;
    int milliseconds = 0;
};

/// What is open while the sheet is.
struct ExportSheet {
    ExportChoice choice;
    std::string width;       ///< as it was typed
    std::string style;       ///< the one of the document that was chosen last
    std::string style_name;  ///< under which the look is saved
    std::string path;
    ExportSource source;
    ShootTower shoot_tower;  ///< of the newest frame

    figure::Drawing drawing;            ///< what is written, on the screen scaled to fit
    std::vector<words::Message> notes;  ///< what it does not show
    std::string drawn_for;              ///< what it was composed for
    /// Why it cannot be, by the control that it stands beside; "" is the preview.
    std::map<std::string, words::Message> refused;
    /// What was typed and cannot be taken, by its control.
    std::map<std::string, words::Message> mistyped;

    std::vector<figure::FilmMoment> moments;  ///< of an animation
    std::string planned_for;
    figure::Point frame;   ///< size of its frames, in points
    double film_time = 0;  ///< seconds that its preview has played
    work::Aside<ExportFilm> job;

    words::Message said;  ///< what became of the last button, until a setting is changed
    bool failed = false;  ///< that is a refusal
    std::string written;  ///< the file that was written last

    float controls = 0;  ///< how high its settings are; 0: not known yet

    bool possible() const { return refused.empty() && !mistyped.contains("export.width"); }
    void say(words::Message message, bool refusal = false) {
        said = std::move(message);
        failed = refusal;
    }
};

/// Opens the sheet with the last choice, of the kind that belongs to the view.
void open_export(AppState& app);
/// Ends what is being made, otherwise closes the sheet.
void close_export(AppState& app);
/// True while its preview moves or an animation is made.
bool export_animates(const AppState& app);

/// Composes what is shown where anything has changed. `seconds` pass in the preview.
void compose_export(AppState& app, ExportSheet& sheet, double seconds);
/// The picture that is shown, as a PNG. Throws words::Error.
std::vector<unsigned char> export_png(AppState& app, ExportSheet& sheet);
/// Writes the file, or begins to make the animation. What cannot be done is said in the sheet.
void write_export(AppState& app, ExportSheet& sheet);
/// Writes the animation that was being made, once it is there.
void finish_export(ExportSheet& sheet);
/// Puts a PNG on the clipboard of X11 or Wayland by a program on the PATH. Throws words::Error where there is
/// none: GLFW knows texts alone.
void copy_picture(const std::vector<unsigned char>& png);

/// The styles of the document; no name: the usual look. The first two throw words::Error.
void choose_style(const AppState& app, ExportSheet& sheet, const std::string& name);
void save_style(AppState& app, ExportSheet& sheet);
void delete_style(AppState& app, ExportSheet& sheet);

}  // namespace ui
