// A line in space: frames, rings, frustums and lineages.
uniform float u_width;
uniform float u_opacity;

layout(location = 0) in vec2 a_strip;
layout(location = 1) in vec3 a_from;
layout(location = 2) in vec3 a_to;
layout(location = 3) in vec4 a_color;
layout(location = 4) in vec2 a_shape;  // width in parts of u_width, 1: bent as a link

out vec4 v_color;
out float v_side;

vec3 at(float t) {
    vec2 flat_part = mix(a_from.xz, a_to.xz, mix(t, smoothstep(0.0, 1.0, t), a_shape.y));
    return vec3(flat_part.x, mix(a_from.y, a_to.y, t), flat_part.y);
}

void main() {
    float t = a_strip.x;
    gl_Position = beside(at(max(t - 0.02, 0.0)), at(t), at(min(t + 0.02, 1.0)), a_strip.y, u_width * a_shape.x);
    v_color = vec4(a_color.rgb, a_color.a * u_opacity);
    v_side = a_strip.y;
}
