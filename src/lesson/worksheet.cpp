#include "lesson/worksheet.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include "document/raster.h"
#include "document/samples.h"
#include "lesson/misconceptions.h"
#include "measure/compare.h"
#include "measure/gradients.h"
#include "measure/windows.h"
#include "pool/explain.h"
#include "pool/notation.h"
#include "work/evaluate.h"

namespace lesson {

namespace {

using pool::Evaluation;
using pool::Tensor;

constexpr int kMostTries = 20000;
constexpr int kProbes = 24;
constexpr std::int64_t kLargestOwnMap = 8;

/// The engine's numbers are the same on every machine; those of the library's distributions need not be.
class Dice {
 public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    std::int64_t roll(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
    }
    template <class T>
    void shuffle(std::vector<T>& values) {
        for (std::size_t i = values.size(); i > 1; --i)
            std::swap(values[i - 1],
                      values[static_cast<std::size_t>(roll(0, static_cast<std::int64_t>(i) - 1))]);
    }

 private:
    std::mt19937_64 engine_;
};

/// A layer on a map of that size with whole numbers from `low` to `high`.
struct Case {
    std::string_view layer;
    std::int64_t rows = 4, columns = 4;
    std::int64_t low = 0, high = 9;
};

enum class Ties { none, everywhere, any };

struct Plan {
    WorksheetKind kind;
    std::vector<Case> cases;
    std::vector<const Misconception*> wrong;
    /// Kinds of layers that a document's own layer may be of; what their names begin with.
    std::vector<std::string_view> layers;
    Ties ties = Ties::none;
    bool overlap = false;  ///< gradients of several windows meet somewhere
};

const std::vector<Plan>& plans() {
    using namespace wrong;
    static const std::vector<Plan> all = {
        {{"max", Ask::output},
         {{"MaxPool2d(2)"},
          {"MaxPool2d(2, stride=1)"},
          {"MaxPool2d(3, stride=2)", 5, 5},
          {"MaxPool2d(2)", 6, 6},
          {"MaxPool2d(3, stride=2, padding=1)", 5, 5, -9, 4},
          {"MaxPool2d(3)", 6, 6}},
         {&kMean, &kSum, &kFirst, &kZeroPadding},
         {"MaxPool2d"}},
        {{"average", Ask::output},
         {{"AvgPool2d(2)"},
          {"AvgPool2d(2, stride=1)"},
          {"AvgPool2d(2)", 6, 6},
          {"AvgPool2d(2, padding=1)", 4, 4, 1, 9},
          {"AvgPool2d(2, ceil_mode=True)", 5, 5, 1, 9},
          {"AvgPool2d((1, 4))", 4, 4}},
         {&kLargest, &kUndivided, &kRealOnly, &kFullWindow},
         {"AvgPool2d"},
         Ties::any},
        {{"index", Ask::indices},
         {{"MaxPool2d(2)"},
          {"MaxPool2d(2, stride=1)"},
          {"MaxPool2d(3, stride=2)", 5, 5},
          {"MaxPool2d(2)", 4, 6, 0, 30},
          {"MaxPool2d(3)", 6, 6, 0, 30},
          {"MaxPool2d(2)", 6, 6, 0, 30}},
         {&kInWindow, &kFromOne, &kSwapped},
         {"MaxPool2d"}},
        {{"size", Ask::size},
         {{"MaxPool2d(2)"},
          {"MaxPool2d(3)"},
          {"MaxPool2d(3, stride=2)"},
          {"MaxPool2d(3, stride=2, padding=1)"},
          {"AvgPool2d(2, ceil_mode=True)"},
          {"MaxPool2d(3, stride=2, dilation=2)"}},
         {&kNoPadding, &kNotSubtracted, &kOtherRounding, &kStrideOne, &kNoDilation},
         {"MaxPool2d", "AvgPool2d", "LPPool2d"},
         Ties::any},
        {{"max-backward", Ask::grad_input},
         {{"MaxPool2d(2)"}, {"MaxPool2d(2)", 4, 6}, {"MaxPool2d(3)", 6, 6}, {"MaxPool2d((1, 2))"}},
         {&kCopies, &kShares, &kSamePlace},
         {"MaxPool2d"}},
        {{"average-backward", Ask::grad_input},
         {{"AvgPool2d(2)"},
          {"AvgPool2d(2, padding=1)"},
          {"AvgPool2d(2)", 4, 6},
          {"AvgPool2d(2, ceil_mode=True)", 5, 5}},
         {&kCopies, &kOneCell, &kRealShares},
         {"AvgPool2d"}},
        {{"overlap", Ask::grad_input},
         {{"MaxPool2d(2, stride=1)", 3, 3},
          {"AvgPool2d(2, stride=1)", 3, 3},
          {"MaxPool2d(3, stride=1)"},
          {"MaxPool2d(2, stride=1)"},
          {"AvgPool2d(2, stride=1)"},
          {"MaxPool2d(3, stride=2)", 5, 5}},
         {&kOverwrites, &kAverages},
         {"MaxPool2d", "AvgPool2d"},
         Ties::none,
         true},
        {{"adaptive", Ask::output},
         {{"AdaptiveMaxPool2d((1, 4))", 1, 10},
          {"AdaptiveAvgPool2d((1, 3))", 1, 5},
          {"AdaptiveMaxPool2d(2)", 5, 5},
          {"AdaptiveAvgPool2d((2, 3))", 2, 4},
          {"AdaptiveMaxPool2d(3)", 5, 5},
          {"AdaptiveAvgPool2d((2, 2))", 3, 3}},
         {&kSeparateBins, &kOneKernel},
         {"AdaptiveMaxPool2d", "AdaptiveAvgPool2d"},
         Ties::any},
        {{"ties", Ask::grad_input},
         {{"MaxPool2d(2)"}, {"MaxPool2d(2)", 4, 6}, {"MaxPool2d(3)", 3, 6}, {"MaxPool2d((1, 4))"}},
         {&kSplits, &kLast, &kAll},
         {"MaxPool2d"},
         Ties::everywhere},
        {{"match", Ask::letters}, {}, {}, {}},
    };
    return all;
}

const Plan& plan_of(const WorksheetKind& kind) {
    return *std::ranges::find(plans(), kind.name, [](const Plan& plan) { return plan.kind.name; });
}

template <class Visit>
void each_cell(const Tensor& map, const Visit& visit) {
    for (std::int64_t y = 0; y < map.shape().h; ++y)
        for (std::int64_t x = 0; x < map.shape().w; ++x) visit(pool::Cell{0, 0, y, x});
}

/// Whole numbers; of averages those that leave whole numbers when they are shared.
Tensor draw_gradients(Dice& dice, const pool::Shape& shape, const pool::Layer& layer) {
    Tensor gradients(shape);
    std::vector<std::int64_t> numbers(static_cast<std::size_t>(std::max<std::int64_t>(9, shape.plane())));
    std::iota(numbers.begin(), numbers.end(), 1);
    dice.shuffle(numbers);
    const bool shared = layer.kind == "AvgPool2d";
    for (std::size_t i = 0; i < gradients.data().size(); ++i)
        gradients.data()[i] = static_cast<float>(numbers[i] * (shared ? 4 : 1));
    return gradients;
}

/// Makes another cell of every window as large as its largest.
void make_ties(Dice& dice, Tensor& input, const pool::Stack& stack) {
    const Evaluation e = pool::evaluate(std::make_shared<const Tensor>(input), stack, {});
    each_cell(e.map(1), [&](const pool::Cell& cell) {
        const std::vector<pool::Tap> taps = measure::read_taps(e, 1, cell);
        const pool::Tap& tap = taps[static_cast<std::size_t>(dice.roll(0, std::ssize(taps) - 1))];
        input.at({0, 0, tap.y, tap.x}) = e.map(1).at(cell);
    });
}

Tensor computed_answer(const Evaluation& e, Ask ask) {
    if (ask == Ask::grad_input) return e.gradient(0);
    if (ask == Ask::output) return e.map(1);
    if (ask == Ask::size) {
        const pool::Shape out = e.map(1).shape();
        return {{1, 1, 1, 2}, std::vector<float>{static_cast<float>(out.h), static_cast<float>(out.w)}};
    }
    Tensor indices(e.map(1).shape());
    each_cell(indices, [&](const pool::Cell& cell) {
        indices.at(cell) = static_cast<float>(pool::published_index(e, 0, cell));
    });
    return indices;
}

bool same(float a, float b) { return std::abs(a - b) < 1e-3F; }
bool same(const Tensor& a, const Tensor& b) {
    return a.shape() == b.shape() &&
           std::ranges::equal(a.data(), b.data(), [](float x, float y) { return same(x, y); });
}

/// At most two decimals, as people write them.
bool is_short(const Tensor& map) {
    return std::ranges::all_of(map.data(), [](float v) { return same(4 * v, std::round(4 * v)); });
}

/// Draws exercises on one layer and finds those that serve.
class Drawer {
 public:
    Drawer(const Plan& plan, const pool::Layer& layer, const Case& size, Dice dice)
        : plan_(plan), stack_{layer}, size_(size), dice_(dice) {
        probe();
    }

