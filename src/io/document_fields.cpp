#include "io/document_fields.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "io/files.h"
#include "pool/limits.h"
#include "words/utf8.h"

namespace io {

namespace {

bool is_int64(const Json& value) {
    constexpr std::uint64_t kLargest = std::numeric_limits<std::int64_t>::max();
    return value.is_number_integer() &&
           !(value.is_number_unsigned() && value.get<std::uint64_t>() > kLargest);
}

}  // namespace

void check_layers(std::size_t count, const std::string& name) {
    if (static_cast<std::int64_t>(count) > pool::limits::kLayers)
        throw FileError({"error.document.layers", {name, count, pool::limits::kLayers}});
}

void check_styles(const std::vector<document::FigureStyle>& styles, const std::string& name) {
    using namespace document;
    const auto refuse = [&] {
        throw FileError({"error.document.styles",
                         {name, kMostFigureStyles, kMostFigureStyleOptions, kMostFigureStyleBytes}});
    };
    if (styles.size() > kMostFigureStyles) refuse();
    for (const FigureStyle& style : styles) {
        if (style.name.empty() || style.name.size() > kMostFigureStyleBytes ||
            style.options.size() > kMostFigureStyleOptions)
            refuse();
        for (const auto& [option, value] : style.options)
            if (std::max(option.size(), value.size()) > kMostFigureStyleBytes) refuse();
        if (std::ranges::count(styles, style.name, &FigureStyle::name) > 1)
            throw FileError({"error.document.style_twice", {name, style.name}});
    }
}

Fields::Fields(const Json& json, std::string name, std::string where)
    : json_(json), name_(std::move(name)), where_(std::move(where)) {
    if (!json.is_object()) fail({"error.document.object"});
}

void Fields::fail(const words::Message& message) const {
    if (where_.empty()) throw FileError({"error.document.whole", {name_, message}});
    throw FileError({"error.document.part", {name_, where_, message}});
}

void Fields::wrong(const std::string& key, const Json& value, const words::Message& expected) const {
    constexpr std::size_t kMostShown = 40;
    const std::string found = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    throw FileError(
        {"error.document.field", {name_, path(key), words::shortened(found, kMostShown), expected}});
}

const Json* Fields::find(const std::string& key) const {
    const auto found = json_.find(key);
    return found == json_.end() ? nullptr : &*found;
}

bool Fields::boolean(const std::string& key, bool otherwise) const {
    const Json* value = find(key);
    if (!value) return otherwise;
    if (!value->is_boolean()) wrong(key, *value, {"error.wanted.json_boolean"});
    return *value;
}

float Fields::number(const std::string& key, float otherwise) const {
    const Json* value = find(key);
    return value ? number_of(key, *value) : otherwise;
}

float Fields::number_of(const std::string& key, const Json& value) const {
    if (value.is_number()) {
        const auto number = value.get<double>();
        // A number beyond float32 would become infinity.
        if (!(std::abs(number) <= static_cast<double>(std::numeric_limits<float>::max())))
            wrong(key, value, {"error.wanted.float32"});
        return static_cast<float>(number);
    }
    if (value == "nan") return std::numeric_limits<float>::quiet_NaN();
    if (value == "inf") return std::numeric_limits<float>::infinity();
    if (value == "-inf") return -std::numeric_limits<float>::infinity();
    wrong(key, value, {"error.wanted.number"});
}

float Fields::number_in(const std::string& key, float otherwise, int low, int high) const {
    const float found = number(key, otherwise);
    if (!(found >= static_cast<float>(low) && found <= static_cast<float>(high)))
        wrong(key, *find(key), {"error.wanted.range", {low, high}});
    return found;
}

std::int64_t Fields::integer(const std::string& key, std::int64_t otherwise) const {
    const Json* value = find(key);
    if (!value) return otherwise;
    if (!is_int64(*value)) wrong(key, *value, {"error.wanted.int64"});
    return *value;
}

std::string Fields::text(const std::string& key, const std::string& otherwise) const {
    const Json* value = find(key);
    if (!value) return otherwise;
    if (!value->is_string()) wrong(key, *value, {"error.wanted.json_text"});
    return *value;
}

const Json& Fields::list(const std::string& key) const {
    static const Json empty = Json::array();
    const Json* value = find(key);
    if (!value) return empty;
    if (!value->is_array()) wrong(key, *value, {"error.wanted.json_list"});
    return *value;
}

std::array<std::int64_t, 4> Fields::four(const std::string& key) const {
    const Json& values = list(key);
    std::array<std::int64_t, 4> result{};
    if (values.size() != 4) wrong(key, values, {"error.wanted.four"});
    for (std::size_t i = 0; i < 4; ++i) {
        if (!is_int64(values[i])) wrong(key, values[i], {"error.wanted.int64"});
        result[i] = values[i];
    }
    return result;
}

std::size_t Fields::choice(const std::string& key, std::span<const char* const> choices) const {
    const std::string found = text(key, choices[0]);
    for (std::size_t i = 0; i < choices.size(); ++i)
        if (found == choices[i]) return i;
    wrong(key, found, {"error.wanted.known_word"});
}

}  // namespace io
