#include "io/readers.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <iostream>
#include <iterator>

#include "io/files.h"
#include "io/foreign.h"
#include "io/grids.h"
#include "io/idx.h"
#include "io/npy.h"
#include "io/npz.h"
#include "io/table.h"
#include "io/zip.h"
#include "pool/limits.h"
#include "pool/text.h"
#include "words/utf8.h"

namespace io {

namespace {

std::string extension_of(const std::string& name) {
    const std::size_t dot = name.find_last_of('.');
    return dot == std::string::npos ? std::string() : words::lower_ascii(name.substr(dot));
}

bool has_ending(const std::string& name, std::initializer_list<std::string_view> endings) {
    return std::ranges::find(endings, extension_of(name)) != endings.end();
}
bool is_table_name(const std::string& name) {
    return has_ending(name,
                      {".csv", ".tsv", ".txt", ".dat", ".data", ".asc", ".tab", ".json", ".prn", ".grd"});
}
bool is_picture_name(const std::string& name) {
    return has_ending(name,
                      {".png", ".jpg", ".jpeg", ".jfif", ".bmp", ".tga", ".pgm", ".ppm", ".pbm", ".pnm"});
}

DataSet idx_set(std::span<const std::uint8_t> bytes, const std::string& name,
                const std::filesystem::path& path, ReadOptions options) {
    if (holds_idx_labels(bytes)) {
        const std::filesystem::path images = images_beside(path);
        if (images.empty()) throw FileError({"error.idx.labels", {name}});
        throw FileError({"error.idx.labels_of", {name, display_name(images.filename())}});
    }
    Numbers numbers = read_idx(bytes, name);
    // IDX holds items one after the other, however few.
    if (numbers.shape.size() == 3 && !options.item) options.item = 0;
    options.layout = Layout::chw;
    options.rows = Rows::map;
    DataSet set = data_set_of(std::move(numbers), name, options);
    const std::filesystem::path labels = labels_beside(path);
    if (labels.empty()) return set;
    try {
        std::vector<std::uint8_t> held = read_file(labels);
        if (is_gzip(held)) held = from_gzip(held, display_name(labels));
        Numbers classes = read_idx(held, display_name(labels));
        const float scale = classes.bytes ? 255.0F : 1.0F;
        for (const float value : classes.values)
            set.labels.push_back(pool::short_number(std::round(static_cast<double>(value * scale))));
        if (static_cast<std::int64_t>(set.labels.size()) < set.count) set.labels.clear();
    } catch (const FileError& refused) {
        set.notes.push_back({"data.no_labels", {refused.message()}});
    }
    return set;
}

/// A table's rows as items or as a map, one or several.
DataSet table_set(std::string_view text, const std::string& name, const ReadOptions& options) {
    Table table = read_table(text, name);
    Numbers& numbers = table.numbers;
    if (options.rows == Rows::map) {
        numbers.labels.clear();
        if (table.blocks > 1) numbers.shape = {numbers.shape[0] * numbers.shape[1], numbers.shape[2]};
    }
    return data_set_of(std::move(numbers), name, options, table.header);
}

DataSet grid_set(std::string_view text, const std::string& name, ReadOptions options) {
    options.rows = Rows::map;
    return data_set_of(read_grid(text, name), name, options);
}

/// "[{": a list of records as JSON has it, which is no list of rows.
bool holds_records(std::string_view text) {
    const std::size_t open = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (open == text.npos || text[open] != '[') return false;
    const std::size_t record = text.find_first_not_of(" \t\r\n", open + 1);
    if (record == text.npos || text[record] != '{') return false;
    const std::size_t key = text.find_first_not_of(" \t\r\n", record + 1);
    return key != text.npos && text[key] == '"';
}

DataSet picture_set(std::span<const std::uint8_t> bytes, const std::string& name) {
    constexpr std::int64_t kMebi = std::int64_t{1} << 20;
    const auto size = static_cast<std::int64_t>(bytes.size());
    if (size > pool::limits::kPictureBytes)
        throw FileError({"error.file.large", {name, size / kMebi, pool::limits::kPictureBytes / kMebi}});
    const pool::Tensor picture = read_picture(bytes, name);
    DataSet set;
    set.name = name;
    set.picture = true;
    set.file = std::make_shared<const std::vector<std::uint8_t>>(bytes.begin(), bytes.end());
    set.item_shape = picture.shape();
    set.values = std::make_shared<const std::vector<float>>(picture.data().begin(), picture.data().end());
    return set;
}

/// PBM, PGM or PPM, as text or not: "P2", blanks and comments, a figure.
bool begins_as_netpbm(std::string_view text) {
    if (text.size() < 4 || text[0] != 'P' || text[1] < '1' || text[1] > '6') return false;
    std::size_t at = 2;
    while (at < text.size() && (text[at] == ' ' || text[at] == '#' || (text[at] >= '\t' && text[at] <= '\r')))
        at = text[at] == '#' ? std::min(text.find_first_of("\r\n", at), text.size()) : at + 1;
    return at > 2 && at < text.size() && text[at] >= '0' && text[at] <= '9';
}

/// PNG, JPEG, BMP, PBM, PGM or PPM: what no table and no array begins with.
bool begins_as_picture(std::span<const std::uint8_t> bytes) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    // The four bytes behind a BMP's size are 0.
    const bool bitmap =
        text.size() > 26 && text.starts_with("BM") && text.substr(6, 4) == std::string_view("\0\0\0\0", 4);
    return text.starts_with("\x89PNG\r\n\x1A\n") || text.starts_with("\xFF\xD8\xFF") || bitmap ||
           begins_as_netpbm(text);
}

std::vector<std::uint8_t> standard_input() {
    std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(std::cin),
                                    std::istreambuf_iterator<char>()};
    if (bytes.empty()) throw FileError({"error.file.standard_input"});
    return bytes;
}

}  // namespace

