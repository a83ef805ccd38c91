#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pool/evaluation.h"

// The frameworks' rules: the default stride, names and sides of padding, rounding, divisor and numbering of
// winners (SEMANTICS 11). A layer that knows them has the parameter `rule`.

namespace pool {

/// "pytorch", "onnx", "tensorflow", "caffe"; the first holds where none is named.
std::span<const std::string_view> rule_names();
bool knows_rules(const Layer& layer);
/// The rule that all layers follow which know rules; empty where they differ or there is none.
std::string rule_of(const Stack& stack);
/// Names the rule in every layer that knows rules and names none.
void set_rule(Stack& stack, const std::string& rule);
/// Puts every layer that knows rules under this one, and says its padding and rounding in that framework's
/// words: SAME becomes half the kernel and back; TensorFlow and Caffe leave neither
/// ceil_mode nor count_include_pad to choose.
void translate_to_rule(Stack& stack, const std::string& rule);

/// Where a layer's rule gives another number than PyTorch's would.
struct RuleDifference {
    enum class Subject {
        refused,   ///< PyTorch refuses the layer
        stride,    ///< the stride that is left out
        padding,   ///< rows and columns around the map: top, left, bottom, right
        rounding,  ///< the size of the output
        divisor,   ///< what this window's sum is divided by
        index,     ///< how this window's winner is counted
        value,     ///< this window's output
    };
    Subject subject = Subject::value;
    std::string here;
    std::string pytorch;
    words::Message refusal;  ///< for `refused`: why
};
/// What differs at one output cell of layers[index]; empty under PyTorch's own rule.
std::vector<RuleDifference> rule_differences(const Evaluation& evaluation, std::size_t index,
                                             const Cell& output);

}  // namespace pool
