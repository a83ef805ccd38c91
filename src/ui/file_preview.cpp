#include "ui/file_preview.h"

#include <algorithm>
#include <chrono>

#include "document/raster.h"
#include "io/document_file.h"
#include "io/files.h"
#include "io/npz.h"
#include "io/readers.h"

namespace ui {

namespace {

constexpr int kMostSide = 112;
constexpr std::int64_t kMostBytes = std::int64_t{16} << 20;

/// The first map of an input, no larger than a thumbnail.
std::shared_ptr<const pool::Tensor> small_map(document::Input input) {
    if (input.base.values && input.base.picture) {
        const pool::Shape& shape = input.base.values->shape();
        const double most = static_cast<double>(std::max(shape.h, shape.w));
        const double scale = std::min(1.0, kMostSide / most);
        const auto side = [&](std::int64_t cells) {
            return std::max(1, static_cast<int>(static_cast<double>(cells) * scale));
        };
        input.height = side(shape.h);
        input.width = side(shape.w);
        input.grey = true;
    }
    constexpr std::int64_t kMostCells = 1 << 18;
    if (document::input_shape(input).plane() > kMostCells) return nullptr;
    return std::make_shared<const pool::Tensor>(document::raster(input));
}

FilePreview::Contents arrays_of(const std::filesystem::path& path) {
    const std::vector<std::string> arrays = io::npz_arrays(io::read_file(path), io::display_name(path));
    std::string names;
    for (const std::string& array : arrays) names += (names.empty() ? "" : ", ") + array;
    return {nullptr, {"file.preview.arrays", {arrays.size(), names}}, false};
}

FilePreview::Contents contents_of(const std::filesystem::path& path) {
    try {
        io::require_file(path);
        std::error_code failed;
        const auto bytes = static_cast<std::int64_t>(std::filesystem::file_size(path, failed));
        if (failed || bytes > kMostBytes) return {nullptr, {"file.preview.large", {bytes >> 20}}, false};
        if (io::is_document_path(path)) {
            const document::Document document = io::load_document(path);
            return {small_map(document.input), {"file.preview.document", {document.stack.size()}}, false};
        }
        const io::DataSet set = io::read_data_set(path);
        document::Input input;
        input.base = set.base(0);
        const std::string shape = set.item_shape.text(set.item_shape.n > 1);
        const words::Message text = set.is_set() ? words::Message("file.preview.items", {set.count, shape})
                                                 : words::Message("file.preview.map", {shape});
        return {small_map(std::move(input)), text, false};
    } catch (const io::FileError& refused) {
        // Opening such a file shows its arrays to choose from.
        if (refused.message().key() == "error.npz.choose") return arrays_of(path);
        return {nullptr, refused.message(), true};
    } catch (const std::exception& refused) {
        return {nullptr, words::message_of(refused), true};
    }
}

}  // namespace

void FilePreview::show(const std::filesystem::path& path) {
    wanted_ = path;
    if (reading_.valid() || wanted_.empty() || wanted_ == ready_path_) return;
    reading_path_ = wanted_;
    reading_ = std::async(std::launch::async, contents_of, reading_path_);
}

void FilePreview::poll() {
    if (!reading_.valid() || reading_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
    ready_ = reading_.get();
    ready_path_ = reading_path_;
    show(wanted_);
}

}  // namespace ui