bool has_readable_name(const std::filesystem::path& path) {
    const std::string name = display_name(path.filename());
    // MNIST's own names have no dot: "t10k-images-idx3-ubyte".
    const bool idx = name.ends_with("-ubyte");
    return idx || is_picture_name(name) || is_table_name(name) ||
           has_ending(name, {".npy", ".npz", ".gz", ".bin", ".idx", ".idx1", ".idx3", ".idx3-ubyte"});
}

DataSet read_data_set(std::span<const std::uint8_t> bytes, const std::filesystem::path& path,
                      const ReadOptions& options) {
    std::string name = display_name(path.filename());
    std::vector<std::uint8_t> unpacked;
    if (is_gzip(bytes)) {
        unpacked = from_gzip(bytes, name);
        bytes = unpacked;
        if (name.ends_with(".gz")) name.resize(name.size() - 3);
    }
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (!options.array.empty() && !looks_like_npz(bytes)) throw FileError({"error.npz.not", {name}});
    if (looks_like_npy(bytes)) return data_set_of(read_numbers(bytes, name), name, options);
    if (looks_like_npz(bytes)) return read_npz(bytes, name, options);
    // What a file holds decides, whatever it is called; a TGA may begin like an IDX.
    if (looks_like_idx(bytes) && !has_ending(name, {".tga"})) return idx_set(bytes, name, path, options);
    if (begins_as_picture(bytes)) return picture_set(bytes, name);
    if (looks_like_cifar(bytes, name)) return read_cifar(bytes, name);
    // What is no table, though numbers may stand in it.
    const bool other = text.starts_with("%%MatrixMarket") || text.starts_with("P7\n") || is_web_page(text) ||
                       holds_records(text);
    if (looks_like_grid(text)) return grid_set(text, name, options);
    const bool table = !other && !is_picture_name(name) && (is_table_name(name) || looks_like_table(text));
    if (table && looks_like_table(text)) return table_set(text, name, options);
    if (const auto foreign = foreign_file(bytes, name)) throw FileError(*foreign);
    if (name.ends_with(".npy")) throw FileError({"error.npy.magic", {name}});
    if (table) return table_set(text, name, options);
    return picture_set(bytes, name);
}

DataSet read_data_set(const std::filesystem::path& path, const ReadOptions& options) {
    if (path == "-") return read_data_set(standard_input(), "standard input", options);
    return read_data_set(read_file(path), path, options);
}

document::Base read_input(const std::filesystem::path& path, const ReadOptions& options) {
    const DataSet set = read_data_set(path, options);
    if (!set.is_set() && options.item.value_or(0) != 0)
        throw FileError({"error.data.one_map", {set.name, *options.item}});
    return set.base(options.item.value_or(0));
}

}  // namespace io
