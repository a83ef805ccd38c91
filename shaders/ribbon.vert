// One link: a strip of constant width on the screen, bent into a curve between two cells.
uniform mat4 u_view_projection;
uniform vec2 u_viewport;
uniform float u_width;     // pixels at weight 1
uniform float u_bend;      // 0: straight, 1: leaves and arrives vertically
uniform float u_opacity;

layout(location = 0) in vec2 a_strip;   // x: along 0..1, y: side -1 or 1
layout(location = 1) in vec3 a_from;
layout(location = 2) in vec3 a_to;
layout(location = 3) in vec4 a_color;
layout(location = 4) in float a_weight;

out vec4 v_color;
out float v_side;

vec3 along(float t) {
    float rise = smoothstep(0.0, 1.0, t);
    vec2 flat_part = mix(a_from.xz, a_to.xz, mix(t, rise, u_bend));
    return vec3(flat_part.x, mix(a_from.y, a_to.y, t), flat_part.y);
}

void main() {
    float t = a_strip.x;
    vec4 here = u_view_projection * vec4(along(t), 1.0);
    vec4 next = u_view_projection * vec4(along(min(t + 0.02, 1.0)), 1.0);
    vec4 last = u_view_projection * vec4(along(max(t - 0.02, 0.0)), 1.0);
    vec2 a = last.xy / max(last.w, 1e-4) * u_viewport;
    vec2 b = next.xy / max(next.w, 1e-4) * u_viewport;
    vec2 way = b - a;
    float len = length(way);
    way = len > 1e-4 ? way / len : vec2(1.0, 0.0);
    float width = max(u_width * a_weight, 1.0);
    vec2 offset = vec2(-way.y, way.x) * a_strip.y * width / u_viewport;
    gl_Position = here + vec4(offset * here.w, 0.0, 0.0);
    v_color = a_color;
    // Thinner than a pixel would flicker: it is drawn one pixel wide and fainter instead.
    v_color.a *= clamp(u_width * a_weight, 0.25, 1.0) * u_opacity;
    v_side = a_strip.y;
}
