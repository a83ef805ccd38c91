#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "pool/trace.h"

// No line crosses a number of the tower's picture: around each number stands what would be there without
// lines.

namespace app {

/// RGBA pixels from the top.
struct PictureOf {
    std::vector<unsigned char>& rgba;
    int width = 0;
    int height = 0;
};
/// Takes lines away from numbers. `bare`: the same picture without lines; `blank`: without numbers too.
/// `cell_at`: the cell that a pixel shows. `around`: pixels that stay free around a number.
void clear_numbers(const PictureOf& picture, const std::vector<unsigned char>& bare,
                   const std::vector<unsigned char>& blank,
                   const std::function<std::optional<pool::MapCell>(int x, int y)>& cell_at, float around);

}  // namespace app
