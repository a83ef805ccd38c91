#include "document/history.h"

#include <utility>

namespace document {

namespace {
constexpr std::size_t kMaxSteps = 500;
}

History::History(Document initial) : current_(std::move(initial)), saved_(current_) {}

void History::change(Document next, const std::string& merge) {
    if (next == current_) return;
    const bool same_run = !merge.empty() && merge == merge_ && !past_.empty();
    if (!same_run) {
        past_.push_back(std::move(current_));
        if (past_.size() > kMaxSteps) past_.erase(past_.begin());
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
    merge_.clear();
    ++revision_;
}

void History::redo() {
    if (future_.empty()) return;
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
    future_.clear();
    merge_.clear();
    ++revision_;
}

}  // namespace document
