#include <algorithm>
#include <cmath>

#include "listing/writer.h"
#include "pool/notation.h"

namespace listing {

namespace {

std::string tensor_of(const pool::Tensor& tensor, const char* file) {
    const pool::Shape& s = tensor.shape();
    if (s.size() > kMostValues)
        return "torch.from_numpy(np.load('" + std::string(file) + "'))  # too many values to be written here";
    return "torch.tensor(" + list_of(tensor.data(), '[', ']', "inf", "nan") +
           ", dtype=torch.float32).reshape(" + text_of(s.n) + ", " + text_of(s.c) + ", " + text_of(s.h) +
           ", " + text_of(s.w) + ")";
}

}  // namespace

void write_pytorch(Listing& listing, const pool::Evaluation& evaluation, bool upstream_hidden) {
    Writer line(listing);
    const pool::Tensor& upstream = evaluation.upstream;
    std::vector<std::string> modules;
    bool functions = false;
    for (const pool::LayerResult& layer : evaluation.layers) {
        modules.push_back(layer.kind->torch_code(layer.layer.params));
        if (modules.back().empty()) {
            listing.complete = false;
            line("# not written out: " + pool::notation(layer.layer));
            line("# " + formula_text(*layer.kind));
        }
        functions = functions || modules.back().starts_with("Function(");
    }
    if (!listing.complete) return;
    const auto non_finite = [](float value) { return !std::isfinite(value); };
    line("import torch");
    line("import torch.nn.functional as F");
    line("from torch import nn");
    line("torch.set_printoptions(precision=9, threshold=10**9)");
    const std::int64_t gradients = upstream_hidden ? 0 : upstream.shape().size();
    if (std::max(evaluation.input->shape().size(), gradients) > kMostValues) line("import numpy as np");
    if (std::ranges::any_of(evaluation.input->data(), non_finite) ||
        (!upstream_hidden && std::ranges::any_of(upstream.data(), non_finite)))
        line("from math import inf, nan");
    line("");
    if (functions) {
        line("class Function(nn.Module):");
        line("    def __init__(self, call):");
        line("        super().__init__()");
        line("        self.forward = call");
        line("");
    }
    line("x = " + tensor_of(*evaluation.input, "input.npy"));
    line("x.requires_grad_()");
    line("stack = nn.Sequential(");
    line.in();
    for (std::size_t i = 0; i < modules.size(); ++i) line(modules[i] + ",", LineRole::layer, i);
    line.out();
    line(")");
    line("maps = [x]");
    line("for layer in stack:", LineRole::forward);
    line.in();
    line("maps.append(layer(maps[-1]))", LineRole::forward);
    line("maps[-1].retain_grad()");
    line("print(layer, maps[-1])");
    line.out();
    const bool ones = std::ranges::all_of(upstream.data(), [](float value) { return value == 1; });
    if (upstream_hidden)
        line.veiled("upstream = ");
    else
        line("upstream = " + (ones ? "torch.ones_like(maps[-1])" : tensor_of(upstream, "grad_output.npy")));
    line("maps[-1].backward(upstream)", LineRole::backward);
    line("for m in reversed(maps):", LineRole::backward);
    line.in();
    line("print(m.grad)", LineRole::backward);
    line.out();
}

}  // namespace listing
