#include "pool/kinds/common.h"

// Parameters that several kinds have.

namespace pool::kinds {

ParamSpec rule_spec() {
    ParamSpec spec{"rule", ParamType::choice, std::string("pytorch")};
    spec.choices = {"pytorch", "onnx", "tensorflow", "caffe"};
    spec.help = "param.rule";
    return spec;
}

ParamSpec any_padding_spec() {
    ParamSpec spec = padding_spec();
    spec.type = ParamType::padding;
    spec.help = "param.padding.by_rule";
    return spec;
}

ParamSpec kernel_size_spec() {
    ParamSpec spec{"kernel_size", ParamType::pair, {}};
    spec.required = true;
    spec.start_value = Pair{2, 2};
    spec.min = 1;
    spec.help = "param.kernel_size";
    return spec;
}

ParamSpec stride_spec() {
    ParamSpec spec{"stride", ParamType::pair, {}};
    spec.optional = true;
    spec.min = 1;
    spec.help = "param.stride";
    return spec;
}

ParamSpec padding_spec() {
    ParamSpec spec{"padding", ParamType::pair, Pair{0, 0}};
    spec.max = 32;
    spec.help = "param.padding";
    return spec;
}

ParamSpec dilation_spec() {
    ParamSpec spec{"dilation", ParamType::pair, Pair{1, 1}};
    spec.min = 1;
    spec.max = 32;
    spec.help = "param.dilation";
    return spec;
}

ParamSpec ceil_mode_spec() {
    ParamSpec spec{"ceil_mode", ParamType::boolean, false};
    spec.help = "param.ceil_mode";
    return spec;
}

ParamSpec return_indices_spec() {
    ParamSpec spec{"return_indices", ParamType::boolean, false};
    spec.help = "param.return_indices";
    return spec;
}

ParamSpec output_size_spec() {
    ParamSpec spec{"output_size", ParamType::pair, {}};
    spec.required = true;
    spec.start_value = Pair{1, 1};
    spec.none_entries = true;
    spec.min = 1;
    spec.max = 256;
    spec.help = "param.output_size";
    return spec;
}

ParamSpec seed_spec() {
    ParamSpec spec{"seed", ParamType::integer, std::int64_t{0}};
    spec.max = 1 << 20;
    spec.help = "param.seed";
    return spec;
}

}  // namespace pool::kinds
