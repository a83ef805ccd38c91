#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "document/document.h"
#include "io/objects.h"
#include "words/message.h"

namespace io {

constexpr int kDocumentVersion = 1;

/// The document as JSON, `"poolscope": 1` first. Large arrays are written as base64 of little-endian float32.
/// Stack layers are written in notation with their enabled flag. Non-finite typed values are written as the
/// strings "nan", "inf", "-inf".
std::string to_json(const document::Document& document);
/// The same with the base named in `objects`, where it is kept, instead of written into the text: for
/// autosaves.
std::string to_json(const document::Document& document, Objects& objects);
/// Reads what to_json wrote. `name` stands in messages. Throws FileError: not JSON, a newer version, a field
/// of the wrong type, a shape that does not agree with its data, a layer that is not known.
document::Document from_json(const std::string& text, const std::string& name,
                             const Objects* objects = nullptr);

document::Document load_document(const std::filesystem::path& path);
void save_document(const std::filesystem::path& path, const document::Document& document);
/// True when the file's name ends in ".poolscope.json" or ".json".
bool is_document_path(const std::filesystem::path& path);

}  // namespace io
