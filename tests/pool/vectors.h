#pragma once

#include <cmath>
#include <fstream>
#include <limits>
#include <string>

#include <nlohmann/json.hpp>

#include "pool/layer.h"

namespace pool_test {

using Json = nlohmann::json;

/// Vectors made with PyTorch 1.13.1; the format is told in tests/data/reference/README.md.
inline Json read_vectors(const std::string& name) {
    std::ifstream file(std::string(TEST_DATA_DIR) + "/reference/" + name + ".json");
    return Json::parse(file);
}

inline float read_float(const Json& value) {
    if (!value.is_string()) return value.get<float>();
    const std::string text = value;
    if (text == "nan") return std::numeric_limits<float>::quiet_NaN();
    return text == "inf" ? std::numeric_limits<float>::infinity() : -std::numeric_limits<float>::infinity();
}

inline pool::Shape read_shape(const Json& array) {
    const Json& s = array["shape"];
    return {s[0], s[1], s[2], s[3]};
}

inline pool::Tensor read_tensor(const Json& array) {
    std::vector<float> data;
    for (const Json& value : array["data"]) data.push_back(read_float(value));
    return {read_shape(array), std::move(data)};
}

inline pool::Value read_pair(const Json& value) {
    if (value.is_null()) return {};
    if (value.is_number()) return pool::Pair{value.get<std::int64_t>(), value.get<std::int64_t>()};
    const auto entry = [](const Json& v) {
        return v.is_null() ? std::optional<std::int64_t>()
                           : std::optional<std::int64_t>(v.get<std::int64_t>());
    };
    return pool::Pair{entry(value[0]), entry(value[1])};
}

/// The vectors' names for PyTorch's parameters.
inline pool::Params read_params(const Json& params) {
    pool::Params result;
    for (const auto& [key, value] : params.items()) {
        const std::string name = key == "kernel" ? "kernel_size" : key;
        if (value.is_null()) continue;
        if (name == "spatial_scale") {
            result.set(name, value.get<double>());
        } else if (name == "sampling_ratio") {
            result.set(name, value.get<std::int64_t>());
        } else if (value.is_boolean()) {
            result.set(name, value.get<bool>());
        } else if (name == "norm_type") {
            result.set(name, value.get<double>());
        } else if (name == "divisor_override") {
            result.set(name, value.get<std::int64_t>());
        } else {
            result.set(name, read_pair(value));
        }
    }
    return result;
}

/// A list that stands beside the parameters: rois, samples.
inline pool::NumberList read_list(const Json& array) {
    return {array["shape"].get<std::vector<std::int64_t>>(), array["data"].get<std::vector<double>>()};
}

inline pool::Indices read_indices(const Json& array) {
    std::vector<std::int64_t> data;
    for (const Json& value : array["data"]) data.push_back(value.get<std::int64_t>());
    return {read_shape(array), data};
}

inline bool same(float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace pool_test
