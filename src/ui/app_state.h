#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "figure/plates/plates.h"
#include "ui/caches.h"
#include "ui/dialogs.h"
#include "ui/keys.h"
#include "ui/layout.h"
#include "ui/settings.h"
#include "ui/widget_record.h"
#include "work/veil.h"
#include "work/workspace.h"

namespace ui {

/// The brush of the input canvas; what a new stroke starts with.
struct Brush {
    float size = 0.10F;
    float hardness = 0.7F;
    bool erase = false;
    bool on_map = false;  ///< a drag on the large input map draws too
    enum class Surface { none, canvas, map };
    Surface drawing = Surface::none;  ///< where a stroke is being drawn
    std::uint64_t stroke_number = 0;  ///< one undo step for each stroke
};

/// Zoom and pan of the pair's left and right map.
struct PairZoom {
    figure::MapView below, above;
    std::size_t layer = 0;  ///< of another layer everything is seen again
};

/// What stands over the picture while presenting.
struct Overlay {
    bool black = false;
    std::vector<std::vector<figure::Point>> pen;  ///< strokes, in points of the window
    bool drawing = false;
};

/// What the frame asks to be done once it is finished, outside the frame.
struct Requests {
    bool quit = false;
    bool fonts_changed = false;
    bool fullscreen = false;  ///< full screen, or back
    std::string link;         ///< a poolscope:// line to be opened; empty: none
};

struct School;
class Side;

/// What the screen holds while the program runs. Made by main, passed down. What is computed lives in the
/// workspace.
class AppState {
 public:
    explicit AppState(document::Document document);
    ~AppState();
    AppState(const AppState&) = delete;
    AppState& operator=(const AppState&) = delete;

    /// What is shown and edited: the lesson's workspace while one runs, otherwise the person's.
    work::Workspace& active() { return lesson_ ? *lesson_ : user_; }
    const work::Workspace& active() const { return lesson_ ? *lesson_ : user_; }
    /// The person's own work, which is saved.
    const work::Workspace& user() const { return user_; }
    /// Shows another workspace, or the person's again where nullptr is given; that stays as it is meanwhile.
    /// Returns the one that was shown instead of it until now.
    std::unique_ptr<work::Workspace> show_lesson(std::unique_ptr<work::Workspace> lesson) {
        return std::exchange(lesson_, std::move(lesson));
    }

    /// Lets `seconds` pass. Called at the beginning of a frame.
    void advance(float seconds);
    /// Applies what the frame requested. Called at the end of a frame.
    void apply_edits();
    /// True while something moves, so that the next frame must be drawn without an event.
    bool animating() const;

    /// The side-by-side view.
    Side& side() { return *side_; }
    const Side& side() const { return *side_; }
    /// Zoom of the pair that shows the cursor's layer.
    PairZoom& zoom();

    /// What a lesson hides now.
    const work::Veil& veil() const { return veil_; }
    void hide(const work::Veil& veil) { veil_ = veil; }

    /// Shows a sentence above the view; an error stays until it is closed or replaced.
    void show_error(words::Message message) { error_ = std::move(message); }
    void clear_error() { error_ = {}; }
    const words::Message& error() const { return error_; }

    /// Says in passing what was done; it goes by itself.
    void say(words::Message message);
    const words::Message& notice() const { return notice_; }

    Settings settings;
    WindowLayout layout;          ///< of the newest frame
    figure::Rect lessons_button;  ///< of the newest frame
    Brush brush;
    Overlay overlay;
    Dialogs dialogs;
    Requests requests;
    Tower tower;
    std::shared_ptr<School> school;  ///< never nullptr
    listing::CodeLanguage code_language = listing::CodeLanguage::numpy;
    Caches caches;
    std::vector<KeyPress> key_presses;  ///< in order; emptied by the frame
    std::vector<WidgetRecord> widgets;
    std::uint64_t frame = 0;

 private:
    /// Another file is shown: everything of it is seen.
    void notice_file();

    work::Workspace user_;
    std::unique_ptr<work::Workspace> lesson_;
    work::Veil veil_;
    std::unique_ptr<Side> side_;
    PairZoom zoom_;
    const void* file_ = nullptr;  ///< see document::History::file
    words::Message error_;
    words::Message notice_;
    float notice_left_ = 0;  ///< seconds
};

}  // namespace ui
