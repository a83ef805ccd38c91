#include <algorithm>
#include <cmath>
#include <limits>

#include "scene/scene.h"
#include "scene/vector.h"

namespace scene {

namespace {

constexpr float kLevel = 0.6F;       // height between maps, as a part of the input's longer side
constexpr float kFanLevel = 0.2F;    // the least one, as a part of the widest fan
constexpr std::size_t kSteps = 7;    // from so many maps on they climb like stairs
constexpr float kStepLevel = 0.42F;  // the height of such a step, as a part of the input's longer side
constexpr float kStepAside = 0.5F;   // and its width
constexpr float kChannelGap = 0.18F;
constexpr float kFlatGap = 0.45F;  // between maps side by side, as a part of the input's longer side
constexpr std::int64_t kMostChannels = 256;  // every driver has textures of so many layers
constexpr std::int64_t kMostInOneRow = 8;

/// Where the cells of a map stand along one axis, in input cells.
struct AxisPlace {
    float start = 0;  ///< edge of cell 0
    float cell = 1;
};

/// Every output cell stands right above the middle of its window.
AxisPlace above(const pool::AxisGeometry& axis, AxisPlace below) {
    const auto middle = [&](std::int64_t o) {
        const pool::AxisWindow w = axis.window(o);
        return static_cast<float>(w.start + w.end()) / 2;
    };
    const std::int64_t m = axis.output();
    const float first = below.start + middle(0) * below.cell;
    AxisPlace place;
    if (m > 1) {
        place.cell = (middle(m - 1) - middle(0)) / static_cast<float>(m - 1) * below.cell;
    } else {
        // A single cell above everything would hide the tower: it keeps a modest size.
        const float extent = static_cast<float>(axis.input()) * below.cell;
        place.cell = std::max(below.cell,
                              std::min(extent * 0.3F, static_cast<float>(axis.window(0).count) * below.cell));
    }
    place.cell = std::max(place.cell, 0.02F * below.cell);
    place.start = first - place.cell / 2;
    return place;
}

/// Few channels stand in one row; many in a square, so that the whole fits a screen.
std::int64_t channels_across(std::int64_t channels) {
    if (channels <= kMostInOneRow) return channels;
    return static_cast<std::int64_t>(std::ceil(std::sqrt(static_cast<double>(channels))));
}

constexpr float kHiddenPart = 0.6F;  // of the map below, where a size is hidden

/// A map whose size is hidden has one cell.
pool::Shape shape_of(const pool::Evaluation& evaluation, std::size_t map, const work::Veil& veil) {
    return veil.hides_shape(map) ? pool::Shape{1, 1, 1, 1} : evaluation.map(map).shape();
}

AxisPlace over_middle(AxisPlace below, std::int64_t cells) {
    const float extent = below.cell * static_cast<float>(cells);
    return {below.start + (1 - kHiddenPart) / 2 * extent, kHiddenPart * extent};
}

/// Over the whole width of the map below, as if its windows were not known.
AxisPlace spread(AxisPlace below, std::int64_t cells_below, std::int64_t cells) {
    return {below.start, below.cell * static_cast<float>(cells_below) / static_cast<float>(cells)};
}

MapPlace counted(const pool::Evaluation& evaluation, std::size_t map, std::int64_t n,
                 const work::Veil& veil) {
    const pool::Shape shape = shape_of(evaluation, map, veil);
    MapPlace place;
    place.map = map;
    place.n = std::clamp<std::int64_t>(n, 0, shape.n - 1);
    place.rows = shape.h;
    place.columns = shape.w;
    place.channels = std::min(shape.c, kMostChannels);
    place.across = channels_across(place.channels);
    return place;
}

/// Steps from the middle of the fan to the corner of channel 0.
float half_fan(std::int64_t count, float step) { return static_cast<float>(count - 1) / 2 * step; }
std::int64_t fan_rows(const MapPlace& place) { return (place.channels + place.across - 1) / place.across; }

/// A stack of very many maps in one column would be a thread: its maps climb along a diagonal.
bool climbs(const pool::Evaluation& evaluation) { return evaluation.map_count() >= kSteps; }

std::vector<MapPlace> tower(const pool::Evaluation& evaluation, std::int64_t n, float level,
                            const work::Veil& veil) {
    const pool::Shape& input = evaluation.map(0).shape();
    AxisPlace rows{-static_cast<float>(input.h) / 2, 1};
    AxisPlace columns{-static_cast<float>(input.w) / 2, 1};
    std::vector<MapPlace> places;
    for (std::size_t map = 0; map < evaluation.map_count(); ++map) {
        MapPlace place = counted(evaluation, map, n, veil);
        if (veil.hides_shape(map) && map > 0) {
            rows = over_middle(rows, places.back().rows);
            columns = over_middle(columns, places.back().columns);
        } else if (map > 0 && veil.hides(work::Hidden::window)) {
            rows = spread(rows, places.back().rows, place.rows);
            columns = spread(columns, places.back().columns, place.columns);
        } else if (map > 0) {
            rows = above(evaluation.layers[map - 1].geometry().h(), rows);
            columns = above(evaluation.layers[map - 1].geometry().w(), columns);
        }
        // One step for all maps, so that a channel stands above itself.
        place.step_x = static_cast<float>(input.w) * (1 + kChannelGap);
        place.step_z = static_cast<float>(input.h) * (1 + kChannelGap);
        const float aside =
            climbs(evaluation)
                ? kStepAside * static_cast<float>(input.w) *
                      (static_cast<float>(map) - static_cast<float>(evaluation.map_count() - 1) / 2)
                : 0.0F;
        place.corner = {columns.start - half_fan(place.across, place.step_x) + aside,
                        static_cast<float>(map) * level,
                        rows.start - half_fan(fan_rows(place), place.step_z)};
        place.cell_w = columns.cell;
        place.cell_h = rows.cell;
        places.push_back(place);
    }
    return places;
}

/// Maps side by side, sized with the square root of their side as in the bench's overview.
std::vector<MapPlace> side_by_side(const pool::Evaluation& evaluation, std::int64_t n, float side,
                                   const work::Veil& veil) {
    float largest = 1;
    for (std::size_t map = 0; map < evaluation.map_count(); ++map) {
        const pool::Shape s = shape_of(evaluation, map, veil);
        largest = std::max(largest, std::sqrt(static_cast<float>(std::max(s.h, s.w))));
    }
    std::vector<MapPlace> places;
    float x = 0;
    for (std::size_t map = 0; map < evaluation.map_count(); ++map) {
        MapPlace place = counted(evaluation, map, n, veil);
        const auto longer = static_cast<float>(std::max(place.rows, place.columns));
        const float cell =
            veil.hides_shape(map) ? kHiddenPart * side : side * std::sqrt(longer) / largest / longer;
        place.cell_w = cell;
        place.cell_h = cell;
        place.step_x = static_cast<float>(place.columns) * cell * (1 + kChannelGap);
        place.step_z = static_cast<float>(place.rows) * cell * (1 + kChannelGap);
        const float height = static_cast<float>(place.rows) * cell;
        place.corner = {x, 0, -height / 2 - half_fan(fan_rows(place), place.step_z)};
        x += place.step_x * static_cast<float>(place.across - 1) + static_cast<float>(place.columns) * cell +
             kFlatGap * side;
        places.push_back(place);
    }
    const float width = x - kFlatGap * side;
    for (MapPlace& place : places) place.corner.x -= width / 2;
    return places;
}

struct Bounds {
    Vec3 low{std::numeric_limits<float>::max(), std::numeric_limits<float>::max(),
             std::numeric_limits<float>::max()};
    Vec3 high{-low.x, -low.y, -low.z};
    void add(const MapPlace& place) {
        const Vec3& a = place.corner;
        const std::int64_t last = fan_rows(place) * place.across - 1;
        const Vec3 b = place.point(last, static_cast<float>(place.rows), static_cast<float>(place.columns));
        add(a);
        add(b);
    }
    void add(Vec3 p) {
        low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
    }
};

/// Windows that reach over the edges of the map below a layer, into its padding.
void add_windows(Bounds& bounds, const MapPlace& below, const pool::Geometry& windows) {
    const pool::AxisGeometry& h = windows.h();
    const pool::AxisGeometry& w = windows.w();
    bounds.add(below.point(0, static_cast<float>(std::min<std::int64_t>(h.window(0).start, 0)),
                           static_cast<float>(std::min<std::int64_t>(w.window(0).start, 0))));
    const auto end = [](const pool::AxisGeometry& axis) {
        return static_cast<float>(std::max(axis.window(axis.output() - 1).end(), axis.input()));
    };
    bounds.add(below.point(below.channels - 1, end(h), end(w)));
}

/// What a box covers on a screen of height 1, from the middle.
struct Cover {
    float left = std::numeric_limits<float>::max(), right = -left, top = left, bottom = -left;
};

std::optional<Cover> cover_of(Vec3 low, Vec3 high, const Camera& camera, float aspect) {
    Cover cover;
    for (int i = 0; i < 8; ++i) {
        const Vec3 p{(i & 1) ? high.x : low.x, (i & 2) ? high.y : low.y, (i & 4) ? high.z : low.z};
        const auto pixel = project(camera, p, aspect, 1);
        if (!pixel) return std::nullopt;
        cover.left = std::min(cover.left, pixel->x - aspect / 2);
        cover.right = std::max(cover.right, pixel->x - aspect / 2);
        cover.top = std::min(cover.top, pixel->y - 0.5F);
        cover.bottom = std::max(cover.bottom, pixel->y - 0.5F);
    }
    return cover;
}

/// The camera at that distance with the box in the middle of its picture; nothing where it is too near.
std::optional<Camera> framed_at(Vec3 low, Vec3 high, Camera camera, float aspect, float distance) {
    constexpr float kFilled = 0.9F;  // of the screen
    constexpr float kOff = 0.01F;
    constexpr int kRounds = 30;
    camera.target = (low + high) * 0.5F;
    camera.distance = distance;
    // What is near looks larger, so that the middle of the box is not the middle of its picture.
    for (int round = 0; round < kRounds; ++round) {
        const auto cover = cover_of(low, high, camera, aspect);
        if (!cover) return std::nullopt;
        const float x = (cover->left + cover->right) / 2;
        const float y = (cover->top + cover->bottom) / 2;
        if (std::abs(x) < kOff && std::abs(y) < kOff) {
            const bool fits =
                cover->right - cover->left <= kFilled * aspect && cover->bottom - cover->top <= kFilled;
            return fits ? std::optional(camera) : std::nullopt;
        }
        camera.pan(-0.8F * x, -0.8F * y, 1);
    }
    return std::nullopt;
}

Camera framed_box(Vec3 low, Vec3 high, const Camera& camera, float aspect) {
    float near = 0.1F;
    float far = 1;
    while (!framed_at(low, high, camera, aspect, far) && far < 1e6F) far *= 2;
    for (int i = 0; i < 30; ++i) {
        const float middle = (near + far) / 2;
        (framed_at(low, high, camera, aspect, middle) ? far : near) = middle;
    }
    return framed_at(low, high, camera, aspect, far).value_or(camera);
}

}  // namespace

Vec3 MapPlace::point(std::int64_t c, float row, float column) const {
    return {corner.x + static_cast<float>(c % across) * step_x + column * cell_w, corner.y,
            corner.z + static_cast<float>(c / across) * step_z + row * cell_h};
}

Layout layout(const pool::Evaluation& evaluation, std::int64_t n, float flat, const work::Veil& veil) {
    const pool::Shape& input = evaluation.map(0).shape();
    const auto side = static_cast<float>(std::max(input.h, input.w));
    Layout result;
    std::int64_t across = 1;
    for (std::size_t i = 0; i < evaluation.map_count(); ++i)
        across = std::max(across, counted(evaluation, i, n, veil).across);
    result.level = side * std::max(climbs(evaluation) ? kStepLevel : kLevel,
                                   kFanLevel * (1 + kChannelGap) * static_cast<float>(across));
    result.maps = tower(evaluation, n, result.level, veil);
    if (flat > 0) {
        const std::vector<MapPlace> goal = side_by_side(evaluation, n, side, veil);
        const auto mix = [flat](float a, float b) { return a + (b - a) * std::min(flat, 1.0F); };
        for (std::size_t i = 0; i < goal.size(); ++i) {
            MapPlace& p = result.maps[i];
            const MapPlace& q = goal[i];
            p.corner = {mix(p.corner.x, q.corner.x), mix(p.corner.y, q.corner.y),
                        mix(p.corner.z, q.corner.z)};
            p.cell_w = mix(p.cell_w, q.cell_w);
            p.cell_h = mix(p.cell_h, q.cell_h);
            p.step_x = mix(p.step_x, q.step_x);
            p.step_z = mix(p.step_z, q.step_z);
        }
    }
    Bounds bounds;
    for (const MapPlace& place : result.maps) bounds.add(place);
    for (std::size_t i = 0; i < evaluation.layers.size(); ++i)
        if (!veil.hides(work::Hidden::window) && !veil.hides_shape(i))
            add_windows(bounds, result.maps[i], evaluation.layers[i].geometry());
    result.low = bounds.low;
    result.high = bounds.high;
    return result;
}

Camera framed(const Layout& layout, Camera camera, float aspect) {
    return framed_box(layout.low, layout.high, camera, aspect);
}

Camera framed(const MapPlace& map, Camera camera, float aspect) {
    Bounds bounds;
    bounds.add(map);
    return framed_box(bounds.low, bounds.high, camera, aspect);
}

}  // namespace scene
