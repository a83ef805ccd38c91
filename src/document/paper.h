#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "pool/tensor.h"

namespace document {

/// Takes a white rim away, as a scanner leaves it around a sheet: up to a quarter of the plane on each side,
/// with straight edges. The sheet goes on in its place, as light as it is at its edge. `rim`: rim_value of
/// the plane.
void fill_white_rim(std::span<float> plane, const pool::Shape& shape, float rim);

/// The light on paper, H×W: a plane of a picture without its dark marks. A mark into which no octagon of
/// `side` cells fits takes the light around it (morphological closing); what is larger stays as it is, with
/// its edges in their places: a gradient, a shadow. Light specks of one or two cells are left out.
std::vector<float> light_on_paper(std::span<const float> plane, const pool::Shape& shape, std::int64_t side);

/// The cells that hold the ink of a plane in 0..1: dark marks where the rim is light, light ones where it is
/// dark, of any size below half of the picture; specks are left out. Where there are no such marks, the cells
/// that differ from the rim. May be empty.
pool::Region ink_of(std::span<const float> plane, const pool::Shape& shape, float rim);

}  // namespace document
