uniform vec3 u_border;

in vec4 v_color;
in vec2 v_corner;
out vec4 o_color;

void main() {
    float edge = max(abs(v_corner.x), abs(v_corner.y));
    float line = smoothstep(0.9 - fwidth(edge), 0.9, edge);
    o_color = vec4(mix(v_color.rgb, u_border, line), v_color.a);
}
