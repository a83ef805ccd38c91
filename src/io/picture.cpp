#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "io/decode_memory.h"

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_ONLY_BMP
#define STBI_ONLY_TGA
#define STBI_ONLY_PNM
#define STBI_NO_STDIO
// Its memory comes from a budget and is zero at first.
#define STBI_MALLOC(size) io::decode_malloc(size)
#define STBI_REALLOC(memory, size) io::decode_realloc(memory, size)
#define STBI_FREE(memory) io::decode_free(memory)
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image.h>
#include <stb_image_write.h>
#pragma GCC diagnostic pop

#include "io/exif.h"
#include "io/files.h"
#include "io/netpbm.h"
#include "io/picture_header.h"
#include "io/readers.h"
#include "pool/limits.h"

namespace io {

namespace {

struct FreePixels {
    void operator()(void* pixels) const { stbi_image_free(pixels); }
};

/// Values of 8 or 16 bits, channels side by side.
struct Pixels {
    std::unique_ptr<void, FreePixels> memory;
    bool deep = false;  ///< 16 bits
    int channels = 1;

    /// The value in 0..1.
    float at(std::int64_t pixel, int channel) const {
        const std::int64_t i = pixel * channels + channel;
        if (deep) return static_cast<float>(static_cast<const stbi_us*>(memory.get())[i]) / 65535.0F;
        return static_cast<float>(static_cast<const stbi_uc*>(memory.get())[i]) / 255.0F;
    }
    bool has_alpha() const { return channels == 2 || channels == 4; }
};

/// What decoding may hold at once: twice the compressed and the unpacked bytes, as they are gathered in
/// doubling buffers, and never more than a gigabyte.
std::int64_t decode_budget(const PictureHeader& header, std::int64_t file_bytes) {
    constexpr std::int64_t kSlack = std::int64_t{1} << 20;
    constexpr std::int64_t kMost = std::int64_t{1} << 30;
    const std::int64_t values = (header.width + 64) * (header.height + 64) * header.channels;
    return std::min(kMost, kSlack + 4 * file_bytes + 6 * values * header.bits / 8);
}

/// The pixels as the file has them, in all their bits.
Pixels decode(std::span<const std::uint8_t> bytes, const PictureHeader& header, const std::string& name) {
    const DecodeBudget budget(decode_budget(header, static_cast<std::int64_t>(bytes.size())));
    int width = 0;
    int height = 0;
    Pixels pixels;
    const int length = static_cast<int>(bytes.size());
    pixels.deep = header.format == PictureFormat::png && header.bits == 16;
    void* decoded = nullptr;
    if (pixels.deep) {
        decoded = stbi_load_16_from_memory(bytes.data(), length, &width, &height, &pixels.channels, 0);
    } else {
        decoded = stbi_load_from_memory(bytes.data(), length, &width, &height, &pixels.channels, 0);
    }
    pixels.memory.reset(decoded);
    const auto damaged = [&](const words::Message& why) {
        throw FileError({"error.picture.damaged", {name, format_name(header.format), why}});
    };
    if (budget.exceeded()) damaged({"error.picture.unpacks", {header.width, header.height}});
    if (!decoded) damaged({"error.picture.decode"});
    if (width != header.width || height != header.height) damaged({"error.picture.size"});
    return pixels;
}

/// Whether all that is not transparent has one colour: the drawing is in the alpha alone, and over any ground
/// of that colour it would be lost.
bool is_ink_alone(const Pixels& pixels, std::int64_t count) {
    if (!pixels.has_alpha()) return false;
    const int colours = pixels.channels - 1;
    std::int64_t first = -1;
    bool transparent = false;
    for (std::int64_t i = 0; i < count; ++i) {
        if (pixels.at(i, colours) < 1) transparent = true;
        if (pixels.at(i, colours) == 0) continue;
        if (first < 0) first = i;
        for (int c = 0; c < colours; ++c)
            if (pixels.at(i, c) != pixels.at(first, c)) return false;
    }
    return transparent && first >= 0;
}

pool::Tensor alpha_of(const Pixels& pixels, const PictureHeader& header) {
    pool::Tensor picture({1, 1, header.height, header.width});
    for (std::int64_t i = 0; i < header.width * header.height; ++i)
        picture.data()[static_cast<std::size_t>(i)] = pixels.at(i, pixels.channels - 1);
    return picture;
}

/// What is transparent lets white paper through.
pool::Tensor over_white(const Pixels& pixels, const PictureHeader& header) {
    const int kept = pixels.channels >= 3 ? 3 : 1;
    pool::Tensor picture({1, kept, header.height, header.width});
    for (int c = 0; c < kept; ++c) {
        const auto plane = picture.plane(0, c);
        for (std::int64_t i = 0; i < header.width * header.height; ++i) {
            const float cover = pixels.has_alpha() ? pixels.at(i, pixels.channels - 1) : 1.0F;
            plane[static_cast<std::size_t>(i)] =
                cover == 1 ? pixels.at(i, c) : pixels.at(i, c) * cover + (1 - cover);
        }
    }
    return picture;
}

/// A picture of three equal channels has one.
pool::Tensor one_channel_if_grey(pool::Tensor picture) {
    if (picture.shape().c != 3) return picture;
    const auto red = picture.plane(0, 0);
    if (!std::ranges::equal(red, picture.plane(0, 1)) || !std::ranges::equal(red, picture.plane(0, 2)))
        return picture;
    pool::Tensor grey({1, 1, picture.shape().h, picture.shape().w});
    std::ranges::copy(red, grey.data().begin());
    return grey;
}

}  // namespace

pool::Tensor read_picture(std::span<const std::uint8_t> bytes, const std::string& name) {
    if (std::optional<pool::Tensor> netpbm = read_netpbm(bytes, name))
        return one_channel_if_grey(std::move(*netpbm));
    const std::optional<PictureHeader> header = read_picture_header(bytes, name);
    if (!header) throw FileError({"error.picture.unknown", {name}});
    const Pixels pixels = decode(bytes, *header, name);
    pool::Tensor picture = is_ink_alone(pixels, header->width * header->height) ? alpha_of(pixels, *header)
                                                                                : over_white(pixels, *header);
    return upright(one_channel_if_grey(std::move(picture)), exif_orientation(bytes));
}

pool::Tensor read_picture(const std::filesystem::path& path) {
    return read_picture(read_file(path, pool::limits::kPictureBytes), display_name(path));
}

void write_png(const std::filesystem::path& path, int width, int height,
               const std::vector<unsigned char>& rgba) {
    std::vector<std::uint8_t> bytes;
    const auto append = [](void* context, void* data, int size) {
        auto* out = static_cast<std::vector<std::uint8_t>*>(context);
        const auto* begin = static_cast<const std::uint8_t*>(data);
        out->insert(out->end(), begin, begin + size);
    };
    if (!stbi_write_png_to_func(append, &bytes, width, height, 4, rgba.data(), width * 4))
        throw FileError({"error.picture.encode", {display_name(path)}});
    write_file_atomically(path, bytes);
}

}  // namespace io
