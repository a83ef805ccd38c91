#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "words/message.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

// The options of the program and of its commands. Only options.cpp includes CLI11, which takes ten seconds to
// compile: commands declare what they take with what is here.

namespace app {

/// A refusal of what the person asked for.
class UsageError : public words::Error {
 public:
    using Error::Error;
};

/// An option that takes a value, as the parser knows it.
struct OptionName {
    std::string command;
    std::string option;   ///< "--layer"
    bool number = false;  ///< it takes numbers alone
};

/// One declared option, to say more of it.
class Option {
 public:
    explicit Option(CLI::Option* option) : option_(option) {}
    Option& one_of(const std::vector<std::string>& names);
    /// Both ends are allowed.
    Option& between(int least, int most);
    Option& between(std::int64_t least, std::int64_t most);
    Option& between(double least, double most);
    /// `fault` says what is wrong with a text; it says nothing of a good one.
    Option& good_where(const std::function<std::string(const std::string&)>& fault);
    Option& required();
    /// Given more than once, each time with one value.
    Option& repeated();
    /// Help does not name it.
    Option& hidden();
    bool given() const;

 private:
    CLI::Option* option_;
};

/// What a command takes. Values are written by read() into the objects that were declared, which must live
/// until then.
class Options {
 public:
    /// Of a command by itself.
    Options();
    /// Of the program, which takes no command or one.
    Options(const std::string& about, const std::string& name, const std::string& version);
    ~Options();
    Options(const Options&) = delete;
    Options& operator=(const Options&) = delete;

    /// `names` as "FILE", "--out" or "-o,--output". Numbers that are not finite are refused.
    Option add(const std::string& names, std::string& value, const std::string& help);
    Option add(const std::string& names, std::filesystem::path& value, const std::string& help);
    Option add(const std::string& names, std::vector<std::string>& value, const std::string& help);
    Option add(const std::string& names, int& value, const std::string& help);
    Option add(const std::string& names, std::int64_t& value, const std::string& help);
    Option add(const std::string& names, std::uint64_t& value, const std::string& help);
    Option add(const std::string& names, float& value, const std::string& help);
    Option add(const std::string& names, double& value, const std::string& help);
    Option add(const std::string& names, std::optional<int>& value, const std::string& help);
    Option add(const std::string& names, std::optional<std::int64_t>& value, const std::string& help);
    Option add(const std::string& names, std::optional<float>& value, const std::string& help);
    Option flag(const std::string& names, bool& value, const std::string& help);

    /// The options of a command, which live as long as this.
    Options& command(const std::string& name, const std::string& help);
    /// Whether read() met the command.
    bool chosen() const;
    /// Whether read() met no command.
    bool without_command() const;

    /// Reads arguments, without the program's name. Returns the text that is to be printed instead of
    /// anything else where help or the version was asked for. Throws UsageError.
    std::optional<std::string> read(const std::vector<std::string>& arguments);
    /// The options of all commands that take a value.
    std::vector<OptionName> with_values() const;

 private:
    explicit Options(CLI::App* app);
    std::unique_ptr<CLI::App> own_;  ///< none: a command of another one
    CLI::App* app_;
    std::vector<std::unique_ptr<Options>> commands_;
};

}  // namespace app
