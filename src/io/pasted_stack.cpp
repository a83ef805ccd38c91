#include "io/pasted_stack.h"

#include <algorithm>
#include <set>

#include "io/pasted/blocks.h"
#include "io/pasted/interpreter.h"
#include "io/pasted/plain_text.h"
#include "io/pasted/wrappings.h"
#include "pool/evaluation.h"
#include "pool/limits.h"
#include "pool/notation.h"

namespace io {

namespace {

using pasted::Item;
using pasted::Items;

class Names {
 public:
    void add(const std::string& name) {
        if (seen_.insert(name).second) text_ += (text_.empty() ? "" : ", ") + name;
    }
    const std::string& text() const { return text_; }

 private:
    std::set<std::string> seen_;
    std::string text_;
};

/// Channels that arrive behind the layers so far; 1 where they do not fit.
std::int64_t arriving_channels(const pool::Shape& input, const pool::Stack& stack) {
    return pool::infer_shapes(input, stack).shapes.back().c;
}

void note_weights(PastedStack& result, pool::Layer& layer, std::int64_t& drawn) {
    if (!layer.params.find("in_channels")) return;
    if (drawn > 0 && !layer.params.find("seed")) layer.params.set("seed", drawn);
    if (drawn++ == 0) result.notes.push_back({"pasted.weights"});
}

[[noreturn]] void refuse_empty(const Items& items, const std::string& skipped) {
    for (const Item& item : items)
        if (item.type == Item::Type::ending)
            throw pool::NotationError(item.at, {"error.pasted.ends_at_once", {item.name}});
    if (!items.empty()) throw pool::NotationError(items[0].at, {"error.pasted.only_skipped", {skipped}});
    throw pool::NotationError(0, {"error.pasted.none"});
}

PastedStack stack_of(const Items& items, const pool::Shape& input) {
    PastedStack result;
    Names skipped;
    Names left_out;
    std::int64_t drawn = 0;
    for (const Item& item : items) {
        if (item.type == Item::Type::arithmetic && !left_out.text().empty()) continue;
        if (item.type == Item::Type::ending || !left_out.text().empty()) {
            left_out.add(item.type == Item::Type::layer ? item.layer.kind : item.name);
        } else if (item.type == Item::Type::arithmetic) {
            result.notes.insert(result.notes.end(), item.notes.begin(), item.notes.end());
        } else if (item.type == Item::Type::skipped) {
            skipped.add(item.name);
        } else {
            pool::Layer layer = item.layer;
            if (item.channels_from_input)
                layer.params.set("in_channels", arriving_channels(input, result.stack));
            result.notes.insert(result.notes.end(), item.notes.begin(), item.notes.end());
            note_weights(result, layer, drawn);
            result.stack.push_back(std::move(layer));
        }
    }
    if (result.stack.empty()) refuse_empty(items, skipped.text());
    if (!skipped.text().empty()) result.notes.push_back({"pasted.skipped", {skipped.text()}});
    if (!left_out.text().empty()) result.notes.push_back({"pasted.ended", {left_out.text()}});
    return result;
}

/// Each sentence once.
void without_repeats(std::vector<words::Message>& notes) {
    std::set<std::string> seen;
    std::erase_if(notes, [&](const words::Message& note) { return !seen.insert(note.text()).second; });
}

PastedStack read_plain(const pasted::PlainText& plain, const pool::Shape& input) {
    try {
        const pasted::Network network = pasted::read_network(plain.text);
        PastedStack result = stack_of(network.items, input);
        result.notes.insert(result.notes.end(), network.notes.begin(), network.notes.end());
        if (plain.diff) result.notes.push_back({"pasted.diff"});
        without_repeats(result.notes);
        return result;
    } catch (const pool::NotationError& error) {
        throw pool::NotationError(plain.origin[std::min(error.offset(), plain.text.size())], error.message());
    }
}

}  // namespace

PastedStack read_pasted_stack(std::string_view text, const pool::Shape& input) {
    try {
        return {pool::parse_stack(text), {}};
    } catch (const pool::NotationError& error) {
        // What follows reads more, or says better what is wrong. No reading makes fewer layers of too many.
        if (error.message().key() == "error.layers") throw;
    }
    if (static_cast<std::int64_t>(text.size()) > pool::limits::kNotationBytes)
        throw pool::NotationError(
            0, {"error.notation.long", {text.size() >> 10U, pool::limits::kNotationBytes >> 10}});
    pasted::PlainText plain = pasted::plain_text(text);
    if (plain.text.find_first_not_of(" \t\n") == std::string::npos) return {};
    if (const std::size_t at = pasted::place_of_summary(plain.text); at != std::string::npos)
        throw pool::NotationError(plain.origin[at], {"error.pasted.summary"});
    if (const auto calls = pasted::blocks_as_calls(plain)) return read_plain(*calls, input);
    if (plain.printed.empty()) return read_plain(plain, input);
    // What a session printed repeats what was typed, or alone holds the layers.
    pasted::PlainText typed = plain;
    for (const auto& [begin, end] : plain.printed)
        std::fill(typed.text.begin() + static_cast<std::ptrdiff_t>(begin),
                  typed.text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    try {
        return read_plain(typed, input);
    } catch (const pool::NotationError& of_typed) {
        try {
            return read_plain(plain, input);
        } catch (const pool::NotationError&) {
            throw of_typed;
        }
    }
}

words::Message place_in(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const std::size_t line_begin = before.find_last_of('\n') + 1;  // npos + 1 is 0
    const auto column =
        std::ranges::count_if(before.substr(line_begin),
                              [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }) +
        1;
    if (text.find('\n') == std::string_view::npos) return {"error.place.character", {column}};
    return {"error.place.line", {std::ranges::count(before, '\n') + 1, column}};
}

}  // namespace io
