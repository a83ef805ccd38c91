#include <algorithm>
#include <cmath>
#include <limits>

#include "scene/scene.h"
#include "scene/vector.h"

namespace scene {

namespace {

constexpr float kLevel = 0.5F;  // height between maps, as a part of the input's longer side
constexpr float kChannelGap = 0.18F;
constexpr std::int64_t kMostChannels = 64;

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

}  // namespace

Layout layout(const pool::Evaluation& evaluation, std::int64_t n) {
    Layout result;
    const pool::Shape& input = evaluation.map(0).shape();
    const float side = static_cast<float>(std::max(input.h, input.w));
    const float level = kLevel * side;
    const float step = static_cast<float>(input.w) * (1 + kChannelGap);
    AxisPlace rows{-static_cast<float>(input.h) / 2, 1};
    AxisPlace columns{-static_cast<float>(input.w) / 2, 1};
    constexpr float kFar = std::numeric_limits<float>::max();
    result.low = {kFar, kFar, kFar};
    result.high = {-kFar, -kFar, -kFar};
    for (std::size_t map = 0; map < evaluation.map_count(); ++map) {
        const pool::Shape& shape = evaluation.map(map).shape();
        if (map > 0) {
            rows = above(evaluation.layers[map - 1].geometry.h(), rows);
            columns = above(evaluation.layers[map - 1].geometry.w(), columns);
        }
        const std::int64_t channels = std::min(shape.c, kMostChannels);
        for (std::int64_t c = 0; c < channels; ++c) {
            Slab slab;
            slab.map = map;
            slab.n = std::clamp<std::int64_t>(n, 0, shape.n - 1);
            slab.c = c;
            const float shift = (static_cast<float>(c) - static_cast<float>(channels - 1) / 2) * step;
            slab.corner = {columns.start + shift, static_cast<float>(map) * level, rows.start};
            slab.cell_w = columns.cell;
            slab.cell_h = rows.cell;
            slab.rows = shape.h;
            slab.columns = shape.w;
            const Vec3 end = slab.point(static_cast<float>(slab.rows), static_cast<float>(slab.columns));
            result.low = {std::min(result.low.x, slab.corner.x), std::min(result.low.y, slab.corner.y),
                          std::min(result.low.z, slab.corner.z)};
            result.high = {std::max(result.high.x, end.x), std::max(result.high.y, end.y),
                           std::max(result.high.z, end.z)};
            result.slabs.push_back(slab);
        }
    }
    return result;
}

Camera framed(const Layout& layout, Camera camera, float aspect) {
    constexpr float kMargin = 0.86F;
    camera.target = (layout.low + layout.high) * 0.5F;
    const auto fits = [&](float distance) {
        camera.distance = distance;
        for (int i = 0; i < 8; ++i) {
            const Vec3 p{(i & 1) ? layout.high.x : layout.low.x, (i & 2) ? layout.high.y : layout.low.y,
                         (i & 4) ? layout.high.z : layout.low.z};
            const auto pixel = project(camera, p, aspect * 1000, 1000);
            if (!pixel) return false;
            if (std::abs(pixel->x / (aspect * 500) - 1) > kMargin || std::abs(pixel->y / 500 - 1) > kMargin)
                return false;
        }
        return true;
    };
    float near = 0.1F;
    float far = 1;
    while (!fits(far) && far < 1e6F) far *= 2;
    for (int i = 0; i < 40; ++i) {
        const float middle = (near + far) / 2;
        (fits(middle) ? far : near) = middle;
    }
    camera.distance = far;
    return camera;
}

}  // namespace scene
