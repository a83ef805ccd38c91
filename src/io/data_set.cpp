#include "io/data_set.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "io/files.h"
#include "pool/text.h"

namespace io {

namespace {

constexpr char kBetweenLanguages = '\n';

constexpr std::int64_t kMostClasses = 100;

std::int64_t product(const std::vector<std::int64_t>& shape) {
    std::int64_t size = 1;
    for (const std::int64_t n : shape) size *= n;
    return size;
}

bool is_channel_count(std::int64_t n) { return n == 1 || n == 3 || n == 4; }

/// 28 for 784, 8 for 64; 0 for others.
std::int64_t side_of(std::int64_t cells) { return cells == 784 ? 28 : cells == 64 ? 8 : 0; }

/// Whether a column of a table could hold classes.
bool holds_classes(const Numbers& numbers, std::int64_t column) {
    const std::int64_t columns = numbers.shape[1];
    for (std::int64_t y = 0; y < numbers.shape[0]; ++y) {
        const float value = numbers.values[static_cast<std::size_t>(y * columns + column)];
        if (!(value >= 0 && value < static_cast<float>(kMostClasses)) || value != std::floor(value))
            return false;
    }
    return true;
}

std::size_t distinct(const Numbers& numbers, std::int64_t column) {
    std::set<float> seen;
    for (std::int64_t y = 0; y < numbers.shape[0]; ++y)
        seen.insert(numbers.values[static_cast<std::size_t>(y * numbers.shape[1] + column)]);
    return seen.size();
}

bool names_labels(const std::string& word) {
    for (const char* name :
         {"label", "labels", "class", "target", "digit", "y", "Label", "Class", "Target", "5"})
        if (word == name) return true;
    return false;
}

/// The column that holds the labels: what the header says, otherwise the one of the two ends that holds
/// classes; MNIST writes them first, UCI's digits last.
std::int64_t label_column(const Numbers& numbers, const std::vector<std::string>& header) {
    const std::int64_t last = numbers.shape[1] - 1;
    if (static_cast<std::int64_t>(header.size()) == numbers.shape[1]) {
        if (names_labels(header.front())) return 0;
        if (names_labels(header.back())) return last;
    }
    const bool first_can = holds_classes(numbers, 0);
    const bool last_can = holds_classes(numbers, last);
    if (first_can != last_can) return first_can ? 0 : last;
    const std::size_t first_kinds = distinct(numbers, 0);
    const std::size_t last_kinds = distinct(numbers, last);
    if (first_kinds != last_kinds && (first_kinds == 1 || last_kinds == 1))
        return first_kinds == 1 ? last : 0;
    return numbers.shape[1] == 65 ? last : 0;
}

/// Takes the labels out of a table of 785 or 65 columns.
std::vector<std::string> take_labels(Numbers& numbers, std::int64_t column) {
    std::vector<std::string> labels;
    const std::int64_t columns = numbers.shape[1];
    std::vector<float> rest;
    rest.reserve(numbers.values.size());
    for (std::int64_t y = 0; y < numbers.shape[0]; ++y) {
        for (std::int64_t x = 0; x < columns; ++x) {
            const float value = numbers.values[static_cast<std::size_t>(y * columns + x)];
            if (x == column) {
                labels.push_back(pool::short_number(static_cast<double>(value)));
            } else {
                rest.push_back(value);
            }
        }
    }
    numbers.values = std::move(rest);
    --numbers.shape[1];
    return labels;
}

/// Rows of 784, 785, 64 or 65 values, or a column of as many.
bool has_rows_of_items(const Numbers& numbers, Rows rows) {
    if (rows == Rows::map || numbers.shape.size() > 2 || numbers.shape.empty()) return false;
    const std::int64_t columns = numbers.shape.back();
    const std::int64_t count = numbers.shape.size() == 2 ? numbers.shape[0] : 1;
    if (columns == 1 && side_of(count) > 0) return true;
    const bool fits = side_of(columns) > 0 || side_of(columns - 1) > 0;
    if (!numbers.labels.empty()) return side_of(columns) > 0;
    if (rows == Rows::items) return fits;
    // A square of 64×64 is a map.
    return fits && !(count > 1 && count == columns) && !(count > 8 && count == 64);
}

void read_rows(DataSet& set, Numbers& numbers, const std::vector<std::string>& header) {
    if (numbers.shape.size() == 1) numbers.shape.insert(numbers.shape.begin(), 1);
    if (numbers.shape[1] == 1) numbers.shape = {1, numbers.shape[0]};
    const std::int64_t columns = numbers.shape[1];
    set.labels = std::move(numbers.labels);
    if (side_of(columns) == 0) {
        const std::int64_t column = label_column(numbers, header);
        set.labels = take_labels(numbers, column);
        if (column == 0)
            set.notes.push_back({"data.label_first", {columns}});
        else
            set.notes.push_back({"data.label_last", {columns}});
    }
    const std::int64_t side = side_of(numbers.shape[1]);
    set.count = numbers.shape[0];
    set.item_shape = {1, 1, side, side};
    set.notes.push_back({"data.rows", {side * side, side}});
}

bool channels_last(const std::vector<std::int64_t>& shape, Layout layout) {
    if (layout != Layout::automatic) return layout == Layout::hwc;
    const std::size_t first = shape.size() - 3;
    return is_channel_count(shape.back()) && !is_channel_count(shape[first]) && shape[first] > 4 &&
           shape[first + 1] > 4;
}

/// (…, H, W, C) to (…, C, H, W)
void move_channels(Numbers& numbers) {
    const std::size_t d = numbers.shape.size();
    const std::int64_t h = numbers.shape[d - 3];
    const std::int64_t w = numbers.shape[d - 2];
    const std::int64_t c = numbers.shape[d - 1];
    const std::int64_t maps = product(numbers.shape) / (h * w * c);
    std::vector<float> moved(numbers.values.size());
    std::size_t from = 0;
    for (std::int64_t n = 0; n < maps; ++n)
        for (std::int64_t y = 0; y < h; ++y)
            for (std::int64_t x = 0; x < w; ++x)
                for (std::int64_t k = 0; k < c; ++k)
                    moved[static_cast<std::size_t>(((n * c + k) * h + y) * w + x)] = numbers.values[from++];
    numbers.values = std::move(moved);
    numbers.shape[d - 3] = c;
    numbers.shape[d - 2] = h;
    numbers.shape[d - 1] = w;
}

void read_axes(DataSet& set, Numbers& numbers, const ReadOptions& options) {
    const std::string was = shape_text(numbers.shape);
    if (numbers.shape.size() >= 3 && channels_last(numbers.shape, options.layout)) {
        move_channels(numbers);
        set.notes.push_back({"data.channels_last", {was, shape_text(numbers.shape)}});
    }
    const auto& s = numbers.shape;
    set.item_shape = {1, 1, s[s.size() - 2], s[s.size() - 1]};
    if (s.size() == 4) {
        set.item_shape.c = s[1];
        set.item_shape.n = s[0];
        if (options.item) {
            set.item_shape.n = 1;
            set.count = s[0];
        }
    } else if (s.size() == 3) {
        // Many maps of bytes are pictures one after the other; other numbers are the channels of one map.
        const bool items = options.item || (numbers.bytes && s[0] > 4 && options.layout == Layout::automatic);
        if (items) {
            set.count = s[0];
            set.notes.push_back({"data.maps", {was, s[0]}});
        } else {
            set.item_shape.c = s[0];
        }
    }
}

void check_axes(const Numbers& numbers, const std::string& name) {
    const auto& s = numbers.shape;
    for (const std::int64_t n : s)
        if (n < 1) throw FileError({"error.npy.length", {name, shape_text(s)}});
    if (s.size() < 2 || s.size() > 4)
        throw FileError({"error.npy.dimensions", {name, s.size(), shape_text(s)}});
}

}  // namespace

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string text;
    for (const std::int64_t n : shape) text += (text.empty() ? "" : "×") + std::to_string(n);
    return text.empty() ? "()" : text;
}

