#include "io/exif.h"

#include <algorithm>
#include <string_view>

namespace io {

namespace {

using ExifBytes = std::span<const std::uint8_t>;

std::uint32_t exif_number(ExifBytes bytes, std::size_t at, std::size_t size, bool little_endian) {
    std::uint32_t value = 0;
    if (at > bytes.size() || bytes.size() - at < size) return 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8U | bytes[at + (little_endian ? size - 1 - i : i)];
    return value;
}

/// The tag in the first directory of a TIFF.
int orientation_in_tiff(ExifBytes tiff) {
    if (tiff.size() < 8) return 1;
    const bool little = tiff[0] == 'I';
    if (exif_number(tiff, 2, 2, little) != 42) return 1;
    const std::size_t directory = exif_number(tiff, 4, 4, little);
    const std::uint32_t count = std::min(exif_number(tiff, directory, 2, little), 512U);
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::size_t entry = directory + 2 + std::size_t{12} * i;
        constexpr std::uint32_t kOrientation = 0x0112;
        if (exif_number(tiff, entry, 2, little) != kOrientation) continue;
        const std::uint32_t value = exif_number(tiff, entry + 8, 2, little);
        return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

bool begins(ExifBytes bytes, std::string_view text) {
    return bytes.size() >= text.size() &&
           std::equal(text.begin(), text.end(), bytes.begin(),
                      [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

int orientation_in_jpeg(ExifBytes bytes) {
    for (std::size_t at = 2; at < bytes.size();) {
        // Padding may stand before a marker, and fill bytes in it (ITU-T T.81, B.1.1.2).
        while (at < bytes.size() && bytes[at] != 0xFF) ++at;
        while (at + 1 < bytes.size() && bytes[at + 1] == 0xFF) ++at;
        if (at + 4 > bytes.size()) return 1;
        const std::uint8_t marker = bytes[at + 1];
        const std::size_t length = exif_number(bytes, at + 2, 2, false);
        // The scan begins: no more headers.
        if (marker == 0xDA || length < 2 || at + 2 + length > bytes.size()) return 1;
        const ExifBytes segment = bytes.subspan(at + 4, length - 2);
        constexpr std::string_view kMark("Exif\0\0", 6);
        if (marker == 0xE1 && begins(segment, kMark))
            return orientation_in_tiff(segment.subspan(kMark.size()));
        at += 2 + length;
    }
    return 1;
}

int orientation_in_png(ExifBytes bytes) {
    for (std::size_t at = 8; at + 12 <= bytes.size();) {
        const std::size_t length = exif_number(bytes, at, 4, false);
        if (length > bytes.size() - at - 12) return 1;
        if (begins(bytes.subspan(at + 4), "eXIf")) return orientation_in_tiff(bytes.subspan(at + 8, length));
        at += 12 + length;
    }
    return 1;
}

}  // namespace

int exif_orientation(ExifBytes bytes) {
    if (begins(bytes, "\xFF\xD8")) return orientation_in_jpeg(bytes);
    if (begins(bytes, "\x89PNG")) return orientation_in_png(bytes);
    return 1;
}

pool::Tensor upright(pool::Tensor picture, int orientation) {
    if (orientation <= 1 || orientation > 8) return picture;
    const pool::Shape& shape = picture.shape();
    const bool turned = orientation >= 5;
    pool::Tensor result({shape.n, shape.c, turned ? shape.w : shape.h, turned ? shape.h : shape.w});
    for (std::int64_t c = 0; c < shape.c; ++c) {
        for (std::int64_t y = 0; y < shape.h; ++y) {
            for (std::int64_t x = 0; x < shape.w; ++x) {
                const std::int64_t right = shape.w - 1 - x;
                const std::int64_t below = shape.h - 1 - y;
                pool::Cell to{0, c, y, x};
                switch (orientation) {
                    case 2:
                        to = {0, c, y, right};
                        break;
                    case 3:
                        to = {0, c, below, right};
                        break;
                    case 4:
                        to = {0, c, below, x};
                        break;
                    case 5:
                        to = {0, c, x, y};
                        break;
                    case 6:
                        to = {0, c, x, below};
                        break;
                    case 7:
                        to = {0, c, right, below};
                        break;
                    default:
                        to = {0, c, right, y};
                        break;
                }
                result.at(to) = picture.at({0, c, y, x});
            }
        }
    }
    return result;
}

}  // namespace io
