#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/options.h"
#include "document/document.h"
#include "io/data_set.h"
#include "words/message.h"

namespace app {

/// What is done to an input before it is pooled: the same options for every command and the window, so that
/// the same file with the same options gives the same numbers everywhere.
class Preparation {
 public:
    /// `size_is_taken`: --size has another meaning in that command; --input-size has not.
    void add_to(Options& command, bool size_is_taken);
    /// What is read from a file. Throws UsageError.
    io::ReadOptions reading() const;
    /// Applies the options. Throws UsageError for a channel or a size that the input cannot have, and for
    /// options of pictures where it is none.
    void apply(document::Input& input) const;
    /// An option that only a file can follow; empty where none is given.
    std::string option_of_files() const;
    /// One of the options that are given; empty: none.
    std::string option() const;

 private:
    bool changes_pictures() const;
    void set_size(document::Input& input) const;
    void set_levels(document::Input& input) const;
    void set_channel(document::Input& input) const;

    std::optional<std::int64_t> item_;
    std::string array_, layout_, rows_;
    std::string size_, fit_, levels_;
    std::string size_option_ = "--size";
    std::optional<int> channel_;
    bool invert_ = false;
    bool grey_ = false;
    bool even_light_ = false;
    bool crop_ = false;
};

/// Where a command's document comes from: `--document F`, `--sample NAME` or `--input X`, with `--stack "…"`;
/// none: the first document.
class Source {
 public:
    /// Reads the options into this object, which must outlive the command.
    void add_to(Options& command, bool size_is_taken = false);
    /// Takes a file for --document or --input, as its name says.
    void take_file(const std::string& file);
    /// Whether any of the options is given.
    bool given() const { return !option().empty(); }
    /// One of the options that are given; empty: none.
    std::string option() const;
    /// The document, whether or not its stack fits. Throws UsageError, io::FileError.
    document::Document unchecked();
    /// Throws UsageError where the stack does not fit.
    document::Document read();
    /// Of a command that needs an input; the stack is the given one or the document's. Throws UsageError
    /// without an input and, with `needs_stack`, without a layer.
    document::Document read_named(const std::string& command, bool needs_stack = true);
    /// Another input, prepared with the same options.
    document::Input other_file(const std::string& path);
    document::Input other_sample(const std::string& option, const std::string& name) const;
    /// Layers as a person writes them, given with `option`, over an input of that shape. Throws UsageError
    /// with the place.
    pool::Stack other_layers(const std::string& option, const std::string& text, const pool::Shape& over);
    void note(words::Message message) { notes_.push_back(std::move(message)); }
    /// What was left out, or read as something else.
    const std::vector<words::Message>& notes() const { return notes_; }

 private:
    bool has_input() const { return !document_.empty() || !input_.empty() || !sample_.empty(); }

    std::string document_, input_, sample_, stack_;
    Preparation preparation_;
    std::vector<words::Message> notes_;
};

/// Throws UsageError with that key where the stack does not fit the input.
void check_fits(const document::Document& document, const char* key = "error.layer_does_not_fit");

}  // namespace app
