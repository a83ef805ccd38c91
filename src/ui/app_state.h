#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "document/history.h"
#include "document/raster.h"
#include "figure/plates/map_images.h"
#include "figure/plates/plates.h"
#include "figure/strings.h"
#include "listing/code.h"
#include "pool/trace.h"
#include "pool/walkthrough.h"
#include "ui/background.h"
#include "ui/explained.h"
#include "ui/keys.h"
#include "ui/tower.h"

namespace ui {

enum class MainView { bench, tower };

/// What belongs to the person and the screen, not to the document.
struct Settings {
    MainView view = MainView::bench;
    bool dark = false;
    bool grey_map = false;        ///< grey instead of viridis
    bool same_cell_size = false;  ///< the pair's maps share one cell size
    figure::Language language = figure::Language::english;
    float text_scale = 1.0F;  ///< 0.8 .. 2
    bool presenting = false;
    bool show_left = true;
    bool show_right = true;
    bool show_code = false;  ///< code in the place of the explanation
    float left_em = 18;      ///< width of the left panel in ems
    float right_em = 20;     ///< width of the right panel in ems
    float code_em = 32;      ///< the same while it shows code
    float overview_em = 9.5F;
    bool operator==(const Settings&) const = default;
};

/// What moves in one step: one window, all windows of a layer, or one layer after the other.
enum class PlayMode { window, layer, stack };

struct Playback {
    PlayMode mode = PlayMode::window;
    bool playing = false;
    bool animating = false;  ///< the current step's stages run as far as `until`, then rest
    float until = 3;         ///< stage at which the animation of a step ends
    float windows_per_second = 1.5F;
};

/// The brush of the input canvas; what a new stroke starts with.
struct Brush {
    float size = 0.10F;
    float hardness = 0.7F;
    bool erase = false;
    bool drawing = false;
    std::uint64_t stroke_number = 0;  ///< one undo step for each stroke
};

/// The program that shows the cursor's layer, written once for each place.
struct CodeView {
    struct Key {
        std::uint64_t revision = 0;
        std::size_t layer = 0;
        pool::Phase phase = pool::Phase::forward;
        listing::CodeLanguage language = listing::CodeLanguage::numpy;
        bool operator==(const Key&) const = default;
    };
    listing::CodeLanguage language = listing::CodeLanguage::numpy;
    Key key;
    listing::Listing listing;
    std::vector<std::size_t> followed;  ///< the running lines that were last scrolled to
};

/// The samples as thumbnails.
struct SampleImages {
    std::vector<figure::Image> thumbnails;  ///< of document::samples(), in order
    figure::Sequential map = figure::Sequential::viridis;
};

/// A cell's lineage, traced once for one evaluation.
struct Lineage {
    pool::MapCell origin;
    pool::Trace trace;
    std::uint64_t revision = 0;
};

/// A key that went down since the last frame. Kept by ourselves: Dear ImGui 1.86 loses a key that goes up
/// again before the next frame.
struct KeyPress {
    Key key = Key::none;
    bool ctrl = false;
    bool shift = false;
    bool alt = false;
    bool repeat = false;  ///< sent again because the key is held
};

/// What the frame asks to be done once it is finished, outside the frame.
struct Requests {
    bool quit = false;
    bool fonts_changed = false;
};

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

struct DialogState {
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

/// A control that a person can act on, as drawn in the newest frame.
struct WidgetRecord {
    std::string id;
    std::string label;
    float x = 0, y = 0, w = 0, h = 0;
    bool enabled = true;
    bool operator==(const WidgetRecord&) const = default;
};

/// What differs between two revisions of an evaluation.
struct Strokes {
    std::uint64_t since = 0;
    std::uint64_t until = 0;  ///< 0: nothing is known
    pool::Changes changes;
};

/// Owner of everything the program holds while it runs. Made by main, passed down.
class AppState {
 public:
    explicit AppState(document::Document document);

    // --- the document and what follows from it ---
    const document::Document& document() const { return history_.current(); }
    const document::History& history() const { return history_; }
    /// Requests a change of the document; it is applied at the end of the frame. See History::change for
    /// `merge`.
    void edit(std::function<void(document::Document&)> change, std::string merge = {});
    void request_undo() { pending_.push_back({PendingEdit::undo, {}, {}}); }
    void request_redo() { pending_.push_back({PendingEdit::redo, {}, {}}); }
    /// Replaces the document (a file was opened); the past is forgotten.
    void open(document::Document document, std::filesystem::path path);
    /// Applies what was requested and evaluates anew. Called at the end of a frame.
    void apply_edits();
    /// The next change is an undo step of its own, even with the same `merge` (a drag ended).
    void seal() { history_.seal(); }
    void mark_saved(std::filesystem::path path);
    const std::filesystem::path& path() const { return path_; }

