#include "figure/png.h"

#include <array>
#include <cmath>
#include <utility>

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

namespace {

/// Bytes as zlib packs them, fed piece by piece.
class Packer {
 public:
    Packer() {
        // Three times as fast as 6, which makes the files of figures a quarter smaller.
        constexpr int kLevel = 3;
        if (deflateInit(&stream_, kLevel) != Z_OK) refuse();
    }
    ~Packer() { deflateEnd(&stream_); }
    Packer(const Packer&) = delete;
    Packer& operator=(const Packer&) = delete;

    void feed(std::span<unsigned char> bytes) { pack(bytes, Z_NO_FLUSH); }
    Bytes finish() {
        pack({}, Z_FINISH);
        return std::move(packed_);
    }

 private:
    [[noreturn]] static void refuse() { throw words::Error({"error.figure.compress", {"PNG"}}); }
    void pack(std::span<unsigned char> bytes, int flush) {
        std::array<unsigned char, 16384> room;
        stream_.next_in = bytes.data();
        stream_.avail_in = static_cast<uInt>(bytes.size());
        do {
            stream_.next_out = room.data();
            stream_.avail_out = static_cast<uInt>(room.size());
            if (deflate(&stream_, flush) == Z_STREAM_ERROR) refuse();
            packed_.insert(packed_.end(), room.data(), stream_.next_out);
        } while (stream_.avail_out == 0);
    }

    z_stream stream_{};
    Bytes packed_;
};

}  // namespace

Bytes packed_rows(const Raster& raster, const Part& part, bool alpha) {
    const std::size_t channels = alpha ? 4 : 3;
    const auto wide = static_cast<std::size_t>(part.width);
    constexpr unsigned char kUp = 2;  // differences to the row above: most rows of a drawing repeat
    std::vector<unsigned char> before(wide * channels);
    std::vector<unsigned char> now(wide * channels);
    std::vector<unsigned char> row(1 + wide * channels, kUp);
    Packer packer;
    for (int y = 0; y < part.height; ++y) {
        const auto first = (static_cast<std::size_t>(part.y + y) * static_cast<std::size_t>(raster.width) +
                            static_cast<std::size_t>(part.x)) *
                           4;
        for (std::size_t x = 0; x < wide; ++x)
            for (std::size_t k = 0; k < channels; ++k) now[x * channels + k] = raster.rgba[first + x * 4 + k];
        for (std::size_t i = 0; i < now.size(); ++i)
            row[i + 1] = static_cast<unsigned char>(now[i] - before[i]);
        packer.feed(row);
        before.swap(now);
    }
    return packer.finish();
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
