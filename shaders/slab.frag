// Cells of a map: value colour, a grid that fades with distance, so that no moire appears at any size.
uniform sampler2D u_values;  // one texel a cell
uniform sampler2D u_lut;     // 256 colours
uniform vec2 u_count;
uniform vec2 u_range;        // low, high
uniform vec4 u_paper;
uniform vec4 u_rim_color;
uniform vec4 u_invalid;      // colour of NaN
uniform float u_opacity;

in vec2 v_cell;
out vec4 o_color;

void main() {
    bool outside = any(lessThan(v_cell, vec2(0.0))) || any(greaterThanEqual(v_cell, u_count));
    if (outside) {
        o_color = vec4(u_rim_color.rgb, u_opacity);
        return;
    }
    vec2 size = u_count;
    // Far away one pixel covers several cells: the average of four samples stays calm.
    vec2 spread = min(fwidth(v_cell) * 0.25, vec2(8.0));
    vec3 color = vec3(0.0);
    for (int i = 0; i < 4; ++i) {
        vec2 offset = vec2((i & 1) == 0 ? -1.0 : 1.0, (i & 2) == 0 ? -1.0 : 1.0) * spread;
        ivec2 cell = ivec2(clamp(v_cell + offset, vec2(0.0), size - 1.0));
        float value = texelFetch(u_values, cell, 0).r;
        float t = clamp((value - u_range.x) / (u_range.y - u_range.x), 0.0, 1.0);
        vec3 one = texture(u_lut, vec2((t * 255.0 + 0.5) / 256.0, 0.5)).rgb;
        color += (value != value) ? u_invalid.rgb : one;
    }
    color *= 0.25;
    vec2 width = fwidth(v_cell);
    vec2 to_line = abs(fract(v_cell - 0.5) - 0.5);
    vec2 line = 1.0 - smoothstep(width * 0.4, width * 1.4, to_line);
    // A line that would be wider than a fifth of a cell is left out.
    float near = 1.0 - smoothstep(0.08, 0.25, max(width.x, width.y));
    color = mix(color, u_paper.rgb, max(line.x, line.y) * near * 0.55);
    o_color = vec4(color, u_opacity);
}
