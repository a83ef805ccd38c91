// The channel maps of one map, one instance each: a horizontal quad with a rim for its border.
uniform vec2 u_count;  // columns, rows
uniform vec2 u_rim;    // width of the border in cells

layout(location = 0) in vec2 a_unit;

out vec2 v_cell;          // position in cells: column, row
flat out int v_channel;
flat out vec4 v_limits;   // the cells that this piece shows: from, up to
out float v_light;

void main() {
    v_channel = gl_InstanceID;
    v_cell = mix(-u_rim, u_count + u_rim, a_unit);
    v_limits = vec4(0.0, 0.0, u_count);
    v_light = 1.0;
    gl_Position = u_view_projection * vec4(place(0, v_channel, v_cell), 1.0);
}
