#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "figure/drawing.h"
#include "figure/style.h"
#include "io/data_set.h"

namespace ui {

class AppState;

/// A file with items to choose from: the digits of MNIST, rows of a table, arrays of an .npz.
struct DataItems {
    std::filesystem::path path;
    std::vector<std::string> arrays;         ///< of an .npz with several; the person chooses one of them
    std::string array;                       ///< the chosen one
    std::shared_ptr<const io::DataSet> set;  ///< none until it was read
    bool choosing = false;                   ///< the chooser is open
    bool just_opened = false;
    std::int64_t pointed = 0;  ///< the item that the keys are at
    bool scroll = false;       ///< to that item
    std::string jump;          ///< the number being typed
    words::Message error;

    /// Pictures of items, as many as a screen shows.
    std::map<std::int64_t, figure::Image> pictures;
    figure::Sequential colors = figure::Sequential::viridis;
};

/// The item of the open set that an input shows; nullopt: it shows something else.
std::optional<std::int64_t> shown_item(const DataItems& items, const document::Input& input);
/// Opens the chooser of a set.
void choose_item(AppState& app, const std::filesystem::path& path, std::shared_ptr<const io::DataSet> set);
/// Opens the chooser of an .npz with several arrays.
void choose_array(AppState& app, const std::filesystem::path& path, std::vector<std::string> arrays);
/// Reads one of those arrays. A refusal is kept in `items.error`.
void read_array(AppState& app, const std::string& array);
/// Makes an item the input, prepared like the one before it where that was one of the set.
void show_item(AppState& app, std::int64_t item);
/// Goes on by so many items, not beyond the ends. Does nothing where the input is no item.
void step_item(AppState& app, std::int64_t by);

}  // namespace ui
