#include "document/raster.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "document/prepare.h"

namespace document {

namespace {

/// Weights of source cells for one target cell along one axis: area averaging when shrinking, linear when
/// enlarging.
struct Axis {
    std::int64_t first = 0;
    std::vector<float> weights;
};

std::vector<Axis> resampling(std::int64_t source, std::int64_t target, double begin, double length) {
    std::vector<Axis> axes(static_cast<std::size_t>(target));
    const double scale = length / static_cast<double>(target);
    for (std::int64_t i = 0; i < target; ++i) {
        const double centre = begin + (static_cast<double>(i) + 0.5) * scale;
        // A tent of at least one source cell: enlarging interpolates, shrinking averages what a cell covers.
        const double reach = std::max(scale / 2, 0.5);
        const bool average = scale > 1;
        const double low = centre - (average ? reach : 1.0);
        const double high = centre + (average ? reach : 1.0);
        Axis& axis = axes[static_cast<std::size_t>(i)];
        axis.first = static_cast<std::int64_t>(std::floor(low));
        double sum = 0;
        std::vector<double> weights;
        for (std::int64_t s = axis.first; static_cast<double>(s) < high; ++s) {
            const double a = static_cast<double>(s);
            const double overlap = std::min(a + 1, high) - std::max(a, low);
            const double tent = 1 - std::abs(a + 0.5 - centre);
            const double weight = s < 0 || s >= source ? 0 : std::max(0.0, average ? overlap : tent);
            weights.push_back(weight);
            sum += weight;
        }
        // Outside of the source no cell counts. At its rim the inner cells count alone.
        const bool outside = centre < 0 || centre > static_cast<double>(source);
        for (const double weight : weights)
            axis.weights.push_back(sum > 0 && !outside ? static_cast<float>(weight / sum) : 0.0F);
    }
    return axes;
}

/// The part of the picture that the canvas shows, in source cells.
struct Crop {
    double x = 0, y = 0, w = 0, h = 0;
};

Crop crop_of(const pool::Shape& picture, int height, int width, Fit fit) {
    const auto pw = static_cast<double>(picture.w);
    const auto ph = static_cast<double>(picture.h);
    if (fit == Fit::stretch) return {0, 0, pw, ph};
    const double scale_x = pw / width;
    const double scale_y = ph / height;
    const double scale = fit == Fit::contain ? std::max(scale_x, scale_y) : std::min(scale_x, scale_y);
    const double w = scale * width;
    const double h = scale * height;
    return {(pw - w) / 2, (ph - h) / 2, w, h};
}

/// Whether no target cell's centre lies on the source: it is thinner than a cell.
bool all_outside(const std::vector<Axis>& axes) {
    return std::ranges::all_of(axes, [](const Axis& axis) {
        return std::ranges::all_of(axis.weights, [](float weight) { return weight == 0; });
    });
}

/// A source thinner than one target cell fills one.
std::vector<Axis> never_empty(std::vector<Axis> axes, std::int64_t source) {
    if (!all_outside(axes)) return axes;
    Axis& middle = axes[axes.size() / 2];
    middle.first = 0;
    middle.weights.assign(static_cast<std::size_t>(source), 1.0F / static_cast<float>(source));
    return axes;
}

pool::Tensor fitted(const pool::Tensor& picture, int height, int width, Fit fit) {
    const pool::Shape& shape = picture.shape();
    const Crop crop = crop_of(shape, height, width, fit);
    const std::vector<Axis> rows = never_empty(resampling(shape.h, height, crop.y, crop.h), shape.h);
    const std::vector<Axis> columns = never_empty(resampling(shape.w, width, crop.x, crop.w), shape.w);
    const auto is_bar = [](const Axis& axis) {
        return std::ranges::all_of(axis.weights, [](float weight) { return weight == 0; });
    };
    pool::Tensor result({1, shape.c, height, width});
    std::vector<float> line(static_cast<std::size_t>(shape.w));
    for (std::int64_t c = 0; c < shape.c; ++c) {
        const auto source = picture.plane(0, c);
        // Bars beside a picture go on as its rim does.
        const float bar = rim_value(picture, c);
        for (int y = 0; y < height; ++y) {
            const Axis& row = rows[static_cast<std::size_t>(y)];
            const bool row_is_bar = is_bar(row);
            std::ranges::fill(line, 0.0F);
            for (std::size_t k = 0; k < row.weights.size(); ++k) {
                if (row.weights[k] == 0) continue;
                const auto from =
                    static_cast<std::size_t>((row.first + static_cast<std::int64_t>(k)) * shape.w);
                for (std::size_t x = 0; x < line.size(); ++x) line[x] += row.weights[k] * source[from + x];
            }
            for (int x = 0; x < width; ++x) {
                const Axis& column = columns[static_cast<std::size_t>(x)];
                float sum = row_is_bar || is_bar(column) ? bar : 0.0F;
                for (std::size_t k = 0; k < column.weights.size() && !row_is_bar; ++k) {
                    if (column.weights[k] == 0) continue;
                    sum += column.weights[k] *
                           line[static_cast<std::size_t>(column.first + static_cast<std::int64_t>(k))];
                }
                result.at({0, c, y, x}) = sum;
            }
        }
    }
    return result;
}

float distance_to_segment(float px, float py, StrokePoint a, StrokePoint b) {
    const float dx = b.x - a.x;
    const float dy = b.y - a.y;
    const float length = dx * dx + dy * dy;
    const float t = length > 0 ? std::clamp(((px - a.x) * dx + (py - a.y) * dy) / length, 0.0F, 1.0F) : 0.0F;
    const float x = px - (a.x + t * dx);
    const float y = py - (a.y + t * dy);
    return std::sqrt(x * x + y * y);
}

/// How much of a cell the brush covers at a distance from its centre line, all in cells.
float coverage(float distance, float radius, float hardness) {
    // The rim is at least one cell wide, which smooths the edge.
    const float core = std::min(radius * hardness, radius - 0.5F);
    const float rim = std::max(radius + 0.5F, core + 0.01F);
    const float t = std::clamp((rim - distance) / (rim - core), 0.0F, 1.0F);
    return t * t * (3 - 2 * t);
}

/// Coverage of a whole stroke, written as the maximum over its segments into the cells that it touches.
struct Cover {
    std::int64_t x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    std::vector<float> values;
};

/// The brush's radius in cells.
float radius_of(const Stroke& stroke, const pool::Shape& shape) {
    const auto shorter = static_cast<float>(std::min(shape.w, shape.h));
    return std::max(stroke.size * shorter / 2, 0.5F);
}

/// The cells that points of a stroke, from number `first` on, can reach.
pool::Region reach_of(const Stroke& stroke, std::size_t first, const pool::Shape& shape) {
    const auto w = static_cast<float>(shape.w);
    const auto h = static_cast<float>(shape.h);
    const float reach = radius_of(stroke, shape) + 1;
    const auto clamp_to = [](float v, std::int64_t limit) {
        return std::clamp<std::int64_t>(static_cast<std::int64_t>(std::clamp(v, -1e6F, 1e6F)), 0, limit);
    };
    if (first >= stroke.points.size()) return {};
    // One box around all points first: a segment may cross the map between two points that lie outside of it.
    float x0 = stroke.points[first].x, x1 = x0;
    float y0 = stroke.points[first].y, y1 = y0;
    for (const StrokePoint& p : std::span(stroke.points).subspan(first)) {
        x0 = std::min(x0, p.x), x1 = std::max(x1, p.x);
        y0 = std::min(y0, p.y), y1 = std::max(y1, p.y);
    }
    return {clamp_to(std::floor(y0 * h - reach), shape.h), clamp_to(std::ceil(y1 * h + reach), shape.h),
            clamp_to(std::floor(x0 * w - reach), shape.w), clamp_to(std::ceil(x1 * w + reach), shape.w)};
}

pool::Region overlap(const pool::Region& a, const pool::Region& b) {
    return {std::max(a.y0, b.y0), std::min(a.y1, b.y1), std::max(a.x0, b.x0), std::min(a.x1, b.x1)};
}

/// The part of a stroke that lies in `part`.
Cover cover_of(const Stroke& stroke, const pool::Shape& shape, const pool::Region& part) {
    const auto w = static_cast<float>(shape.w);
    const auto h = static_cast<float>(shape.h);
    const float radius = radius_of(stroke, shape);
    Cover cover;
    const pool::Region region = overlap(reach_of(stroke, 0, shape), part);
    if (region.empty()) return cover;
    std::vector<StrokePoint> points;
    for (const StrokePoint& p : stroke.points) points.push_back({p.x * w, p.y * h});
    const float reach = radius + 1;
    const auto clamp_to = [](float v, std::int64_t limit) {
        return std::clamp<std::int64_t>(static_cast<std::int64_t>(std::clamp(v, -1e6F, 1e6F)), 0, limit);
    };
    cover.x0 = region.x0;
    cover.x1 = region.x1;
    cover.y0 = region.y0;
    cover.y1 = region.y1;
    const std::int64_t columns = std::max<std::int64_t>(cover.x1 - cover.x0, 0);
    cover.values.assign(static_cast<std::size_t>(columns * std::max<std::int64_t>(cover.y1 - cover.y0, 0)),
                        0.0F);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const StrokePoint a = points[i];
        const StrokePoint b = points[std::min(i + 1, points.size() - 1)];
        if (i > 0 && i + 1 == points.size()) break;
        const std::int64_t sx0 =
            std::max(cover.x0, clamp_to(std::floor(std::min(a.x, b.x) - reach), shape.w));
        const std::int64_t sx1 = std::min(cover.x1, clamp_to(std::ceil(std::max(a.x, b.x) + reach), shape.w));
        const std::int64_t sy0 =
            std::max(cover.y0, clamp_to(std::floor(std::min(a.y, b.y) - reach), shape.h));
        const std::int64_t sy1 = std::min(cover.y1, clamp_to(std::ceil(std::max(a.y, b.y) + reach), shape.h));
        for (std::int64_t y = sy0; y < sy1; ++y) {
            for (std::int64_t x = sx0; x < sx1; ++x) {
                const float d =
                    distance_to_segment(static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F, a, b);
                float& cell = cover.values[static_cast<std::size_t>((y - cover.y0) * columns + x - cover.x0)];
                cell = std::max(cell, coverage(d, radius, stroke.hardness));
            }
        }
    }
    return cover;
}

void draw(const Stroke& stroke, float full, pool::Tensor& map, const pool::Region& part) {
    const pool::Shape& shape = map.shape();
    const Cover cover = cover_of(stroke, shape, part);
    for (std::int64_t n = 0; n < shape.n; ++n) {
        for (std::int64_t c = 0; c < shape.c; ++c) {
            const float* covered = cover.values.data();
            const auto plane = map.plane(n, c);
            for (std::int64_t y = cover.y0; y < cover.y1; ++y) {
                for (std::int64_t x = cover.x0; x < cover.x1; ++x) {
                    float& value = plane[static_cast<std::size_t>(y * shape.w + x)];
                    const float a = *covered++;
                    if (a <= 0) continue;
                    value = stroke.erase ? value * (1 - a) : std::max(value, a * stroke.strength * full);
                }
            }
        }
    }
}

}  // namespace

