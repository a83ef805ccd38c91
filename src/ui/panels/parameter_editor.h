#pragma once

#include "ui/widgets.h"

namespace ui {

/// The parameter's PyTorch name and an editor for its type, `width` pixels wide. Changes go to the layer at
/// `position`.
void parameter_row(Frame& f, std::size_t position, const pool::Layer& layer, const pool::ParamSpec& spec,
                   float width);

}  // namespace ui
