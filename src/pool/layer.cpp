#include "pool/layer.h"

#include <algorithm>
#include <cassert>

namespace pool {

namespace {

/// Makes the array have that shape; its values are not set.
template <class T>
void reshape(Array<T>& array, const Shape& shape) {
    if (array.shape() == shape && !array.empty()) return;
    array = {};  // what was there is given back first
    array = Array<T>::unfilled(shape);
}

}  // namespace

void LayerKind::forward(const Params& params, const Tensor& input, Forward& result) const {
    Windows& windows = result.windows;
    if (!windows.are_of(*this, params, input.shape())) {
        const Shape output = output_shape(params, input.shape());
        windows = {this,
                   params,
                   input.shape(),
                   output,
                   geometry(params, input.shape()),
                   tap_grid(params, input.shape())};
    }
    const Shape& shape = windows.output;
    reshape(result.output, shape);
    if (result.want_indices && has_indices(params)) {
        if (result.indices.empty() || result.indices.shape() != shape ||
            result.indices.grid() != windows.grid) {
            result.indices = {};
            result.indices = Winners::unfilled(shape, windows.grid);
        }
    } else if (!result.indices.empty()) {
        result.indices = {};
    }
    forward_region(params, input, result, Region::whole(shape));
}

void LayerKind::backward(const Params& params, const Tensor& input, const Forward& result,
                         const Tensor& grad_output, Tensor& grad_input) const {
    reshape(grad_input, input.shape());
    backward_region(params, input, result, grad_output, grad_input, Region::whole(input.shape()));
}

std::int64_t IndexRule::operator()(std::int64_t position, std::int64_t n, std::int64_t c,
                                   const Shape& input) const {
    if (position < 0) return position;
    if (column_major) position = position % input.w * input.h + position / input.w;
    if (form == Form::tensor) return position + (n * input.c + c) * input.plane();
    return form == Form::channels ? position * input.c + c : position;
}

Indices LayerKind::published_indices(const Params& params, const Shape& input, const Forward& result) const {
    const IndexRule rule = index_rule(params);
    Indices indices = result.indices.positions();
    for (std::int64_t n = 0; n < indices.shape().n; ++n)
        for (std::int64_t c = 0; c < indices.shape().c; ++c)
            for (std::int64_t& at : indices.plane(n, c)) at = rule(at, n, c, input);
    return indices;
}

const LayerKind* find_kind(std::string_view name) {
    const auto kinds = all_kinds();
    const auto found =
        std::ranges::find_if(kinds, [&](const LayerKind* kind) { return kind->name() == name; });
    return found == kinds.end() ? nullptr : *found;
}

const LayerKind& kind_of(const Layer& layer) {
    const LayerKind* kind = find_kind(layer.kind);
    assert(kind && "the layer's kind is not in the table");
    return *kind;
}

const ParamSpec* find_spec(const LayerKind& kind, std::string_view name) {
    const auto specs = kind.params();
    const auto found = std::ranges::find_if(specs, [&](const ParamSpec& spec) { return spec.name == name; });
    return found == specs.end() ? nullptr : &*found;
}

const Value* find_param(const LayerKind& kind, const Params& params, std::string_view name) {
    if (const Value* set = params.find(name)) return set;
    const ParamSpec* spec = find_spec(kind, name);
    return spec ? &kind.default_value(params, *spec) : nullptr;
}

const Value& param(const LayerKind& kind, const Params& params, std::string_view name) {
    const Value* value = find_param(kind, params, name);
    assert(value && "the kind has no such parameter");
    return *value;
}

Layer default_layer(std::string_view kind_name) {
    const LayerKind* kind = find_kind(kind_name);
    assert(kind && "the layer's kind is not in the table");
    Layer layer{std::string(kind_name), {}, true};
    for (const ParamSpec& spec : kind->params())
        if (!std::holds_alternative<std::monostate>(spec.start_value))
            layer.params.set(spec.name, spec.start_value);
    return layer;
}

}  // namespace pool
