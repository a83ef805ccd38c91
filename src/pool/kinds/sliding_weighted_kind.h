#pragma once

#include "pool/kinds/common.h"
#include "pool/kinds/weighted_kind.h"

namespace pool::kinds {

/// A WeightedKind over sliding windows.
class SlidingWeightedKind : public WeightedKind {
 public:
    Shape output_shape(const Params& params, const Shape& input) const override {
        return sliding_shape(*this, params, input);
    }
    Geometry geometry(const Params& params, const Shape& input) const override {
        return sliding_geometry(*this, params, input);
    }
    std::string size_formula(const Params& params, const Shape& input, char axis) const override {
        return read_sliding(*this, params).axis(axis).formula(axis == 'h' ? input.h : input.w);
    }
};

}  // namespace pool::kinds