    Exercise draw(const Tensor* own) {
        for (int i = 0; i < kMostTries; ++i) {
            Exercise exercise = own && i == 0 ? on(*own) : drawn();
            // Rather more decimals, or a wrong answer less, than no exercise.
            const bool strict = i < kMostTries / 2;
            if (!serves(exercise, strict)) continue;
            add_wrong_answers(exercise);
            if (keeps_apart(exercise, strict)) return exercise;
        }
        throw words::Error({"error.worksheet.numbers", {plan_.kind.name, pool::notation(stack_)}});
    }

 private:
    Exercise drawn() {
        if (plan_.kind.ask == Ask::size) {
            const std::int64_t rows = dice_.roll(7, 30);
            return on(Tensor({1, 1, rows, dice_.roll(7, 30)}));
        }
        Tensor input({1, 1, size_.rows, size_.columns});
        for (float& v : input.data()) v = static_cast<float>(dice_.roll(size_.low, size_.high));
        if (plan_.ties == Ties::everywhere) make_ties(dice_, input, stack_);
        return on(input);
    }

    Exercise on(const Tensor& input) {
        const auto shapes = pool::infer_shapes(input.shape(), stack_);
        if (shapes.error) throw pool::StackException(*shapes.error);
        pool::Upstream upstream;
        upstream.source = pool::Upstream::Source::values;
        upstream.values =
            std::make_shared<const Tensor>(draw_gradients(dice_, shapes.shapes.back(), stack_[0]));
        Exercise exercise;
        exercise.evaluation = pool::evaluate(std::make_shared<const Tensor>(input), stack_, upstream);
        exercise.answer = computed_answer(exercise.evaluation, plan_.kind.ask);
        return exercise;
    }

