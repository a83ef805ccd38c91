// The height field of one map: every cell is a box that is as high as its value.
uniform vec2 u_count;
uniform sampler2DArray u_values;

layout(location = 0) in vec3 a_unit;    // corner of the box
layout(location = 1) in vec3 a_normal;

out vec2 v_cell;
flat out int v_channel;
flat out vec4 v_limits;
out float v_light;

const vec3 kLight = vec3(0.38, 0.84, 0.39);  // towards the lamp
const float kAmbient = 0.62;

float lambert(vec3 normal) {
    return kAmbient + (1.0 - kAmbient) * max(dot(normal, normalize(kLight)), 0.0);
}

void main() {
    ivec2 count = ivec2(u_count);
    v_channel = gl_InstanceID / (count.x * count.y);
    int rest = gl_InstanceID % (count.x * count.y);
    ivec2 home = ivec2(rest % count.x, rest / count.x);
    float height = height_of(texelFetch(u_values, ivec3(home, v_channel), 0).r);
    vec3 p = place(0, v_channel, vec2(home) + a_unit.xz);
    p.y += a_unit.y * height;
    bool top = a_normal.y > 0.5;
    // A top shows the colour of its value exactly; everything else is lit in proportion to it.
    v_light = lambert(a_normal) / lambert(vec3(0.0, 1.0, 0.0));
    v_cell = vec2(home) + (top ? a_unit.xz : vec2(0.5));
    v_limits = vec4(home, home + 1);
    gl_Position = u_view_projection * vec4(p, 1.0);
}
