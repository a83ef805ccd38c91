#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ostream>
#include <sstream>
#include <stdexcept>

#include <CLI/CLI.hpp>

#include "app/animate_job.h"
#include "app/arguments.h"
#include "app/arrays.h"
#include "app/commands.h"
#include "app/compare_command.h"
#include "app/figure_arguments.h"
#include "app/lane_arguments.h"
#include "app/lesson_command.h"
#include "app/measures_command.h"
#include "app/results_command.h"
#include "app/source.h"
#include "app/sweep_command.h"
#include "app/tower_arguments.h"
#include "app/worksheet_command.h"
#include "document/raster.h"
#include "figure/font_face.h"
#include "io/files.h"
#include "pool/rules.h"
#include "ui/views.h"
#include "words/utf8.h"

namespace app {

namespace {

/// Ranges alone let NaN pass, and a number without a range may be infinite.
void refuse_what_is_not_finite(CLI::App& command) {
    const auto finite = [](const std::string& text) {
        double number = 0;
        const char* const end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, number);
        const bool read = error == std::errc{} && stop == end && std::isfinite(number);
        return read ? std::string() : words::Message("error.usage.finite", {text}).text();
    };
    for (CLI::Option* option : command.get_options())
        if (option->get_type_name().starts_with("FLOAT")) option->check(finite);
    for (CLI::App* inner : command.get_subcommands([](const CLI::App*) { return true; }))
        refuse_what_is_not_finite(*inner);
}

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
        if (!good || second != std::errc{} || last != end || !std::isfinite(x) || !std::isfinite(y))
            throw UsageError({"error.usage.pointer", {text}});
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
        command.add_option("--theme", theme, "light, dark or contrast")
            ->check(CLI::IsMember({"light", "dark", "contrast"}));
        command.add_option("--language", language, "en or zh")->check(CLI::IsMember({"en", "zh"}));
    }
    figure::Theme shade() const {
        return theme == "dark"       ? figure::Theme::dark
               : theme == "contrast" ? figure::Theme::contrast
                                     : figure::Theme::light;
    }
    figure::Language tongue() const {
        return language == "zh" ? figure::Language::chinese : figure::Language::english;
    }
};

class CommandLine {
 public:
    CommandLine(std::ostream& print, std::ostream& errors) : print_(print), errors_(errors) {
        cli_.set_version_flag("--version", "poolscope 0.1.0");
        cli_.add_option("FILE", window_.file,
                        "A picture, array, table, IDX file or saved document to open; - is standard input");
        window_source_.add_to(cli_);
        cli_.add_option("--inspect", window_.inspect,
                        "Keep a JSON description of the interface in this file");
        cli_.add_flag("--exit-after-first-frame", window_.exit_after_first_frame)->group("");
        cli_.require_subcommand(0, 1);
        add_eval();
        add_screenshot();
        add_figure();
        add_animate();
        add_book();
        compare_.add_to(cli_);
        sweep_.add_to(cli_);
        worksheet_.add_to(cli_);
        lesson_.add_to(cli_);
        results_.add_to(cli_);
        layers_ =
            cli_.add_subcommand("layers", "Lists every layer kind with its parameters, formula and source");
        refuse_what_is_not_finite(cli_);
    }

    CLI::App& cli() { return cli_; }

    int run() {
        const int code = command();
        for (const Source* source : std::initializer_list<const Source*>{
                 &eval_source_, &source_, &figure_arguments_.source(), &animate_figure_.source(),
                 &compare_.source(), &sweep_.source()})
            say(source->notes());
        if (const auto& missing = figure::characters_without_font(); !missing.empty())
            say({figure::missing_font(*missing.begin())});
        return code;
    }

