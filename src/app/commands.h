#pragma once

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/options.h"
#include "document/document.h"
#include "figure/strings.h"
#include "figure/style.h"
#include "pool/trace.h"
#include "pool/walkthrough.h"
#include "ui/tower.h"

// What each command of `poolscope` is told. The command line is read in command_line.cpp; nothing here knows
// of it.

namespace app {

struct WindowOptions {
    std::filesystem::path file;  ///< empty: `document`, the last session's work, or the first document
    std::optional<document::Document> document;  ///< what the window opens with, prepared already
    std::string inspect;                         ///< --inspect PATH; empty: none
    int width = 1280;
    int height = 800;
    std::string lesson;  ///< id of a lesson or path of a lesson file to begin with; empty: none
    std::string step;    ///< of that lesson; empty: the first
    bool exit_after_first_frame = false;  ///< for measuring start-up
};
/// Opens the window and runs until it is closed.
int run_window(const WindowOptions& options);

/// How the tower is drawn in a file.
struct TowerOptions {
    std::optional<ui::TowerPreset> preset;
    std::optional<std::pair<float, float>> angles;  ///< azimuth, elevation in degrees
    std::optional<float> distance;                  ///< in cells of the input; none: everything is framed
    bool orthographic = false;
    float relief = 0;
    float flat = 0;
    float time = 1;  ///< seconds of the flow
    bool losers = false;
    bool still = false;  ///< nothing travels along the routes
    int samples = 4;
    bool bare = false;         ///< the tower alone, without the interface
    bool transparent = false;  ///< bare, on nothing
};

struct ScreenshotOptions {
    std::filesystem::path out;
    int width = 1600;
    int height = 1000;
    figure::Theme theme = figure::Theme::light;
    bool presenting = false;
    float text_scale = 1;
    figure::Language language = figure::Language::english;
    std::string view = "bench";  ///< see ui::View::id
    document::Document document;
    std::optional<pool::Cursor> cursor;
    std::vector<pool::MapCell> pins;                 ///< cells whose lineages are shown
    std::optional<std::pair<float, float>> pointer;  ///< where the mouse is, in pixels
    std::string edit;                                ///< a stack written into the notation field; empty: none
    std::string lesson;                              ///< id of a step, lesson or challenge; empty: none
    std::string help_page;                           ///< the layer kind whose page lies open; empty: none
    std::string code;                                ///< "numpy", "pytorch", "cpp"; empty: the explanation
    bool card = false;                               ///< the card of the cursor's layer is open
    std::size_t row = 1;                             ///< the map that is chosen side by side
    bool large = false;                              ///< that map alone
    bool costs = false;                              ///< costs in the place of the curves
    TowerOptions tower;
};
/// Renders the whole interface offscreen and writes a PNG.
int run_screenshot(const ScreenshotOptions& options);

struct EvalOptions {
    document::Document document;
    std::filesystem::path grad;     ///< empty: the document's upstream gradient
    std::filesystem::path indices;  ///< for a MaxUnpool2d at the beginning of the stack; empty: none
    std::filesystem::path out;      ///< empty: nothing is written
    bool json = false;
    int repeat = 0;  ///< above 0: the median time of so many evaluations is printed
};
/// Evaluates, writes the arrays (unless `out` is empty), prints the table or JSON to `print`. Nothing is
/// written when anything is wrong.
int run_eval(const EvalOptions& options, std::ostream& print);

/// Writes every figure of a book (assets/books) into a folder and prints which are new or changed. Nothing is
/// written where one of them cannot be made.
int run_book(const std::filesystem::path& book, const std::filesystem::path& out, std::ostream& print);

/// Lists every layer kind with its parameters, defaults, formula and source.
int run_layers(std::ostream& print);

/// The options of all commands that take a value.
std::vector<OptionName> options_with_values();

/// The whole program: reads the arguments (without the program's name) and runs. Returns the exit code;
/// refusals go to `errors` as "poolscope: error: …" with exit code 2.
int run(const std::vector<std::string>& arguments, std::ostream& print, std::ostream& errors);

}  // namespace app
