#include "lesson/tutorial.h"

#include <algorithm>
#include <cmath>

#include "figure/number.h"

namespace lesson {

namespace {

std::string whole(std::int64_t value) { return std::to_string(value); }

/// A window that the loops look at, cut where the map ends, as slices are.
struct Slice {
    std::int64_t y = 0, x = 0, rows = 0, columns = 0;
};

struct Reduced {
    double value = 0;
    std::int64_t best = 0;  ///< position of the first largest value, row by row
};

Reduced reduce(const pool::Tensor& input, const Slice& slice, bool average) {
    Reduced result;
    float largest = 0;
    double sum = 0;
    for (std::int64_t i = 0; i < slice.rows * slice.columns; ++i) {
        const float v = input.at({0, 0, slice.y + i / slice.columns, slice.x + i % slice.columns});
        // As np.argmax: the first NaN is the largest.
        if (i == 0 || v > largest || (std::isnan(v) && !std::isnan(largest))) {
            largest = v;
            result.best = i;
        }
        sum += static_cast<double>(v);
    }
    result.value =
        average ? sum / static_cast<double>(slice.rows * slice.columns) : static_cast<double>(largest);
    return result;
}

std::string slice_text(const pool::Tensor& input, const Slice& slice) {
    std::string text = "[";
    for (std::int64_t y = 0; y < slice.rows; ++y) {
        text += y == 0 ? "[" : ", [";
        for (std::int64_t x = 0; x < slice.columns; ++x)
            text += (x == 0 ? "" : ", ") +
                    figure::number(static_cast<double>(input.at({0, 0, slice.y + y, slice.x + x})));
        text += "]";
    }
    return text + "]";
}

class Player {
 public:
    Player(bool average, const Repairs& repairs, const pool::Tensor& input, std::int64_t k, std::int64_t s)
        : average_(average),
          repairs_(repairs),
          listing_(tutorial(average, repairs)),
          input_(input),
          k_(k),
          s_(s) {}

    std::vector<TutorialMoment> play() {
        std::vector<TutorialMoment> moments;
        const std::int64_t h = input_.shape().h;
        const std::int64_t w = input_.shape().w;
        const std::int64_t last_row = repairs_.size ? h - k_ + 1 : h;
        const std::int64_t last_column = repairs_.size ? w - k_ + 1 : w;
        for (std::int64_t y = 0; y < last_row; y += s_)
            for (std::int64_t x = 0; x < last_column; x += s_) {
                moments.push_back(window(y, x));
                if (!moments.back().error.empty()) return moments;
            }
        return moments;
    }

 private:
    std::int64_t reserved(std::int64_t side) const {
        return repairs_.size ? (side - k_) / s_ + 1 : side / s_;
    }
    void run(TutorialMoment& moment, const char* mark) const {
        if (const auto line = listing_.find(mark)) moment.lines.push_back(*line);
    }
    TutorialMoment window(std::int64_t y, std::int64_t x) const {
        TutorialMoment moment;
        const pool::Shape& shape = input_.shape();
        const Slice slice{y, x, std::min(k_, shape.h - y), std::min(k_, shape.w - x)};
        const Reduced reduced = reduce(input_, slice, average_);
        for (const char* mark : {"rows", "columns", "window", "store"}) run(moment, mark);
        moment.variables = {{"i", whole(y)}, {"j", whole(x)}, {"window", slice_text(input_, slice)}};
        moment.output = {0, 0, y / s_, x / s_};
        moment.value = reduced.value;
        if (moment.output.y >= reserved(shape.h) || moment.output.x >= reserved(shape.w)) {
            moment.error = "IndexError";
            return moment;
        }
        moment.variables.emplace_back("out[b, i // s, j // s, c]", figure::number(reduced.value));
        if (!average_ || !repairs_.argmax) mark(moment, slice, reduced.best);
        return moment;
    }
    void mark(TutorialMoment& moment, const Slice& slice, std::int64_t best) const {
        run(moment, "argmax");
        run(moment, "mark");
        moment.variables.emplace_back(repairs_.name ? "best" : "index", whole(best));
        if (!repairs_.name) {
            // A number stands in the name of the array now, and nothing can be put into a number.
            moment.error = "TypeError";
            return;
        }
        const std::int64_t by = repairs_.width ? slice.columns : s_;
        const pool::Cell cell{0, 0, slice.y + best / by, slice.x + best % by};
        if (cell.y >= input_.shape().h || cell.x >= input_.shape().w) {
            moment.error = "IndexError";
            return;
        }
        moment.marked = cell;
    }

    bool average_;
    Repairs repairs_;
    TutorialListing listing_;
    const pool::Tensor& input_;
    std::int64_t k_;
    std::int64_t s_;
};

}  // namespace

std::string TutorialListing::text() const {
    std::string result;
    for (const TutorialLine& line : lines) result += line.text + "\n";
    return result;
}

std::optional<std::size_t> TutorialListing::find(const std::string& mark) const {
    const auto found = std::ranges::find(lines, mark, &TutorialLine::mark);
    if (found == lines.end()) return std::nullopt;
    return static_cast<std::size_t>(found - lines.begin());
}

TutorialListing tutorial(bool average, const Repairs& repairs) {
    constexpr std::size_t kName = 1, kWidth = 2, kSize = 3, kArgmax = 4;
    const bool index = !average || !repairs.argmax;
    const std::string best = repairs.name ? "best" : "index";
    const std::string by = repairs.width ? "window.shape[1]" : "s";
    const auto rows = [&](const std::string& side) {
        return repairs.size ? "(" + side + " - k) // s + 1" : "int(" + side + " / s)";
    };
    const auto range = [&](const std::string& side) {
        return "range(0, " + side + (repairs.size ? " - k + 1" : "") + ", s)";
    };
    const std::size_t size = repairs.size ? 0 : kSize;
    const std::size_t kept = average ? kArgmax : 0;
    TutorialListing listing;
    const auto add = [&](const std::string& text, const char* mark = "", std::size_t fault = 0) {
        listing.lines.push_back({text, mark, fault});
    };
    const std::string deep(16, ' ');
    const std::string deeper(20, ' ');
    add("import numpy as np");
    add("");
    add("");
    add(std::string("def ") + (average ? "average" : "max") + "_pool(x, k, s):");
    add("    n, h, w, channels = x.shape", "shape");
    add("    out = np.zeros((n, " + rows("h") + ", " + rows("w") + ", channels))", "out", size);
    if (index) add("    index = np.zeros(x.shape)", "array", kept);
    add("    for b in range(n):", "items");
    add("        for c in range(channels):", "channels");
    add("            for i in " + range("h") + ":", "rows");
    add(deep + "for j in " + range("w") + ":", "columns");
    add(deeper + "window = x[b, i:i + k, j:j + k, c]", "window");
    add(deeper + "out[b, i // s, j // s, c] = np." + (average ? "mean" : "max") + "(window)", "store");
    if (index) {
        add(deeper + best + " = np.argmax(window)", "argmax", average ? kArgmax : repairs.name ? 0 : kName);
        add(deeper + "index[b, i + " + best + " // " + by + ", j + " + best + " % " + by + ", c] = 1", "mark",
            average         ? kArgmax
            : repairs.width ? 0
                            : kWidth);
    }
    add(index ? "    return out, index" : "    return out", "return");
    return listing;
}

std::vector<TutorialMoment> play_tutorial(bool average, const Repairs& repairs, const pool::Tensor& input,
                                          std::int64_t k, std::int64_t s) {
    return Player(average, repairs, input, k, s).play();
}

}  // namespace lesson
