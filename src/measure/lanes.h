#pragma once

#include <vector>

#include "document/document.h"
#include "measure/compare.h"
#include "pool/evaluation.h"

namespace measure {

/// Map i of lane A beside map i of lane B.
struct MapPair {
    std::size_t map = 0;
    pool::Shape a, b;
    Comparison comparison;
    Relation relation;  ///< of B's map to A's
};

/// All maps that both lanes have, and the gradients at them.
struct LanePair {
    std::vector<MapPair> maps;
    std::vector<MapPair> gradients;
};
/// `document`: lane A, with lane B's transform, which says where a moved map is expected.
LanePair compare_lanes(const document::Document& document, const pool::Evaluation& a,
                       const pool::Evaluation& b);
/// The same of any two evaluations; `transform`: what is known of how b's input came from a's.
LanePair compare_lanes(const pool::Evaluation& a, const pool::Evaluation& b,
                       const document::Transform& transform = {});

}  // namespace measure