    /// The input map as it is now, also while the stack does not fit it.
    const pool::Tensor& input() const { return *raster_.map(); }
    /// Names the input map's contents.
    std::uint64_t input_revision() const { return input_revision_; }
    /// The newest evaluation that worked.
    const pool::Evaluation& evaluation() const { return evaluation_; }
    /// What is differentiated (pool::loss).
    double loss() const { return loss_; }
    /// Names the evaluation's contents.
    std::uint64_t revision() const { return revision_; }
    /// True while a large map is evaluated aside; what is shown is the evaluation before.
    bool busy() const { return background_.busy(); }
    float progress() const { return background_.progress(); }
    /// Ends the evaluation aside and takes the change back that asked for it.
    void cancel_evaluation();
    /// Shapes of the stack as it is now, up to the first layer that does not fit.
    const pool::ShapeChain& chain() const { return chain_; }

    // --- where the walkthrough stands ---
    const pool::Cursor& cursor() const { return cursor_; }
    /// The cursor as it is drawn: at high speed the stages inside a window are left out.
    pool::Cursor shown_cursor() const;
    /// The cursor's `whole` follows from the mode of playback.
    void set_cursor(pool::Cursor cursor);
    void set_play_mode(PlayMode mode);
    /// Moves by whole steps of the mode and runs the animation; stops playing unless `keep_playing`.
    void step(std::int64_t steps, bool keep_playing = false);
    /// To the first window of the next (+1) or previous (−1) layer of the walk.
    void step_layer(int layers);
    /// To the next (+1) or previous (−1) of the three stages inside a step.
    void step_stage(int way);
    /// Holds the current step at a stage, 0..3.
    void set_stage(float stage);
    /// Plays, or pauses and comes to rest.
    void toggle_play();
    /// Advances playback and animations by `seconds`.
    void advance(float seconds);

    // --- what is pointed at ---
    void hover(std::optional<pool::MapCell> cell);
    void toggle_pin(const pool::MapCell& cell);
    void clear_pins() { pinned_.clear(); }
    const std::optional<pool::MapCell>& hovered() const { return hovered_; }
    const Lineage* hovered_lineage() const { return lineage_ ? &*lineage_ : nullptr; }
    const std::vector<Lineage>& pinned() const { return pinned_; }
    float emphasis() const { return emphasis_; }

    /// Shows a sentence above the view; an error stays until it is closed or replaced.
    void show_error(words::Message message) { error_ = std::move(message); }
    void clear_error() { error_ = {}; }
    const words::Message& error() const { return error_; }

    /// What strokes changed in this frame; nothing where more than that has changed.
    const Strokes* strokes() const { return strokes_.until == revision_ ? &strokes_ : nullptr; }

    /// True while something moves, so that the next frame must be drawn without an event.
    bool animating() const;

    Settings settings;
    Playback playback;
    Brush brush;
    DialogState dialogs;
    Requests requests;
    Tower tower;
    float time = 0;      ///< seconds of flow animation
    std::int64_t n = 0;  ///< item of the batch that is shown
    std::int64_t c = 0;  ///< channel that is shown
    figure::MapView below, above;
    mutable figure::MapImages map_images;  ///< a cache: what it holds never changes what is shown
    CodeView code;
    Explained explained;                ///< a cache too
    std::vector<KeyPress> key_presses;  ///< in order; emptied by the frame
    figure::MapImages canvas_images;    ///< of the input map alone, also while the stack does not fit it
    SampleImages sample_images;
    std::vector<WidgetRecord> widgets;
    std::uint64_t frame = 0;

 private:
    struct PendingEdit {
        enum Kind { change, undo, redo } kind = change;
        std::function<void(document::Document&)> apply;
        std::string merge;
    };
    void reevaluate(bool aside);
    /// Brings what is shown up to date with a stroke; false when the stack refuses the new values.
    bool follow_input(const pool::Region& changed);
    void follow_changes(const pool::Changes& changes);
    void adopt(pool::Evaluation evaluation);
    void poll();
    void advance_walk(float seconds);
    /// Nothing is left to step to.
    bool at_end() const;
    /// At rest, or at `stage` of the current step.
    void rest(float stage = 0);
    /// Shows the input alone where the document's stack has never fitted.
    void show_input_alone();
    void refresh_lineage();

    document::History history_;
    std::filesystem::path path_;
    std::vector<PendingEdit> pending_;
    document::Raster raster_;
    Background background_;
    pool::Stack wanted_stack_;  ///< what is evaluated aside
    pool::Upstream wanted_upstream_;
    pool::Region behind_;   ///< what of the input has changed since that began
    bool in_step_ = false;  ///< the shown evaluation's input is the input map
    pool::Stack evaluated_stack_;
    pool::Upstream evaluated_upstream_;
    pool::Evaluation evaluation_;
    pool::ShapeChain chain_;
    Strokes strokes_;
    double loss_ = 0;
    std::uint64_t input_revision_ = 0;
    std::uint64_t revision_ = 0;
    pool::Cursor cursor_;
    std::optional<pool::MapCell> hovered_;
    std::optional<Lineage> lineage_;
    std::vector<Lineage> pinned_;
    float emphasis_ = 0;
    words::Message error_;
};

}  // namespace ui
