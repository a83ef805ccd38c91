// A cell on its way: a horizontal rectangle of one colour.
uniform float u_opacity;

layout(location = 0) in vec2 a_strip;  // corner -1..1
layout(location = 1) in vec3 a_middle;
layout(location = 2) in vec2 a_half;   // half its size along x and z
layout(location = 3) in vec4 a_color;

out vec4 v_color;
out vec2 v_corner;

void main() {
    vec3 p = a_middle + vec3(a_strip.x * a_half.x, 0.0, a_strip.y * a_half.y);
    gl_Position = u_view_projection * vec4(p, 1.0);
    v_color = vec4(a_color.rgb, a_color.a * u_opacity);
    v_corner = a_strip;
}