 private:
    void say(const std::vector<words::Message>& notes) {
        for (const words::Message& note : notes) errors_ << "poolscope: " << note.text() << '\n';
    }
    int command() {
        if (cli_.get_subcommands().empty()) return window();
        if (window_source_.given()) throw UsageError({"error.usage.before_command"});
        if (*eval_) return eval();
        if (*screenshot_) return screenshot();
        if (*figure_) return figure();
        if (*animate_) return animate();
        if (*book_) return run_book(book_file_, book_out_, print_);
        if (compare_.chosen()) return compare_.run(print_);
        if (sweep_.chosen()) return sweep_.run(print_);
        if (worksheet_.chosen()) return worksheet_.run(print_);
        if (lesson_.chosen()) return lesson_.run(print_);
        if (results_.chosen()) return results_.run(print_);
        return run_layers(print_);
    }
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
        eval_->add_option(
            "--measures", measures_,
            "Expressions over measures, for example \"ties(1), rel(1)\"; they are printed instead");
        eval_lane_.add_to(*eval_);
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
        screenshot_->add_option("--lesson", shot_.lesson,
                                "A lesson, one of its steps or a challenge, by its number: 4, 4.2, M07, K05");
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
        source_.add_to(*screenshot_, true);
        place_.add_to(*screenshot_);
        pins_.add_to(*screenshot_);
        tower_.add_to(*screenshot_);
        shot_lane_.add_to(*screenshot_);
        screenshot_->add_option("--row", shot_.row, "The map that is chosen side by side; 0 is the input")
            ->check(CLI::Range(0, 256));
        screenshot_->add_flag("--large", shot_.large, "That map alone, large");
        screenshot_->add_flag("--costs", shot_.costs, "Costs in the place of the curves");
        screenshot_->add_option("--pointer", pointer_.text, "X,Y of the mouse in pixels");
    }
    void add_figure() {
        figure_ = cli_.add_subcommand("figure", "Writes a figure as PNG, SVG or PDF");
        figure_->add_option("KIND", figure_kind_, "What the figure shows; --list names the kinds");
        figure_->add_option("-o,--output", figure_out_, "OUT.png, OUT.svg or OUT.pdf");
        figure_->add_flag("--list", list_figures_, "List the kinds");
        figure_arguments_.add_to(*figure_);
    }
    void add_animate() {
        animate_ =
            cli_.add_subcommand("animate", "Writes the walk as GIF, WebP, animated PNG or numbered frames");
        animate_->add_option("KIND", animate_kind_, "A kind of figure that shows a window; pair without it");
        animate_arguments_.add_to(*animate_);
        animate_figure_.add_to(*animate_);
    }
    void add_book() {
        book_ = cli_.add_subcommand("figures", "Writes all figures of a book and says which have changed");
        book_->add_option("BOOK", book_file_, "A list of figures, such as assets/books/pooling-tutorial.json")
            ->required();
        book_->add_option("--out", book_out_, "The folder; here without it");
    }

    int window() {
        if (!window_source_.given() && window_.file != "-") return run_window(window_);
        // `poolscope FILE --stack "…"`: the file is the input. What cannot be read is refused before a window
        // opens.
        if (!window_.file.empty()) window_source_.take_file(window_.file.string());
        window_.file.clear();
        window_.document = window_source_.read();
        say(window_source_.notes());
        return run_window(window_);
    }
    int eval() {
        document::Document document = eval_source_.read_named("eval", measures_.empty());
        if (!rule_.empty()) pool::set_rule(document.stack, rule_);
        if (!measures_.empty()) {
            check_fits(document);
            const auto chain = pool::infer_shapes(document::input_shape(document.input), document.stack);
            if (!grad_.empty()) document.upstream = read_upstream(grad_, chain.shapes.back());
            eval_lane_.apply(document, eval_source_);
            return run_measures(document, measures_, json_, print_);
        }
        EvalOptions options;
        options.document = std::move(document);
        options.grad = grad_;
        options.indices = indices_;
        options.out = out_;
        options.json = json_;
        options.repeat = repeat_;
        return run_eval(options, print_);
    }
    int screenshot() {
        if (words::lower_ascii(shot_.out.extension().string()) != ".png")
            throw UsageError({"error.usage.screenshot_ending", {io::display_name(shot_.out)}});
        size_.read(shot_.width, shot_.height);
        shot_.theme = look_.shade();
        shot_.language = look_.tongue();
        shot_.document = source_.read();
        shot_lane_.apply(shot_.document, source_);
        // Otherwise where the window would open.
        if (place_.given()) shot_.cursor = place_.cursor(shot_.document);
        shot_.pins = pins_.read(shot_.document);
        shot_.pointer = pointer_.read();
        shot_.tower = tower_.read();
        if (shot_.tower.bare && shot_.view != ui::kTowerView.id) throw UsageError({"error.usage.bare"});
        return run_screenshot(shot_);
    }
    int figure() {
        if (list_figures_) {
            list_figures(print_);
            return 0;
        }
        if (figure_kind_.empty()) throw UsageError({"error.usage.figure_kind_missing"});
        if (figure_out_.empty()) throw UsageError({"error.usage.figure_out"});
        write_figure(figure_arguments_.read(figure_kind_), figure_out_);
        return 0;
    }
    int animate() {
        animate_arguments_.run(animate_figure_.read(animate_kind_), print_);
        return 0;
    }

    std::ostream& print_;
    std::ostream& errors_;
    CLI::App cli_{"Poolscope shows what pooling layers do, step by step, forward and backward.", "poolscope"};
    CLI::App* eval_ = nullptr;
    CLI::App* screenshot_ = nullptr;
    CLI::App* figure_ = nullptr;
    CLI::App* animate_ = nullptr;
    CLI::App* book_ = nullptr;
    CLI::App* layers_ = nullptr;
    WindowOptions window_;
    Source window_source_;
    ScreenshotOptions shot_;
    FigureArguments figure_arguments_;
    std::string figure_kind_;
    std::string figure_out_;
    bool list_figures_ = false;
    FigureArguments animate_figure_;
    AnimateArguments animate_arguments_;
    std::string animate_kind_ = "pair";
    std::string book_file_;
    std::string book_out_ = ".";
    Source eval_source_;
    LaneArguments eval_lane_;
    LaneArguments shot_lane_;
    CompareCommand compare_;
    SweepCommand sweep_;
    WorksheetCommand worksheet_;
    LessonCommand lesson_;
    ResultsCommand results_;
    std::string measures_;
    Source source_;
    CursorArguments place_;
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

