#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "document/history.h"
#include "work/live.h"
#include "work/selection.h"
#include "work/walk.h"

namespace work {

/// A document with its past, kept evaluated, walked and pointed at. It knows no screen: a window shows one,
/// an animation advances one frame by frame, a lesson has one of its own while the person's stays untouched.
class Workspace {
 public:
    /// The evaluation is there at once, however large the input is.
    explicit Workspace(document::Document document);
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    const document::Document& document() const { return history_.current(); }
    const document::History& history() const { return history_; }
    /// Requests a change of the document; see History::change for `merge`.
    void edit(std::function<void(document::Document&)> change, std::string merge = {});
    /// While locked, changes, undo and redo are not taken: a lesson's question waits for its answer.
    void lock(bool locked) { locked_ = locked; }
    bool locked() const { return locked_; }
    void request_undo() { request({PendingEdit::undo, {}, {}}); }
    void request_redo() { request({PendingEdit::redo, {}, {}}); }
    /// Applies what was requested and evaluates anew. Called when nothing reads the evaluation, at the end of
    /// a frame.
    void apply_edits();
    /// The next change is an undo step of its own, even with the same `merge` (a drag ended).
    void seal() { history_.seal(); }
    /// Shows the document of a file; one undo step, which takes the file's path back too.
    void open(document::Document document, std::filesystem::path path);
    void mark_saved(std::filesystem::path path) { history_.mark_saved(std::move(path)); }
    /// The file that the document is of; empty: none yet.
    const std::filesystem::path& path() const { return history_.path(); }

    const Live& live() const { return live_; }
    const pool::Evaluation& evaluation() const { return live_.evaluation(); }
    /// Ends the evaluation aside and takes the change back that asked for it.
    void cancel_evaluation();

    Walk& walk() { return walk_; }
    const Walk& walk() const { return walk_; }
    const pool::Cursor& cursor() const { return walk_.cursor(); }
    Selection& selection() { return selection_; }
    const Selection& selection() const { return selection_; }

    /// Lets `seconds` pass: playback, easing, and what was computed aside.
    void advance(float seconds);
    /// True while something changes by itself, so that the next frame must be drawn without an event.
    bool animating() const { return walk_.moving() || selection_.easing() || live_.busy(); }

 private:
    struct PendingEdit {
        enum Kind { change, undo, redo } kind = change;
        std::function<void(document::Document&)> apply;
        std::string merge;
    };
    void request(PendingEdit pending) {
        if (!locked_) pending_.push_back(std::move(pending));
    }
    void apply(const PendingEdit& pending);
    /// Brings walk and selection in step with the evaluation.
    void settle();

    document::History history_;
    std::vector<PendingEdit> pending_;
    bool locked_ = false;
    Live live_;
    Walk walk_{live_};
    Selection selection_{live_};
    pool::EvaluationId settled_;
};

}  // namespace work
