#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "document/document.h"
#include "words/message.h"

namespace io {

/// $XDG_DATA_HOME/poolscope (or ~/.local/share/poolscope; on Windows %APPDATA%\poolscope; macOS
/// ~/Library/Application Support/poolscope). Empty where the environment names no such folder: then nothing
/// is written.
std::filesystem::path data_folder();

/// What earlier programs have left, when a program starts.
struct LeftWork {
    std::optional<document::Document> document;  ///< the newest work that can be opened by itself
    words::Message
        message;  ///< what was restored and from when, what could not be and where it lies; may be empty
    std::vector<std::filesystem::path> others;  ///< further documents, newest first, for the person to open
};

/// Writes the current document aside, at most once in a second, on a thread of its own, so that killing the
/// program loses at most the last second. Every running program has a file of its own in `folder`, and a lock
/// that tells that it runs; what the input was made of is written once (see Objects). A failed write is
/// reported by `error` and tried again at the next change.
class Autosave {
 public:
    /// An empty folder: nothing is written, and `error` says so.
    explicit Autosave(std::filesystem::path folder);
    /// Writes what is pending and notes that the program came to its end by itself.
    ~Autosave();
    Autosave(const Autosave&) = delete;
    Autosave& operator=(const Autosave&) = delete;

    /// Takes over the newest work that no running program owns. What cannot be read, or ended the last
    /// program that opened it before `started`, is put aside under a name of its own and named in the
    /// message. Without `open` (a file is opened instead) everything is left as it is.
    LeftWork take_left(bool open);
    /// The window stands: what was opened did not end the program.
    void started();
    /// Hands over the newest document; returns at once.
    void offer(const document::Document& document);
    /// Waits until everything offered is on disk, or could not be written.
    void flush();
    /// Why the newest write failed; nothing once one has succeeded.
    std::optional<words::Message> error() const;
    /// The file of this program.
    const std::filesystem::path& file() const;

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace io
