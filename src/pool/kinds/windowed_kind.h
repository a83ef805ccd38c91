#pragma once

#include "pool/kinds/common.h"

namespace pool::kinds {

/// A kind over sliding windows: what `Base` reduces, over kernel_size, stride, padding, dilation and
/// ceil_mode.
template <class Base>
class SlidingKind : public Base {
 public:
    Shape output_shape(const Params& params, const Shape& input) const override {
        return sliding_shape(*this, sliding(params, input), input);
    }
    Geometry geometry(const Params& params, const Shape& input) const override {
        return sliding_geometry(sliding(params, input), input);
    }
    std::string size_formula(const Params& params, const Shape& input, char axis) const override {
        return sliding(params, input).axis(axis).formula(axis == 'h' ? input.h : input.w);
    }

 protected:
    virtual Sliding sliding(const Params& params, const Shape& input) const {
        return read_sliding(*this, params, input);
    }
};

/// Sliding averages: the part of a window beyond the right padding does not exist. Its taps are left out, and
/// so the divisor counts what is left [SEMANTICS 3].
template <class Base>
class ClippedKind : public SlidingKind<Base> {
 public:
    Geometry geometry(const Params& params, const Shape& input) const override {
        const Sliding s = this->sliding(params, input);
        const auto axis = [](const SlidingAxis& a, std::int64_t n) {
            AxisGeometry windows =
                AxisGeometry::sliding(n, a.output(n), a.kernel, a.stride, a.pad_begin, a.pad_end, a.dilation);
            windows.clip_end(n + a.pad_end);
            return windows;
        };
        return {axis(s.h, input.h), axis(s.w, input.w)};
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
