#pragma once

#include <cstdint>
#include <span>
#include <string_view>

/// What is tried with any bytes: each function returns when all is well and ends the program when it is not.
/// `libfuzzer.cpp` feeds one of them with what libFuzzer thinks of, `replay.cpp` all of them with the corpus.
namespace fuzz {

using Bytes = std::span<const std::uint8_t>;

void any_file(Bytes bytes);
void csv(Bytes bytes);
void document(Bytes bytes);
void exif(Bytes bytes);
void expression(Bytes bytes);
void idx(Bytes bytes);
void netpbm(Bytes bytes);
void notation(Bytes bytes);
void npy(Bytes bytes);
void npz(Bytes bytes);
void pasted(Bytes bytes);
void picture(Bytes bytes);
void settings(Bytes bytes);

struct Target {
    std::string_view name;  ///< also of its folder in the corpus
    void (*run)(Bytes bytes);
};
constexpr Target kTargets[] = {{"any_file", any_file},
                               {"csv", csv},
                               {"document", document},
                               {"exif", exif},
                               {"expression", expression},
                               {"idx", idx},
                               {"netpbm", netpbm},
                               {"notation", notation},
                               {"npy", npy},
                               {"npz", npz},
                               {"pasted", pasted},
                               {"picture", picture},
                               {"settings", settings}};

}  // namespace fuzz
