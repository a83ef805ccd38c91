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

void make_folder(const std::filesystem::path& folder) {
    std::error_code failed;
    if (std::filesystem::exists(folder, failed) && !std::filesystem::is_directory(folder, failed))
        throw words::Error({"error.usage.out_file", {io::display_name(folder)}});
    std::filesystem::create_directories(folder, failed);
    if (failed)
        throw words::Error(
            {"error.usage.out_folder", {io::display_name(folder), io::system_reason(failed.value())}});
}

void refuse_folder(const std::filesystem::path& file) {
    std::error_code failed;
    if (std::filesystem::is_directory(file, failed))
        throw words::Error({"error.usage.out_is_folder", {io::display_name(file)}});
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

void write_arrays(const pool::Evaluation& evaluation, const std::filesystem::path& out) {
    // All or none: where a folder has the place of a file, that is known before the first one is written.
    for (const char* name : {"output.npy", "grad.npy"}) refuse_folder(out / name);
    for (std::size_t i = 0; i < evaluation.layers.size(); ++i)
        for (const char* end : {".output.npy", ".indices.npy"})
            refuse_folder(out / "layers" / (numbered(i + 1) + end));
    make_folder(out);
    make_folder(out / "layers");
    for (std::size_t i = 0; i < evaluation.layers.size(); ++i) {
        const pool::LayerResult& layer = evaluation.layers[i];
        io::write_npy(out / "layers" / (numbered(i + 1) + ".output.npy"), layer.forward.output);
        if (!layer.forward.indices.empty())
            io::write_npy(out / "layers" / (numbered(i + 1) + ".indices.npy"),
                          pool::published_indices(evaluation, i));
    }
    io::write_npy(out / "output.npy", evaluation.output());
    io::write_npy(out / "grad.npy", evaluation.gradient(0));
}

}  // namespace app
