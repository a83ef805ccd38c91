#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "figure/raster.h"

// The parts of a PNG file (W3C, Portable Network Graphics, third edition), for still and moving pictures.

namespace figure::png {

using Bytes = std::vector<unsigned char>;

void append_number(Bytes& bytes, std::uint32_t value);  ///< most significant byte first
/// Length, name, data, checksum.
void append_chunk(Bytes& bytes, std::string_view name, std::span<const unsigned char> data);
/// Signature, header and, where `dpi` is above 0, the size of a pixel. `alpha`: four channels instead of
/// three.
Bytes beginning(int width, int height, bool alpha, float dpi);
/// Compressed rows of a part of a raster.
struct Part {
    int x = 0, y = 0, width = 0, height = 0;
};
Bytes packed_rows(const Raster& raster, const Part& part, bool alpha);

}  // namespace figure::png
