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

#include "io/files.h"
#include "io/picture_header.h"
#include "io/readers.h"

namespace io {

namespace {

struct FreePixels {
    void operator()(stbi_uc* pixels) const { stbi_image_free(pixels); }
};

using Pixels = std::unique_ptr<stbi_uc, FreePixels>;

/// What decoding may hold at once: twice the compressed and the unpacked bytes, as they are gathered in
/// doubling buffers, and never more than a gigabyte.
std::int64_t decode_budget(const PictureHeader& header, std::int64_t file_bytes) {
    constexpr std::int64_t kSlack = std::int64_t{1} << 20;
    constexpr std::int64_t kMost = std::int64_t{1} << 30;
    const std::int64_t values = (header.width + 64) * (header.height + 64) * header.channels;
    return std::min(kMost, kSlack + 4 * file_bytes + 6 * values * header.bits / 8);
}

/// The pixels, `channels` bytes each.
Pixels decode(const std::vector<std::uint8_t>& bytes, const PictureHeader& header, const std::string& name,
              int& channels) {
    const DecodeBudget budget(decode_budget(header, static_cast<std::int64_t>(bytes.size())));
    int width = 0;
    int height = 0;
    Pixels pixels(
        stbi_load_from_memory(bytes.data(), static_cast<int>(bytes.size()), &width, &height, &channels, 0));
    const auto damaged = [&](const words::Message& why) {
        throw FileError({"error.picture.damaged", {name, format_name(header.format), why}});
    };
    if (budget.exceeded()) damaged({"error.picture.unpacks", {header.width, header.height}});
    if (!pixels) damaged({"error.picture.decode"});
    if (width != header.width || height != header.height) damaged({"error.picture.size"});
    return pixels;
}

}  // namespace

pool::Tensor read_picture(const std::filesystem::path& path) {
    return decode_picture(read_file(path, pool::limits::kPictureBytes), display_name(path));
}

pool::Tensor decode_picture(const std::vector<std::uint8_t>& bytes, const std::string& name) {
    const std::optional<PictureHeader> header = read_picture_header(bytes, name);
    if (!header) throw FileError({"error.picture.unknown", {name}});
    int channels = 0;
    const Pixels pixels = decode(bytes, *header, name, channels);
    const int width = static_cast<int>(header->width);
    const int height = static_cast<int>(header->height);
    const int kept = channels >= 3 ? 3 : 1;
    const bool alpha = channels == 2 || channels == 4;
    pool::Tensor picture({1, kept, height, width});
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const stbi_uc* pixel = pixels.get() + (static_cast<std::int64_t>(y) * width + x) * channels;
            // What is transparent lets the black background through.
            const float cover = alpha ? static_cast<float>(pixel[channels - 1]) / 255.0F : 1.0F;
            for (int c = 0; c < kept; ++c)
                picture.at({0, c, y, x}) = static_cast<float>(pixel[c]) / 255.0F * cover;
        }
    }
    return picture;
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
