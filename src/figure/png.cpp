#include "figure/png.h"

#include <array>
#include <cmath>

#include <zlib.h>

#include "words/message.h"

namespace figure {

namespace png {

void append_number(Bytes& bytes, std::uint32_t value) {
    for (const unsigned shift : {24U, 16U, 8U, 0U})
        bytes.push_back(static_cast<unsigned char>(value >> shift));
}

void append_chunk(Bytes& bytes, std::string_view name, std::span<const unsigned char> data) {
    append_number(bytes, static_cast<std::uint32_t>(data.size()));
    const std::size_t checked = bytes.size();
    bytes.insert(bytes.end(), name.begin(), name.end());
    bytes.insert(bytes.end(), data.begin(), data.end());
    const auto sum = crc32(0, bytes.data() + checked, static_cast<uInt>(bytes.size() - checked));
    append_number(bytes, static_cast<std::uint32_t>(sum));
}

Bytes beginning(int width, int height, bool alpha, float dpi) {
    constexpr std::array<unsigned char, 8> kSignature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    constexpr unsigned char kColour = 2;
    constexpr unsigned char kColourAndAlpha = 6;
    Bytes bytes(kSignature.begin(), kSignature.end());
    Bytes header;
    append_number(header, static_cast<std::uint32_t>(width));
    append_number(header, static_cast<std::uint32_t>(height));
    header.insert(header.end(), {8, alpha ? kColourAndAlpha : kColour, 0, 0, 0});
    append_chunk(bytes, "IHDR", header);
    if (dpi > 0) {
        constexpr double kInchesPerMetre = 1 / 0.0254;
        Bytes size;
        const auto per_metre =
            static_cast<std::uint32_t>(std::lround(static_cast<double>(dpi) * kInchesPerMetre));
        append_number(size, per_metre);
        append_number(size, per_metre);
        size.push_back(1);  // the unit is the metre
        append_chunk(bytes, "pHYs", size);
    }
    return bytes;
}

Bytes packed_rows(const Raster& raster, const Part& part, bool alpha) {
    const std::size_t channels = alpha ? 4 : 3;
    const auto wide = static_cast<std::size_t>(part.width);
    const std::size_t row = 1 + wide * channels;
    Bytes raw(row * static_cast<std::size_t>(part.height));
    constexpr unsigned char kUp = 2;  // differences to the row above: most rows of a drawing repeat
    std::vector<unsigned char> before(row - 1);
    std::vector<unsigned char> now(row - 1);
    for (int y = 0; y < part.height; ++y) {
        const auto first = (static_cast<std::size_t>(part.y + y) * static_cast<std::size_t>(raster.width) +
                            static_cast<std::size_t>(part.x)) *
                           4;
        for (std::size_t x = 0; x < wide; ++x)
            for (std::size_t k = 0; k < channels; ++k) now[x * channels + k] = raster.rgba[first + x * 4 + k];
        unsigned char* out = raw.data() + static_cast<std::size_t>(y) * row;
        *out++ = kUp;
        for (std::size_t i = 0; i < now.size(); ++i) *out++ = static_cast<unsigned char>(now[i] - before[i]);
        before.swap(now);
    }
    constexpr int kLevel = 6;
    uLongf size = compressBound(static_cast<uLong>(raw.size()));
    Bytes packed(size);
    if (compress2(packed.data(), &size, raw.data(), static_cast<uLong>(raw.size()), kLevel) != Z_OK)
        throw words::Error({"error.figure.compress", {"PNG"}});
    packed.resize(size);
    return packed;
}

}  // namespace png

std::vector<unsigned char> encode_png(const Raster& raster, float dpi) {
    const bool alpha = !raster.opaque();
    png::Bytes bytes = png::beginning(raster.width, raster.height, alpha, dpi);
    png::append_chunk(bytes, "IDAT", png::packed_rows(raster, {0, 0, raster.width, raster.height}, alpha));
    png::append_chunk(bytes, "IEND", {});
    return bytes;
}

}  // namespace figure