pool::Shape input_shape(const Input& input) {
    if (!input.base.values) return {1, 1, input.height, input.width};
    const pool::Shape& shape = input.base.values->shape();
    const bool one = input.channel >= 0 || (input.base.picture && input.grey);
    const std::int64_t channels = one ? 1 : shape.c;
    if (!input.base.picture) return {shape.n, channels, shape.h, shape.w};
    return {1, channels, input.height, input.width};
}

pool::Tensor raster(const Input& input) {
    Raster raster;
    raster.update(input);
    return *raster.map();
}

namespace {

bool same_base(const Input& a, const Input& b) {
    return a.height == b.height && a.width == b.width && a.base == b.base && a.fit == b.fit &&
           a.invert == b.invert && a.grey == b.grey && a.channel == b.channel &&
           a.even_light == b.even_light && a.black == b.black && a.white == b.white &&
           a.crop_to_ink == b.crop_to_ink;
}

/// What the strokes from the first different one on can reach.
pool::Region strokes_changed(const Input& before, const Input& after, const pool::Shape& shape) {
    const std::vector<Stroke>& a = before.strokes;
    const std::vector<Stroke>& b = after.strokes;
    std::size_t same = 0;
    while (same < a.size() && same < b.size() && a[same] == b[same]) ++same;
    if (same == a.size() && same == b.size()) return {};
    // A stroke that only grew changes its new part, from the last old point on.
    if (same + 1 == a.size() && same + 1 == b.size() && b[same].points.size() > a[same].points.size() &&
        !a[same].points.empty()) {
        Stroke old = b[same];
        old.points.resize(a[same].points.size());
        if (old == a[same]) return reach_of(b[same], a[same].points.size() - 1, shape);
    }
    pool::Region region;
    for (std::size_t i = same; i < a.size(); ++i) region = region.with(reach_of(a[i], 0, shape));
    for (std::size_t i = same; i < b.size(); ++i) region = region.with(reach_of(b[i], 0, shape));
    return region;
}

pool::Region edits_changed(const Input& before, const Input& after) {
    const auto region_of = [](const std::vector<CellEdit>& edits, std::size_t first) {
        pool::Region region;
        for (std::size_t i = first; i < edits.size(); ++i) {
            const pool::Cell& cell = edits[i].cell;
            region = region.with({cell.y, cell.y + 1, cell.x, cell.x + 1});
        }
        return region;
    };
    std::size_t same = 0;
    while (same < before.edits.size() && same < after.edits.size() && before.edits[same] == after.edits[same])
        ++same;
    return region_of(before.edits, same).with(region_of(after.edits, same));
}

}  // namespace

