#include "app/offscreen.h"

#include <array>
#include <stdexcept>
#include <string>

#include "gpu/gl.h"

#ifdef POOLSCOPE_HAS_EGL
#include <EGL/egl.h>
#include <EGL/eglext.h>
#endif

namespace app {

#ifdef POOLSCOPE_HAS_EGL

namespace {

[[noreturn]] void refuse(const std::string& what) {
    throw std::runtime_error(
        "no offscreen OpenGL 3.3 was found (" + what +
        "); a driver with EGL is needed, such as Mesa's libegl-mesa0 and libgl1-mesa-dri");
}

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
    refuse("EGL has no display");
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
    if (!eglBindAPI(EGL_OPENGL_API)) refuse("EGL has no OpenGL");
    constexpr std::array<EGLint, 5> kConfig = {EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, 0,
                                               EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (!eglChooseConfig(state_->display, kConfig.data(), &config, 1, &count) || count == 0)
        refuse("EGL has no configuration");
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
    if (state_->context == EGL_NO_CONTEXT) refuse("EGL made no context");
    if (!eglMakeCurrent(state_->display, EGL_NO_SURFACE, EGL_NO_SURFACE, state_->context))
        refuse("the context cannot be used without a surface");
    gpu::load_gl(eglGetProcAddress);
}

#else

struct OffscreenContext::State {};

OffscreenContext::OffscreenContext(bool) {
    throw std::runtime_error("this build has no EGL, so that it cannot draw without a window");
}

#endif

OffscreenContext::~OffscreenContext() = default;

}  // namespace app
