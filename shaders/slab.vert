// One channel map: a horizontal quad. The unit square becomes the map's rectangle, with a rim for its border.
uniform mat4 u_view_projection;
uniform vec4 u_corner;  // xyz of cell (0, 0), w: unused
uniform vec2 u_cell;    // size of a cell along x and z
uniform vec2 u_count;   // columns, rows
uniform float u_rim;    // width of the border in cells

layout(location = 0) in vec2 a_unit;

out vec2 v_cell;  // position in cells: column, row

void main() {
    v_cell = mix(vec2(-u_rim), u_count + u_rim, a_unit);
    vec3 p = u_corner.xyz + vec3(v_cell.x * u_cell.x, 0.0, v_cell.y * u_cell.y);
    gl_Position = u_view_projection * vec4(p, 1.0);
}
