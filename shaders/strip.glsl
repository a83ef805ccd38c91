// A strip of constant width on the screen.
uniform vec2 u_viewport;

vec4 beside(vec3 last, vec3 here, vec3 next, float side, float pixels) {
    vec4 p = u_view_projection * vec4(here, 1.0);
    vec4 a4 = u_view_projection * vec4(last, 1.0);
    vec4 b4 = u_view_projection * vec4(next, 1.0);
    vec2 a = a4.xy / max(a4.w, 1e-4) * u_viewport;
    vec2 b = b4.xy / max(b4.w, 1e-4) * u_viewport;
    vec2 way = b - a;
    float len = length(way);
    way = len > 1e-4 ? way / len : vec2(1.0, 0.0);
    vec2 offset = vec2(-way.y, way.x) * side * max(pixels, 1.0) / u_viewport;
    return p + vec4(offset * p.w, 0.0, 0.0);
}
