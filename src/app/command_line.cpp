#include <algorithm>
#include <array>
#include <charconv>
#include <ostream>
#include <stdexcept>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/tower_arguments.h"
#include "document/raster.h"
#include "io/document_file.h"
#include "io/files.h"
#include "io/readers.h"
#include "pool/notation.h"
#include "pool/rules.h"
#include "ui/views.h"

namespace app {

namespace {

/// `--document F`, or `--input X` with `--stack "…"`; neither: the first document.
struct Source {
    std::string document;
    std::string input;
    std::string stack;
    std::int64_t item = 0;

    void add_to(CLI::App& command) {
        command.add_option("--document", document, "A saved document (*.poolscope.json)");
        command.add_option("--input", input, "A picture, .npy, CSV or MNIST IDX file");
        command.add_option("--item", item, "Which image of an IDX file (default 0)");
        command.add_option("--stack", stack,
                           "Layers in PyTorch's notation, for example \"MaxPool2d(2), AvgPool2d(2)\"");
    }
    pool::Stack layers() const {
        try {
            return pool::parse_stack(stack);
        } catch (const pool::NotationError& error) {
            throw UsageError({"error.usage.stack", {error.message(), error.offset() + 1}});
        }
    }
    /// The document, whether or not its stack fits.
    document::Document unchecked() const {
        if (!document.empty() && !input.empty()) throw UsageError({"error.usage.document_and_input"});
        const pool::Stack given = layers();
        document::Document result =
            document.empty() ? document::first_document() : io::load_document(document);
        if (!input.empty()) {
            result.input = {};
            result.input.base = io::read_input(input, item);
        }
        if (!stack.empty()) result.stack = given;
        return result;
    }
    document::Document read() const {
        document::Document result = unchecked();
        const auto chain = pool::infer_shapes(document::input_shape(result.input), result.stack);
        if (chain.error)
            throw UsageError({"error.layer_does_not_fit", {chain.error->position + 1, chain.error->message}});
        return result;
    }
};

/// `--phase`, `--layer` (1 is the first, as in the names of eval's files), `--window` (0 is the first).
struct Place {
    std::string phase = "forward";
    std::int64_t layer = 1;
    std::int64_t window = 0;
    float stage = 0;
    bool whole = false;

