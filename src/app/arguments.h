#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/options.h"
#include "app/source.h"
#include "document/document.h"
#include "pool/trace.h"
#include "pool/walkthrough.h"

// Groups of options that several commands share.

namespace app {

/// `--phase`, `--layer` (1 is the first, as in the names of eval's files), `--window` (0 is the first).
struct CursorArguments {
    std::string phase = "forward";
    std::int64_t layer = 1;
    std::int64_t window = 0;
    float stage = 0;
    bool whole = false;
    std::vector<Option> options;

    void add_to(Options& command);
    /// Whether any of them was given.
    bool given() const;
    bool phase_given() const { return options.front().given(); }
    pool::Cursor cursor(const document::Document& document) const;
};

/// `--pin MAP,ROW,COLUMN`, more than once: map 0 is the input, map 1 the output of the first layer.
struct Pins {
    std::vector<std::string> texts;

    void add_to(Options& command);
    std::vector<pool::MapCell> read(const document::Document& document) const;
};

/// A cell as "MAP,ROW,COLUMN". Throws UsageError, naming `option`.
pool::MapCell read_cell(const std::string& option, const std::string& text,
                        const document::Document& document);
/// Whole numbers with commas between them, exactly `count`; nothing where the text is anything else.
std::vector<std::int64_t> read_numbers(const std::string& text, std::size_t count);

}  // namespace app
