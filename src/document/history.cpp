#include "document/history.h"

#include <utility>

namespace document {

namespace {
constexpr std::size_t kMostBytes = std::size_t{256} << 20U;

/// About what one document of the past takes: its own lists, and the points of its newest stroke; what it
/// shares with its neighbours is not counted.
std::size_t bytes_of(const Document& document) {
    const Input& input = document.input;
    std::size_t bytes =
        sizeof(Document) + input.edits.size() * sizeof(CellEdit) + input.strokes.size() * sizeof(Stroke);
    if (!input.strokes.empty()) bytes += input.strokes.back().points.size() * sizeof(StrokePoint);
    // A layer's name and parameters.
    return bytes + document.stack.size() * 512;
}
}  // namespace

History::History(Document initial) : current_(std::move(initial)), saved_(current_) {}

void History::change(Document next, const std::string& merge) {
    if (next == current_) return;
    const bool same_run = !merge.empty() && merge == merge_ && !past_.empty();
    if (!same_run) {
        past_bytes_ += bytes_of(current_);
        past_.push_back(std::move(current_));
        while (past_bytes_ > kMostBytes && past_.size() > 1) {
            past_bytes_ -= bytes_of(past_.front());
            past_.pop_front();
        }
    }
    current_ = std::move(next);
    future_.clear();
    merge_ = merge;
    ++revision_;
}

void History::undo() {
    if (past_.empty()) return;
    future_.push_back(std::move(current_));
    current_ = std::move(past_.back());
    past_.pop_back();
    past_bytes_ -= bytes_of(current_);
    merge_.clear();
    ++revision_;
}

void History::redo() {
    if (future_.empty()) return;
    past_bytes_ += bytes_of(current_);
    past_.push_back(std::move(current_));
    current_ = std::move(future_.back());
    future_.pop_back();
    merge_.clear();
    ++revision_;
}

void History::reset(Document document) {
    current_ = std::move(document);
    saved_ = current_;
    past_.clear();
    past_bytes_ = 0;
    future_.clear();
    merge_.clear();
    ++revision_;
}

}  // namespace document
