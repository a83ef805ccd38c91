#pragma once

#include <memory>
#include <optional>
#include <string>

#include "ui/export_choice.h"
#include "ui/tower_figure.h"

namespace ui {

/// Everything that an exported figure depends on; equal texts are equal figures.
std::string export_key(const AppState& app, const ExportChoice& choice, const pool::Cursor& cursor);

/// The active work as figures show it, with nothing of a lesson's question in it: all its own, so that
/// another thread can draw from it.
class ExportScene {
 public:
    explicit ExportScene(const AppState& app);
    /// Whether the state still shows the same.
    bool is_of(const AppState& app) const;
    /// The figure at a cursor, of a kind that needs nothing else. Valid as long as this lives.
    figure::FigureRequest request(const figure::PlateKind& kind, const pool::Cursor& cursor) const;

 private:
    struct Of {
        pool::EvaluationId evaluation;
        std::size_t revision = 0;
        pool::ShownPlane plane;
        std::vector<pool::MapCell> pins;
        work::Veil veil;
        listing::CodeLanguage language = listing::CodeLanguage::numpy;
        bool operator==(const Of&) const = default;
    };
    static Of of(const AppState& app);

    Of of_;
    pool::Evaluation evaluation_;
    std::vector<pool::Trace> pins_;
};

/// What the sheet's figures are drawn from; made anew where it has changed.
class ExportSource {
 public:
    std::shared_ptr<const ExportScene> scene(const AppState& app);
    /// The figure at a cursor. Valid until the next call. Throws words::Error where the tower cannot be
    /// drawn.
    figure::FigureRequest request(const AppState& app, const ExportChoice& choice, const pool::Cursor& cursor,
                                  const ShootTower& shoot);

 private:
    std::shared_ptr<const ExportScene> scene_;
    std::optional<pool::Evaluation> other_;
    std::shared_ptr<const measure::Curves> curves_;
    std::shared_ptr<const figure::TowerShot> tower_;
    std::string tower_of_;
};

}  // namespace ui
