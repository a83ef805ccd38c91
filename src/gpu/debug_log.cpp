#include "gpu/debug_log.h"

namespace gpu {

DebugLog::DebugLog() : listening_(GLAD_GL_KHR_debug != 0) {
    if (!listening_) return;
    glEnable(GL_DEBUG_OUTPUT);
    glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS);
    glDebugMessageCallback(receive, this);
}

DebugLog::~DebugLog() {
    if (listening_) glDebugMessageCallback(nullptr, nullptr);
}

void DebugLog::receive(GLenum, GLenum, GLuint, GLenum severity, GLsizei length, const GLchar* text,
                       const void* user) {
    if (severity != GL_DEBUG_SEVERITY_HIGH && severity != GL_DEBUG_SEVERITY_MEDIUM) return;
    // The log is the callback's own; GL hands it through as const.
    auto* log = const_cast<DebugLog*>(static_cast<const DebugLog*>(user));
    log->messages_.emplace_back(text,
                                length < 0 ? std::string(text).size() : static_cast<std::size_t>(length));
}

}  // namespace gpu
