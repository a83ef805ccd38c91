#pragma once

#include <string>
#include <string_view>

#include "io/data_set.h"

namespace io {

/// Whether text begins as a grid of a geographic program with a short header: ESRI ASCII ("ncols 3"),
/// Surfer's text form ("DSAA") or GRASS ASCII ("north: 4").
bool looks_like_grid(std::string_view bytes);
/// Its values, the north on top; cells without data are NaN. What the header says of places and cell sizes is
/// passed over. `name` stands in messages. Throws FileError.
Numbers read_grid(std::string_view bytes, const std::string& name);

}  // namespace io
