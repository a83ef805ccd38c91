#include "gpu/gl.h"

namespace gpu {

void load_gl(GLADloadfunc get_proc) {
    const int version = gladLoadGL(get_proc);
    if (version == 0) throw GlError({"error.gl.functions"});
    const int major = GLAD_VERSION_MAJOR(version);
    const int minor = GLAD_VERSION_MINOR(version);
    if (major * 10 + minor < 33) throw GlError({"error.gl.version", {major, minor}});
}

void delete_buffer(GLuint id) { glDeleteBuffers(1, &id); }
void delete_texture(GLuint id) { glDeleteTextures(1, &id); }
void delete_program(GLuint id) { glDeleteProgram(id); }
void delete_vertex_array(GLuint id) { glDeleteVertexArrays(1, &id); }
void delete_framebuffer(GLuint id) { glDeleteFramebuffers(1, &id); }
void delete_renderbuffer(GLuint id) { glDeleteRenderbuffers(1, &id); }

}  // namespace gpu