std::optional<pool::Region> Raster::update(const Input& input) {
    if (!input_ || !same_base(*input_, input)) {
        rebuild(input);
        input_ = input;
        return std::nullopt;
    }
    const pool::Shape& shape = base_->shape();
    const pool::Region changed =
        overlap(strokes_changed(*input_, input, shape).with(edits_changed(*input_, input)),
                pool::Region::whole(shape));
    if (!changed.empty()) redraw(input, changed);
    input_ = input;
    return changed.empty() ? pool::Region{} : changed;
}

void Raster::rebuild(const Input& input) {
    const bool array = input.base.values && !input.base.picture;
    if (array) {
        base_ = prepared_array(input);
    } else if (input.base.values) {
        base_ = std::make_shared<const pool::Tensor>(
            fitted(*prepared_picture(input), input.height, input.width, input.fit));
    } else {
        base_ = std::make_shared<const pool::Tensor>(pool::Tensor(input_shape(input)));
    }
    full_.reset();
    if (!array) full_ = 1.0F;
    drawn_.reset();
    map_ = base_;
    if (!input.strokes.empty() || !input.edits.empty()) redraw(input, pool::Region::whole(base_->shape()));
}

void Raster::redraw(const Input& input, const pool::Region& region) {
    const pool::Shape& shape = base_->shape();
    if (!drawn_) {
        drawn_ = std::make_shared<pool::Tensor>(*base_);
        map_ = drawn_;
    }
    for (std::int64_t n = 0; n < shape.n; ++n) {
        for (std::int64_t c = 0; c < shape.c; ++c) {
            for (std::int64_t y = region.y0; y < region.y1; ++y) {
                const auto at = static_cast<std::size_t>(y * shape.w + region.x0);
                const auto count = static_cast<std::size_t>(region.x1 - region.x0);
                std::ranges::copy(base_->plane(n, c).subspan(at, count),
                                  drawn_->plane(n, c).subspan(at).begin());
            }
        }
    }
    for (const Stroke& stroke : input.strokes) draw(stroke, full_value(), *drawn_, region);
    for (const CellEdit& edit : input.edits)
        if (drawn_->contains(edit.cell) && region.contains(edit.cell.y, edit.cell.x))
            drawn_->at(edit.cell) = edit.value;
}

float Raster::full_value() {
    if (full_) return *full_;
    float highest = 0;
    for (const float value : base_->data())
        if (std::isfinite(value)) highest = std::max(highest, value);
    full_ = highest > 0 ? highest : 1.0F;
    return *full_;
}

}  // namespace document
