in vec4 v_color;
in vec2 v_corner;
out vec4 o_color;

void main() {
    float d = length(v_corner);
    if (d > 1.0) discard;
    o_color = vec4(v_color.rgb, v_color.a * (1.0 - smoothstep(0.55, 1.0, d)));
}
