#include "measure/sweep.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <mutex>

#include "document/lane.h"
#include "document/raster.h"
#include "document/samples.h"
#include "document/transform.h"
#include "measure/compare.h"
#include "pool/workers.h"

namespace measure {

namespace {

constexpr std::array<std::string_view, 4> kAxes = {"shift-x", "shift-y", "rotate", "scale"};
constexpr std::array<std::string_view, 5> kKinds = {"as-given", "avg", "max", "subsample", "blur"};
/// Steps that one thread takes at a time; of larger maps the kernels themselves use the threads.
constexpr std::int64_t kGrain = 8;
constexpr std::int64_t kSmall = 64 * 64;

void append(std::string& text, double number) {
    if (!std::isfinite(number)) {
        text += std::isnan(number) ? "nan" : number < 0 ? "-inf" : "inf";
        return;
    }
    std::array<char, 32> room{};
    const auto end = std::to_chars(room.data(), room.data() + room.size(), number).ptr;
    text.append(room.data(), end);
}

CurvePoint point_of(const Comparison& c) {
    return {c.relative_difference, c.cosine, static_cast<double>(c.differ), c.equal_share, 0};
}

}  // namespace

std::string_view axis_name(Axis axis) { return kAxes[static_cast<std::size_t>(axis)]; }

std::optional<Axis> find_axis(std::string_view name) {
    for (std::size_t i = 0; i < kAxes.size(); ++i)
        if (kAxes[i] == name) return static_cast<Axis>(i);
    return std::nullopt;
}

std::string_view replacement_name(document::Replacement kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

std::optional<document::Replacement> find_replacement(std::string_view name) {
    for (std::size_t i = 0; i < kKinds.size(); ++i)
        if (kKinds[i] == name) return static_cast<document::Replacement>(i);
    return std::nullopt;
}

std::vector<double> steps(double first, double last, double step) {
    // Steps such as 0.05 are not exact: what they add up to is rounded to what was meant.
    constexpr double kDecimals = 1e9;
    const auto count = static_cast<std::int64_t>(std::floor((last - first) / step + 1e-9)) + 1;
    std::vector<double> result;
    for (std::int64_t i = 0; i < count; ++i)
        result.push_back(std::round((first + static_cast<double>(i) * step) * kDecimals) / kDecimals);
    return result;
}

std::vector<double> usual_steps(Axis axis) {
    if (axis == Axis::angle) return steps(-180, 180, 6);
    return axis == Axis::scale ? steps(0.5, 2, 0.05) : steps(-8, 8, 1);
}

document::Transform at(Axis axis, document::Transform base, double value) {
    switch (axis) {
        case Axis::shift_x:
            base.dx = value;
            break;
        case Axis::shift_y:
            base.dy = value;
            break;
        case Axis::angle:
            base.angle = value;
            break;
        case Axis::scale:
            base.scale = value;
            break;
    }
    return base;
}

/// What one thread needs: the moved input and the maps of every kind.
struct Sweeper::Worker {
    std::shared_ptr<pool::Tensor> input = std::make_shared<pool::Tensor>();
    std::vector<pool::Evaluation> evaluations;
};

struct Sweeper::State {
    pool::Stack stack;  ///< that `stacks` were made of
    std::vector<document::Replacement> kinds;
    std::vector<pool::Stack> stacks;
    std::optional<document::Input> drawn;  ///< what `input` shows
    std::shared_ptr<const pool::Tensor> input;
    std::vector<pool::Evaluation> still;  ///< of the input as it is, by kind
    std::mutex mutex;
    std::vector<std::unique_ptr<Worker>> workers;
    std::vector<Worker*> free;
    std::exception_ptr failure;
    Curves one;  ///< of one digit
};

Sweeper::Sweeper() : state_(std::make_unique<State>()) {}
Sweeper::~Sweeper() = default;

Sweeper::Worker& Sweeper::borrow() {
    const std::lock_guard lock(state_->mutex);
    if (state_->free.empty()) {
        state_->workers.push_back(std::make_unique<Worker>());
        state_->free.push_back(state_->workers.back().get());
        state_->free.reserve(64);
    }
    Worker& worker = *state_->free.back();
    state_->free.pop_back();
    worker.evaluations.resize(state_->kinds.size());
    return worker;
}

void Sweeper::give_back(Worker& worker) {
    const std::lock_guard lock(state_->mutex);
    state_->free.push_back(&worker);
}

void Sweeper::prepare(const SweepRequest& request, Curves& result) {
    State& s = *state_;
    if (s.stacks.empty() || s.stack != request.stack || s.kinds != request.kinds) {
        s.stack = request.stack;
        s.kinds = request.kinds;
        s.stacks.clear();
        for (const document::Replacement kind : request.kinds)
            s.stacks.push_back(document::with_poolings(request.stack, kind));
        s.still.resize(s.stacks.size());
    }
    if (!s.drawn || !(*s.drawn == request.input)) {
        s.input = std::make_shared<const pool::Tensor>(document::raster(request.input));
        s.drawn = request.input;
    }
    result.axis = request.axis;
    result.values = request.values;
    result.kinds = request.kinds;
    result.errors.resize(request.kinds.size());
    result.maps = 0;
    for (std::size_t k = 0; k < s.stacks.size(); ++k) {
        result.errors[k] = {};
        try {
            pool::forward(s.still[k], s.input, s.stacks[k]);
            result.maps = s.still[k].map_count();
        } catch (const pool::StackException& error) {
            if (request.kinds[k] == document::Replacement::as_given) throw;
            result.errors[k] = error.message();
        }
    }
    result.points.assign(result.kinds.size() * result.maps * result.values.size(), {});
}

void Sweeper::step(const SweepRequest& request, std::size_t value, Worker& worker, Curves& result) {
    const State& s = *state_;
    const document::Transform transform = at(request.axis, request.base, request.values[value]);
    if (document::resampling(request.input, transform) == document::Resampling::strokes) {
        *worker.input = document::raster(document::transformed(request.input, transform));
    } else {
        document::transform_map(*s.input, transform, *worker.input);
    }
    const CurvePoint input = point_of(compare(*s.input, *worker.input));
    for (std::size_t k = 0; k < s.stacks.size(); ++k) {
        if (!result.errors[k].empty()) continue;
        pool::forward(worker.evaluations[k], worker.input, s.stacks[k]);
        result.at(k, 0, value) = input;
        for (std::size_t map = 1; map < result.maps; ++map)
            result.at(k, map, value) = point_of(compare(s.still[k].map(map), worker.evaluations[k].map(map)));
    }
}

void Sweeper::run(const SweepRequest& request, Curves& result, pool::Progress* progress) {
    prepare(request, result);
    State& s = *state_;
    s.failure = nullptr;
    const auto some = [&](std::int64_t first, std::int64_t last) {
        Worker& worker = borrow();
        try {
            for (std::int64_t i = first; i < last; ++i) {
                if (progress && progress->cancelled) throw pool::Cancelled();
                step(request, static_cast<std::size_t>(i), worker, result);
                if (progress) ++progress->done;
            }
        } catch (...) {
            const std::lock_guard lock(s.mutex);
            s.failure = std::current_exception();
        }
        give_back(worker);
    };
    const auto count = static_cast<std::int64_t>(request.values.size());
    if (s.input->shape().size() <= kSmall) {
        pool::parallel_for(count, kGrain, some);
    } else {
        some(0, count);
    }
    if (s.failure) std::rethrow_exception(s.failure);
}

void Sweeper::run_digits(const SweepRequest& request, Curves& result, pool::Progress* progress) {
    constexpr int kDigits = 10;
    const pool::Shape shape = document::input_shape(request.input);
    SweepRequest one = request;
    std::vector<CurvePoint> total;
    for (int digit = 0; digit < kDigits; ++digit) {
        one.input = document::find_sample("digit." + std::to_string(digit))->input;
        one.input.height = static_cast<int>(shape.h);
        one.input.width = static_cast<int>(shape.w);
        run(one, state_->one, progress);
        const std::vector<CurvePoint>& points = state_->one.points;
        total.resize(points.size(), {0, 0, 0, 0, 0});
        for (std::size_t i = 0; i < points.size(); ++i) {
            total[i].relative_difference += points[i].relative_difference / kDigits;
            total[i].cosine += points[i].cosine / kDigits;
            total[i].differ += points[i].differ / kDigits;
            total[i].equal_share += points[i].equal_share / kDigits;
            total[i].spread += points[i].relative_difference * points[i].relative_difference / kDigits;
        }
    }
    for (CurvePoint& p : total)
        p.spread = std::sqrt(std::max(0.0, p.spread - p.relative_difference * p.relative_difference));
    result = state_->one;
    result.points = std::move(total);
}

std::string csv(const Curves& curves) {
    std::string text = "kind,layer,value,relative_difference,cosine,differ,equal_share\n";
    for (std::size_t k = 0; k < curves.kinds.size(); ++k) {
        if (!curves.errors[k].empty()) continue;
        for (std::size_t map = 0; map < curves.maps; ++map) {
            for (std::size_t v = 0; v < curves.values.size(); ++v) {
                const CurvePoint& p = curves.at(k, map, v);
                text += replacement_name(curves.kinds[k]);
                text += "," + std::to_string(map) + ",";
                append(text, curves.values[v]);
                for (const double number : {p.relative_difference, p.cosine, p.differ, p.equal_share}) {
                    text += ",";
                    append(text, number);
                }
                text += "\n";
            }
        }
    }
    return text;
}

}  // namespace measure
