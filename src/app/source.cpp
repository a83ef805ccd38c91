#include "app/source.h"

#include <charconv>

#include "app/options.h"
#include "document/prepare.h"
#include "document/raster.h"
#include "document/samples.h"
#include "io/document_file.h"
#include "io/pasted_stack.h"
#include "io/readers.h"
#include "pool/notation.h"

namespace app {

namespace {

/// Two numbers with a sign between them, or one for both; nullopt: the text is something else.
template <class T>
std::optional<std::pair<T, T>> two_numbers(const std::string& text, char sign) {
    T first{};
    T second{};
    const char* end = text.data() + text.size();
    const auto [middle, wrong] = std::from_chars(text.data(), end, first);
    if (wrong != std::errc{}) return std::nullopt;
    if (middle == end) return std::pair{first, first};
    if (*middle != sign) return std::nullopt;
    const auto [last, failed] = std::from_chars(middle + 1, end, second);
    if (failed != std::errc{} || last != end) return std::nullopt;
    return std::pair{first, second};
}

document::Input sample_input(const std::string& option, const std::string& name) {
    if (const document::Sample* sample = document::find_sample(name)) return sample->input;
    std::string names;
    for (const document::Sample& sample : document::samples())
        names += (names.empty() ? "" : ", ") + sample.id;
    throw UsageError({"error.usage.sample", {option, name, names}});
}

}  // namespace

void Preparation::add_to(Options& command, bool size_is_taken) {
    command.add("--item", item_, "Which item of a data set (0 is the first)");
    command.add("--array", array_, "Which array of an .npz file");
    command.add("--layout", layout_, "Axes of an array: auto, chw or hwc (channels last)")
        .one_of({"auto", "chw", "hwc"});
    command.add("--rows", rows_, "Rows of a table: auto, map (one map) or items (a map each)")
        .one_of({"auto", "map", "items"});
    size_option_ = size_is_taken ? "--input-size" : "--size";
    command.add(size_is_taken ? "--input-size" : "--size,--input-size", size_,
                "Width and height of the map that a picture or a drawing becomes, for example 28x28");
    command.add("--fit", fit_, "How a picture fills it: contain, cover or stretch")
        .one_of({"contain", "cover", "stretch"});
    command.add("--channel", channel_, "Only this channel of the input, 0 is the first");
    command.flag("--grey,--gray", grey_, "A colour picture in grey");
    command.flag("--even-light", even_light_, "Divide a picture by the light on its paper");
    command.add("--levels", levels_, "What becomes 0 and what 1 in a picture, for example 0.3,0.8");
    command.flag("--invert", invert_, "Dark becomes light in a picture: for ink on paper");
    command.flag("--crop", crop_, "Crop a picture to what differs from its rim");
}

io::ReadOptions Preparation::reading() const {
    io::ReadOptions options;
    options.item = item_;
    options.array = array_;
    if (layout_ == "chw") options.layout = io::Layout::chw;
    if (layout_ == "hwc") options.layout = io::Layout::hwc;
    if (rows_ == "map") options.rows = io::Rows::map;
    if (rows_ == "items") options.rows = io::Rows::items;
    return options;
}

std::string Preparation::option_of_files() const {
    if (item_) return "--item";
    if (!array_.empty()) return "--array";
    if (!layout_.empty()) return "--layout";
    return rows_.empty() ? "" : "--rows";
}

bool Preparation::changes_pictures() const {
    return invert_ || grey_ || even_light_ || crop_ || !levels_.empty() || !fit_.empty();
}

std::string Preparation::option() const {
    using Given = std::pair<const char*, bool>;
    for (const auto& [name, given] : {Given{"--size", !size_.empty()}, Given{"--fit", !fit_.empty()},
                                      Given{"--channel", channel_.has_value()}, Given{"--grey", grey_},
                                      Given{"--even-light", even_light_}, Given{"--levels", !levels_.empty()},
                                      Given{"--invert", invert_}, Given{"--crop", crop_}})
        if (given) return name;
    return option_of_files();
}

void Preparation::set_size(document::Input& input) const {
    if (size_.empty()) return;
    const auto size = two_numbers<int>(size_, 'x');
    const auto fits = [](int side) { return side >= 1 && side <= document::kMaxCanvas; };
    if (!size || !fits(size->first) || !fits(size->second))
        throw UsageError({"error.usage.input_size", {size_option_, size_, document::kMaxCanvas}});
    if (input.base.values && !input.base.picture) throw UsageError({"error.usage.array_size"});
    input.width = size->first;
    input.height = size->second;
}

void Preparation::set_levels(document::Input& input) const {
    if (levels_.empty()) return;
    const auto levels = two_numbers<float>(levels_, ',');
    // Written so that NaN fails.
    if (!levels || !(levels->first >= 0 && levels->first < levels->second && levels->second <= 1))
        throw UsageError({"error.usage.levels", {levels_}});
    input.black = levels->first;
    input.white = levels->second;
}

void Preparation::set_channel(document::Input& input) const {
    if (!channel_) return;
    const std::int64_t channels = input.base.values ? input.base.values->shape().c : 1;
    if (*channel_ < 0 || *channel_ >= channels)
        throw UsageError({"error.usage.channel", {*channel_, channels - 1}});
    input.channel = *channel_;
}

void Preparation::apply(document::Input& input) const {
    const bool picture = input.base.values && input.base.picture;
    if (changes_pictures() && !picture) throw UsageError({"error.usage.for_pictures"});
    set_size(input);
    set_levels(input);
    set_channel(input);
    if (fit_ == "contain") input.fit = document::Fit::contain;
    if (fit_ == "cover") input.fit = document::Fit::cover;
    if (fit_ == "stretch") input.fit = document::Fit::stretch;
    input.invert = input.invert || invert_;
    input.grey = input.grey || grey_;
    input.even_light = input.even_light || even_light_;
    input.crop_to_ink = input.crop_to_ink || crop_;
}

void Source::add_to(Options& command, bool size_is_taken) {
    command.add("--document", document_, "A saved document (*.poolscope.json)");
    command.add("--input", input_,
                "A picture, .npy, .npz, table or IDX file, packed by gzip or not; - is standard input");
    command.add("--sample", sample_, "A built-in input, for example digit.3 or matrix.textbook");
    command.add("--stack", stack_,
                "Layers in PyTorch's notation, for example \"MaxPool2d(2), AvgPool2d(2)\"; networks "
                "written in PyTorch, Keras and others are read too");
    preparation_.add_to(command, size_is_taken);
}

void Source::take_file(const std::string& file) { (io::is_document_path(file) ? document_ : input_) = file; }

std::string Source::option() const {
    if (!document_.empty()) return "--document";
    if (!input_.empty()) return "--input";
    if (!sample_.empty()) return "--sample";
    return !stack_.empty() ? "--stack" : preparation_.option();
}

document::Document Source::unchecked() {
    if (!document_.empty() + !input_.empty() + !sample_.empty() > 1)
        throw UsageError({"error.usage.document_and_input"});
    if (const std::string option = preparation_.option_of_files(); input_.empty() && !option.empty())
        throw UsageError({"error.usage.needs_file", {option}});
    document::Document result = document_.empty() ? document::first_document() : io::load_document(document_);
    if (!sample_.empty()) result.input = sample_input("--sample", sample_);
    if (input_.empty()) preparation_.apply(result.input);
    if (!input_.empty()) result.input = other_file(input_);
    if (!stack_.empty()) result.stack = other_layers("--stack", stack_, document::input_shape(result.input));
    return result;
}

document::Document Source::read() {
    document::Document result = unchecked();
    check_fits(result);
    return result;
}

document::Document Source::read_named(const std::string& command, bool needs_stack) {
    if (!has_input()) throw UsageError({"error.usage.needs_input", {command}});
    document::Document result = unchecked();
    if (document_.empty() && stack_.empty()) result.stack.clear();
    if (needs_stack && result.stack.empty()) throw UsageError({"error.usage.needs_stack", {command}});
    return result;
}

document::Input Source::other_file(const std::string& path) {
    document::Input input;
    input.base = io::read_input(path, preparation_.reading());
    document::fit_canvas(input);
    preparation_.apply(input);
    if (!input.base.about.empty())
        notes_.push_back(
            {"usage.about", {input.base.name, io::about_in(input.base.about, words::Language::english)}});
    if (document::has_light_rim(input)) notes_.push_back({"usage.light_rim", {input.base.name}});
    return input;
}

document::Input Source::other_sample(const std::string& option, const std::string& name) const {
    document::Input input = sample_input(option, name);
    preparation_.apply(input);
    return input;
}

pool::Stack Source::other_layers(const std::string& option, const std::string& text,
                                 const pool::Shape& over) {
    try {
        io::PastedStack pasted = io::read_pasted_stack(text, over);
        if (!pasted.notes.empty())
            notes_.push_back({"usage.read_as", {option, pool::notation(pasted.stack)}});
        notes_.insert(notes_.end(), pasted.notes.begin(), pasted.notes.end());
        return std::move(pasted.stack);
    } catch (const pool::NotationError& error) {
        throw UsageError(
            {"error.usage.layers", {option, error.message(), io::place_in(text, error.offset())}});
    }
}

void check_fits(const document::Document& document, const char* key) {
    const auto chain = pool::infer_shapes(document::input_shape(document.input), document.stack);
    if (chain.error) throw UsageError({key, {chain.error->position + 1, chain.error->message}});
}

}  // namespace app
