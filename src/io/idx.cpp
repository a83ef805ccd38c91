#include <array>
#include <memory>
#include <string>

#include <zlib.h>

#include "io/files.h"
#include "io/readers.h"

namespace io {

namespace {

constexpr std::uint32_t kImages = 0x00000803;

struct CloseGz {
    void operator()(gzFile_s* file) const { gzclose(file); }
};
using GzFile = std::unique_ptr<gzFile_s, CloseGz>;

/// zlib reads plain files and gzip alike.
GzFile open(const std::filesystem::path& path) {
    std::error_code failed;
    if (std::filesystem::is_directory(path, failed))
        throw FileError({"error.file.folder", {display_name(path)}});
    GzFile file(gzopen(path.c_str(), "rb"));
    if (!file) throw FileError({"error.file.open", {display_name(path), system_reason(errno)}});
    return file;
}

bool read_exactly(gzFile_s* file, void* data, std::size_t size) {
    auto* at = static_cast<std::uint8_t*>(data);
    while (size > 0) {
        const auto chunk = static_cast<unsigned>(std::min<std::size_t>(size, 1U << 20U));
        const int got = gzread(file, at, chunk);
        if (got <= 0) return false;
        at += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

std::uint32_t big_endian(const std::uint8_t* at) {
    return std::uint32_t{at[0]} << 24U | std::uint32_t{at[1]} << 16U | std::uint32_t{at[2]} << 8U | at[3];
}

IdxHeader read_header(gzFile_s* file, const std::string& name) {
    std::array<std::uint8_t, 16> bytes{};
    if (!read_exactly(file, bytes.data(), bytes.size())) throw FileError({"error.idx.header", {name}});
    const std::uint32_t magic = big_endian(bytes.data());
    if (magic == 0x00000801) throw FileError({"error.idx.labels", {name}});
    if (magic != kImages) throw FileError({"error.idx.magic", {name}});
    const IdxHeader header{big_endian(bytes.data() + 4), big_endian(bytes.data() + 8),
                           big_endian(bytes.data() + 12)};
    if (header.rows < 1 || header.columns < 1 || header.rows > 65536 || header.columns > 65536 ||
        header.rows * header.columns > kMaxValues)
        throw FileError({"error.idx.size", {name, header.rows, header.columns}});
    return header;
}

}  // namespace

IdxHeader read_idx_header(const std::filesystem::path& path) {
    const GzFile file = open(path);
    return read_header(file.get(), display_name(path));
}

pool::Tensor read_idx_item(const std::filesystem::path& path, std::int64_t index) {
    const std::string name = display_name(path);
    const GzFile file = open(path);
    const IdxHeader header = read_header(file.get(), name);
    if (index < 0 || index >= header.count)
        throw FileError({"error.idx.item", {name, header.count - 1, index}});
    const std::int64_t size = header.rows * header.columns;
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(size));
    if (gzseek(file.get(), static_cast<z_off_t>(16 + index * size), SEEK_SET) < 0 ||
        !read_exactly(file.get(), pixels.data(), pixels.size()))
        throw FileError({"error.idx.ends", {name, index, header.count}});
    pool::Tensor image({1, 1, header.rows, header.columns});
    for (std::size_t i = 0; i < pixels.size(); ++i) image.data()[i] = static_cast<float>(pixels[i]) / 255.0F;
    return image;
}

bool looks_like_idx(const std::filesystem::path& path) {
    std::error_code failed;
    if (!std::filesystem::is_regular_file(path, failed)) return false;
    const GzFile file(gzopen(path.c_str(), "rb"));
    std::array<std::uint8_t, 4> magic{};
    if (!file || !read_exactly(file.get(), magic.data(), magic.size())) return false;
    const std::string name = path.filename().string();
    return big_endian(magic.data()) == kImages || name.find("idx3-ubyte") != std::string::npos;
}

}  // namespace io
