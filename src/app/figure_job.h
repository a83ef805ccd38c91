#pragma once

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "app/commands.h"
#include "document/document.h"
#include "figure/export.h"
#include "figure/sheet.h"
#include "listing/code.h"
#include "measure/sweep.h"

namespace app {

/// A figure that is asked for: what it shows, on what kind of sheet, in what kind of file.
struct FigureJob {
    const figure::PlateKind* kind = nullptr;
    document::Document document;
    std::string name, other_name;
    pool::Cursor cursor;
    std::int64_t n = 0;
    std::int64_t c = 0;
    std::size_t map = 0;
    std::vector<std::int64_t> windows;
    std::vector<pool::MapCell> pins;
    std::vector<figure::CellLabel> labels;
    measure::SweepRequest sweep;  ///< of the kind "curve": its axis, values and replacements
    figure::CurveMeasure curve_measure = figure::CurveMeasure::relative_difference;
    listing::CodeLanguage code = listing::CodeLanguage::numpy;
    TowerOptions tower;
    work::Veil veil;  ///< what is hatched
    figure::Sheet sheet;
    figure::FileOptions file;
};

/// What a job is drawn from, evaluated once however many figures are made of it.
class FigureSource {
 public:
    explicit FigureSource(const FigureJob& job);
    /// The job's figure at its cursor, or at another. Valid as long as this lives.
    figure::FigureRequest request(const FigureJob& job) const { return request(job, job.cursor); }
    figure::FigureRequest request(const FigureJob& job, const pool::Cursor& cursor) const;
    const pool::Evaluation& evaluation() const { return evaluation_; }

 private:
    pool::Evaluation evaluation_;
    std::optional<pool::Evaluation> other_;
    std::vector<pool::Trace> traces_;
    std::shared_ptr<const measure::Curves> curves_;
    std::shared_ptr<const figure::TowerShot> tower_;
};

/// The bytes of a figure's file, of the kind that the path's ending names. What it does not show is added to
/// `notes`.
std::vector<unsigned char> figure_file(const FigureJob& job, const std::filesystem::path& path,
                                       std::vector<words::Message>& notes);
/// Composes and writes a figure and returns what it does not show; nothing is written where anything is
/// wrong.
std::vector<words::Message> write_figure(const FigureJob& job, const std::filesystem::path& out);
/// Every kind with one sentence.
void list_figures(std::ostream& print);

}  // namespace app
