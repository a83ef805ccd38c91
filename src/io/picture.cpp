#include <memory>
#include <string>

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_ONLY_BMP
#define STBI_ONLY_TGA
#define STBI_ONLY_PNM
#define STBI_NO_STDIO
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image.h>
#include <stb_image_write.h>
#pragma GCC diagnostic pop

#include "io/files.h"
#include "io/readers.h"

namespace io {

namespace {

struct FreePixels {
    void operator()(stbi_uc* pixels) const { stbi_image_free(pixels); }
};

}  // namespace

pool::Tensor read_picture(const std::filesystem::path& path) {
    const std::string name = display_name(path);
    const std::vector<std::uint8_t> bytes = read_file(path);
    const int length = static_cast<int>(bytes.size());
    int width = 0;
    int height = 0;
    int channels = 0;
    // The size is checked before anything is decoded: a small file may claim a huge picture.
    if (!stbi_info_from_memory(bytes.data(), length, &width, &height, &channels))
        throw FileError(name +
                        " is not a picture that can be read (PNG, JPEG, BMP, TGA, PGM or PPM were expected)");
    if (std::int64_t{width} * height > kMaxValues)
        throw FileError(name + " has " + std::to_string(width) + "×" + std::to_string(height) +
                        " pixels; at most 64 megapixels are read");
    const std::unique_ptr<stbi_uc, FreePixels> pixels(
        stbi_load_from_memory(bytes.data(), length, &width, &height, &channels, 0));
    if (!pixels) throw FileError(name + " is damaged: " + stbi_failure_reason());
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
        throw FileError(display_name(path) + " cannot be written: the PNG could not be encoded");
    write_file_atomically(path, bytes);
}

}  // namespace io
