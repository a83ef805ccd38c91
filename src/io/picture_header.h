#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace io {

enum class PictureFormat { png, jpeg, bmp, tga, pnm };

/// What a picture file says of itself before it is decoded.
struct PictureHeader {
    PictureFormat format = PictureFormat::png;
    std::int64_t width = 0;
    std::int64_t height = 0;
    int channels = 1;  ///< most that decoding can give: 1 grey, 2 grey and alpha, 3 colours, 4 with alpha
    int bits = 8;      ///< of one value of one channel: 8 or 16
    bool operator==(const PictureHeader&) const = default;
};

/// Reads the header of a picture by its content. Refused before anything is decoded: sizes beyond 64
/// megapixels, more pixels than so many bytes can hold in that format, a JPEG whose segments are damaged.
/// `name` stands in messages. nullopt: none of the formats. Throws FileError.
std::optional<PictureHeader> read_picture_header(std::span<const std::uint8_t> bytes,
                                                 const std::string& name);

/// "PNG", "JPEG", …
std::string format_name(PictureFormat format);

}  // namespace io
