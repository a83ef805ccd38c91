#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "document/document.h"

namespace document {

/// A Document with undo and redo, back to the first one as long as the past fits into a quarter of a
/// gigabyte. Every change goes through `change`.
class History {
 public:
    explicit History(Document initial);

    const Document& current() const { return current_; }
    /// Makes `next` the current document; one undo step. Does nothing when `next` equals the current
    /// document. Changes with the same non-empty `merge` that follow each other (a drag of one slider, one
    /// brush stroke) are one step; `seal` ends such a run.
    void change(Document next, const std::string& merge = {});
    void seal() { merge_.clear(); }

    bool can_undo() const { return !past_.empty(); }
    bool can_redo() const { return !future_.empty(); }
    void undo();
    void redo();

    /// Replaces the document and forgets the past (a file was opened).
    void reset(Document document);
    /// Grows with each change of the current document; equal numbers mean equal documents.
    std::size_t revision() const { return revision_; }
    void mark_saved() { saved_ = current_; }
    bool unsaved() const { return !(saved_ == current_); }

 private:
    Document current_;
    Document saved_;
    std::deque<Document> past_;
    std::size_t past_bytes_ = 0;
    std::vector<Document> future_;
    std::string merge_;
    std::size_t revision_ = 1;
};

}  // namespace document
