#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "figure/drawing.h"

namespace figure {

enum class FileKind { png, svg, pdf, tex };

/// The kind that a path's ending names. Throws words::Error for any other ending.
FileKind kind_of_path(const std::filesystem::path& path);
std::string_view ending_of(FileKind kind);  ///< ".png"

/// How a drawing becomes a file.
struct FileOptions {
    Color ground{255, 255, 255, 255};  ///< alpha 0: transparent
    float dpi = 144;                   ///< of a PNG, 1 to 1200; a point is 1/72 inch
    bool text_as_paths = false;        ///< of an SVG
    bool cells_as_pixels = false;      ///< of an SVG
    std::string title{};               ///< of all but a PNG, for its reader's window
    std::string description{};
};

/// The file's bytes. The same drawing with the same options gives the same bytes. Throws words::Error
/// when Cairo refuses, and for what write_tikz refuses.
std::vector<unsigned char> render_file(const Drawing& drawing, FileKind kind, const FileOptions& options);
/// A PDF of several pages, each as large as its drawing.
std::vector<unsigned char> render_pages(std::span<const Drawing> pages, const FileOptions& options);

}  // namespace figure
