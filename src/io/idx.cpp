#include "io/idx.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "io/files.h"

namespace io {

namespace {

constexpr std::int64_t kCifarRecord = 1 + 3 * 32 * 32;

/// Bytes of one value of a type; 0: no type of IDX.
std::size_t idx_value_bytes(std::uint8_t type) {
    switch (type) {
        case 0x08:
        case 0x09:
            return 1;
        case 0x0B:
            return 2;
        case 0x0C:
        case 0x0D:
            return 4;
        case 0x0E:
            return 8;
        default:
            return 0;
    }
}

struct IdxForm {
    std::uint8_t type = 0;
    std::size_t dimensions = 0;
    bool swapped = false;  ///< sizes and values are little-endian
};

IdxForm idx_form(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < 8) return {};
    const auto fits = [](std::uint8_t type, std::uint8_t dimensions) {
        return idx_value_bytes(type) > 0 && dimensions >= 1 && dimensions <= 4;
    };
    if (bytes[0] == 0 && bytes[1] == 0 && fits(bytes[2], bytes[3])) return {bytes[2], bytes[3], false};
    if (bytes[2] == 0 && bytes[3] == 0 && fits(bytes[1], bytes[0])) return {bytes[1], bytes[0], true};
    return {};
}

std::uint64_t idx_word(const std::uint8_t* at, std::size_t size, bool swapped) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8U | at[swapped ? size - 1 - i : i];
    return value;
}

float idx_value(const std::uint8_t* at, const IdxForm& form) {
    const std::uint64_t word = idx_word(at, idx_value_bytes(form.type), form.swapped);
    switch (form.type) {
        case 0x08:
            return static_cast<float>(word) / 255.0F;
        case 0x09:
            return static_cast<float>(static_cast<std::int8_t>(word));
        case 0x0B:
            return static_cast<float>(static_cast<std::int16_t>(word));
        case 0x0C:
            return static_cast<float>(static_cast<std::int32_t>(word));
        case 0x0D:
            return std::bit_cast<float>(static_cast<std::uint32_t>(word));
        default:
            return static_cast<float>(std::bit_cast<double>(word));
    }
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

std::filesystem::path beside(const std::filesystem::path& path, std::string_view from, std::string_view to,
                             std::string_view from_rank, std::string_view to_rank) {
    std::string name = path.filename().string();
    if (name.find(from) == std::string::npos) return {};
    replace_all(name, from, to);
    replace_all(name, from_rank, to_rank);
    const bool packed = name.ends_with(".gz");
    const std::string bare = packed ? name.substr(0, name.size() - 3) : name;
    for (const std::string& candidate : {name, bare, bare + ".gz"}) {
        std::error_code failed;
        std::filesystem::path found = path.parent_path() / candidate;
        if (std::filesystem::is_regular_file(found, failed)) return found;
    }
    return {};
}

}  // namespace

bool looks_like_idx(std::span<const std::uint8_t> bytes) { return idx_form(bytes).dimensions > 0; }

bool holds_idx_labels(std::span<const std::uint8_t> bytes) { return idx_form(bytes).dimensions == 1; }

Numbers read_idx(std::span<const std::uint8_t> bytes, const std::string& name) {
    const IdxForm form = idx_form(bytes);
    const std::size_t data_at = 4 + 4 * form.dimensions;
    if (form.dimensions == 0 || bytes.size() < data_at) throw FileError({"error.idx.header", {name}});
    Numbers numbers;
    std::int64_t item = 1;
    for (std::size_t d = 0; d < form.dimensions; ++d) {
        const auto n = static_cast<std::int64_t>(idx_word(bytes.data() + 4 + 4 * d, 4, form.swapped));
        numbers.shape.push_back(n);
        if (d > 0) item = n > kMaxValues || item * n > kMaxValues ? kMaxValues + 1 : item * n;
    }
    if (item > kMaxValues || item < 1)
        throw FileError({"error.idx.size",
                         {name, shape_text({numbers.shape.begin() + 1, numbers.shape.end()}), kMaxValues}});
    const std::size_t width = idx_value_bytes(form.type);
    const auto whole = static_cast<std::int64_t>((bytes.size() - data_at) / width) / item;
    const std::int64_t said = numbers.shape[0];
    if (whole < 1 || said < 1) throw FileError({"error.idx.none", {name, said}});
    if (form.dimensions == 2 && whole < said)
        throw FileError({"error.idx.ends", {name, shape_text(numbers.shape)}});
    numbers.shape[0] = std::min({said, whole, kMaxValues / item});
    if (numbers.shape[0] < said) numbers.notes.push_back({"data.fewer", {said, numbers.shape[0]}});
    numbers.bytes = form.type == 0x08;
    numbers.values.resize(static_cast<std::size_t>(numbers.shape[0] * item));
    for (std::size_t i = 0; i < numbers.values.size(); ++i)
        numbers.values[i] = idx_value(bytes.data() + data_at + i * width, form);
    return numbers;
}

std::filesystem::path labels_beside(const std::filesystem::path& images) {
    return beside(images, "images", "labels", "idx3", "idx1");
}
std::filesystem::path images_beside(const std::filesystem::path& labels) {
    return beside(labels, "labels", "images", "idx1", "idx3");
}

bool looks_like_cifar(std::span<const std::uint8_t> bytes, const std::string& name) {
    const auto size = static_cast<std::int64_t>(bytes.size());
    if (!name.ends_with(".bin") || size < kCifarRecord || size % kCifarRecord != 0) return false;
    for (std::int64_t at = 0; at < size; at += kCifarRecord)
        if (bytes[static_cast<std::size_t>(at)] > 9) return false;
    return true;
}

DataSet read_cifar(std::span<const std::uint8_t> bytes, const std::string& name) {
    static constexpr std::array<const char*, 10> kClasses = {
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};
    DataSet set;
    set.name = name;
    set.count = static_cast<std::int64_t>(bytes.size()) / kCifarRecord;
    set.item_shape = {1, 3, 32, 32};
    if (set.count * set.item_shape.size() > kMaxValues)
        throw FileError({"error.table.many", {name, kMaxValues}});
    std::vector<float> values;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i % static_cast<std::size_t>(kCifarRecord) == 0) {
            set.labels.emplace_back(kClasses[bytes[i]]);
        } else {
            values.push_back(static_cast<float>(bytes[i]) / 255.0F);
        }
    }
    set.values = std::make_shared<const std::vector<float>>(std::move(values));
    return set;
}

}  // namespace io
