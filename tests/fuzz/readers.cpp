#include "io/readers.h"

#include "checks.h"
#include "io/files.h"
#include "io/npy.h"

namespace fuzz {

void csv(Bytes bytes) {
    const auto file = file_of(bytes);
    accepted<io::FileError>([&] { io::read_csv(file); });
}

void idx(Bytes bytes) {
    const auto file = file_of(bytes);
    io::looks_like_idx(file);
    accepted<io::FileError>([&] {
        const io::IdxHeader header = io::read_idx_header(file);
        io::read_idx_item(file, 0);
        io::read_idx_item(file, header.count - 1);
    });
}

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
