#pragma once

#include <string>
#include <vector>

#include "gpu/gl.h"

namespace gpu {

/// Collects what the driver of the current context complains about (medium severity and above), for as long
/// as it lives. `listening` is false where the driver has no such messages.
class DebugLog {
 public:
    DebugLog();
    ~DebugLog();
    DebugLog(const DebugLog&) = delete;
    DebugLog& operator=(const DebugLog&) = delete;

    bool listening() const { return listening_; }
    const std::vector<std::string>& messages() const { return messages_; }

 private:
    static void GLAD_API_PTR receive(GLenum source, GLenum type, GLuint id, GLenum severity, GLsizei length,
                                     const GLchar* text, const void* user);

    bool listening_ = false;
    std::vector<std::string> messages_;
};

}  // namespace gpu
