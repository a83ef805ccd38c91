#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "document/document.h"
#include "words/message.h"

namespace io {

constexpr int kDocumentVersion = 1;

/// The document as JSON, `"poolscope": 1` first. Large arrays are written as base64 of little-endian float32.
/// Stack layers are written in notation with their enabled flag. Non-finite typed values are written as the
/// strings "nan", "inf", "-inf".
std::string to_json(const document::Document& document);
/// Reads what to_json wrote. `name` stands in messages. Throws FileError: not JSON, a newer version, a field
/// of the wrong type, a shape that does not agree with its data, a layer that is not known.
document::Document from_json(const std::string& text, const std::string& name);

document::Document load_document(const std::filesystem::path& path);
void save_document(const std::filesystem::path& path, const document::Document& document);
/// True when the file's name ends in ".poolscope.json" or ".json".
bool is_document_path(const std::filesystem::path& path);

/// $XDG_DATA_HOME/poolscope (or ~/.local/share/poolscope; on Windows %APPDATA%\poolscope; macOS
/// ~/Library/Application Support/poolscope).
std::filesystem::path data_folder();

/// Writes the current document aside, at most once in a second, on a thread of its own, so that killing the
/// program loses at most the last second. A failed write is reported by `error` and tried again at the next
/// change.
class Autosave {
 public:
    explicit Autosave(std::filesystem::path file);
    ~Autosave();  ///< writes what is pending
    Autosave(const Autosave&) = delete;
    Autosave& operator=(const Autosave&) = delete;

    /// Hands over the newest document; returns at once.
    void offer(const document::Document& document);
    /// Waits until everything offered is on disk.
    void flush();
    /// The newest failure, once.
    std::optional<words::Message> take_error();
    /// The document of the last session, when there is one that can be read.
    static std::optional<document::Document> recover(const std::filesystem::path& file);

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace io
