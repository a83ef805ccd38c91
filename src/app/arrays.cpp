#include "app/arrays.h"

#include <string>

#include "io/files.h"
#include "io/npy.h"
#include "pool/explain.h"

namespace app {

namespace {

std::string numbered(std::size_t layer) {
    const std::string text = std::to_string(layer);
    return text.size() < 2 ? "0" + text : text;
}

}  // namespace

pool::Upstream read_upstream(const std::filesystem::path& grad, const pool::Shape& output) {
    pool::Upstream upstream;
    upstream.source = pool::Upstream::Source::values;
    upstream.values = std::make_shared<const pool::Tensor>(io::read_npy(grad));
    if (upstream.values->shape() != output)
        throw words::Error(
            {"error.usage.grad", {io::display_name(grad), upstream.values->shape().text(), output.text()}});
    return upstream;
}

std::vector<io::NamedFile> array_files(const pool::Evaluation& evaluation) {
    std::vector<io::NamedFile> files;
    for (std::size_t i = 0; i < evaluation.layers.size(); ++i) {
        const pool::LayerResult& layer = evaluation.layers[i];
        const std::string name = "layers/" + numbered(i + 1);
        files.push_back({name + ".output.npy", io::npy_bytes(layer.forward.output)});
        if (!layer.forward.indices.empty())
            files.push_back({name + ".indices.npy", io::npy_bytes(pool::published_indices(evaluation, i))});
    }
    files.push_back({"output.npy", io::npy_bytes(evaluation.output())});
    files.push_back({"grad.npy", io::npy_bytes(evaluation.gradient(0))});
    return files;
}

}  // namespace app