    void add_to(CLI::App& command) {
        command.add_option("--phase", phase, "forward or backward")
            ->check(CLI::IsMember({"forward", "backward"}));
        command.add_option("--layer", layer, "Number of the layer, 1 is the first");
        command.add_option("--window", window, "Number of the window, row by row, 0 is the first");
        command
            .add_option("--stage", stage,
                        "Moment of the animation, 0 to 3: gather, compare, collapse; 0 is at rest")
            ->check(CLI::Range(0.0, 3.0));
        command.add_flag("--whole", whole, "All windows of the layer at once");
    }
    pool::Cursor cursor(const document::Document& document) const {
        const auto chain = pool::infer_shapes(document::input_shape(document.input), document.stack);
        const auto layers = static_cast<std::int64_t>(chain.shapes.size()) - 1;
        if (layer < 1 || layer > std::max<std::int64_t>(layers, 1))
            throw UsageError({"error.usage.layer", {layer, layers}});
        pool::Cursor result;
        if (layers == 0) return result;
        const std::int64_t windows = chain.shapes[static_cast<std::size_t>(layer)].plane();
        if (window < 0 || window >= windows)
            throw UsageError({"error.usage.window", {window, layer, windows - 1}});
        result.phase = phase == "backward" ? pool::Phase::backward : pool::Phase::forward;
        result.layer = static_cast<std::size_t>(layer - 1);
        result.window = window;
        result.stage = stage;
        result.whole = whole;
        return result;
    }
};

/// `--pin MAP,ROW,COLUMN`, more than once: map 0 is the input, map 1 the output of the first layer.
struct Pins {
    std::vector<std::string> texts;
    void add_to(CLI::App& command) {
        command
            .add_option("--pin", texts,
                        "MAP,ROW,COLUMN of a cell whose lineage is shown; map 0 is the input. More than "
                        "once: several")
            ->expected(1)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
    std::vector<pool::MapCell> read(const document::Document& document) const {
        std::vector<pool::MapCell> cells;
        for (const std::string& text : texts) cells.push_back(read(text, document));
        return cells;
    }

 private:
    static pool::MapCell read(const std::string& text, const document::Document& document) {
        std::array<std::int64_t, 3> v{};
        const char* at = text.data();
        const char* end = at + text.size();
        bool good = true;
        for (std::size_t i = 0; i < v.size() && good; ++i) {
            const auto [stop, error] = std::from_chars(at, end, v[i]);
            good = error == std::errc{} && (i + 1 < v.size() ? stop != end && *stop == ',' : stop == end);
            at = stop == end ? end : stop + 1;
        }
        if (!good) throw UsageError({"error.usage.pin", {text}});
        const auto chain = pool::infer_shapes(document::input_shape(document.input), document.stack);
        const bool map = v[0] >= 0 && v[0] < static_cast<std::int64_t>(chain.shapes.size());
        const pool::Shape shape = map ? chain.shapes[static_cast<std::size_t>(v[0])] : pool::Shape{};
        if (!map || v[1] < 0 || v[1] >= shape.h || v[2] < 0 || v[2] >= shape.w)
            throw UsageError({"error.usage.pin_cell", {text}});
        return pool::MapCell{static_cast<std::size_t>(v[0]), {0, 0, v[1], v[2]}};
    }
};

struct Pointer {
    std::string text;
    std::optional<std::pair<float, float>> read() const {
        if (text.empty()) return std::nullopt;
        float x = 0;
        float y = 0;
        const char* end = text.data() + text.size();
        const auto [comma, first] = std::from_chars(text.data(), end, x);
        const bool good = first == std::errc{} && comma != end && *comma == ',';
        const auto [last, second] = good ? std::from_chars(comma + 1, end, y)
                                         : std::from_chars_result{comma, std::errc::invalid_argument};
        if (!good || second != std::errc{} || last != end) throw UsageError({"error.usage.pointer", {text}});
        return std::pair{x, y};
    }
};

struct Size {
    std::string text;
    void read(int& width, int& height) const {
        if (text.empty()) return;
        const char* end = text.data() + text.size();
        const auto [x, first] = std::from_chars(text.data(), end, width);
        const bool good = first == std::errc{} && x != end && *x == 'x';
        const auto [last, second] = good ? std::from_chars(x + 1, end, height)
                                         : std::from_chars_result{x, std::errc::invalid_argument};
        constexpr int kMost = 16384;
        if (!good || second != std::errc{} || last != end || width < 64 || height < 64 || width > kMost ||
            height > kMost)
            throw UsageError({"error.usage.size", {text}});
    }
};

struct Look {
    std::string theme = "light";
    std::string language = "en";
    void add_to(CLI::App& command) {
        command.add_option("--theme", theme, "light or dark")->check(CLI::IsMember({"light", "dark"}));
        command.add_option("--language", language, "en or zh")->check(CLI::IsMember({"en", "zh"}));
    }
    bool dark() const { return theme == "dark"; }
    figure::Language tongue() const {
        return language == "zh" ? figure::Language::chinese : figure::Language::english;
    }
};

class CommandLine {
 public:
    explicit CommandLine(std::ostream& print) : print_(print) {
        cli_.set_version_flag("--version", "poolscope 0.1.0");
        cli_.add_option("FILE", window_.file, "A picture, array, table, IDX file or saved document to open");
        cli_.add_option("--inspect", window_.inspect,
                        "Keep a JSON description of the interface in this file");
        cli_.add_flag("--exit-after-first-frame", window_.exit_after_first_frame)->group("");
        cli_.require_subcommand(0, 1);
        add_eval();
        add_screenshot();
        add_figure();
        layers_ =
            cli_.add_subcommand("layers", "Lists every layer kind with its parameters, formula and source");
    }

    CLI::App& cli() { return cli_; }

    int run() {
        if (*eval_) return eval();
        if (*screenshot_) return screenshot();
        if (*pair_) return pair();
        if (*layers_) return run_layers(print_);
        return run_window(window_);
    }

