#pragma once

#include <memory>

#include "document/document.h"

namespace document {

/// The picture of an input before it is fitted to the canvas, in this order: one channel or grey, even light,
/// levels, inverted, cropped to the ink. 1×C×H×W in 0..1. `input.base` must be a picture.
std::shared_ptr<const pool::Tensor> prepared_picture(const Input& input);
/// The array of an input: all of it, or one channel.
std::shared_ptr<const pool::Tensor> prepared_array(const Input& input);

/// The value that is the middle one of all cells at the rim of a channel.
float rim_value(const pool::Tensor& picture, std::int64_t channel);
/// Whether a picture's rim is light, as paper is: its ink would lose every maximum until it is inverted.
bool has_light_rim(const Input& input);

/// Sets the canvas for a new base: a picture of at most kMaxCanvas cells a side keeps its cells, a larger one
/// is fitted to 28×28.
void fit_canvas(Input& input);

}  // namespace document
