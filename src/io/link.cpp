#include "io/link.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <nlohmann/json.hpp>
#include <zlib.h>

#include "io/base64.h"
#include "io/document_file.h"
#include "io/files.h"
#include "io/json_text.h"

namespace io {

namespace {

using Json = nlohmann::ordered_json;

/// Much more than the JSON of a link that was written here.
constexpr std::size_t kMostJson = std::size_t{4} << 20U;
constexpr std::string_view kName = "poolscope://";

[[noreturn]] void refuse(const words::Message& why) { throw FileError({"error.link", {why}}); }

std::vector<std::uint8_t> deflated(const std::string& text) {
    uLongf size = compressBound(static_cast<uLong>(text.size()));
    std::vector<std::uint8_t> packed(size);
    const int state = compress2(packed.data(), &size, reinterpret_cast<const Bytef*>(text.data()),
                                static_cast<uLong>(text.size()), Z_BEST_COMPRESSION);
    if (state != Z_OK) refuse({"error.link.broken"});
    packed.resize(size);
    return packed;
}

/// No more than kMostJson bytes are unpacked, whatever the link says.
std::string inflated_text(const std::vector<std::uint8_t>& packed) {
    std::string text(kMostJson, '\0');
    auto size = static_cast<uLongf>(text.size());
    const int state = uncompress(reinterpret_cast<Bytef*>(text.data()), &size, packed.data(),
                                 static_cast<uLong>(packed.size()));
    if (state == Z_BUF_ERROR && size == text.size()) refuse({"error.link.large", {kMostJson >> 20U}});
    if (state != Z_OK) refuse({"error.link.broken"});
    text.resize(size);
    return text;
}

/// The document without what every new document has; reading fills it in again.
Json short_json(const document::Document& document) {
    Json json = Json::parse(to_json(document));
    const Json usual = Json::parse(to_json(document::Document{}));
    Json& input = json["input"];
    for (const auto& [key, value] : usual["input"].items())
        if (input.contains(key) && input[key] == value) input.erase(key);
    if (json["upstream"] == usual["upstream"]) json.erase("upstream");
    return json;
}

std::string text_field(const Json& json, const char* key, std::size_t most) {
    const auto found = json.find(key);
    if (found == json.end()) return {};
    if (!found->is_string() || found->get_ref<const std::string&>().size() > most)
        refuse({"error.link.field", {key}});
    return *found;
}

std::int64_t whole_field(const Json& json, const char* key, std::int64_t most) {
    const auto found = json.find(key);
    if (found == json.end()) return 0;
    const double value = found->is_number() ? found->get<double>() : -1;
    if (!(value >= 0 && value <= static_cast<double>(most)) || value != std::floor(value))
        refuse({"error.link.field", {key}});
    return static_cast<std::int64_t>(value);
}

pool::Cursor read_cursor(const Json& json) {
    constexpr std::int64_t kMostLayer = 1024;
    constexpr std::int64_t kMostWindow = std::int64_t{1} << 40U;
    if (!json.is_object()) refuse({"error.link.field", {"cursor"}});
    pool::Cursor cursor;
    const std::string phase = text_field(json, "phase", 16);
    if (phase == "backward") cursor.phase = pool::Phase::backward;
    cursor.layer = static_cast<std::size_t>(whole_field(json, "layer", kMostLayer));
    cursor.window = whole_field(json, "window", kMostWindow);
    return cursor;
}

/// Where a link begins in a text, whatever stands before it and however its scheme is written; npos: nowhere.
std::size_t place_of_link(std::string_view text) {
    const auto same = [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 'a' - 'A') : a) == b;
    };
    const auto found = std::search(text.begin(), text.end(), kName.begin(), kName.end(), same);
    return found == text.end() ? text.npos : static_cast<std::size_t>(found - text.begin());
}

/// What a link holds, without what mail programs put into it: line breaks, marks of replies (">") and soft
/// breaks ("=") at the ends of lines, signs that are not seen. It ends at a quotation mark, a bracket, a full
/// stop or whatever else no link has; packed bytes know their own end, so that words behind a blank are no
/// part of them.
std::string packed_in(std::string_view text) {
    std::string packed;
    bool line_begins = false;
    for (std::size_t at = 0; at < text.size() && packed.size() <= kMostLink + 2; ++at) {
        const char c = text[at];
        const std::string_view rest = text.substr(at);
        const bool figure = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (figure || c == '-' || c == '_' || (c == '?' && packed == "s")) {
            packed += c;
        } else if (rest.starts_with("\xE2\x80\x8B") || rest.starts_with("\xE2\x81\xA0")) {
            at += 2;  // U+200B, U+2060
        } else if (rest.starts_with("\xC2\xAD") || rest.starts_with("\xC2\xA0")) {
            at += 1;  // U+00AD, U+00A0
        } else if (c == '=' && (rest.starts_with("=\n") || rest.starts_with("=\r"))) {
            continue;
        } else if (c == '\n' || c == '\r' || c == ' ' || c == '\t' || (line_begins && c == '>')) {
            line_begins = line_begins || c == '\n' || c == '\r';
            continue;
        } else {
            break;
        }
        line_begins = false;
    }
    return packed;
}

}  // namespace

bool is_link(std::string_view text) { return place_of_link(text) != text.npos; }

std::string to_link(const Link& link) {
    Json json{{"document", short_json(link.document)}};
    if (link.view != "bench") json["view"] = link.view;
    if (link.cursor != pool::Cursor{})
        json["cursor"] = {{"phase", link.cursor.phase == pool::Phase::backward ? "backward" : "forward"},
                          {"layer", link.cursor.layer},
                          {"window", link.cursor.window}};
    if (!link.step.empty()) json["step"] = link.step;
    std::string text = to_base64(deflated(json.dump()));
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    text.erase(text.find_last_not_of('=') + 1);
    text.insert(0, kLinkBegin);
    if (text.size() > kMostLink) throw FileError({"error.link.copy", {text.size(), kMostLink}});
    return text;
}

Link from_link(std::string_view text) {
    const std::size_t begin = place_of_link(text);
    if (begin == text.npos) refuse({"error.link.begin", {kLinkBegin}});
    std::string packed = packed_in(text.substr(begin + kName.size()));
    if (!packed.starts_with("s?")) refuse({"error.link.begin", {kLinkBegin}});
    packed.erase(0, 2);
    if (packed.size() > kMostLink) refuse({"error.link.long", {packed.size(), kMostLink}});
    std::ranges::replace(packed, '-', '+');
    std::ranges::replace(packed, '_', '/');
    // One sign alone holds no byte: it is what stood behind the link.
    if (packed.size() % 4 == 1) packed.pop_back();
    packed.append((4 - packed.size() % 4) % 4, '=');
    const auto bytes = from_base64(packed);
    if (!bytes || bytes->empty()) refuse({"error.link.broken"});
    const std::string inside = inflated_text(*bytes);
    const std::string name(kName);
    check_json(inside, name);
    const Json json = Json::parse(inside, nullptr, false);
    if (!json.is_object() || !json.contains("document")) refuse({"error.link.broken"});
    constexpr std::size_t kMostWord = 40;
    Link link;
    link.document = from_json(json["document"].dump(), name);
    if (json.contains("view")) link.view = text_field(json, "view", kMostWord);
    if (json.contains("cursor")) link.cursor = read_cursor(json["cursor"]);
    link.step = text_field(json, "step", kMostWord);
    return link;
}

}  // namespace io
