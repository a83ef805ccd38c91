// What travels along a link: a disc that faces the camera. Its place is a pure function of time.
uniform mat4 u_view_projection;
uniform vec2 u_viewport;
uniform float u_time;
uniform float u_size;      // pixels at weight 1
uniform float u_down;      // 1: from `to` back to `from`
uniform float u_bend;

layout(location = 0) in vec2 a_strip;   // corner -1..1
layout(location = 1) in vec3 a_from;
layout(location = 2) in vec3 a_to;
layout(location = 3) in vec4 a_color;
layout(location = 4) in float a_weight;

out vec4 v_color;
out vec2 v_corner;

void main() {
    // Links start at different moments, so that the flow is even; speed is the same for all.
    float phase = fract(sin(dot(a_from.xz, vec2(12.9898, 78.233))) * 43758.5453);
    float t = fract(u_time * 0.45 + phase);
    t = mix(t, 1.0 - t, u_down);
    float rise = smoothstep(0.0, 1.0, t);
    vec2 flat_part = mix(a_from.xz, a_to.xz, mix(t, rise, u_bend));
    vec4 p = u_view_projection * vec4(flat_part.x, mix(a_from.y, a_to.y, t), flat_part.y, 1.0);
    float size = u_size * sqrt(clamp(a_weight, 0.05, 1.0));
    gl_Position = p + vec4(a_strip * size / u_viewport * p.w, 0.0, 0.0);
    v_color = a_color;
    v_corner = a_strip;
}
