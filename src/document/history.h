#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "document/document.h"

namespace document {

/// A Document with undo and redo, back to the first one as long as the past fits into a quarter of a
/// gigabyte, and the file that it is of. Every change goes through here.
class History {
 public:
    explicit History(Document initial);

    const Document& current() const { return now_.document; }
    /// Makes `next` the current document; one undo step. Does nothing when `next` equals the current
    /// document. Changes with the same non-empty `merge` that follow each other (a drag of one slider, one
    /// brush stroke) are one step; `seal` ends such a run.
    void change(Document next, const std::string& merge = {});
    void seal() { merge_.clear(); }
    /// Makes the document of a file the current one; one undo step, which leads back to the document before
    /// and to its file.
    void open(Document document, std::filesystem::path path);

    bool can_undo() const { return !past_.empty(); }
    bool can_redo() const { return !future_.empty(); }
    void undo();
    void redo();

    /// Grows with each change of the current document; equal numbers mean equal documents.
    std::size_t revision() const { return revision_; }
    /// The current document's file; empty: it was never saved.
    const std::filesystem::path& path() const { return now_.file->path; }
    /// Other after another file was opened, and as before when that is undone.
    const void* file() const { return now_.file.get(); }
    void mark_saved() { now_.file->saved = now_.document; }
    /// Saved to that file, which the document is of from now on.
    void mark_saved(std::filesystem::path path);
    bool unsaved() const { return !(now_.file->saved == now_.document); }

 private:
    /// A file, as it was last read or written. All steps between two openings share one.
    struct File {
        std::filesystem::path path;
        Document saved;
    };
    struct Step {
        Document document;
        std::shared_ptr<File> file;
    };
    void push(Step next);

    Step now_;
    std::deque<Step> past_;
    std::size_t past_bytes_ = 0;
    std::vector<Step> future_;
    std::string merge_;
    std::size_t revision_ = 1;
};

}  // namespace document