pool::Tensor DataSet::item(std::int64_t index) const {
    if (index < 0 || index >= count) throw FileError({"error.data.item", {name, count - 1, index}});
    pool::Tensor map(item_shape);
    const auto begin = values->begin() + static_cast<std::ptrdiff_t>(index * item_shape.size());
    std::copy_n(begin, item_shape.size(), map.data().begin());
    return map;
}

std::string DataSet::label(std::int64_t index) const {
    return index >= 0 && index < static_cast<std::int64_t>(labels.size())
               ? labels[static_cast<std::size_t>(index)]
               : std::string();
}

document::Base DataSet::base(std::int64_t index) const {
    document::Base result;
    result.name = is_set() ? name + " [" + std::to_string(index) + "]" : name;
    result.picture = picture;
    result.file = file;
    result.label = label(index);
    result.about = about_text(notes);
    result.values = std::make_shared<const pool::Tensor>(item(index));
    return result;
}

std::string about_text(const std::vector<words::Message>& notes) {
    const auto joined = [&](words::Language language) {
        std::string text;
        for (const words::Message& note : notes) text += (text.empty() ? "" : "; ") + note.text(language);
        return text;
    };
    const std::string english = joined(words::Language::english);
    const std::string chinese = joined(words::Language::chinese);
    return english == chinese ? english : english + kBetweenLanguages + chinese;
}

std::string about_in(const std::string& about, words::Language language) {
    const std::size_t between = about.find(kBetweenLanguages);
    if (between == std::string::npos || language == words::Language::english) return about.substr(0, between);
    return about.substr(between + 1);
}

DataSet data_set_of(Numbers numbers, const std::string& name, const ReadOptions& options,
                    const std::vector<std::string>& header) {
    DataSet set;
    set.name = name;
    set.notes = std::move(numbers.notes);
    if (std::ranges::all_of(numbers.shape, [](std::int64_t n) { return n >= 1; }) &&
        has_rows_of_items(numbers, options.rows)) {
        read_rows(set, numbers, header);
    } else {
        check_axes(numbers, name);
        read_axes(set, numbers, options);
    }
    if (numbers.rounded) set.notes.push_back({"data.rounded"});
    set.values = std::make_shared<const std::vector<float>>(std::move(numbers.values));
    return set;
}

}  // namespace io