    void add_wrong_answers(Exercise& exercise) const {
        for (const Misconception* why : plan_.wrong) {
            Tensor values = why->answer(exercise.evaluation);
            if (values.shape() == exercise.answer.shape()) exercise.wrong.push_back({why, std::move(values)});
        }
    }

    /// Which wrong answers there are at all with this layer: those that differ from the right one somewhere,
    /// and of those that are wrong in every window the cells where they do.
    void probe() {
        for (int i = 0; i < kProbes; ++i) {
            Exercise exercise = drawn();
            add_wrong_answers(exercise);
            for (const WrongAnswer& wrong : exercise.wrong) {
                if (same(wrong.values, exercise.answer)) continue;
                if (std::ranges::find(possible_, wrong.why) == possible_.end())
                    possible_.push_back(wrong.why);
                if (!wrong.why->everywhere) continue;
                std::vector<bool>& cells = cells_[static_cast<std::size_t>(
                    std::ranges::find(plan_.wrong, wrong.why) - plan_.wrong.begin())];
                cells.resize(exercise.answer.data().size());
                for (std::size_t k = 0; k < cells.size(); ++k)
                    if (!same(wrong.values.data()[k], exercise.answer.data()[k])) cells[k] = true;
            }
        }
    }

    bool wrong_where_it_can_be(const WrongAnswer& wrong, const Exercise& exercise) const {
        if (!wrong.why->everywhere) return true;
        const std::vector<bool>& cells =
            cells_[static_cast<std::size_t>(std::ranges::find(plan_.wrong, wrong.why) - plan_.wrong.begin())];
        for (std::size_t k = 0; k < std::min(cells.size(), exercise.answer.data().size()); ++k)
            if (cells[k] && same(wrong.values.data()[k], exercise.answer.data()[k])) return false;
        return true;
    }

