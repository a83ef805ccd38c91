#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "pool/evaluation.h"

// Curves: how far the maps of an input and of its moved form are apart, over shifts, angles or scales.

namespace measure {

enum class Axis { shift_x, shift_y, angle, scale };
/// "shift-x", "shift-y", "rotate", "scale".
std::string_view axis_name(Axis axis);
std::optional<Axis> find_axis(std::string_view name);
/// "as-given", "avg", "max", "subsample", "blur".
std::string_view replacement_name(document::Replacement kind);
std::optional<document::Replacement> find_replacement(std::string_view name);

/// first, first + step … up to last, which is met to rounding.
std::vector<double> steps(double first, double last, double step);
/// The curves that a screen shows: shifts −8…8, angles −180…180 by 6, scales 0.5…2 by 0.05.
std::vector<double> usual_steps(Axis axis);
/// `base` with the axis at `value`.
document::Transform at(Axis axis, document::Transform base, double value);

/// Comparison::… of one map at one step; means where several inputs were asked.
struct CurvePoint {
    double relative_difference = 0;
    double cosine = 0;
    double differ = 0;
    double equal_share = 1;
    double spread = 0;  ///< standard deviation of relative_difference over the inputs
    bool operator==(const CurvePoint&) const = default;
};

struct Curves {
    Axis axis = Axis::shift_x;
    std::vector<double> values;
    std::vector<document::Replacement> kinds;
    std::vector<words::Message> errors;  ///< for each kind: why its stack does not fit; empty where it does
    std::size_t maps = 0;                ///< the input and one for each enabled layer
    std::vector<CurvePoint> points;

    const CurvePoint& at(std::size_t kind, std::size_t map, std::size_t value) const {
        return points[(kind * maps + map) * values.size() + value];
    }
    CurvePoint& at(std::size_t kind, std::size_t map, std::size_t value) {
        return points[(kind * maps + map) * values.size() + value];
    }
};

/// What is swept: an input, the transform that holds beside the axis, a stack.
struct SweepRequest {
    document::Input input;
    document::Transform base;
    pool::Stack stack;
    Axis axis = Axis::shift_x;
    std::vector<double> values;
    std::vector<document::Replacement> kinds = {document::Replacement::as_given};
};

/// Makes curves, forward only. Buffers are kept from run to run: the same request, or one of the same sizes,
/// allocates nothing (strokes that are turned or scaled are drawn anew, which does).
class Sweeper {
 public:
    Sweeper();
    ~Sweeper();
    /// Throws pool::StackException where the stack itself does not fit, pool::Cancelled.
    void run(const SweepRequest& request, Curves& result, pool::Progress* progress = nullptr);
    /// The mean over the ten digits, drawn in the size of the request's input.
    void run_digits(const SweepRequest& request, Curves& result, pool::Progress* progress = nullptr);

 private:
    struct Worker;
    void prepare(const SweepRequest& request, Curves& result);
    void step(const SweepRequest& request, std::size_t value, Worker& worker, Curves& result);
    Worker& borrow();
    void give_back(Worker& worker);

    struct State;
    std::unique_ptr<State> state_;
};

/// "kind,layer,value,relative_difference,cosine,differ,equal_share", one line a point, kinds first, then
/// layers (0 is the input), then values.
std::string csv(const Curves& curves);

}  // namespace measure
