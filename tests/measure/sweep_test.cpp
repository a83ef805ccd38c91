#include "measure/sweep.h"

#include <cmath>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "document/lane.h"
#include "document/raster.h"
#include "document/samples.h"
#include "document/transform.h"
#include "measure/compare.h"
#include "measure/shifts.h"
#include "measure/sweep_job.h"
#include "pool/notation.h"
#include "work/evaluate.h"

namespace measure {
namespace {

using document::Replacement;
using ::testing::ElementsAre;

SweepRequest request_of(const char* sample, const char* stack) {
    SweepRequest request;
    request.input = document::find_sample(sample)->input;
    request.stack = pool::parse_stack(stack);
    return request;
}

/// Every point once more: the moved input evaluated from the beginning.
void expect_twin(const SweepRequest& request, const Curves& curves) {
    const auto a = std::make_shared<const pool::Tensor>(document::raster(request.input));
    for (std::size_t k = 0; k < request.kinds.size(); ++k) {
        const pool::Stack stack = document::with_poolings(request.stack, request.kinds[k]);
        const pool::Evaluation still = pool::evaluate(a, stack, {});
        for (std::size_t v = 0; v < request.values.size(); ++v) {
            const document::Transform t = at(request.axis, request.base, request.values[v]);
            const auto b = std::make_shared<const pool::Tensor>(
                document::raster(document::transformed(request.input, t)));
            const pool::Evaluation moving = pool::evaluate(b, stack, {});
            for (std::size_t map = 0; map < still.map_count(); ++map) {
                const Comparison c = compare(still.map(map), moving.map(map));
                const CurvePoint& p = curves.at(k, map, v);
                ASSERT_EQ(p.relative_difference, c.relative_difference) << k << " " << map << " " << v;
                ASSERT_EQ(p.differ, static_cast<double>(c.differ));
                ASSERT_EQ(p.equal_share, c.equal_share);
            }
        }
    }
}

TEST(Sweep, IsAnEvaluationForEachPoint) {
    SweepRequest request = request_of("digit.3", "MaxPool2d(2), MaxPool2d(2), MaxPool2d(2)");
    request.kinds = {Replacement::as_given, Replacement::average, Replacement::maximum,
                     Replacement::subsample, Replacement::blur};
    Sweeper sweeper;
    Curves curves;
    for (const Axis axis : {Axis::shift_x, Axis::shift_y, Axis::angle, Axis::scale}) {
        request.axis = axis;
        request.values = axis == Axis::angle   ? steps(-180, 180, 45)
                         : axis == Axis::scale ? steps(0.5, 2, 0.5)
                                               : steps(-3, 3, 1.5);
        request.base.dy = axis == Axis::angle ? 1 : 0;
        sweeper.run(request, curves);
        EXPECT_EQ(curves.maps, 4U);
        expect_twin(request, curves);
    }
    // Another input and stack in the same buffers.
    request.input = document::find_sample("matrix.25")->input;
    request.stack = pool::parse_stack("MaxPool2d(2)");
    request.kinds = {Replacement::as_given};
    sweeper.run(request, curves);
    expect_twin(request, curves);
}

TEST(Sweep, AStackThatDoesNotFitAReplacementLeavesTheOthers) {
    SweepRequest request = request_of("matrix.textbook", "MaxPool2d(2), MaxPool2d(2)");
    request.kinds = {Replacement::as_given, Replacement::blur};
    request.values = {0, 1};
    Sweeper sweeper;
    Curves curves;
    sweeper.run(request, curves);
    EXPECT_TRUE(curves.errors[0].empty());
    EXPECT_THAT(curves.errors[1].text(), ::testing::HasSubstr("BlurPool2d"));
    EXPECT_EQ(curves.at(0, 2, 0).differ, 0);
    request.stack = pool::parse_stack("MaxPool2d(9)");
    EXPECT_THROW(sweeper.run(request, curves), pool::StackException);
}

TEST(Sweep, TheCsvHasEveryPoint) {
    SweepRequest request = request_of("one", "MaxPool2d(2)");
    request.values = {-1, 1};
    Sweeper sweeper;
    Curves curves;
    sweeper.run(request, curves);
    std::istringstream lines(csv(curves));
    std::string line;
    std::vector<std::string> all;
    while (std::getline(lines, line)) all.push_back(line);
    ASSERT_EQ(all.size(), 5U);
    EXPECT_EQ(all[0], "kind,layer,value,relative_difference,cosine,differ,equal_share");
    EXPECT_EQ(all[1], "as-given,0,-1,1.4142135623730951,0,24,0.90625");
    EXPECT_EQ(all[3], "as-given,1,-1,1.4142135623730951,0,12,0.8125");
    EXPECT_EQ(all[4], "as-given,1,1,0,1,0,1");
}

TEST(Sweep, AMapThatIsZeroHasNoCosine) {
    SweepRequest request = request_of("matrix.zeros", "MaxPool2d(2)");
    request.values = {1};
    Sweeper sweeper;
    Curves curves;
    sweeper.run(request, curves);
    EXPECT_THAT(csv(curves), ::testing::HasSubstr("as-given,1,1,0,nan,0,1\n"));
}

TEST(Sweep, TheDigitsMeanIsTheMeanOfTheDigits) {
    SweepRequest request = request_of("digit.3", "MaxPool2d(2)");
    request.values = {1};
    Sweeper sweeper;
    Curves mean;
    sweeper.run_digits(request, mean);
    double total = 0;
    double squares = 0;
    for (int digit = 0; digit < 10; ++digit) {
        SweepRequest one = request_of(("digit." + std::to_string(digit)).c_str(), "MaxPool2d(2)");
        one.values = {1};
        Curves curves;
        sweeper.run(one, curves);
        const double v = curves.at(0, 1, 0).relative_difference;
        total += v / 10;
        squares += v * v / 10;
    }
    EXPECT_NEAR(mean.at(0, 1, 0).relative_difference, total, 1e-12);
    EXPECT_NEAR(mean.at(0, 1, 0).spread, std::sqrt(squares - total * total), 1e-9);
}

TEST(Sweep, StepsMeetTheirEnd) {
    EXPECT_THAT(steps(-1, 1, 0.5), ElementsAre(-1, -0.5, 0, 0.5, 1));
    EXPECT_EQ(steps(0.5, 2, 0.05).size(), 31U);
    EXPECT_EQ(steps(0.5, 2, 0.05).back(), 2);
    EXPECT_EQ(usual_steps(Axis::angle).size(), 61U);
    EXPECT_EQ(usual_steps(Axis::shift_x).size(), 17U);
    EXPECT_THAT(steps(1, 1, 1), ElementsAre(1));
}

TEST(Sweep, AsideTheNewestRequestWins) {
    SweepRequest large = request_of("digit.3", "MaxPool2d(2), MaxPool2d(2)");
    large.input.height = large.input.width = 256;
    large.values = steps(-100, 100, 0.01);
    SweepJob job;
    job.start(large, false);
    SweepRequest small = request_of("one", "MaxPool2d(2)");
    small.values = {1};
    job.start(small, false);
    std::optional<SweepJob::Result> result;
    while (job.busy() && !result) {
        result = job.take();
        std::this_thread::yield();
    }
    ASSERT_TRUE(result && result->curves);
    EXPECT_EQ(result->curves->values, small.values);
    EXPECT_EQ(result->curves->at(0, 1, 0).differ, 0);
    small.stack = pool::parse_stack("MaxPool2d(99)");
    job.start(small, false);
    for (result.reset(); !result; std::this_thread::yield()) result = job.take();
    EXPECT_FALSE(result->curves);
    EXPECT_THAT(result->error.text(words::Language::english), ::testing::HasSubstr("MaxPool2d"));
}

TEST(Shifts, AShiftByTheTotalStrideMovesAnInteriorPattern) {
    pool::Tensor input({1, 1, 32, 32});
    for (std::int64_t y = 12; y < 17; ++y)
        for (std::int64_t x = 12; x < 17; ++x) input.at({0, 0, y, x}) = static_cast<float>(y * 3 + x % 4);
    for (const char* notation : {"MaxPool2d(2), MaxPool2d(2)", "AvgPool2d(2), AvgPool2d(2)",
                                 "MaxPool2d(3, stride=2, padding=1), AvgPool2d(2)", "MaxBlurPool2d(2, 4)"}) {
        const pool::Stack stack = pool::parse_stack(notation);
        const auto map = std::make_shared<const pool::Tensor>(input);
        const pool::Evaluation a = pool::evaluate(map, stack, {});
        Maps maps(stack);
        const std::size_t last = a.layers.size();
        const Relation found = relation(a.output(), maps.of(shifted(input, {4, -4})).output(), {1, -1});
        EXPECT_EQ(found.kind, Relation::Kind::moved) << notation;
        EXPECT_EQ(found.move, (Move{1, -1})) << notation;
        EXPECT_EQ(period(a, last, maps, false), 4) << notation;
        EXPECT_EQ(period(a, last, maps, true), 4) << notation;
    }
}

TEST(Shifts, AStudyHoldsWhatItsPartsGive) {
    const auto input =
        std::make_shared<const pool::Tensor>(document::raster(document::find_sample("one")->input));
    const pool::Stack stack = pool::parse_stack("MaxPool2d(2)");
    pool::Progress progress;
    const ShiftStudy study = study_shifts(input, stack, 1, progress);
    EXPECT_EQ(progress.done, kStudySteps);
    EXPECT_THAT(shift_classes(study.shifts), ElementsAre(2, 61, 18));
    EXPECT_EQ(study.period_x, 2);
    Maps maps(stack);
    EXPECT_EQ(study.equal_pairs, equal_digit_pairs(input->shape(), maps));
    EXPECT_EQ(study_shifts(input, stack, 9, progress).map, 1U) << "the last map where there are fewer";
    progress.cancelled = true;
    EXPECT_THROW(study_shifts(input, stack, 1, progress), pool::Cancelled);
}

TEST(Shifts, TheClassicOne) {
    document::Document one;
    one.input = document::find_sample("one")->input;
    one.stack = pool::parse_stack("MaxPool2d(2)");
    const pool::Evaluation a = work::evaluate(one);
    Maps maps(one.stack);
    EXPECT_EQ(compare(a.map(1), maps.of(shifted(*a.input, {0, 1})).map(1)).differ, 0);
    EXPECT_EQ(compare(a.map(1), maps.of(shifted(*a.input, {0, -1})).map(1)).differ, 12);
    EXPECT_THAT(shift_classes(shift_map(a, 1, maps)), ElementsAre(2, 61, 18));
    EXPECT_EQ(shift_map(a, 1, maps).at(0, 2).move, (Move{0, 1}));
    EXPECT_EQ(period(a, 0, maps, false), 1);
    EXPECT_EQ(period(a, 1, maps, false), 2);
}

}  // namespace
}  // namespace measure