 private:
    void add_eval() {
        eval_ = cli_.add_subcommand("eval", "Evaluates a stack and writes every array as .npy");
        eval_source_.add_to(*eval_);
        eval_->add_option("--grad", grad_, "The gradient at the output (.npy); ones without it");
        eval_->add_option("--indices", indices_,
                          "Indices (.npy, int64) for a MaxUnpool2d that the stack starts with");
        eval_
            ->add_option("--rule", rule_,
                         "The framework whose rules hold for layers that do not name one: pytorch, onnx, "
                         "tensorflow or caffe")
            ->check(CLI::IsMember({"pytorch", "onnx", "tensorflow", "caffe"}));
        eval_->add_option("--out", out_, "Folder for the results; none: only the table is printed");
        eval_->add_flag("--json", json_, "Print shapes and values as JSON");
        eval_->add_option("--repeat", repeat_, "Evaluate so many times and print the median time")
            ->check(CLI::Range(1, 100000));
    }
    void add_screenshot() {
        screenshot_ =
            cli_.add_subcommand("screenshot", "Renders the whole interface to a PNG, no display needed");
        screenshot_->add_option("OUT", shot_.out, "The PNG to write")->required();
        screenshot_->add_option("--size", size_.text, "Width and height in pixels, for example 1600x1000");
        std::vector<std::string> views;
        for (const ui::View* view : ui::views()) views.emplace_back(view->id);
        screenshot_
            ->add_option("--view", shot_.view, "What fills the middle: " + CLI::detail::join(views, ", "))
            ->check(CLI::IsMember(views));
        screenshot_->add_option("--edit", shot_.edit,
                                "A stack that is written into the notation field then, refused or not");
        screenshot_->add_option("--help-page", shot_.help_page, "A layer kind whose page of help lies open")
            ->check([](const std::string& name) {
                return pool::find_kind(name) ? std::string() : "\"" + name + "\" is not a layer kind";
            });
        screenshot_->add_flag("--card", shot_.card, "Open the card of the layer that --layer names");
        screenshot_
            ->add_option("--code", shot_.code, "Code in the place of the explanation: numpy, pytorch or cpp")
            ->check(CLI::IsMember({"numpy", "pytorch", "cpp"}));
        screenshot_->add_flag("--present", shot_.presenting, "As in presenting (F5)");
        screenshot_->add_option("--text", shot_.text_scale, "Text size, 0.8 to 2")
            ->check(CLI::Range(0.8, 2.0));
        look_.add_to(*screenshot_);
        source_.add_to(*screenshot_);
        place_.add_to(*screenshot_);
        pins_.add_to(*screenshot_);
        tower_.add_to(*screenshot_);
        screenshot_->add_option("--pointer", pointer_.text, "X,Y of the mouse in pixels");
    }
    void add_figure() {
        figure_ = cli_.add_subcommand("figure", "Writes a figure as PNG, SVG or PDF");
        figure_->require_subcommand(1);
        pair_ = figure_->add_subcommand("pair", "The focus pair: a layer's input, one window, its output");
        pair_->add_option("-o,--output", figure_options_.out, "OUT.png, OUT.svg or OUT.pdf")->required();
        pair_->add_option("--size", size_.text, "Width and height in points, for example 900x520");
        pair_->add_option("--scale", figure_options_.scale, "Pixels in a point, for PNG")
            ->check(CLI::Range(0.5, 8.0));
        look_.add_to(*pair_);
        source_.add_to(*pair_);
        place_.add_to(*pair_);
    }

    int eval() {
        const bool from_document = !eval_source_.document.empty();
        if (!from_document && eval_source_.input.empty()) throw UsageError({"error.usage.eval_input"});
        EvalOptions options;
        options.document = eval_source_.unchecked();
        if (!from_document && eval_source_.stack.empty()) options.document.stack.clear();
        if (options.document.stack.empty()) throw UsageError({"error.usage.eval_stack"});
        options.grad = grad_;
        options.indices = indices_;
        if (!rule_.empty()) pool::set_rule(options.document.stack, rule_);
        options.out = out_;
        options.json = json_;
        options.repeat = repeat_;
        return run_eval(options, print_);
    }
    int screenshot() {
        size_.read(shot_.width, shot_.height);
        shot_.dark = look_.dark();
        shot_.language = look_.tongue();
        shot_.document = source_.read();
        shot_.cursor = place_.cursor(shot_.document);
        shot_.pins = pins_.read(shot_.document);
        shot_.pointer = pointer_.read();
        shot_.tower = tower_.read();
        if (shot_.tower.bare && shot_.view != ui::kTowerView.id) throw UsageError({"error.usage.bare"});
        return run_screenshot(shot_);
    }
    int pair() {
        size_.read(figure_options_.width, figure_options_.height);
        figure_options_.dark = look_.dark();
        figure_options_.language = look_.tongue();
        figure_options_.document = source_.read();
        figure_options_.cursor = place_.cursor(figure_options_.document);
        if (figure_options_.document.stack.empty()) throw UsageError({"error.usage.figure_stack"});
        return run_figure_pair(figure_options_);
    }

    std::ostream& print_;
    CLI::App cli_{"Poolscope shows what pooling layers do, step by step, forward and backward.", "poolscope"};
    CLI::App* eval_ = nullptr;
    CLI::App* screenshot_ = nullptr;
    CLI::App* figure_ = nullptr;
    CLI::App* pair_ = nullptr;
    CLI::App* layers_ = nullptr;
    WindowOptions window_;
    ScreenshotOptions shot_;
    FigureOptions figure_options_;
    Source eval_source_;
    Source source_;
    Place place_;
    Pins pins_;
    Pointer pointer_;
    TowerArguments tower_;
    Look look_;
    Size size_;
    std::string grad_;
    std::string indices_;
    std::string rule_;
    std::string out_;
    bool json_ = false;
    int repeat_ = 0;
};

}  // namespace

int run(const std::vector<std::string>& arguments, std::ostream& print, std::ostream& errors) {
    constexpr int kBadInput = 2;
    try {
        CommandLine line(print);
        try {
            // CLI11 takes the arguments from the back.
            line.cli().parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
        } catch (const CLI::Success& asked) {
            line.cli().exit(asked, print, errors);
            return 0;
        } catch (const CLI::ParseError& error) {
            throw UsageError(words::Message::plain(error.what()));
        }
        return line.run();
    } catch (const std::exception& error) {
        errors << "poolscope: error: " << words::message_of(error).text() << '\n';
        return kBadInput;
    }
}

}  // namespace app
