#pragma once

#include "pool/kinds/common.h"

namespace pool::kinds {

/// A kind over sliding windows: what `Base` reduces, over kernel_size, stride, padding, dilation and
/// ceil_mode.
template <class Base>
class SlidingKind : public Base {
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

/// A kind over adaptive windows: what `Base` reduces, over output_size.
template <class Base>
class AdaptiveKind : public Base {
 public:
    Shape output_shape(const Params& params, const Shape& input) const override {
        return adaptive_shape(*this, params, input);
    }
    Geometry geometry(const Params& params, const Shape& input) const override {
        return adaptive_geometry(*this, params, input);
    }
    std::string size_formula(const Params& params, const Shape& input, char axis) const override {
        return adaptive_formula(*this, params, input, axis);
    }
};

}  // namespace pool::kinds
