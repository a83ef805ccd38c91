#pragma once

#include <span>
#include <string>
#include <string_view>

#include "document/document.h"

namespace document {

/// A built-in input made for this project. `id` is stable ("digit.3", "one.shifted", "yi.tilted",
/// "zero.small", "matrix.textbook"); the text "sample.<id>" is what a button shows.
struct Sample {
    std::string id;
    Input input;
};

/// What the buttons show: digits 0–9; "1" at 16×16 and the same shifted right by one cell; "一" level and
/// tilted; a large and a small "0"; the 4×4 textbook matrix. Read once from assets/samples.txt, which is
/// embedded at build time.
std::span<const Sample> samples();
/// A well-known stack by a name for the string tables ("preset.twice").
struct Preset {
    std::string_view key;
    std::string_view notation;
};
std::span<const Preset> presets();
/// One of those, or one for lessons and cases: small matrices, stripes, strokes in pixels, changed forms of
/// the 3.
const Sample* find_sample(std::string_view id);
/// The document's upstream gradient with the input of its target drawn in `shape`, where it has one.
pool::Upstream resolved_upstream(const pool::Upstream& upstream, const pool::Shape& shape);

}  // namespace document