std::vector<OptionName> options_with_values() {
    std::ostringstream nowhere;
    CommandLine line(nowhere, nowhere);
    std::vector<OptionName> names;
    for (const CLI::App* command : line.cli().get_subcommands([](const CLI::App*) { return true; }))
        for (const CLI::Option* option : command->get_options()) {
            if (option->get_items_expected() == 0 || option->get_lnames().empty()) continue;
            const std::string type = option->get_type_name();
            const bool number =
                type.starts_with("INT") || type.starts_with("UINT") || type.starts_with("FLOAT");
            names.push_back({command->get_name(), "--" + option->get_lnames().front(), number});
        }
    return names;
}

int run(const std::vector<std::string>& arguments, std::ostream& print, std::ostream& errors) {
    constexpr int kBadInput = 2;
    try {
        CommandLine line(print, errors);
        try {
            // CLI11 takes the arguments from the back.
            line.cli().parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
        } catch (const CLI::Success& asked) {
            line.cli().exit(asked, print, errors);
            return 0;
        } catch (const CLI::ParseError& error) {
            throw UsageError(words::Message::plain(error.what()));
        }
        const int code = line.run();
        print.flush();
        if (!print) throw UsageError({"error.usage.output"});
        return code;
    } catch (const std::exception& error) {
        errors << "poolscope: error: " << words::message_of(error).text() << '\n';
        return kBadInput;
    }
}

}  // namespace app
