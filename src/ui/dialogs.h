#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pool/tensor.h"
#include "words/message.h"

namespace ui {

/// State of the file browser dialog.
enum class FileTask { none, open, save_document, export_figure, choose_idx };
struct FolderEntry {
    std::string name;  ///< as shown: valid UTF-8
    std::filesystem::path path;
    bool folder = false;
};
struct FileDialog {
    FileTask task = FileTask::none;
    bool just_opened = false;
    bool stale = true;  ///< `entries` must be read again
    std::vector<FolderEntry> entries;
    std::filesystem::path folder;
    std::string name;
    words::Message error;
    std::filesystem::path confirmed;  ///< an existing file that the person was asked about
    std::filesystem::path idx_path;   ///< choose_idx: the file
    std::int64_t idx_count = 0;
    int idx_item = 0;
};

/// Text being typed in the notation field and why it cannot be read.
struct NotationField {
    std::string text;
    std::string shown_for;  ///< notation of the stack that `text` was last taken from
    bool active = false;
    words::Message error;
    std::vector<words::Message> notes;  ///< what was left out of a pasted text or read as something else
    std::string notes_for;              ///< the notation that they belong to
};

/// A value being typed into a cell of the input map or of the upstream gradient.
struct CellEditor {
    bool open = false;
    bool just_opened = false;
    bool upstream = false;
    pool::Cell cell;
    std::string text;
    std::string error;
};

/// The command palette: every action by its name.
struct Palette {
    bool open = false;
    bool shown = false;   ///< its popup was open in the last frame
    bool accept = false;  ///< Enter was pressed
    std::string text;
    int chosen = 0;
};

/// Everything that is open or half typed.
struct Dialogs {
    Palette palette;
    FileDialog file;
    NotationField notation;
    std::map<std::string, NotationField> written;  ///< lists and words on the cards, by control
    CellEditor cell;
    bool help = false;
    std::string help_kind;            ///< the layer kind whose page is open; empty: the keys
    std::optional<std::size_t> card;  ///< the layer card that is open; keys act on it
    bool card_open = true;
};

}  // namespace ui
