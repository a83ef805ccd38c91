#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "document/document.h"
#include "words/message.h"

namespace io {

/// Numbers with any number of dimensions, in C order, as a file holds them.
struct Numbers {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
    bool bytes = false;               ///< the file holds unsigned bytes
    bool rounded = false;             ///< a value is not what the file holds: float32 cannot hold it
    std::vector<std::string> labels;  ///< of the rows, where a table has them in words; empty: none
    /// A few words on how it was read, for the input's line: 'separator ";", decimal comma'.
    std::vector<words::Message> notes;
};
/// "28×28×3"
std::string shape_text(const std::vector<std::int64_t>& shape);

/// What a file holds for the input map: one map, or items to choose from.
struct DataSet {
    std::string name;
    std::int64_t count = 1;                            ///< above 1, or with labels: a set of items
    pool::Shape item_shape;                            ///< N×C×H×W of one item
    std::shared_ptr<const std::vector<float>> values;  ///< items one after the other
    std::vector<std::string> labels;                   ///< one for each item; empty: none are known
    std::vector<words::Message> notes;
    bool picture = false;
    /// A picture's own bytes, which a document keeps in the place of its values.
    std::shared_ptr<const std::vector<std::uint8_t>> file;

    bool is_set() const { return count > 1 || !labels.empty(); }
    /// Throws FileError for a number that is none of an item.
    pool::Tensor item(std::int64_t index) const;
    std::string label(std::int64_t index) const;
    /// The input's base: item `index`.
    document::Base base(std::int64_t index) const;
};

/// How the axes of an array are read.
enum class Layout {
    automatic,  ///< channels last where that is plain: (28, 28, 3)
    chw,        ///< the last two axes are height and width
    hwc,        ///< the last axis counts channels
};
/// What the rows of a table of two dimensions are.
enum class Rows {
    automatic,  ///< items where their length is 784, 785, 64 or 65
    map,        ///< rows of one map
    items,      ///< items
};

struct ReadOptions {
    std::optional<std::int64_t> item = {};  ///< of a set of items; none: the first
    std::string array = {};                 ///< of an .npz; empty: the only one that can be a map
    Layout layout = Layout::automatic;
    Rows rows = Rows::automatic;
};

/// Notes as a base keeps them: a line in each language, so that a saved document is read in both. One line
/// where they say the same.
std::string about_text(const std::vector<words::Message>& notes);
/// The line of a language; the only one where there is one.
std::string about_in(const std::string& about, words::Language language);

/// Numbers as maps: 2 axes H×W, 3 axes C×H×W or H×W×C, 4 axes N×C×H×W or N×H×W×C; items where there are rows
/// of 784 or 64 values (785 or 65: with a label), or many maps of bytes. `header`: the words above a table's
/// columns. Throws FileError.
DataSet data_set_of(Numbers numbers, const std::string& name, const ReadOptions& options,
                    const std::vector<std::string>& header = {});

}  // namespace io
