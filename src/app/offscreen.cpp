#include "app/offscreen.h"

#include <array>

#include "gpu/gl.h"
#include "words/message.h"

#ifdef POOLSCOPE_HAS_EGL
#include <EGL/egl.h>
#include <EGL/eglext.h>
#endif

namespace app {

#ifdef POOLSCOPE_HAS_EGL

namespace {

[[noreturn]] void refuse(const words::Message& why) { throw words::Error({"error.offscreen", {why}}); }

EGLDisplay open_display() {
    const auto get =
        reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    // A graphics card's own device first where there is no Mesa; the default display is the last resort.
    constexpr std::array<EGLenum, 2> kPlatforms = {EGL_PLATFORM_SURFACELESS_MESA, EGL_PLATFORM_DEVICE_EXT};
    for (const EGLenum platform : kPlatforms) {
        if (!get) break;
        void* native = EGL_DEFAULT_DISPLAY;
        if (platform == EGL_PLATFORM_DEVICE_EXT) {
            const auto devices =
                reinterpret_cast<PFNEGLQUERYDEVICESEXTPROC>(eglGetProcAddress("eglQueryDevicesEXT"));
            EGLDeviceEXT device = nullptr;
            EGLint count = 0;
            if (!devices || !devices(1, &device, &count) || count == 0) continue;
            native = device;
        }
        const EGLDisplay display = get(platform, native, nullptr);
        if (display != EGL_NO_DISPLAY && eglInitialize(display, nullptr, nullptr)) return display;
    }
    const EGLDisplay display = eglGetDisplay(EGL_DEFAULT_DISPLAY);
    if (display != EGL_NO_DISPLAY && eglInitialize(display, nullptr, nullptr)) return display;
    refuse({"error.egl.display"});
}

}  // namespace

struct OffscreenContext::State {
    EGLDisplay display = EGL_NO_DISPLAY;
    EGLContext context = EGL_NO_CONTEXT;

    ~State() {
        if (display == EGL_NO_DISPLAY) return;
        eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        if (context != EGL_NO_CONTEXT) eglDestroyContext(display, context);
        eglTerminate(display);
    }
};

OffscreenContext::OffscreenContext(bool debug) : state_(std::make_unique<State>()) {
    state_->display = open_display();
    if (!eglBindAPI(EGL_OPENGL_API)) refuse({"error.egl.opengl"});
    constexpr std::array<EGLint, 5> kConfig = {EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, 0,
                                               EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (!eglChooseConfig(state_->display, kConfig.data(), &config, 1, &count) || count == 0)
        refuse({"error.egl.configuration"});
    const std::array<EGLint, 9> attributes = {EGL_CONTEXT_MAJOR_VERSION,
                                              3,
                                              EGL_CONTEXT_MINOR_VERSION,
                                              3,
                                              EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                              EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                              EGL_CONTEXT_OPENGL_DEBUG,
                                              debug ? EGL_TRUE : EGL_FALSE,
                                              EGL_NONE};
    state_->context = eglCreateContext(state_->display, config, EGL_NO_CONTEXT, attributes.data());
    if (state_->context == EGL_NO_CONTEXT) refuse({"error.egl.context"});
    if (!eglMakeCurrent(state_->display, EGL_NO_SURFACE, EGL_NO_SURFACE, state_->context))
        refuse({"error.egl.surface"});
    gpu::load_gl(eglGetProcAddress);
}

#else

struct OffscreenContext::State {};

OffscreenContext::OffscreenContext(bool) { throw words::Error({"error.egl.build"}); }

#endif

OffscreenContext::~OffscreenContext() = default;

}  // namespace app
