#include "io/picture_header.h"

#include <algorithm>
#include <array>

#include "io/files.h"
#include "io/jpeg_segments.h"

namespace io {

namespace {

using Bytes = std::span<const std::uint8_t>;

/// The unsigned number in `count` bytes; 0 beyond the end.
std::int64_t little(Bytes bytes, std::size_t at, std::size_t count) {
    std::int64_t value = 0;
    for (std::size_t i = count; i-- > 0;) value = value << 8 | (at + i < bytes.size() ? bytes[at + i] : 0);
    return value;
}
std::int64_t big(Bytes bytes, std::size_t at, std::size_t count) {
    std::int64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) value = value << 8 | (at + i < bytes.size() ? bytes[at + i] : 0);
    return value;
}

/// A header with the fewest bytes that its pixels can take in its file.
struct Claim {
    PictureHeader header;
    std::int64_t least_bytes = 0;
};

/// Of sizes that a file says; beyond all that is possible where int64 would not hold it.
std::int64_t product(std::int64_t a, std::int64_t b) {
    constexpr std::int64_t kFar = std::int64_t{1} << 62;
    return a > 0 && b > kFar / a ? kFar : a * b;
}

std::int64_t packed_row(const PictureHeader& header, std::int64_t bits_per_pixel) {
    return (header.width * bits_per_pixel + 7) / 8;
}

Claim png_claim(Bytes bytes, const std::string& name) {
    const bool header_first = big(bytes, 8, 4) == 13 && big(bytes, 12, 4) == 0x49484452;
    if (!header_first || bytes.size() < 33)
        throw FileError({"error.picture.damaged", {name, "PNG", words::Message("error.png.header")}});
    Claim claim{{PictureFormat::png, big(bytes, 16, 4), big(bytes, 20, 4)}};
    const std::int64_t depth = big(bytes, 24, 1);
    const std::int64_t colour = big(bytes, 25, 1);
    constexpr std::array<int, 7> kStored = {1, 0, 3, 1, 2, 0, 4};
    const bool known = colour < 7 && kStored[static_cast<std::size_t>(colour)] > 0 &&
                       (depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16);
    if (!known)
        throw FileError({"error.picture.damaged", {name, "PNG", words::Message("error.png.colours")}});
    const int stored = kStored[static_cast<std::size_t>(colour)];
    // A palette or a transparent colour makes more channels than are stored.
    claim.header.channels = colour == 3 ? 4 : stored == 1 || stored == 3 ? stored + 1 : stored;
    claim.header.bits = depth == 16 ? 16 : 8;
    // Deflate packs at most 1032 bytes into one.
    constexpr std::int64_t kBestDeflate = 1032;
    const std::int64_t row = packed_row(claim.header, stored * depth) + 1;
    claim.least_bytes = product(row, claim.header.height) / kBestDeflate;
    return claim;
}

Claim bmp_claim(Bytes bytes, const std::string& name) {
    Claim claim{{PictureFormat::bmp}};
    const std::int64_t size = little(bytes, 14, 4);
    const bool old = size == 12;
    if (!old && size != 40 && size != 56 && size != 108 && size != 124)
        throw FileError({"error.picture.damaged", {name, "BMP", words::Message("error.bmp.header", {size})}});
    claim.header.width = little(bytes, 18, old ? 2 : 4);
    claim.header.height = little(bytes, old ? 20 : 22, old ? 2 : 4);
    // A negative height means rows from the top.
    if (!old && claim.header.height >= std::int64_t{1} << 31)
        claim.header.height = (std::int64_t{1} << 32) - claim.header.height;
    const std::int64_t depth = little(bytes, old ? 24 : 28, 2);
    claim.header.channels = depth == 32 || depth == 16 ? 4 : 3;
    const std::int64_t row = packed_row(claim.header, depth);
    claim.least_bytes = product((row + 3) / 4 * 4, claim.header.height - 1) + row;
    return claim;
}

/// TGA has no mark of its own: every field must be one that TGA knows.
std::optional<Claim> tga_claim(Bytes bytes) {
    if (bytes.size() < 18) return std::nullopt;
    const int mapped = bytes[1];
    const int type = bytes[2];
    const int plain = type & 7;
    const bool packed = (type & 8) != 0;
    const std::int64_t depth = bytes[16];
    const std::int64_t map_depth = bytes[7];
    const auto deep = [](std::int64_t bits) {
        return bits == 8 || bits == 15 || bits == 16 || bits == 24 || bits == 32;
    };
    if (mapped > 1 || type > 11 || plain < 1 || plain > 3 || (plain == 1) != (mapped == 1))
        return std::nullopt;
    if (!deep(depth) || (mapped == 1 && (!deep(map_depth) || depth > 16))) return std::nullopt;
    Claim claim{{PictureFormat::tga, little(bytes, 12, 2), little(bytes, 14, 2)}};
    if (claim.header.width < 1 || claim.header.height < 1) return std::nullopt;
    claim.header.channels = mapped == 1 ? static_cast<int>((map_depth + 7) / 8) : plain == 3 ? 2 : 4;
    const std::int64_t pixel = (depth + 7) / 8;
    const std::int64_t pixels = claim.header.width * claim.header.height;
    // A packet of a packed TGA repeats one pixel at most 128 times.
    claim.least_bytes = packed ? (pixels + 127) / 128 * (pixel + 1) : pixels * pixel;
    return claim;
}

/// The numbers of a PGM's or PPM's header, with blanks and comments between them.
class PnmNumbers {
 public:
    explicit PnmNumbers(Bytes bytes) : bytes_(bytes) {}
    std::int64_t next() {
        skip();
        std::int64_t value = 0;
        constexpr std::int64_t kEnough = std::int64_t{1} << 32;
        while (at_ < bytes_.size() && bytes_[at_] >= '0' && bytes_[at_] <= '9' && value < kEnough)
            value = value * 10 + (bytes_[at_++] - '0');
        return value;
    }
    std::size_t at() const { return at_; }

