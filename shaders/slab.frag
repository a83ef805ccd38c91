// Cells of a map: the value's colour, a checker tint, a grid and numbers. All but the colour fade with distance.
uniform sampler2DArray u_values;  // one texel a cell, one layer a channel, with averages as mipmaps
uniform sampler2D u_lut;                // 256 colours
uniform usampler2DArray u_text;   // eight glyph numbers a cell, from 1; 0: none
uniform sampler2D u_glyphs;             // glyphs side by side
uniform vec2 u_count;
uniform vec2 u_range;       // low, high
uniform vec3 u_paper;
uniform vec3 u_rim_color;
uniform vec3 u_invalid;     // colour of NaN
uniform vec4 u_reading;     // directions of reading in cells: to the right, downwards
uniform vec2 u_glyph_size;  // of one character in cells; 0: no numbers
uniform float u_glyph_count;
uniform float u_opacity;    // of the cells; the rim is always seen
uniform float u_hollow;     // 1: the rim alone, because boxes stand for the cells

in vec2 v_cell;
flat in int v_channel;
flat in vec4 v_limits;
in float v_light;
out vec4 o_color;

vec3 color_of(float value) {
    if (isnan(value)) return u_invalid;
    float t = clamp((value - u_range.x) / (u_range.y - u_range.x), 0.0, 1.0);
    return texture(u_lut, vec2((t * 255.0 + 0.5) / 256.0, 0.5)).rgb;
}

// The average of four samples over what the pixel covers. Far away they are taken from the averages, so that
// nothing is left out at any distance.
vec3 cells_color(vec2 cell, vec2 width) {
    int last = int(log2(max(u_count.x, u_count.y)) + 0.001);
    float level = clamp(ceil(log2(max(max(width.x, width.y), 1.0))) - 1.0, 0.0, float(last));
    vec3 color = vec3(0.0);
    for (int i = 0; i < 4; ++i) {
        vec2 offset = vec2((i & 1) == 0 ? -0.25 : 0.25, (i & 2) == 0 ? -0.25 : 0.25) * width;
        vec2 at = clamp(cell + offset, v_limits.xy, v_limits.zw - 0.001);
        // Not by texelFetch: drivers may take one level for neighbouring pixels, which then must mean the same place.
        color += color_of(textureLod(u_values, vec3(at / u_count, float(v_channel)), level).r);
    }
    return color * 0.25;
}

// How much of the number's ink covers this point.
float number_ink(ivec2 home, vec2 inside, vec2 dx, vec2 dy) {
    uvec2 codes = texelFetch(u_text, ivec3(home, v_channel), 0).xy;
    int count = 0;
    for (int i = 0; i < 8; ++i) count += ((i < 4 ? codes.x : codes.y) >> uint(8 * (i % 4)) & 255u) != 0u ? 1 : 0;
    vec2 right = u_reading.xy;
    vec2 down = u_reading.zw;
    vec2 pixel = vec2(abs(dot(dx, right)) + abs(dot(dy, right)), abs(dot(dx, down)) + abs(dot(dy, down)));
    vec2 size = u_glyph_size / max(pixel, vec2(1e-6));  // of a character in pixels
    float fade = smoothstep(7.0, 10.0, size.y) * smoothstep(3.0, 4.5, size.x);
    if (fade <= 0.0) return 0.0;
    vec2 at = vec2(dot(inside, right), dot(inside, down)) / u_glyph_size + vec2(0.5 * float(count), 0.5);
    if (at.x < 0.0 || at.x >= float(count) || at.y < 0.0 || at.y >= 1.0) return 0.0;
    int slot = int(at.x);
    uint code = ((slot < 4 ? codes.x : codes.y) >> uint(8 * (slot % 4))) & 255u;
    vec2 uv = vec2((float(code) - 1.0 + fract(at.x)) / u_glyph_count, at.y);
    vec2 unit = vec2(u_glyph_size.x * u_glyph_count, u_glyph_size.y);
    vec2 gx = vec2(dot(dx, right), dot(dx, down)) / unit;
    vec2 gy = vec2(dot(dy, right), dot(dy, down)) / unit;
    return textureGrad(u_glyphs, uv, gx, gy).r * fade;
}

void main() {
    vec2 dx = dFdx(v_cell);
    vec2 dy = dFdy(v_cell);
    vec2 width = min(abs(dx) + abs(dy), u_count);
    bool outside = any(lessThan(v_cell, vec2(0.0))) || any(greaterThanEqual(v_cell, u_count));
    if (!outside && u_hollow > 0.5) discard;
    if (outside && v_limits.xy == vec2(0.0) && v_limits.zw == u_count) {
        o_color = vec4(u_rim_color, 1.0);
        return;
    }
    vec2 cell = clamp(v_cell, v_limits.xy, v_limits.zw - 0.001);
    vec3 color = cells_color(cell, width);
    bool side = v_light < 0.999;
    if (!side) {
        // A line that would be wider than a fifth of a cell is left out, and the tint with it.
        float near = 1.0 - smoothstep(0.08, 0.25, max(width.x, width.y));
        vec2 to_line = abs(fract(v_cell - 0.5) - 0.5);
        vec2 line = 1.0 - smoothstep(width * 0.4, width * 1.4, to_line);
        ivec2 home = ivec2(cell);
        vec3 plain = color;
        if (((home.x + home.y) & 1) == 1) color = mix(color, u_paper, 0.035 * near);
        color = mix(color, u_paper, max(line.x, line.y) * near * 0.55);
        if (u_glyph_size.y > 0.0) {
            float light = dot(plain, vec3(0.299, 0.587, 0.114));
            color = mix(color, light > 0.5 ? vec3(0.06) : vec3(0.98), number_ink(home, cell - vec2(home) - 0.5, dx, dy));
        }
    }
    o_color = vec4(color * v_light, u_opacity);
}
