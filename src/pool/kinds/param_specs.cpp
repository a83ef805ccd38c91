#include "pool/kinds/common.h"

// Parameters that several kinds have.

namespace pool::kinds {

ParamSpec rule_spec() {
    ParamSpec spec{"rule", ParamType::choice, std::string("pytorch")};
    spec.choices = {"pytorch", "onnx", "tensorflow", "caffe"};
    spec.help =
        "The framework whose rules hold where they differ: default stride, padding, rounding, divisor.";
    return spec;
}

ParamSpec any_padding_spec() {
    ParamSpec spec = padding_spec();
    spec.type = ParamType::padding;
    spec.help =
        "Cells added around the map. PyTorch: alike on both sides and at most half of kernel_size; other "
        "rules also "
        "take [top, left, bottom, right], 'same', 'same_lower' and 'valid'.";
    return spec;
}

ParamSpec kernel_size_spec() {
    ParamSpec spec{"kernel_size", ParamType::pair, {}};
    spec.required = true;
    spec.start_value = Pair{2, 2};
    spec.min = 1;
    spec.help = "Height and width of the window.";
    return spec;
}

ParamSpec stride_spec() {
    ParamSpec spec{"stride", ParamType::pair, {}};
    spec.optional = true;
    spec.min = 1;
    spec.help = "How far the window moves from one output cell to the next. None means kernel_size.";
    return spec;
}

ParamSpec padding_spec() {
    ParamSpec spec{"padding", ParamType::pair, Pair{0, 0}};
    spec.max = 32;
    spec.help = "Cells added on every side; at most half of kernel_size.";
    return spec;
}

ParamSpec dilation_spec() {
    ParamSpec spec{"dilation", ParamType::pair, Pair{1, 1}};
    spec.min = 1;
    spec.max = 32;
    spec.help = "Distance between neighbouring cells of one window.";
    return spec;
}

ParamSpec ceil_mode_spec() {
    ParamSpec spec{"ceil_mode", ParamType::boolean, false};
    spec.help = "Rounds the output size up, so that windows may hang over the edge.";
    return spec;
}

ParamSpec return_indices_spec() {
    ParamSpec spec{"return_indices", ParamType::boolean, false};
    spec.help = "PyTorch also returns the winners' positions. They are always shown here.";
    return spec;
}

ParamSpec output_size_spec() {
    ParamSpec spec{"output_size", ParamType::pair, {}};
    spec.required = true;
    spec.start_value = Pair{1, 1};
    spec.none_entries = true;
    spec.min = 1;
    spec.max = 256;
    spec.help = "Height and width of the output. None keeps the input's size.";
    return spec;
}

ParamSpec seed_spec() {
    ParamSpec spec{"seed", ParamType::integer, std::int64_t{0}};
    spec.max = 1 << 20;
    spec.help = "Chooses the random numbers: the same seed gives the same result.";
    return spec;
}

}  // namespace pool::kinds
