#include "lesson/item.h"

#include <algorithm>
#include <cmath>

#include "figure/number.h"
#include "words/utf8.h"

namespace lesson {

namespace {

/// What was found, as a reader of the file sees it.
std::string shown(const Node& node) {
    constexpr std::size_t kMostShown = 40;
    switch (node.kind) {
        case Node::Kind::null:
            return "null";
        case Node::Kind::boolean:
            return node.truth ? "true" : "false";
        case Node::Kind::number:
            return figure::number(node.number, 6);
        case Node::Kind::text:
            return "\"" + words::shortened(words::one_line(node.text), kMostShown) + "\"";
        case Node::Kind::list:
            return "[…]";
        case Node::Kind::object:
            return "{…}";
    }
    return {};
}

}  // namespace

Item::Item(const Node& node, std::string name) : node_(node), name_(std::move(name)) {
    if (node.kind != Node::Kind::object) refuse(name_, node.line, {"error.lesson.object", {shown(node)}});
}

void Item::wrong(std::string_view key, const Node& value, const words::Message& expected) const {
    refuse(name_, value.line, {"error.lesson.field", {key, shown(value), expected}});
}

void Item::only(std::initializer_list<std::string_view> keys, std::span<const std::string_view> more) const {
    std::vector<std::string_view> known(keys);
    known.insert(known.end(), more.begin(), more.end());
    for (const auto& [key, value] : node_.fields) {
        if (std::ranges::find(known, key) != known.end()) continue;
        std::string all;
        for (const std::string_view one : known) all += (all.empty() ? "" : ", ") + std::string(one);
        refuse(name_, value.line, {"error.lesson.unknown", {key, all}});
    }
}

const Node& Item::need(std::string_view key) const {
    if (const Node* node = find(key)) return *node;
    fail({"error.lesson.missing", {key}});
}

std::string Item::text(std::string_view key, const std::string& otherwise) const {
    const Node* node = find(key);
    if (!node) return otherwise;
    if (node->kind != Node::Kind::text) wrong(key, *node, {"error.wanted.json_text"});
    if (node->text.size() > kMostText)
        refuse(name_, node->line, {"error.lesson.long", {key, node->text.size(), kMostText}});
    return node->text;
}

std::string Item::needed_text(std::string_view key) const {
    need(key);
    std::string found = text(key);
    if (found.empty()) fail({"error.lesson.empty", {key}});
    return found;
}

std::string Item::id(std::string_view key) const {
    constexpr std::size_t kMostId = 40;
    const std::string found = needed_text(key);
    const bool good = found.size() <= kMostId && std::ranges::all_of(found, [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                 c == '.' || c == '_' || c == '-';
                      });
    if (!good) wrong(key, *find(key), {"error.wanted.lesson_id"});
    return found;
}

std::optional<double> Item::number(std::string_view key) const {
    const Node* node = find(key);
    if (!node) return std::nullopt;
    if (node->kind != Node::Kind::number) wrong(key, *node, {"error.wanted.number"});
    return node->number;
}

std::int64_t Item::whole(std::string_view key, std::int64_t least, std::int64_t most,
                         std::int64_t otherwise) const {
    const std::optional<double> found = number(key);
    if (!found) return otherwise;
    if (*found != std::floor(*found) || *found < static_cast<double>(least) ||
        *found > static_cast<double>(most))
        wrong(key, *find(key), {"error.wanted.range", {least, most}});
    return static_cast<std::int64_t>(*found);
}

bool Item::truth(std::string_view key) const {
    const Node* node = find(key);
    if (!node) return false;
    if (node->kind != Node::Kind::boolean) wrong(key, *node, {"error.wanted.json_boolean"});
    return node->truth;
}

const std::vector<Node>& Item::list(std::string_view key, std::size_t most) const {
    static const std::vector<Node> none;
    const Node* node = find(key);
    if (!node) return none;
    if (node->kind != Node::Kind::list) wrong(key, *node, {"error.wanted.json_list"});
    if (node->items.size() > most)
        refuse(name_, node->line, {"error.lesson.many", {key, node->items.size(), most}});
    return node->items;
}

std::vector<std::string> Item::texts(std::string_view key, std::size_t most) const {
    std::vector<std::string> result;
    for (const Node& node : list(key, most)) {
        if (node.kind != Node::Kind::text || node.text.size() > kMostText)
            wrong(key, node, {"error.wanted.json_text"});
        result.push_back(node.text);
    }
    return result;
}

Text Item::both(std::string_view key) const {
    const Item inner(need(key), name_);
    inner.only({"en", "zh"});
    Text text{inner.needed_text("en"), inner.needed_text("zh")};
    const auto english = places(text.en);
    const auto chinese = places(text.zh);
    for (const std::string& place : english)
        if (!chinese.contains(place)) inner.fail({"error.lesson.place", {place, "en", "zh"}});
    for (const std::string& place : chinese)
        if (!english.contains(place)) inner.fail({"error.lesson.place", {place, "zh", "en"}});
    return text;
}

std::optional<Text> Item::maybe_both(std::string_view key) const {
    if (!has(key)) return std::nullopt;
    return both(key);
}

}  // namespace lesson