    bool ties_as_wanted(const Evaluation& e) const {
        const bool selects = e.layers[0].kind->has_indices(e.layers[0].layer.params);
        if (plan_.ties == Ties::any || !selects) return true;
        bool good = true;
        each_cell(e.map(1), [&](const pool::Cell& cell) {
            good = good && (measure::tied(e, 1, cell) > 1) == (plan_.ties == Ties::everywhere);
        });
        return good;
    }

    static bool gradients_meet(const Evaluation& e) {
        bool meet = false;
        each_cell(e.map(0),
                  [&](const pool::Cell& cell) { meet = meet || measure::arrivals(e, 1, cell).size() > 1; });
        return meet;
    }

    bool serves(const Exercise& exercise, bool strict) const {
        const Evaluation& e = exercise.evaluation;
        if (strict && !is_short(exercise.answer)) return false;
        return ties_as_wanted(e) && (!plan_.overlap || gradients_meet(e));
    }

    /// Whether the right answer and all wrong ones that there can be differ; keeps those alone.
    bool keeps_apart(Exercise& exercise, bool strict) const {
        std::vector<WrongAnswer> kept;
        for (WrongAnswer& wrong : exercise.wrong) {
            if (std::ranges::find(possible_, wrong.why) == possible_.end()) continue;
            const bool differs =
                !same(wrong.values, exercise.answer) && wrong_where_it_can_be(wrong, exercise) &&
                std::ranges::none_of(
                    kept, [&](const WrongAnswer& other) { return same(other.values, wrong.values); });
            if (differs) {
                kept.push_back(std::move(wrong));
            } else if (strict) {
                return false;
            }
        }
        if (kept.empty()) return false;
        exercise.wrong = std::move(kept);
        return true;
    }

