#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "figure/drawing.h"

namespace figure {

enum class FileKind { png, svg, pdf };

/// The kind that a path's ending names. Throws words::Error for any other ending.
FileKind kind_of_path(const std::filesystem::path& path);
/// Replays a drawing with Cairo and returns the file's bytes. PNG: `scale` pixels a point. `background` with
/// alpha 0: transparent. Throws words::Error when Cairo refuses.
std::vector<unsigned char> render_file(const Drawing& drawing, FileKind kind, Color background,
                                       float scale = 2);

}  // namespace figure
