#include "app/options.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include <CLI/CLI.hpp>

#include "pool/text.h"

namespace app {

namespace {

/// The whole text as a number; nullopt: it is none, or too large for its type.
template <class Number>
std::optional<Number> number_in(const std::string& text) {
    Number number{};
    const char* begin = text.data();
    const char* const end = begin + text.size();
    if (text.starts_with('+')) ++begin;
    const auto [stop, error] = std::from_chars(begin, end, number);
    if (error != std::errc{} || stop != end || begin == end) return std::nullopt;
    return number;
}

/// Ranges alone let NaN pass, and a number without a range may be infinite.
std::string fault_of_not_finite(const std::string& text) {
    const auto number = number_in<double>(text);
    const bool finite = number && std::isfinite(*number);
    return finite ? std::string() : words::Message("error.usage.finite", {text}).text();
}

template <class Number>
std::string fault_of_not_whole(const std::string& text) {
    return number_in<Number>(text) ? std::string() : words::Message("error.usage.whole", {text}).text();
}

std::string shown_bound(double bound) { return pool::short_number(bound); }
std::string shown_bound(std::int64_t bound) { return std::to_string(bound); }

/// With the description that CLI11's own range has in the help.
template <class Number>
CLI::Validator range(Number least, Number most) {
    const auto fault = [=](std::string& text) {
        const auto number = number_in<Number>(text);
        if (number && *number >= least && *number <= most) return std::string();
        return words::Message("error.usage.range", {text, shown_bound(least), shown_bound(most)}).text();
    };
    return {fault, CLI::Range(least, most).get_description()};
}

}  // namespace

Option& Option::one_of(const std::vector<std::string>& names) {
    const auto fault = [names](std::string& text) {
        if (std::ranges::find(names, text) != names.end()) return std::string();
        std::string known;
        for (const std::string& name : names) known += (known.empty() ? "" : ", ") + name;
        return words::Message("error.usage.one_of", {text, known}).text();
    };
    option_->check(CLI::Validator(fault, CLI::IsMember(names).get_description()));
    return *this;
}

Option& Option::between(int least, int most) { return between(std::int64_t{least}, std::int64_t{most}); }

Option& Option::between(std::int64_t least, std::int64_t most) {
    option_->check(range(least, most));
    return *this;
}

Option& Option::between(double least, double most) {
    option_->check(range(least, most));
    return *this;
}

Option& Option::good_where(const std::function<std::string(const std::string&)>& fault) {
    option_->check(fault);
    return *this;
}

Option& Option::required() {
    option_->required();
    return *this;
}

Option& Option::repeated() {
    option_->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    return *this;
}

Option& Option::hidden() {
    option_->group("");
    return *this;
}

bool Option::given() const { return option_->count() > 0; }

Options::Options() : own_(std::make_unique<CLI::App>()), app_(own_.get()) {}

Options::Options(const std::string& about, const std::string& name, const std::string& version)
    : own_(std::make_unique<CLI::App>(about, name)), app_(own_.get()) {
    app_->set_version_flag("--version", version);
    app_->require_subcommand(0, 1);
}

Options::Options(CLI::App* app) : app_(app) {}

Options::~Options() = default;

Option Options::add(const std::string& names, std::string& value, const std::string& help) {
    return Option(app_->add_option(names, value, help));
}

Option Options::add(const std::string& names, std::filesystem::path& value, const std::string& help) {
    return Option(app_->add_option(names, value, help));
}

Option Options::add(const std::string& names, std::vector<std::string>& value, const std::string& help) {
    return Option(app_->add_option(names, value, help));
}

Option Options::add(const std::string& names, int& value, const std::string& help) {
    return Option(app_->add_option(names, value, help)->check(fault_of_not_whole<int>));
}

Option Options::add(const std::string& names, std::int64_t& value, const std::string& help) {
    return Option(app_->add_option(names, value, help)->check(fault_of_not_whole<std::int64_t>));
}

Option Options::add(const std::string& names, std::uint64_t& value, const std::string& help) {
    return Option(app_->add_option(names, value, help)->check(fault_of_not_whole<std::uint64_t>));
}

Option Options::add(const std::string& names, float& value, const std::string& help) {
    return Option(app_->add_option(names, value, help)->check(fault_of_not_finite));
}

Option Options::add(const std::string& names, double& value, const std::string& help) {
    return Option(app_->add_option(names, value, help)->check(fault_of_not_finite));
}

Option Options::add(const std::string& names, std::optional<int>& value, const std::string& help) {
    return Option(app_->add_option(names, value, help)->check(fault_of_not_whole<int>));
}

Option Options::add(const std::string& names, std::optional<std::int64_t>& value, const std::string& help) {
    return Option(app_->add_option(names, value, help)->check(fault_of_not_whole<std::int64_t>));
}

Option Options::add(const std::string& names, std::optional<float>& value, const std::string& help) {
    return Option(app_->add_option(names, value, help)->check(fault_of_not_finite));
}

Option Options::flag(const std::string& names, bool& value, const std::string& help) {
    return Option(app_->add_flag(names, value, help));
}

Options& Options::command(const std::string& name, const std::string& help) {
    commands_.push_back(std::unique_ptr<Options>(new Options(app_->add_subcommand(name, help))));
    return *commands_.back();
}

bool Options::chosen() const { return app_->parsed(); }

bool Options::without_command() const { return app_->get_subcommands().empty(); }

std::optional<std::string> Options::read(const std::vector<std::string>& arguments) {
    try {
        // CLI11 takes the arguments from the back.
        app_->parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::Success& asked) {
        std::ostringstream text;
        app_->exit(asked, text, text);
        return text.str();
    } catch (const CLI::ParseError& error) {
        throw UsageError(words::Message::plain(error.what()));
    }
    return std::nullopt;
}

std::vector<OptionName> Options::with_values() const {
    std::vector<OptionName> names;
    for (const auto& command : commands_)
        for (const CLI::Option* option : command->app_->get_options()) {
            if (option->get_items_expected() == 0 || option->get_lnames().empty()) continue;
            const std::string type = option->get_type_name();
            const bool number =
                type.starts_with("INT") || type.starts_with("UINT") || type.starts_with("FLOAT");
            names.push_back({command->app_->get_name(), "--" + option->get_lnames().front(), number});
        }
    return names;
}

}  // namespace app
