#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <ostream>
#include <sstream>
#include <stdexcept>

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
    void add_to(Options& command) {
        command.add("--theme", theme, "light, dark or contrast").one_of({"light", "dark", "contrast"});
        command.add("--language", language, "en or zh").one_of({"en", "zh"});
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
        program_.add("FILE", window_.file,
                     "A picture, array, table, IDX file or saved document to open; - is standard input");
        window_source_.add_to(program_);
        program_.add("--inspect", window_.inspect, "Keep a JSON description of the interface in this file");
        program_.flag("--exit-after-first-frame", window_.exit_after_first_frame, "").hidden();
        add_eval();
        add_screenshot();
        add_figure();
        add_animate();
        add_book();
        add_object("compare", "Compares the maps of an input with those of another lane", compare_);
        add_object("sweep", "Compares an input's maps with those of its moved forms", sweep_);
        add_object("worksheet", "Writes exercises for paper, and their answers, as PDF", worksheet_);
        add_object("lesson", "Opens a lesson, or lists, checks or draws lessons", lesson_);
        add_object("results", "Sums up which misconceptions the answers of a class show", results_);
        add("layers", "Lists every layer kind with its parameters, formula and source",
            [this] { return run_layers(print_); });
    }

    Options& options() { return program_; }

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
        if (program_.without_command()) return window();
        if (window_source_.given()) throw UsageError({"error.usage.before_command"});
        return std::ranges::find_if(commands_,
                                    [](const Command& command) { return command.options->chosen(); })
            ->run();
    }
    Options& add(const std::string& name, const std::string& help, std::function<int()> run) {
        commands_.push_back({&program_.command(name, help), std::move(run)});
        return *commands_.back().options;
    }
    template <class Object>
    void add_object(const std::string& name, const std::string& help, Object& object) {
        object.add_to(add(name, help, [this, &object] { return object.run(print_); }));
    }
    void add_eval() {
        Options& options =
            add("eval", "Evaluates a stack and writes every array as .npy", [this] { return eval(); });
        eval_source_.add_to(options);
        options.add("--grad", grad_, "The gradient at the output (.npy); ones without it");
        options.add("--indices", indices_,
                    "Indices (.npy, int64) for a MaxUnpool2d that the stack starts with");
        options
            .add("--rule", rule_,
                 "The framework whose rules hold for layers that do not name one: pytorch, onnx, "
                 "tensorflow or caffe")
            .one_of({"pytorch", "onnx", "tensorflow", "caffe"});
        options.add("--out", out_, "Folder for the results; none: only the table is printed");
        options.flag("--json", json_, "Print shapes and values as JSON");
        options.add("--measures", measures_,
                    "Expressions over measures, for example \"ties(1), rel(1)\"; they are printed instead");
        eval_lane_.add_to(options);
        options.add("--repeat", repeat_, "Evaluate so many times and print the median time")
            .between(1, 100000);
    }
    void add_screenshot() {
        Options& options = add("screenshot", "Renders the whole interface to a PNG, no display needed",
                               [this] { return screenshot(); });
        options.add("OUT", shot_.out, "The PNG to write").required();
        options.add("--size", size_.text, "Width and height in pixels, for example 1600x1000");
        std::vector<std::string> views;
        std::string names;
        for (const ui::View* view : ui::views()) {
            views.emplace_back(view->id);
            names += (names.empty() ? "" : ", ") + views.back();
        }
        options.add("--view", shot_.view, "What fills the middle: " + names).one_of(views);
        options.add("--edit", shot_.edit,
                    "A stack that is written into the notation field then, refused or not");
        options.add("--lesson", shot_.lesson,
                    "A lesson, one of its steps or a challenge, by its number: 4, 4.2, M07, K05");
        options.add("--help-page", shot_.help_page, "A layer kind whose page of help lies open")
            .good_where([](const std::string& name) {
                return pool::find_kind(name) ? std::string() : "\"" + name + "\" is not a layer kind";
            });
        options.flag("--card", shot_.card, "Open the card of the layer that --layer names");
        options.add("--code", shot_.code, "Code in the place of the explanation: numpy, pytorch or cpp")
            .one_of({"numpy", "pytorch", "cpp"});
        options.flag("--present", shot_.presenting, "As in presenting (F5)");
        options.add("--text", shot_.text_scale, "Text size, 0.8 to 2").between(0.8, 2.0);
        look_.add_to(options);
        source_.add_to(options, true);
        place_.add_to(options);
        pins_.add_to(options);
        tower_.add_to(options);
        shot_lane_.add_to(options);
        options.add("--row", shot_.row, "The map that is chosen side by side; 0 is the input")
            .between(0, 256);
        options.flag("--large", shot_.large, "That map alone, large");
        options.flag("--costs", shot_.costs, "Costs in the place of the curves");
        options.add("--pointer", pointer_.text, "X,Y of the mouse in pixels");
    }
    void add_figure() {
        Options& options =
            add("figure", "Writes a figure as PNG, SVG, PDF or TikZ", [this] { return figure(); });
        options.add("KIND", figure_kind_, "What the figure shows; --list names the kinds");
        options.add("-o,--output", figure_out_, "OUT.png, OUT.svg, OUT.pdf or OUT.tex");
        options.flag("--list", list_figures_, "List the kinds");
        figure_arguments_.add_to(options);
    }
    void add_animate() {
        Options& options =
            add("animate", "Writes the walk as GIF, WebP, animated PNG, MP4 or numbered frames",
                [this] { return animate(); });
        options.add("KIND", animate_kind_, "A kind of figure that shows a window; pair without it");
        animate_arguments_.add_to(options);
        animate_figure_.add_to(options);
    }
    void add_book() {
        Options& options = add("figures", "Writes all figures of a book and says which have changed",
                               [this] { return run_book(book_file_, book_out_, print_); });
        options.add("BOOK", book_file_, "A list of figures, such as assets/books/pooling-tutorial.json")
            .required();
        options.add("--out", book_out_, "The folder; here without it");
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
        say(write_figure(figure_arguments_.read(figure_kind_), figure_out_));
        return 0;
    }
    int animate() {
        animate_arguments_.run(animate_figure_.read(animate_kind_), print_);
        return 0;
    }

    std::ostream& print_;
    std::ostream& errors_;
    struct Command {
        Options* options;
        std::function<int()> run;
    };
    Options program_{"Poolscope shows what pooling layers do, step by step, forward and backward.",
                     "poolscope", "poolscope 0.1.0"};
    std::vector<Command> commands_;
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
    LessonCommand lesson_{window_};
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
    return line.options().with_values();
}

int run(const std::vector<std::string>& arguments, std::ostream& print, std::ostream& errors) {
    constexpr int kBadInput = 2;
    try {
        CommandLine line(print, errors);
        if (const auto asked = line.options().read(arguments)) {
            print << *asked << std::flush;
            if (!print) throw UsageError({"error.usage.output"});
            return 0;
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
