// What travels along a link: a disc whose area is what it carries. Its place is a pure function of time, and all
// links keep step, so that shares part at one cell together and add up where they arrive together.
uniform vec2 u_viewport;
uniform float u_time;   // in crossings of a layer
uniform float u_scale;  // pixels of one unit of length at w = 1
uniform float u_unit;   // radius of the largest magnitude, in units of length
uniform float u_opacity;
uniform vec2 u_high;    // the largest magnitude below and above

layout(location = 0) in vec2 a_strip;  // corner -1..1

out vec4 v_color;
out vec2 v_corner;

const float kMeeting = 0.14;  // part of the way over which shares part and add up

void main() {
    float t = fract(u_time);
    float up = u_backward > 0.5 ? 1.0 - t : t;
    float mine = abs(carried()) / u_high.x;
    float below = abs(below_value()) / u_high.x;
    float above = abs(above_value()) / u_high.y;
    float start = u_backward > 0.5 ? above : below;
    float goal = u_backward > 0.5 ? below : above;
    float amount = mix(start, mine, smoothstep(0.0, kMeeting, t));
    amount = mix(amount, goal, smoothstep(1.0 - kMeeting, 1.0, t));
    bool quiet = mine <= 0.0 || isnan(amount) || isinf(amount);
    vec4 p = u_view_projection * vec4(along(lower_end(), upper_end(), up, 1.0), 1.0);
    float pixels = max(u_unit * sqrt(clamp(amount, 0.0, 1.0)) * u_scale / max(p.w, 1e-4), 1.5);
    gl_Position = quiet ? vec4(2.0, 2.0, 2.0, 1.0) : p + vec4(a_strip * pixels * 2.0 / u_viewport * p.w, 0.0, 0.0);
    v_color = role_color();
    // Sums may change the sign of what arrives.
    if (u_backward > 0.5 && t > 1.0 - 0.5 * kMeeting) v_color = below_value() < 0.0 ? u_negative : u_positive;
    v_color.a *= u_opacity;
    v_corner = a_strip;
}