    const Plan& plan_;
    pool::Stack stack_;
    Case size_;
    Dice dice_;
    std::vector<const Misconception*> possible_;
    std::vector<std::vector<bool>> cells_ = std::vector<std::vector<bool>>(plan_.wrong.size());
};

/// The document's first layer that a plan can ask about. Throws words::Error.
pool::Layer own_layer(const Plan& plan, const document::Document& document) {
    for (const pool::Layer& layer : document.stack)
        if (layer.enabled && std::ranges::find(plan.layers, layer.kind) != plan.layers.end()) return layer;
    std::string names;
    for (const std::string_view name : plan.layers) names += (names.empty() ? "" : ", ") + std::string(name);
    throw words::Error({"error.worksheet.layer", {plan.kind.name, names}});
}

/// A map on which the layer has more than one window and not too many.
Case own_case(const pool::Layer& layer) {
    Case size;
    for (const std::int64_t side : {4, 5, 6, 7, 8}) {
        const auto shapes = pool::infer_shapes({1, 1, side, side}, {layer});
        if (shapes.error) continue;
        size.rows = size.columns = side;
        if (shapes.shapes.back().plane() > 1) break;
    }
    return size;
}

std::vector<Exercise> make_exercises(const Plan& plan, int count, std::uint64_t seed,
                                     const document::Document* document) {
    std::vector<Exercise> exercises;
    std::optional<Tensor> own;
    if (document) {
        Tensor map = document::raster(document->input);
        const pool::Shape shape = map.shape();
        if (shape.plane() == shape.size() && std::max(shape.h, shape.w) <= kLargestOwnMap)
            own = std::move(map);
    }
    for (int i = 0; i < count; ++i) {
        const Case& usual = plan.cases[static_cast<std::size_t>(i) % plan.cases.size()];
        const pool::Layer layer =
            document ? own_layer(plan, *document) : pool::parse_stack(usual.layer).front();
        const Case size = document ? own_case(layer) : usual;
        // Exercise i is the same whatever their number.
        Drawer drawer(plan, layer, size, Dice(seed * 1000003 + static_cast<std::uint64_t>(i)));
        const bool fits = own && !pool::infer_shapes(own->shape(), {layer}).error;
        exercises.push_back(drawer.draw(fits && i == 0 ? &*own : nullptr));
    }
    return exercises;
}

/// Finds the two pooled maps that are easiest to mistake for each other.
void find_alike(Matching& matching) {
    matching.difference = std::numeric_limits<double>::infinity();
    for (std::size_t a = 0; a < matching.digits.size(); ++a)
        for (std::size_t b = a + 1; b < matching.digits.size(); ++b) {
            const double difference = measure::compare(matching.digits[a].evaluation.output(),
                                                       matching.digits[b].evaluation.output())
                                          .relative_difference;
            if (difference < matching.difference) matching = {matching.digits, {a, b}, difference};
        }
}

Matching make_matching(int count, std::uint64_t seed, const document::Document* document) {
    if (count < 2 || count > kMostDigits)
        throw words::Error({"error.worksheet.digits", {count, kMostDigits}});
    Dice dice(seed);
    std::vector<int> digits(kMostDigits);
    std::iota(digits.begin(), digits.end(), 0);
    dice.shuffle(digits);
    digits.resize(static_cast<std::size_t>(count));
    std::ranges::sort(digits);
    std::vector<std::size_t> places(digits.size());
    std::iota(places.begin(), places.end(), 0);
    dice.shuffle(places);
    Matching matching;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        Matching::Digit digit{"digit." + std::to_string(digits[i]), {}, places[i]};
        const auto input =
            std::make_shared<const Tensor>(document::raster(document::find_sample(digit.sample)->input));
        digit.evaluation = work::evaluate(work::recipe_of(
            input, document ? document->stack : pool::parse_stack("MaxPool2d(2), MaxPool2d(2)"), {}));
        for (const Matching::Digit& other : matching.digits)
            if (other.evaluation.output() == digit.evaluation.output())
                throw words::Error({"error.worksheet.alike", {other.sample, digit.sample}});
        matching.digits.push_back(std::move(digit));
    }
    find_alike(matching);
    return matching;
}

}  // namespace

std::span<const WorksheetKind> worksheet_kinds() {
    static const std::vector<WorksheetKind> kinds = [] {
        std::vector<WorksheetKind> all;
        for (const Plan& plan : plans()) all.push_back(plan.kind);
        return all;
    }();
    return kinds;
}

const WorksheetKind* find_worksheet(std::string_view name) {
    const auto found = std::ranges::find(worksheet_kinds(), name, &WorksheetKind::name);
    return found == worksheet_kinds().end() ? nullptr : &*found;
}

Worksheet make_worksheet(const WorksheetKind& kind, int count, std::uint64_t seed,
                         const document::Document* document) {
    Worksheet sheet;
    sheet.kind = find_worksheet(kind.name);
    if (kind.ask == Ask::letters) {
        sheet.matching = make_matching(count, seed, document);
    } else {
        if (count < 1 || count > kMostExercises)
            throw words::Error({"error.worksheet.count", {count, kMostExercises}});
        sheet.exercises = make_exercises(plan_of(kind), count, seed, document);
    }
    return sheet;
}

}  // namespace lesson
