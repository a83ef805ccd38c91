#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "pool/evaluation.h"

// What a lesson hides until its question is answered. Views, panels, listings, figures and the description of
// the interface ask here before they show a quantity; what is hidden is drawn as hatched paper.

namespace work {

/// Quantities that can be hidden, by the names of the lesson files.
enum class Hidden {
    winner,           ///< which cell wins: ring, raised cell, bold number
    output,           ///< values behind the cursor's layer: maps, lens result, legend ends
    formula,          ///< this window's formula, sentence and the listing's variables
    index,            ///< flat positions of winners
    lineage,          ///< the path of a cell through the layers
    window,           ///< which cells the window reads: frame, lens, lit padding
    shape,            ///< sizes of the maps behind the cursor's layer, and the size rule
    cost,             ///< parameters, multiply-adds, bytes
    loss,             ///< what is differentiated
    gradient,         ///< the gradient at the input of the cursor's layer and below
    routes,           ///< where gradient goes
    sums,             ///< counts and sums of a gradient
    divisor,          ///< what an average divides by
    padding,          ///< the values in the padding
    receptive_field,  ///< which input cells an output cell depends on, how many
    pair,             ///< every pooled map of both lanes
    other,            ///< the second stack's maps
    difference,       ///< how far two maps are apart: rows of numbers, curves
    shifts,           ///< the map of shifts
    check,            ///< the numeric check of the gradient
};
constexpr std::size_t kHiddenKinds = 20;

/// "receptive_field".
std::string_view hidden_name(Hidden what);
std::optional<Hidden> find_hidden(std::string_view name);

/// Hides what a lesson names and everything that it could be read from: with the output goes the winner, with
/// the winner its index and where its gradient goes.
class Veil {
 public:
    /// Hides nothing.
    Veil() = default;
    /// `layer` counts from 1 and is the cursor's; maps from `first_map` on are hidden with the output.
    Veil(std::span<const Hidden> named, std::size_t layer, std::size_t first_map);
    Veil(std::span<const Hidden> named, std::size_t layer) : Veil(named, layer, layer) {}

    bool empty() const { return hidden_.none(); }
    bool hides(Hidden what) const { return hidden_[static_cast<std::size_t>(what)]; }
    /// The values of map `map` (0 is the input) of lane A, of lane B.
    bool hides_map(std::size_t map) const;
    bool hides_map_b(std::size_t map) const;
    /// The size of a map.
    bool hides_shape(std::size_t map) const;
    /// The gradient at map `map`.
    bool hides_gradient(std::size_t map) const;
    bool operator==(const Veil&) const = default;

 private:
    std::bitset<kHiddenKinds> hidden_;
    std::size_t layer_ = 1;
    std::size_t first_map_ = 1;
};

/// A copy whose hidden maps and gradients are 0 everywhere: whatever is drawn from it can show nothing of
/// them. `b`: it is lane B's.
pool::Evaluation veiled(const pool::Evaluation& evaluation, const Veil& veil, bool b = false);

}  // namespace work
