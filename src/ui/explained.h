#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pool/gradient_check.h"
#include "pool/rules.h"
#include "pool/walkthrough.h"

namespace ui {

/// What the explanation says of one window, worked out once and not in every frame: windows may hold millions
/// of cells.
class Explained {
 public:
    /// What is explained. Equal places have equal explanations.
    struct Place {
        pool::EvaluationId evaluation;
        std::size_t layer = 0;
        pool::Phase phase = pool::Phase::forward;
        pool::Cell output;
        bool operator==(const Place&) const = default;
    };
    void refresh(const pool::Evaluation& evaluation, std::size_t layer, pool::Phase phase,
                 const pool::Cell& output);
    /// The numeric check at a cell; `settled` is false while the walk moves: then the last one stays.
    void check(const pool::Evaluation& evaluation, const pool::MapCell& at, bool settled);

    /// The formula of any map's cell with its numbers as plain text, for a card; kept while the same cell is
    /// asked.
    const std::string& card_formula(const pool::Evaluation& evaluation, const pool::MapCell& at);

    const Place& place() const { return place_; }
    const pool::Formula& formula() const { return formula_; }
    /// Backward: what each cell of the window gets, in scan order; at most kMostShares.
    const std::vector<pool::Tap>& shares() const { return shares_; }
    /// Valid taps that get something, also those beyond `shares`.
    std::size_t receivers() const { return receivers_; }
    /// Taps of the window that lie outside of the map.
    std::size_t padded() const { return padded_; }
    /// Cells of the layer's input whose gradient is zero.
    std::int64_t zeros() const { return zeros_; }
    /// Where the layer's framework rule gives another number than PyTorch's.
    const std::vector<pool::RuleDifference>& differences() const { return differences_; }
    const std::optional<pool::GradientCheck>& checked() const { return checked_; }
    const pool::MapCell& checked_at() const { return checked_at_; }

    static constexpr std::size_t kMostShares = 9;

 private:
    Place place_;
    pool::Formula formula_;
    std::vector<pool::Tap> shares_;
    std::size_t receivers_ = 0;
    std::size_t padded_ = 0;
    std::vector<pool::RuleDifference> differences_;
    std::int64_t zeros_ = 0;
    pool::EvaluationId zeros_of_;
    std::size_t zeros_layer_ = 0;
    std::string card_formula_;
    pool::MapCell card_at_;
    pool::EvaluationId card_of_;
    pool::GradientChecker checker_;
    std::optional<pool::GradientCheck> checked_;
    pool::MapCell checked_at_;
    pool::EvaluationId checked_of_;
};

}  // namespace ui
