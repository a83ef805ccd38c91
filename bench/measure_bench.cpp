// Curves and the map of shifts on one core: what the side-by-side view asks for at 28×28.
#include <benchmark/benchmark.h>

#include "document/raster.h"
#include "document/samples.h"
#include "measure/shifts.h"
#include "measure/sweep.h"
#include "pool/notation.h"
#include "pool/workers.h"
#include "work/evaluate.h"

namespace {

measure::SweepRequest request_of(bool array) {
    using document::Replacement;
    measure::SweepRequest request;
    request.input = document::find_sample("digit.3")->input;
    if (array) {
        auto drawn = std::make_shared<const pool::Tensor>(document::raster(request.input));
        request.input = {};
        request.input.base.values = std::move(drawn);
    }
    request.stack = pool::parse_stack("MaxPool2d(2), MaxPool2d(2), MaxPool2d(2)");
    request.kinds = {Replacement::as_given, Replacement::average, Replacement::maximum,
                     Replacement::subsample, Replacement::blur};
    return request;
}

/// 33 shifts, 61 angles, 31 scales, the stack as given and four replacements, three layers.
void full_set(benchmark::State& state) {
    pool::set_thread_count(1);
    measure::SweepRequest request = request_of(state.range(0) != 0);
    measure::Sweeper sweeper;
    measure::Curves curves;
    for (auto _ : state) {
        for (const measure::Axis axis :
             {measure::Axis::shift_x, measure::Axis::angle, measure::Axis::scale}) {
            request.axis = axis;
            request.values =
                axis == measure::Axis::shift_x ? measure::steps(-16, 16, 1) : measure::usual_steps(axis);
            sweeper.run(request, curves);
        }
        benchmark::DoNotOptimize(curves.points.data());
    }
}
BENCHMARK(full_set)->Arg(0)->Arg(1)->ArgName("array")->Unit(benchmark::kMillisecond);

void shifts(benchmark::State& state) {
    pool::set_thread_count(1);
    const measure::SweepRequest request = request_of(false);
    document::Document document;
    document.input = request.input;
    document.stack = request.stack;
    const pool::Evaluation a = work::evaluate(document);
    measure::Maps maps(request.stack);
    for (auto _ : state) {
        for (std::size_t map = 0; map < a.map_count(); ++map)
            benchmark::DoNotOptimize(measure::shift_map(a, map, maps).cells.data());
    }
}
BENCHMARK(shifts)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
