#include "document/history.h"

#include <utility>

namespace document {

namespace {
constexpr std::size_t kMostBytes = std::size_t{256} << 20U;

/// About what one document of the past takes: its own lists, and the points of its newest stroke; what it
/// shares with its neighbours is not counted.
std::size_t bytes_of(const Input& input) {
    std::size_t bytes = input.edits.size() * sizeof(CellEdit) + input.strokes.size() * sizeof(Stroke);
    if (!input.strokes.empty()) bytes += input.strokes.back().points.size() * sizeof(StrokePoint);
    return bytes;
}
std::size_t bytes_of(const Document& document) {
    std::size_t layers = document.stack.size();
    if (document.other.stack) layers += document.other.stack->size();
    std::size_t bytes = sizeof(Document) + bytes_of(document.input);
    if (document.other.input) bytes += bytes_of(*document.other.input);
    // A layer's name and parameters.
    return bytes + layers * 512;
}
}  // namespace

History::History(Document initial) {
    now_.file = std::make_shared<File>(File{{}, initial});
    now_.document = std::move(initial);
}

void History::push(Step next) {
    past_bytes_ += bytes_of(now_.document);
    past_.push_back(std::exchange(now_, std::move(next)));
    while (past_bytes_ > kMostBytes && past_.size() > 1) {
        past_bytes_ -= bytes_of(past_.front().document);
        past_.pop_front();
    }
}

void History::change(Document next, const std::string& merge) {
    if (next == now_.document) return;
    const bool same_run = !merge.empty() && merge == merge_ && !past_.empty();
    if (same_run) {
        now_.document = std::move(next);
    } else {
        push({std::move(next), now_.file});
    }
    future_.clear();
    merge_ = merge;
    ++revision_;
}

void History::open(Document document, std::filesystem::path path) {
    auto file = std::make_shared<File>(File{std::move(path), document});
    push({std::move(document), std::move(file)});
    future_.clear();
    merge_.clear();
    ++revision_;
}

void History::undo() {
    if (past_.empty()) return;
    past_bytes_ -= bytes_of(past_.back().document);
    future_.push_back(std::exchange(now_, std::move(past_.back())));
    past_.pop_back();
    merge_.clear();
    ++revision_;
}

void History::redo() {
    if (future_.empty()) return;
    Step next = std::move(future_.back());
    future_.pop_back();
    push(std::move(next));
    merge_.clear();
    ++revision_;
}

void History::mark_saved(std::filesystem::path path) {
    now_.file->path = std::move(path);
    mark_saved();
}

}  // namespace document
