#include "io/readers.h"

#include <algorithm>
#include <numeric>

#include "checks.h"
#include "io/exif.h"
#include "io/files.h"
#include "io/netpbm.h"
#include "io/npy.h"
#include "io/npz.h"

namespace fuzz {

namespace {

void check_set(const io::DataSet& set) {
    for (const words::Message& note : set.notes) check_message(note.text());
    set.base(0);
    set.base(set.count - 1);
}

/// Every item that the bytes hold under that name can be had, or they are refused.
void data_set(Bytes bytes, const char* name, const io::ReadOptions& options = {}) {
    accepted<io::FileError>([&] { check_set(io::read_data_set(bytes, name, options)); });
}

/// Values of a picture go from 0 to 1; whatever is not a number is outside too.
void check_picture(const pool::Tensor& picture) {
    for (const float value : picture.data())
        if (!(value >= 0 && value <= 1)) fail("a value of a picture outside of 0 to 1", "");
}

}  // namespace

void any_file(Bytes bytes) {
    data_set(bytes, "file");
    data_set(bytes, "file", {.item = 1, .layout = io::Layout::hwc, .rows = io::Rows::items});
    data_set(bytes, "data_batch_1.bin", {.layout = io::Layout::chw, .rows = io::Rows::map});
}

void csv(Bytes bytes) { data_set(bytes, "table.csv"); }

void idx(Bytes bytes) { data_set(bytes, "images-idx3-ubyte"); }

void npy(Bytes bytes) {
    const auto file = file_of(bytes);
    accepted<io::FileError>([&] { io::read_npy(file); });
    accepted<io::FileError>([&] { io::read_npy_indices(file); });
}

void npz(Bytes bytes) {
    std::vector<std::string> names;
    if (!accepted<io::FileError>([&] { names = io::npz_arrays(bytes, "arrays.npz"); })) return;
    accepted<io::FileError>([&] { check_set(io::read_npz(bytes, "arrays.npz", {})); });
    constexpr std::size_t kTried = 4;
    names.resize(std::min(names.size(), kTried));
    for (const std::string& name : names)
        accepted<io::FileError>([&] { check_set(io::read_npz(bytes, "arrays.npz", {.array = name})); });
}

void picture(Bytes bytes) {
    accepted<io::FileError>([&] { check_picture(io::read_picture(bytes, "picture")); });
}

void netpbm(Bytes bytes) {
    accepted<io::FileError>([&] {
        if (const auto picture = io::read_netpbm(bytes, "picture.pnm")) check_picture(*picture);
    });
}

void exif(Bytes bytes) {
    const int orientation = io::exif_orientation(bytes);
    if (orientation < 1 || orientation > 8) fail("an orientation outside of 1 to 8", "");
    pool::Tensor picture({1, 1, 2, 3});
    std::iota(picture.data().begin(), picture.data().end(), 1.0F);
    const pool::Tensor turned = io::upright(picture, orientation);
    if (!std::ranges::is_permutation(turned.data(), picture.data())) fail("turning changed values", "");
}

}  // namespace fuzz
