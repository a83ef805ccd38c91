// FUZZ_TARGET is the name of one of the functions in targets.h.
#include "targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::FUZZ_TARGET({data, size});
    return 0;
}
