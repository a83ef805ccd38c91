#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "document/document.h"
#include "words/message.h"

// What the writer and the reader of documents share.

namespace io {

using Json = nlohmann::ordered_json;

/// Words of the fields, in the order of the enumerations that they stand for.
constexpr std::array<const char*, 3> kFits = {"contain", "cover", "stretch"};
constexpr std::array<const char*, 6> kSources = {"ones", "one_hot", "values", "random", "plane", "target"};
constexpr std::array<const char*, 5> kPoolings = {"as-given", "avg", "max", "subsample", "blur"};

/// Throws FileError for more layers than a stack may have. `name`: of the document.
void check_layers(std::size_t count, const std::string& name);

/// Throws FileError for more styles, or more or longer options of one, than a document may have.
void check_styles(const std::vector<document::FigureStyle>& styles, const std::string& name);

/// Reads fields of one object; every refusal (FileError) names the file and the field.
class Fields {
 public:
    /// `name`: of the file; `where`: the object's path in it, "input.base"; empty: the whole.
    Fields(const Json& json, std::string name, std::string where);

    [[noreturn]] void fail(const words::Message& message) const;
    [[noreturn]] void wrong(const std::string& key, const Json& value, const words::Message& expected) const;
    std::string path(const std::string& key) const { return where_.empty() ? key : where_ + "." + key; }
    const std::string& name() const { return name_; }

    const Json* find(const std::string& key) const;
    bool boolean(const std::string& key, bool otherwise) const;
    float number(const std::string& key, float otherwise) const;
    float number_of(const std::string& key, const Json& value) const;
    /// A number from `low` to `high`, which infinity and NaN are not.
    float number_in(const std::string& key, float otherwise, int low, int high) const;
    std::int64_t integer(const std::string& key, std::int64_t otherwise) const;
    std::string text(const std::string& key, const std::string& otherwise) const;
    /// An empty list where there is none.
    const Json& list(const std::string& key) const;
    std::array<std::int64_t, 4> four(const std::string& key) const;
    /// Position of the word among `choices`, 0 where the field is missing.
    std::size_t choice(const std::string& key, std::span<const char* const> choices) const;

 private:
    const Json& json_;
    std::string name_;
    std::string where_;
};

}  // namespace io
