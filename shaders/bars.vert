// The height field of one map: every cell is a box that is as high as its value. Which corner of which cell a vertex is
// follows from its number, as software drivers take long over many small instances.
uniform vec2 u_count;
uniform sampler2DArray u_values;
uniform vec4 u_eye;  // its place, or the way to it and 0

out vec2 v_cell;
flat out int v_channel;
flat out vec4 v_limits;
out float v_light;

const vec3 kLight = vec3(0.38, 0.84, 0.39);  // towards the lamp
const float kAmbient = 0.62;

// Two triangles of each face: the top, then the sides towards -z, +z, -x and +x.
const vec2 kCorners[6] = vec2[6](vec2(0, 0), vec2(1, 0), vec2(0, 1), vec2(0, 1), vec2(1, 0), vec2(1, 1));
const vec3 kNormals[5] = vec3[5](vec3(0, 1, 0), vec3(0, 0, -1), vec3(0, 0, 1), vec3(-1, 0, 0), vec3(1, 0, 0));
const int kVertices = 30;

vec3 corner(int face, vec2 at) {
    if (face == 0) return vec3(at.x, 1.0, at.y);
    if (face < 3) return vec3(at.x, at.y, float(face - 1));
    return vec3(float(face - 3), at.y, at.x);
}

float height_at(int channel, ivec2 cell) {
    if (any(lessThan(cell, ivec2(0))) || any(greaterThanEqual(cell, ivec2(u_count)))) return 0.0;
    return height_of(0, texelFetch(u_values, ivec3(cell, channel), 0).r);
}

float lambert(vec3 normal) {
    return kAmbient + (1.0 - kAmbient) * max(dot(normal, normalize(kLight)), 0.0);
}

void main() {
    ivec2 count = ivec2(u_count);
    int box = gl_VertexID / kVertices;
    int vertex = gl_VertexID % kVertices;
    int face = vertex / 6;
    int channel = box / (count.x * count.y);
    int rest = box % (count.x * count.y);
    ivec2 home = ivec2(rest % count.x, rest / count.x);
    vec3 unit = corner(face, kCorners[vertex % 6]);
    vec3 p = place(0, channel, vec2(home) + unit.xz);
    float height = height_at(channel, home);
    p.y += unit.y * height;
    bool top = face == 0;
    // A wall that nobody can see becomes a point: one that turns away, or that the next box covers.
    vec3 middle = place(0, channel, vec2(home) + 0.5 + 0.5 * kNormals[face].xz);
    bool away = dot(u_eye.xyz - middle * u_eye.w, kNormals[face]) <= 0.0;
    if (!top && (away || height <= height_at(channel, home + ivec2(kNormals[face].xz)))) p = middle;
    // A top shows the colour of its value exactly; everything else is lit in proportion to it.
    v_light = lambert(kNormals[face]) / lambert(kNormals[0]);
    v_channel = channel;
    v_cell = vec2(home) + (top ? unit.xz : vec2(0.5));
    v_limits = vec4(home, home + 1);
    gl_Position = u_view_projection * vec4(p, 1.0);
}
