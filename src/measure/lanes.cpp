#include "measure/lanes.h"

#include <algorithm>
#include <cmath>

namespace measure {

namespace {

MapPair pair_of(std::size_t map, const pool::Tensor& a, const pool::Tensor& b, Move near) {
    return {map, a.shape(), b.shape(), compare(a, b), relation(a, b, near)};
}

}  // namespace

LanePair compare_lanes(const document::Document& document, const pool::Evaluation& a,
                       const pool::Evaluation& b) {
    return compare_lanes(a, b, document.other.transform);
}

LanePair compare_lanes(const pool::Evaluation& a, const pool::Evaluation& b, const document::Transform& t) {
    LanePair result;
    for (std::size_t i = 0; i < std::min(a.map_count(), b.map_count()); ++i) {
        const Move near = expected_move(a.input->shape(), a.map(i).shape(), t.dy, t.dx);
        result.maps.push_back(pair_of(i, a.map(i), b.map(i), near));
        result.gradients.push_back(pair_of(i, a.gradient(i), b.gradient(i), near));
    }
    return result;
}

}  // namespace measure
