#pragma once

#include <memory>

namespace app {

/// A current OpenGL 3.3 core context without a display (surfaceless EGL), for as long as it lives.
/// Throws words::Error where that cannot be had.
class OffscreenContext {
 public:
    /// `debug`: the driver says more about what it is given (see gpu::DebugLog).
    explicit OffscreenContext(bool debug = false);
    ~OffscreenContext();
    OffscreenContext(const OffscreenContext&) = delete;
    OffscreenContext& operator=(const OffscreenContext&) = delete;

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace app
