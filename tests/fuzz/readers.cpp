#include "io/readers.h"

#include "checks.h"
#include "io/files.h"
#include "io/npy.h"

namespace fuzz {

namespace {

/// Every item that the bytes hold under that name can be had, or they are refused.
void data_set(Bytes bytes, const char* name) {
    accepted<io::FileError>([&] {
        const io::DataSet set = io::read_data_set(bytes, name);
        set.base(0);
        set.base(set.count - 1);
    });
}

}  // namespace

void csv(Bytes bytes) { data_set(bytes, "table.csv"); }

void idx(Bytes bytes) { data_set(bytes, "images-idx3-ubyte"); }

void npy(Bytes bytes) {
    const auto file = file_of(bytes);
    accepted<io::FileError>([&] { io::read_npy(file); });
    accepted<io::FileError>([&] { io::read_npy_indices(file); });
}

void picture(Bytes bytes) {
    const auto file = file_of(bytes);
    accepted<io::FileError>([&] {
        const pool::Tensor picture = io::read_picture(file);
        for (const float value : picture.data())
            if (!(value >= 0 && value <= 1)) fail("a value of a picture outside of 0 to 1", "");
    });
}

}  // namespace fuzz
