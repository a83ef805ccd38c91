#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/tower_arguments.h"
#include "document/document.h"
#include "figure/strings.h"
#include "pool/trace.h"
#include "pool/walkthrough.h"

// Groups of options that several commands share.

namespace app {

/// `--document F`, `--sample NAME` or `--input X`, with `--stack "…"`; none: the first document.
struct Source {
    std::string document;
    std::string input;
    std::string sample;
    std::string stack;
    std::int64_t item = 0;

    void add_to(CLI::App& command);
    pool::Stack layers() const;
    /// The document, whether or not its stack fits.
    document::Document unchecked() const;
    /// Throws UsageError where the stack does not fit.
    document::Document read() const;
    /// Of a command that needs an input; the stack is the given one or the document's. Throws UsageError
    /// without an input and, with `needs_stack`, without a layer.
    document::Document read_named(const std::string& command, bool needs_stack = true) const;
};

/// `--phase`, `--layer` (1 is the first, as in the names of eval's files), `--window` (0 is the first).
struct Place {
    std::string phase = "forward";
    std::int64_t layer = 1;
    std::int64_t window = 0;
    float stage = 0;
    bool whole = false;
    std::vector<CLI::Option*> options;

    void add_to(CLI::App& command);
    /// Whether any of them was given.
    bool given() const;
    pool::Cursor cursor(const document::Document& document) const;
};

/// `--pin MAP,ROW,COLUMN`, more than once: map 0 is the input, map 1 the output of the first layer.
struct Pins {
    std::vector<std::string> texts;

    void add_to(CLI::App& command);
    std::vector<pool::MapCell> read(const document::Document& document) const;
};

/// A cell as "MAP,ROW,COLUMN". Throws UsageError, naming `option`.
pool::MapCell read_cell(const std::string& option, const std::string& text,
                        const document::Document& document);
/// Whole numbers with commas between them, exactly `count`; nothing where the text is anything else.
std::vector<std::int64_t> read_numbers(const std::string& text, std::size_t count);
/// The item of the file, the first where `item` is 0. Throws io::FileError.
document::Base read_base(const std::string& path, std::int64_t item);
/// The input of a file as the window opens it: a picture is fitted to the canvas.
document::Input file_input(const std::string& path, std::int64_t item);
/// Layers in PyTorch's notation, given with an option. Throws UsageError with the place.
pool::Stack read_layers(const std::string& option, const std::string& notation);
/// Throws UsageError with that key where the stack does not fit the input.
void check_fits(const document::Document& document, const char* key = "error.layer_does_not_fit");
/// The input of a sample. Throws UsageError with the names that there are.
document::Input sample_input(const std::string& option, const std::string& name);

}  // namespace app
