#pragma once

#include <optional>

#include "io/pasted/plain_text.h"

namespace io::pasted {

/// Networks that are written as data, in blocks of keys and values: Caffe's prototxt ("layer { type:
/// "Pooling" pooling_param { … } }"), nodes of ONNX as protobuf prints them ("node { op_type: … attribute { …
/// } }") and Keras's JSON ("{"class_name": …, "config": { … }}"). As calls, one a line, each with the place
/// of its block. nullopt: it is no such text.
std::optional<PlainText> blocks_as_calls(const PlainText& plain);

}  // namespace io::pasted
