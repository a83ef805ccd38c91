#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/figure_job.h"
#include "app/lane_arguments.h"
#include "app/tower_arguments.h"

namespace app {

/// The options of `poolscope figure KIND`.
class FigureArguments {
 public:
    /// Everything but where the figure is written to.
    void add_to(Options& command);
    /// Throws UsageError. `kind` is a name of the table.
    FigureJob read(const std::string& kind);
    const Source& source() const { return source_; }

 private:
    void add_content(Options& command);
    void add_special(Options& command);
    void add_look(Options& command);
    void add_file(Options& command);
    figure::Sheet sheet(const document::Document& document) const;
    /// Throws UsageError where no map has the channel or the item that is to be shown.
    void check_planes(const document::Document& document) const;
    /// Throws UsageError where the figure would not show what was asked for.
    void check_shown(const figure::PlateKind& kind, const pool::Cursor& cursor) const;

    Source source_;
    CursorArguments place_;
    Pins pins_;
    std::int64_t map_ = 0;
    std::int64_t channel_ = 0;
    std::int64_t batch_item_ = 0;
    std::string windows_;
    std::vector<std::string> labels_;
    LaneArguments lane_;
    std::string name_, other_name_;
    std::string transform_ = "shift-x=-8:8:1";
    std::string replacements_ = "as-given";
    std::string measure_;
    std::string code_ = "numpy";
    TowerArguments tower_;
    std::string style_;
    std::map<std::string, std::string> look_;  ///< options of a sheet by name; empty: not given
    std::map<std::string, bool> flags_;
    std::optional<float> font_size_;
    std::optional<int> digits_;
    std::string title_;
    float dpi_ = 300;
    std::string svg_text_ = "text";
    std::string svg_cells_ = "rects";
};

}  // namespace app
