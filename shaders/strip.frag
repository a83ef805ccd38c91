in vec4 v_color;
in float v_side;
out vec4 o_color;

void main() {
    float edge = 1.0 - smoothstep(0.6, 1.0, abs(v_side));
    o_color = vec4(v_color.rgb, v_color.a * edge);
}
