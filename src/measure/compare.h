#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "pool/tensor.h"

// How two maps of one shape differ. All numbers are of whole maps: every cell of every channel and item.

namespace measure {

/// Two values that rounding alone may tell apart.
bool close(float a, float b);
/// Equal, or both NaN.
bool identical(float a, float b);

struct Comparison {
    bool same_shape = true;          ///< false: the maps cannot be compared, nothing below is set
    double relative_difference = 0;  ///< ‖a − b‖ / ‖a‖; 0 when both are zero, ∞ when only a is
    double cosine = 0;               ///< of the angle between them; NaN when one of them is zero
    std::int64_t cells = 0;
    std::int64_t differ = 0;          ///< cells that are not identical
    std::int64_t differ_visibly = 0;  ///< cells that differ by more than 1e-6
    double equal_share = 1;           ///< 1 − differ / cells
    double largest_change = 0;        ///< the largest |a − b|

    bool equal() const { return same_shape && differ == 0; }
};
Comparison compare(std::span<const float> a, std::span<const float> b);
Comparison compare(const pool::Tensor& a, const pool::Tensor& b);

/// Whole cells: rows down, columns to the right.
struct Move {
    std::int64_t dy = 0;
    std::int64_t dx = 0;
    bool operator==(const Move&) const = default;
};
/// Where a map of that shape is expected when the input is shifted by so many cells.
Move expected_move(const pool::Shape& input, const pool::Shape& map, double dy, double dx);
/// Whether every plane of b is that of a moved so, zeros coming in; to rounding.
bool moved(const pool::Tensor& a, const pool::Tensor& b, Move move);
/// Whether every plane of b is that of a turned counter-clockwise by so many times 90°; to rounding.
bool turned(const pool::Tensor& a, const pool::Tensor& b, int quarters);

/// What became of map a in map b.
struct Relation {
    enum class Kind { same, moved, turned, neither } kind = Kind::neither;
    Move move;          ///< of Kind::moved
    int quarters = 0;   ///< of Kind::turned, 1 to 3
    bool exact = true;  ///< of Kind::same: false where rounding alone tells them apart
};
/// `near`: the move that is expected, tried first; among several that fit the nearest to it is taken. A map
/// that has become zero has not moved.
Relation relation(const pool::Tensor& a, const pool::Tensor& b, Move near = {});

}  // namespace measure
