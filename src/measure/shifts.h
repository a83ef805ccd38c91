#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "measure/compare.h"
#include "pool/evaluation.h"

// What a stack makes of an input that is shifted by whole cells (zeros come in), and of the ten digits.

namespace measure {

/// The maps of one stack for one input after another, in buffers that are kept.
class Maps {
 public:
    explicit Maps(pool::Stack stack) : stack_(std::move(stack)) {}
    const pool::Evaluation& of(std::shared_ptr<const pool::Tensor> input) {
        pool::forward(evaluation_, std::move(input), stack_);
        return evaluation_;
    }
    const pool::Stack& stack() const { return stack_; }

 private:
    pool::Stack stack_;
    pool::Evaluation evaluation_;
};

std::shared_ptr<const pool::Tensor> shifted(const pool::Tensor& input, Move move);

/// The eight shifts by one cell.
std::span<const Move> neighbours();
/// For how many of them map `map` is exactly as before; the mean of its relative differences.
std::int64_t unchanged8(const pool::Evaluation& a, std::size_t map, Maps& maps);
double mean_relative8(const pool::Evaluation& a, std::size_t map, Maps& maps);
/// The shifts to the right from −most to most for which map `map` is exactly as before.
std::vector<std::int64_t> equal_shifts(const pool::Evaluation& a, std::size_t map, Maps& maps,
                                       std::int64_t most = 8);

/// What became of map `map` for every shift by −most…most rows and columns, row by row.
struct ShiftMap {
    std::int64_t most = 0;
    std::vector<Relation> cells;
    const Relation& at(std::int64_t dy, std::int64_t dx) const {
        return cells[static_cast<std::size_t>((dy + most) * (2 * most + 1) + dx + most)];
    }
    std::int64_t count(Relation::Kind kind) const;
};
/// `progress` counts the shifts; throws pool::Cancelled.
ShiftMap shift_map(const pool::Evaluation& a, std::size_t map, Maps& maps, std::int64_t most = 4,
                   pool::Progress* progress = nullptr);
/// [same, moved, neither] of it.
std::array<std::int64_t, 3> shift_classes(const ShiftMap& map);

/// The smallest shift other than 0 along one axis of which every tested multiple (both ways, up to `most`
/// cells, shifts that leave nothing of the input left out) is "moved"; 0: there is none. Named from what
/// happens, not from the strides.
std::int64_t period(const pool::Evaluation& a, std::size_t map, Maps& maps, bool vertical,
                    std::int64_t most = 8, pool::Progress* progress = nullptr);

/// The digits 0 to 9 drawn in the size of `shape`, in each of its channels and items.
std::vector<std::shared_ptr<const pool::Tensor>> digits(const pool::Shape& shape);
/// Pairs of the ten digits, of 45, whose last maps are equal.
std::int64_t equal_digit_pairs(const pool::Shape& shape, Maps& maps);
/// All of that about one map of an input.
struct ShiftStudy {
    std::size_t map = 0;
    ShiftMap shifts;
    std::int64_t period_x = 0, period_y = 0;  ///< see `period`
    std::int64_t equal_pairs = 0;             ///< see `equal_digit_pairs`
};
/// Steps that `study_shifts` counts.
constexpr std::int64_t kStudySteps = 9 * 9 + 2 * 17;
/// Throws pool::StackException where the stack does not fit, pool::Cancelled.
ShiftStudy study_shifts(std::shared_ptr<const pool::Tensor> input, const pool::Stack& stack, std::size_t map,
                        pool::Progress& progress);
/// Whether the last map of a is nearer (‖a − b‖) to that of b than to that of every digit whose input is
/// neither of theirs; `left_out`: a digit that is not asked (−1: none).
bool nearest_is_pair(const pool::Evaluation& a, const pool::Evaluation& b, int left_out, Maps& maps);

}  // namespace measure
