// One link of a layer, as its instance says. Values and gradients are read from the maps themselves, so that the
// instances stay the same while the view moves and the colours change.
uniform sampler2DArray u_below;  // values, or gradients when u_backward is 1
uniform sampler2DArray u_above;
uniform float u_backward;
uniform vec2 u_range;                  // of the values, or of the gradients that arrive
uniform vec4 u_winner;                 // colours of the roles
uniform vec4 u_share;
uniform vec4 u_loser;
uniform vec4 u_positive;
uniform vec4 u_negative;

layout(location = 1) in uvec4 a_cells;    // column and row below, column and row above
layout(location = 2) in uvec4 a_more;     // channel below, channel above, role
layout(location = 3) in float a_slope;    // the derivative of the upper cell by the lower one

const uint kWinner = 0u;
const uint kShare = 1u;
const uint kLoser = 2u;

float below_value() { return texelFetch(u_below, ivec3(a_cells.xy, a_more.x), 0).r; }
float above_value() { return texelFetch(u_above, ivec3(a_cells.zw, a_more.y), 0).r; }

vec3 lower_end() {
    vec3 p = place(0, int(a_more.x), vec2(a_cells.xy) + 0.5);
    p.y += height_of(0, below_value()) + 0.02 * u_grid[0].x;
    return p;
}
vec3 upper_end() {
    vec3 p = place(1, int(a_more.y), vec2(a_cells.zw) + 0.5);
    // From below in a tower; side by side, from above.
    bool beside = u_corner[1].y - u_corner[0].y < 0.2 * u_grid[0].x;
    p.y += beside ? height_of(1, above_value()) + 0.02 * u_grid[0].x : -0.02 * u_grid[0].x;
    return p;
}

// What the link carries, signed: a share of a value upwards, a gradient downwards; not a number: nothing.
float carried() {
    if (a_more.z == kLoser) return 0.0;
    float amount = a_slope * (u_backward > 0.5 ? above_value() : below_value());
    return isnan(amount) ? 0.0 : amount;
}

// Strength from 0 to 1: a gradient by its magnitude, a value by its place in the range.
float strength() {
    float amount = u_backward > 0.5 ? abs(carried()) / u_range.y
                                    : (below_value() - u_range.x) / max(u_range.y - u_range.x, 1e-12);
    return isnan(amount) ? 0.0 : clamp(amount, 0.0, 1.0);
}

vec4 role_color() {
    if (a_more.z == kLoser) return u_loser;
    if (u_backward > 0.5) return carried() < 0.0 ? u_negative : u_positive;
    return a_more.z == kWinner ? u_winner : u_share;
}

// The way of a link: it leaves and arrives upright.
vec3 along(vec3 from, vec3 to, float t, float bend) {
    vec2 flat_part = mix(from.xz, to.xz, mix(t, smoothstep(0.0, 1.0, t), bend));
    return vec3(flat_part.x, mix(from.y, to.y, t), flat_part.y);
}