 private:
    bool blank() const { return bytes_[at_] == ' ' || (bytes_[at_] >= '\t' && bytes_[at_] <= '\r'); }
    void skip() {
        while (at_ < bytes_.size() && (blank() || bytes_[at_] == '#')) {
            if (bytes_[at_] == '#')
                while (at_ < bytes_.size() && bytes_[at_] != '\n' && bytes_[at_] != '\r') ++at_;
            else
                ++at_;
        }
    }
    Bytes bytes_;
    std::size_t at_ = 2;
};

Claim pnm_claim(Bytes bytes, const std::string& name) {
    PnmNumbers numbers(bytes);
    Claim claim{{PictureFormat::pnm, numbers.next(), numbers.next()}};
    const std::int64_t most = numbers.next();
    if (most < 1 || most > 65535)
        throw FileError(
            {"error.picture.damaged", {name, "PGM / PPM", words::Message("error.pnm.largest", {most})}});
    claim.header.channels = bytes[1] == '6' ? 3 : 1;
    claim.header.bits = most > 255 ? 16 : 8;
    const std::int64_t pixels = product(claim.header.width, claim.header.height);
    claim.least_bytes = product(pixels, claim.header.channels * claim.header.bits / 8) +
                        static_cast<std::int64_t>(numbers.at());
    return claim;
}

std::optional<Claim> read_claim(Bytes bytes, const std::string& name) {
    constexpr std::array<std::uint8_t, 8> kPng = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    if (bytes.size() >= kPng.size() && std::ranges::equal(bytes.first(kPng.size()), kPng))
        return png_claim(bytes, name);
    if (big(bytes, 0, 2) == 0xFFD8) {
        const JpegFrame frame = check_jpeg(bytes, name);
        return Claim{{PictureFormat::jpeg, frame.width, frame.height, frame.components == 1 ? 1 : 3}};
    }
    if (little(bytes, 0, 2) == 0x4D42) return bmp_claim(bytes, name);
    if (bytes.size() > 2 && bytes[0] == 'P' && (bytes[1] == '5' || bytes[1] == '6'))
        return pnm_claim(bytes, name);
    return tga_claim(bytes);
}

}  // namespace

std::optional<PictureHeader> read_picture_header(Bytes bytes, const std::string& name) {
    const std::optional<Claim> claim = read_claim(bytes, name);
    if (!claim) return std::nullopt;
    const PictureHeader& header = claim->header;
    if (header.width < 1 || header.height < 1)
        throw FileError({"error.picture.damaged",
                         {name, format_name(header.format), words::Message("error.picture.no_pixels")}});
    // Divided, so that no product overflows.
    if (header.width > kMaxValues / header.height)
        throw FileError({"error.picture.large", {name, header.width, header.height}});
    if (claim->least_bytes > static_cast<std::int64_t>(bytes.size()))
        throw FileError({"error.picture.claims", {name, header.width, header.height, bytes.size()}});
    return header;
}

std::string format_name(PictureFormat format) {
    constexpr std::array<const char*, 5> kNames = {"PNG", "JPEG", "BMP", "TGA", "PGM / PPM"};
    return kNames[static_cast<std::size_t>(format)];
}

}  // namespace io
