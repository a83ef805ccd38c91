#include "io/readers.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>

#include "io/files.h"
#include "io/npy.h"

namespace io {

namespace {

std::string extension_of(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    std::ranges::transform(extension, extension.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

bool begins_like_npy(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::array<char, 6> bytes{};
    file.read(bytes.data(), bytes.size());
    return file && std::string_view(bytes.data(), bytes.size()) == "\x93NUMPY";
}

bool is_table(const std::string& extension) {
    return extension == ".csv" || extension == ".tsv" || extension == ".txt";
}

}  // namespace

document::Base read_input(const std::filesystem::path& path, std::int64_t idx_item) {
    require_file(path);
    const std::string extension = extension_of(path);
    const bool idx = looks_like_idx(path);
    const bool array = extension == ".npy" || begins_like_npy(path);
    document::Base base;
    base.name = display_name(path.filename());
    if (!idx && idx_item != 0) throw FileError({"error.idx.no_images", {base.name, idx_item}});
    if (idx) {
        base.name += " [" + std::to_string(idx_item) + "]";
        base.values = std::make_shared<const pool::Tensor>(read_idx_item(path, idx_item));
    } else if (array) {
        base.values = std::make_shared<const pool::Tensor>(read_npy(path));
    } else if (is_table(extension)) {
        base.values = std::make_shared<const pool::Tensor>(read_csv(path));
    } else {
        base.file =
            std::make_shared<const std::vector<std::uint8_t>>(read_file(path, pool::limits::kPictureBytes));
        base.values = std::make_shared<const pool::Tensor>(decode_picture(*base.file, display_name(path)));
        base.picture = true;
    }
    return base;
}

pool::Tensor read_tensor(const std::filesystem::path& path, std::int64_t idx_item) {
    return *read_input(path, idx_item).values;
}

}  // namespace io
