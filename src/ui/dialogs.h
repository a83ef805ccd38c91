#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "figure/drawing.h"
#include "pool/tensor.h"
#include "pool/walkthrough.h"
#include "ui/data_items.h"
#include "ui/file_list.h"
#include "ui/file_preview.h"
#include "words/message.h"

namespace ui {

/// State of the file browser dialog.
enum class FileTask { none, open, save_document };
struct FileDialog {
    FileTask task = FileTask::none;
    bool just_opened = false;
    bool stale = true;    ///< `list` must be read again
    double entered = -1;  ///< when the folder was come into, in Dear ImGui's seconds
    FileList list;
    bool all_kinds = false;   ///< files that cannot be read are listed too
    std::size_t pointed = 0;  ///< the entry that the keys are at
    bool scroll = false;      ///< to that entry
    FilePreview preview;      ///< of the entry under the mouse or the keys
    std::filesystem::path folder;
    std::string name;  ///< of the file to be written; what names to be opened hold
    words::Message error;
    std::filesystem::path confirmed;  ///< an existing file that the person was asked about
    /// Work of earlier sessions that is kept and was not opened by itself.
    std::vector<std::filesystem::path> left;
};

/// Closing the window would lose work: the autosave cannot be written.
struct CloseQuestion {
    bool open = false;
    words::Message reason;  ///< why it is kept nowhere
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

/// A small window beside what it belongs to; one is open at a time.
struct Popover {
    enum class Kind { none, card, add, presets, samples, canvas, menu, lessons, steps, glossary, lane };
    Kind kind = Kind::none;
    std::size_t index = 0;  ///< of the card; where a new layer is put in
    figure::Rect anchor;    ///< what it stands beside
    float height = 0;       ///< of its window in the last frame
    bool fresh = false;     ///< it was opened in this frame
    std::string opener;     ///< the control that had the keyboard: it has it again afterwards
    bool by_key = false;    ///< it was opened from there
    std::string text;       ///< what is searched for
    int chosen = 0;         ///< row that Enter takes
    int rows = 0;           ///< in the last frame
    bool moved = false;     ///< the chosen row must come into sight
    bool accept = false;    ///< Enter was pressed
};

/// A layer card on its way to another place.
struct CardDrag {
    std::optional<std::size_t> from;
    std::vector<float> middles;  ///< of all cards, from the top
};

/// The control that keys act on, after Tab.
struct Focus {
    std::string id;
    std::vector<std::string> stops;  ///< where Tab goes, in its order, out of sight too: of the newest frame
    bool shown = false;              ///< its ring is drawn, and Space, Enter and arrows belong to it
    bool moved = false;              ///< it came here with the newest key
    bool pressed = false;            ///< Space or Enter
    int turned = 0;                  ///< arrows: of a slider
    bool list = false;               ///< a list hangs open from a control
    int row = 0, rows = 0;           ///< of that list
    bool row_moved = false;
    bool accepted = false;  ///< Enter in that list
    bool closed = false;    ///< Esc in that list
};

/// What the pointer rests on.
struct Tips {
    std::string item;     ///< recorded last
    std::string hovered;  ///< what the pointer is on, since `since`
    double waited = 0;    ///< seconds that it has been on it
    bool seen = false;    ///< it is on it in this frame
    bool hushed = false;  ///< a key was pressed since the pointer moved
    bool silent = false;  ///< the walk plays
};

/// Exercises for paper, as they are asked for; kept while the program runs.
struct WorksheetSheet {
    bool open = false;
    int kind = 0;  ///< of lesson::worksheet_kinds()
    std::int64_t count = 6, seed = 1;
    int paper = 0;     ///< A4, Letter
    int language = 0;  ///< English, 中文, both
    bool answers = true;
    std::string path;
    words::Message refused;
    std::string confirmed;  ///< an existing file that the person was asked about
};

struct ExportSheet;

/// Everything that is open or half typed.
struct Dialogs {
    Palette palette;
    Popover popover;
    CardDrag drag;
    Focus focus;
    Tips tips;
    bool gradient_tab = false;  ///< of the right panel
    pool::Phase tab_phase = pool::Phase::forward;
    FileDialog file;
    DataItems items;
    CloseQuestion close;
    std::shared_ptr<ExportSheet> exporting;  ///< none: it is closed
    WorksheetSheet worksheet;
    NotationField notation;
    std::map<std::string, NotationField> written;  ///< lists and words on the cards, by control
    CellEditor cell;
    bool help = false;
    std::string help_kind;            ///< the layer kind whose page is open; empty: the keys
    std::optional<std::size_t> card;  ///< the layer card that was chosen last; keys act on it
};

}  // namespace ui
