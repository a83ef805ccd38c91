#include "work/workspace.h"

#include <utility>

namespace work {

Workspace::Workspace(document::Document document)
    : history_(std::move(document)), live_(history_.current()), settled_(live_.evaluation().id) {
    walk_.restart();
}

void Workspace::edit(std::function<void(document::Document&)> change, std::string merge) {
    request({PendingEdit::change, std::move(change), std::move(merge)});
}

void Workspace::apply(const PendingEdit& pending) {
    switch (pending.kind) {
        case PendingEdit::undo:
            history_.undo();
            break;
        case PendingEdit::redo:
            history_.redo();
            break;
        case PendingEdit::change: {
            document::Document next = history_.current();
            pending.apply(next);
            history_.change(std::move(next), pending.merge);
            break;
        }
    }
}

void Workspace::apply_edits() {
    live_.forget_changes();
    if (pending_.empty()) return;
    const std::size_t before = history_.revision();
    for (const PendingEdit& pending : std::exchange(pending_, {})) apply(pending);
    if (history_.revision() == before) return;
    live_.follow(history_.current());
    settle();
}

void Workspace::open(document::Document document, std::filesystem::path path) {
    // What was asked for before belongs to the document before.
    apply_edits();
    history_.open(std::move(document), std::move(path));
    selection_.restart();
    live_.restart(history_.current());
    settle();
    walk_.restart();
}

void Workspace::cancel_evaluation() {
    if (!live_.busy()) return;
    live_.cancel();
    // Taking the change back is what makes what is shown right again.
    if (history_.can_undo()) return request_undo();
    live_.show_input_alone();
    settle();
}

void Workspace::settle() {
    if (settled_ == live_.evaluation().id) return;
    settled_ = live_.evaluation().id;
    walk_.settle();
    selection_.settle();
}

void Workspace::advance(float seconds) {
    live_.poll();
    settle();
    walk_.set_shown_plane({selection_.item(), selection_.channel()});
    walk_.advance(seconds);
    selection_.advance(seconds);
}

}  // namespace work
