// One link as a ribbon from the cell below to the cell above.
uniform float u_width;  // pixels of the strongest link
uniform float u_opacity;

layout(location = 0) in vec2 a_strip;  // along 0..1, side -1 or 1

out vec4 v_color;
out float v_side;

void main() {
    vec3 from = lower_end();
    vec3 to = upper_end();
    float t = a_strip.x;
    bool thin = a_more.z != kWinner;
    float s = strength();
    // Of a sheaf all links are equally thin; a winner's route is as wide as its value is large.
    float pixels = u_width * (thin ? 0.3 : 0.25 + 0.75 * s);
    gl_Position = beside(along(from, to, max(t - 0.02, 0.0), 1.0), along(from, to, t, 1.0),
                         along(from, to, min(t + 0.02, 1.0), 1.0), a_strip.y, pixels);
    v_color = role_color();
    // Thinner than a pixel would flicker: it is drawn one pixel wide and fainter instead.
    v_color.a *= clamp(pixels, 0.25, 1.0) * u_opacity *
                 (a_more.z == kLoser ? 0.25 : thin ? 0.1 + 0.6 * s : 0.08 + 0.72 * s);
    v_side = a_strip.y;
}
