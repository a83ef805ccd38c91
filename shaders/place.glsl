// Where cells stand in space. Index 0 is the map itself, or the lower map of a layer; index 1 the upper one.
uniform mat4 u_view_projection;
uniform vec3 u_corner[2];  // of cell (0, 0) of channel 0
uniform vec4 u_grid[2];    // size of a cell along x and z, step to the next channel along x and z
uniform int u_across[2];   // channels in one row of the fan
uniform float u_relief;    // height of the highest value; 0: flat
uniform vec4 u_heights;    // values that are at no height and at the full one, of both

vec3 place(int which, int channel, vec2 cell) {
    vec2 fan = vec2(channel % u_across[which], channel / u_across[which]);
    vec2 at = u_corner[which].xz + fan * u_grid[which].zw + cell * u_grid[which].xy;
    return vec3(at.x, u_corner[which].y, at.y);
}

float height_of(int which, float value) {
    vec2 ends = which == 0 ? u_heights.xy : u_heights.zw;
    return isnan(value) ? 0.0 : u_relief * clamp((value - ends.x) / (ends.y - ends.x), 0.0, 1.0);
}
