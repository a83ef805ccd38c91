#pragma once

namespace pool::kernels {

/// How a forward pass meets the memory, by the size of all its maps. It changes the time alone.
struct Traffic {
    bool from_memory = false;  ///< the input does not fit into the caches: what is read next is asked for
    bool past_caches = false;  ///< results are written past the caches
};

}  // namespace pool::kernels
