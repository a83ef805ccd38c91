#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "pool/trace.h"

namespace figure {

/// Windows with more cells meet so often that their sums are no help, and take long to list: of one window,
/// and where those of all windows are shown.
constexpr std::int64_t kMostTapsOfOne = 100;
constexpr std::int64_t kMostTapsOfEach = 25;

/// Shares of a gradient that meet at one cell.
struct MetShares {
    std::string terms;  ///< "0.7 + 0.9"; "3 × 0.5" where more than two are equal
    float total = 0;    ///< their sum
};
/// The shares that `arrived` lets through at a cell of the layer's input; nothing where fewer than two carry
/// anything. Numbers have at most `digits` significant digits.
std::optional<MetShares> met_shares(const pool::Evaluation& evaluation, std::size_t layer,
                                    const pool::Cell& below, int digits,
                                    const std::function<bool(const pool::Link&)>& arrived);
/// Whether a link's window comes no later than number `last`, in the order of stepping, in the plane of
/// `output`.
std::function<bool(const pool::Link&)> windows_until(const pool::Evaluation& evaluation, std::size_t layer,
                                                     const pool::Cell& output, std::int64_t last);

}  // namespace figure
