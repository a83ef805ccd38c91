#include "measure/shifts.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "document/raster.h"
#include "document/samples.h"
#include "document/transform.h"

namespace measure {

namespace {

constexpr int kDigits = 10;

Relation after(const pool::Evaluation& a, std::size_t map, Maps& maps, Move shift) {
    const pool::Tensor& there = maps.of(shifted(*a.input, shift)).map(map);
    const auto cells = [](std::int64_t v) { return static_cast<double>(v); };
    return relation(a.map(map), there,
                    expected_move(a.input->shape(), there.shape(), cells(shift.dy), cells(shift.dx)));
}

void count_step(pool::Progress* progress) {
    if (!progress) return;
    if (progress->cancelled) throw pool::Cancelled();
    ++progress->done;
}

bool same_after(const pool::Evaluation& a, std::size_t map, Maps& maps, Move move) {
    return compare(a.map(map), maps.of(shifted(*a.input, move)).map(map)).equal();
}

double distance(const pool::Tensor& a, const pool::Tensor& b) {
    double total = 0;
    for (std::size_t i = 0; i < a.data().size(); ++i) {
        const double d = static_cast<double>(a.data()[i]) - static_cast<double>(b.data()[i]);
        total += d * d;
    }
    return std::sqrt(total);
}

}  // namespace

std::shared_ptr<const pool::Tensor> shifted(const pool::Tensor& input, Move move) {
    auto result = std::make_shared<pool::Tensor>();
    document::Transform transform;
    transform.dy = static_cast<double>(move.dy);
    transform.dx = static_cast<double>(move.dx);
    document::transform_map(input, transform, *result);
    return result;
}

std::span<const Move> neighbours() {
    static constexpr std::array<Move, 8> kMoves = {
        {{-1, -1}, {-1, 0}, {-1, 1}, {0, -1}, {0, 1}, {1, -1}, {1, 0}, {1, 1}}};
    return kMoves;
}

std::int64_t unchanged8(const pool::Evaluation& a, std::size_t map, Maps& maps) {
    return std::ranges::count_if(neighbours(),
                                 [&](const Move& move) { return same_after(a, map, maps, move); });
}

double mean_relative8(const pool::Evaluation& a, std::size_t map, Maps& maps) {
    double total = 0;
    for (const Move& move : neighbours())
        total += compare(a.map(map), maps.of(shifted(*a.input, move)).map(map)).relative_difference;
    return total / static_cast<double>(neighbours().size());
}

std::vector<std::int64_t> equal_shifts(const pool::Evaluation& a, std::size_t map, Maps& maps,
                                       std::int64_t most) {
    std::vector<std::int64_t> result;
    for (std::int64_t dx = -most; dx <= most; ++dx)
        if (same_after(a, map, maps, {0, dx})) result.push_back(dx);
    return result;
}

std::int64_t ShiftMap::count(Relation::Kind kind) const {
    return std::ranges::count(cells, kind, &Relation::kind);
}

ShiftMap shift_map(const pool::Evaluation& a, std::size_t map, Maps& maps, std::int64_t most,
                   pool::Progress* progress) {
    ShiftMap result{most, {}};
    for (std::int64_t dy = -most; dy <= most; ++dy) {
        for (std::int64_t dx = -most; dx <= most; ++dx) {
            count_step(progress);
            result.cells.push_back(after(a, map, maps, {dy, dx}));
        }
    }
    return result;
}

std::array<std::int64_t, 3> shift_classes(const ShiftMap& map) {
    using Kind = Relation::Kind;
    return {map.count(Kind::same), map.count(Kind::moved),
            map.count(Kind::neither) + map.count(Kind::turned)};
}

std::int64_t period(const pool::Evaluation& a, std::size_t map, Maps& maps, bool vertical, std::int64_t most,
                    pool::Progress* progress) {
    enum class Seen : char { moved, other, nothing };
    std::vector<Seen> seen;
    for (std::int64_t d = -most; d <= most; ++d) {
        count_step(progress);
        const Move shift = vertical ? Move{d, 0} : Move{0, d};
        const bool gone =
            std::ranges::all_of(shifted(*a.input, shift)->data(), [](float v) { return v == 0; });
        const bool moves = !gone && after(a, map, maps, shift).kind == Relation::Kind::moved;
        seen.push_back(gone ? Seen::nothing : moves ? Seen::moved : Seen::other);
    }
    for (std::int64_t p = 1; p <= most; ++p) {
        std::int64_t tested = 0;
        bool all = true;
        for (std::int64_t d = p; d <= most; d += p) {
            for (const std::int64_t at : {most + d, most - d}) {
                const Seen found = seen[static_cast<std::size_t>(at)];
                tested += found != Seen::nothing;
                all = all && found != Seen::other;
            }
        }
        if (all && tested > 0) return p;
    }
    return 0;
}

std::vector<std::shared_ptr<const pool::Tensor>> digits(const pool::Shape& shape) {
    std::vector<std::shared_ptr<const pool::Tensor>> result;
    for (int digit = 0; digit < kDigits; ++digit) {
        document::Input input = document::find_sample("digit." + std::to_string(digit))->input;
        input.height = static_cast<int>(shape.h);
        input.width = static_cast<int>(shape.w);
        const pool::Tensor drawn = document::raster(input);
        auto map = std::make_shared<pool::Tensor>(pool::Tensor::unfilled(shape));
        for (std::int64_t n = 0; n < shape.n; ++n)
            for (std::int64_t c = 0; c < shape.c; ++c)
                std::ranges::copy(drawn.data(), map->plane(n, c).begin());
        result.push_back(std::move(map));
    }
    return result;
}

std::int64_t equal_digit_pairs(const pool::Shape& shape, Maps& maps) {
    std::vector<pool::Tensor> outputs;
    for (const auto& digit : digits(shape)) outputs.push_back(maps.of(digit).output());
    std::int64_t count = 0;
    for (std::size_t i = 0; i < outputs.size(); ++i)
        for (std::size_t j = i + 1; j < outputs.size(); ++j) count += compare(outputs[i], outputs[j]).equal();
    return count;
}

ShiftStudy study_shifts(std::shared_ptr<const pool::Tensor> input, const pool::Stack& stack, std::size_t map,
                        pool::Progress& progress) {
    Maps still(stack);
    Maps moving(stack);
    const pool::Evaluation& a = still.of(std::move(input));
    ShiftStudy study;
    study.map = std::min(map, a.layers.size());
    study.shifts = shift_map(a, study.map, moving, 4, &progress);
    study.period_x = period(a, study.map, moving, false, 8, &progress);
    study.period_y = period(a, study.map, moving, true, 8, &progress);
    study.equal_pairs = equal_digit_pairs(a.input->shape(), moving);
    return study;
}

bool nearest_is_pair(const pool::Evaluation& a, const pool::Evaluation& b, int left_out, Maps& maps) {
    if (a.output().shape() != b.output().shape()) return false;
    const double pair = distance(a.output(), b.output());
    const auto all = digits(a.input->shape());
    for (int digit = 0; digit < kDigits; ++digit)
        if (digit != left_out &&
            distance(a.output(), maps.of(all[static_cast<std::size_t>(digit)]).output()) <= pair)
            return false;
    return true;
}

}  // namespace measure
