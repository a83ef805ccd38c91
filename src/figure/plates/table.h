#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "figure/plates/curves.h"
#include "figure/plates/plates.h"
#include "figure/words.h"
#include "words/message.h"
#include "work/veil.h"

// The kinds of figures, as a table. A new kind is one file with its `compose` and one line in table.cpp;
// command line, export, books and tests read the table.

namespace figure {

/// A letter that stands on a cell.
struct CellLabel {
    std::size_t map = 0;
    std::int64_t y = 0;
    std::int64_t x = 0;
    std::string text;
    bool operator==(const CellLabel&) const = default;
};

/// A program beside a window: which of its lines run now, and what its variables hold.
struct ShownCode {
    struct Line {
        std::string text;
        bool running = false;
    };
    std::vector<Line> lines;
    std::vector<std::pair<std::string, std::string>> variables;
};

/// A picture of the tower, and where each map's name belongs on it.
struct TowerShot {
    std::shared_ptr<const Pixels> pixels;
    std::vector<Point> anchors;  ///< of map i, in pixels of the picture
    std::uint64_t key = 0;       ///< see Image::key
};

/// What a figure shows.
struct FigureRequest {
    const pool::Evaluation& evaluation;
    const pool::Evaluation* other = nullptr;  ///< for kinds that compare: what it is compared with
    std::string name{}, other_name{};         ///< of the two inputs; empty: no name
    pool::Cursor cursor{};
    std::int64_t n = 0;
    std::int64_t c = 0;
    std::size_t map = 0;                  ///< for kinds that show one map
    std::vector<std::int64_t> windows{};  ///< for kinds that show several; empty: all
    std::vector<TraceMark> pins{};
    std::vector<CellLabel> labels{};
    std::vector<CellLabel> other_labels{};  ///< on the other evaluation's maps
    /// What some kinds need besides: see PlateKind::Needs.
    std::shared_ptr<const measure::Curves> curves{};
    CurveMeasure curve_measure = CurveMeasure::relative_difference;
    std::shared_ptr<const ShownCode> code{};
    std::shared_ptr<const TowerShot> tower{};
    Style style{};
    Words words{};
    /// What the figure may take, in points; 0: what it takes by nature.
    float width = 0;
    work::Veil veil{};    ///< what is hatched, because a question asks for it
    bool so_far = false;  ///< outputs appear as the walk reaches them; otherwise all are there
    bool numbers = true;
    bool legend = true;
    bool names = true;  ///< of maps and layers, with their sizes
};

/// A composed figure; its drawing is as large as what is drawn.
struct Figure {
    Drawing drawing;
    std::vector<std::string> caption;     ///< one sentence for each language, its numbers from the evaluation
    std::vector<words::Message> notes{};  ///< what of the request it does not show, and why
};

/// A figure that cannot be as narrow as was asked for.
class DoesNotFit : public words::Error {
 public:
    /// Both in points; of a sheet with its margins, as a person gives them.
    DoesNotFit(float needed, float given);
    float needed() const { return needed_; }

 private:
    float needed_;
};

struct PlateKind {
    std::string_view name;
    /// What a request must name; everything else has a default.
    struct Needs {
        bool layer = false;
        bool window = false;
        bool other = false;  ///< a second evaluation
        bool curves = false;
        bool code = false;
        bool tower = false;
    } needs{};
    Figure (*compose)(const FigureRequest&);
    /// What of a request it shows; the command line refuses the rest.
    bool forward = true;   ///< otherwise gradients alone
    bool two_ways = true;  ///< gradients where the cursor goes backward
    bool whole = false;    ///< what all windows of a layer do at once
    bool letters = true;   ///< letters on cells
    bool pins = false;     ///< lineages of cells
    bool veils = true;     ///< it hides what a question asks for; others are refused while one is open
};

/// Every kind, in the order of a menu. The text "plate.NAME" says what it
/// shows.
std::span<const PlateKind> plate_kinds();
/// The kind of that name, or nullptr.
const PlateKind* find_plate(std::string_view name);
/// The names of all kinds, or of those that have a property: "grid, pair".
std::string plate_names(bool PlateKind::*property = nullptr);

Figure compose_grid_figure(const FigureRequest& request);
Figure compose_pair_figure(const FigureRequest& request);
Figure compose_steps_figure(const FigureRequest& request);
Figure compose_stack_figure(const FigureRequest& request);
Figure compose_routes_figure(const FigureRequest& request);
Figure compose_backward_figure(const FigureRequest& request);
Figure compose_compare_figure(const FigureRequest& request);
Figure compose_kinds_figure(const FigureRequest& request);
Figure compose_receptive_figure(const FigureRequest& request);
Figure compose_curve_figure(const FigureRequest& request);
Figure compose_code_figure(const FigureRequest& request);
Figure compose_tower_figure(const FigureRequest& request);

}  // namespace figure
