#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "figure/drawing.h"

namespace figure {

enum class FileKind { png, svg, pdf };

/// Replays a drawing with Cairo and returns the file's bytes. PNG: `scale` pixels a point. `background` with
/// alpha 0: transparent. Throws std::runtime_error when Cairo refuses.
std::vector<unsigned char> render_file(const Drawing& drawing, FileKind kind, Color background,
                                       float scale = 2);

}  // namespace figure
