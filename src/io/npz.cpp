#include "io/npz.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "io/files.h"
#include "io/npy.h"
#include "io/zip.h"
#include "pool/text.h"

namespace io {

namespace {

std::string without_ending(const std::string& name) {
    return name.ends_with(".npy") ? name.substr(0, name.size() - 4) : name;
}

struct Named {
    std::string name;
    Numbers numbers;
};

/// The arrays of real numbers; others are passed over while there is one.
std::vector<Named> arrays_of(std::span<const std::uint8_t> bytes, const std::string& name) {
    std::vector<Named> arrays;
    std::optional<words::Message> refusal;
    std::int64_t values = 0;
    std::int64_t unpacked = 0;
    for (const ZipEntry& entry : read_zip_directory(bytes, name)) {
        if (!entry.name.ends_with(".npy")) continue;
        // Entries may share their bytes: many large ones fit into a small archive.
        if (entry.unpacked < 0 || entry.unpacked > kMaxFileBytes - unpacked)
            throw FileError({"error.zip.large", {name, kMaxFileBytes >> 20}});
        unpacked += entry.unpacked;
        try {
            arrays.push_back(
                {without_ending(entry.name), read_numbers(read_zip_entry(bytes, entry, name),
                                                          name + "[" + without_ending(entry.name) + "]")});
        } catch (const FileError& refused) {
            refusal = refused.message();
            continue;
        }
        values += static_cast<std::int64_t>(arrays.back().numbers.values.size());
        if (values > 2 * kMaxValues) throw FileError({"error.table.many", {name, 2 * kMaxValues}});
    }
    if (arrays.empty() && refusal) throw FileError(*refusal);
    if (arrays.empty()) throw FileError({"error.npz.none", {name}});
    return arrays;
}

std::string listed(const std::vector<Named>& arrays) {
    std::string text;
    for (const Named& array : arrays)
        text += (text.empty() ? "" : ", ") + array.name + " (" + shape_text(array.numbers.shape) + ")";
    return text;
}

bool can_be_map(const Named& array) {
    return array.numbers.shape.size() >= 2 && array.numbers.shape.size() <= 4;
}

std::size_t chosen(const std::vector<Named>& arrays, const std::string& name, const std::string& wanted) {
    if (!wanted.empty()) {
        const auto found = std::ranges::find(arrays, without_ending(wanted), &Named::name);
        if (found == arrays.end()) throw FileError({"error.npz.array", {name, wanted, listed(arrays)}});
        return static_cast<std::size_t>(found - arrays.begin());
    }
    if (arrays.size() == 1) return 0;
    const auto maps = std::ranges::count_if(arrays, can_be_map);
    if (maps != 1)
        throw FileError({"error.npz.choose", {name, arrays.size(), listed(arrays), arrays[0].name}});
    return static_cast<std::size_t>(std::ranges::find_if(arrays, can_be_map) - arrays.begin());
}

/// Labels for `count` items: the array whose name goes with it ("y_train" with "x_train"), or the only one.
void find_labels(DataSet& set, const std::vector<Named>& arrays, const std::string& of) {
    const Named* best = nullptr;
    for (const Named& array : arrays) {
        const Numbers& numbers = array.numbers;
        const bool column = numbers.shape.size() == 1 || (numbers.shape.size() == 2 && numbers.shape[1] == 1);
        if (array.name == of || !column || numbers.shape[0] != set.count) continue;
        const std::string ending = of.substr(std::min(of.find('_'), of.size()));
        if (!best || (!ending.empty() && array.name.ends_with(ending))) best = &array;
    }
    if (!best) return;
    for (const float value : best->numbers.values)
        set.labels.push_back(pool::short_number(static_cast<double>(value)));
}

}  // namespace

bool looks_like_npz(std::span<const std::uint8_t> bytes) {
    if (!is_zip(bytes)) return false;
    try {
        const std::vector<ZipEntry> entries = read_zip_directory(bytes, "");
        return std::ranges::any_of(entries,
                                   [](const ZipEntry& entry) { return entry.name.ends_with(".npy"); });
    } catch (const FileError&) {
        return false;
    }
}

std::vector<std::string> npz_arrays(std::span<const std::uint8_t> bytes, const std::string& name) {
    std::vector<std::string> names;
    for (const ZipEntry& entry : read_zip_directory(bytes, name))
        if (entry.name.ends_with(".npy")) names.push_back(without_ending(entry.name));
    return names;
}

DataSet read_npz(std::span<const std::uint8_t> bytes, const std::string& name, const ReadOptions& options) {
    std::vector<Named> arrays = arrays_of(bytes, name);
    const std::size_t index = chosen(arrays, name, options.array);
    const std::string which = arrays[index].name;
    DataSet set = data_set_of(std::move(arrays[index].numbers), name + "[" + which + "]", options);
    if (set.labels.empty() && set.count > 1) find_labels(set, arrays, which);
    return set;
}

}  // namespace io
