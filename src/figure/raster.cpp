#include "figure/raster.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "figure/cairo_painter.h"
#include "words/message.h"

namespace figure {

namespace {

constexpr int kMostPixels = 16384;

struct ReleaseCairo {
    void operator()(cairo_t* c) const { cairo_destroy(c); }
};

int whole_pixels(float points, float scale) {
    // What is less than a hundredth above a whole pixel is rounding. No integer holds all that could be asked
    // for.
    constexpr float kFar = 1e9F;
    return static_cast<int>(std::ceil(std::min(points * scale, kFar) - 0.01F));
}

/// Cairo's pixels are multiplied with their alpha.
void unpack(const std::uint32_t* from, int count, std::uint8_t* to) {
    for (int i = 0; i < count; ++i, to += 4) {
        const std::uint32_t pixel = from[i];
        const std::uint32_t alpha = pixel >> 24U;
        const auto channel = [&](unsigned shift) {
            const std::uint32_t value = pixel >> shift & 255U;
            return static_cast<std::uint8_t>(alpha == 0 || alpha == 255 ? value
                                                                        : (value * 255 + alpha / 2) / alpha);
        };
        to[0] = channel(16), to[1] = channel(8), to[2] = channel(0);
        to[3] = static_cast<std::uint8_t>(alpha);
    }
}

}  // namespace

bool Raster::opaque() const {
    for (std::size_t i = 3; i < rgba.size(); i += 4)
        if (rgba[i] != 255) return false;
    return true;
}

PixelSize pixel_size(Point points, float scale) {
    const PixelSize size{whole_pixels(points.x, scale), whole_pixels(points.y, scale)};
    if (size.width < 1 || size.height < 1 || size.width > kMostPixels || size.height > kMostPixels)
        throw words::Error({"error.figure.pixels", {size.width, size.height, kMostPixels}});
    return size;
}

Raster rasterize(const Drawing& drawing, Color ground, float scale) {
    const PixelSize size = pixel_size(drawing.size, scale);
    Raster raster;
    raster.width = size.width;
    raster.height = size.height;
    const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, raster.width, raster.height));
    {
        const std::unique_ptr<cairo_t, ReleaseCairo> cairo(cairo_create(surface.get()));
        cairo_scale(cairo.get(), static_cast<double>(scale), static_cast<double>(scale));
        CairoPainter painter(cairo.get());
        const float pixel = 1 / scale;
        painter.paint(RectFill{{0, 0, drawing.size.x + pixel, drawing.size.y + pixel}, ground, 0});
        replay(drawing, painter);
        if (const cairo_status_t status = cairo_status(cairo.get()); status != CAIRO_STATUS_SUCCESS)
            throw words::Error({"error.figure.draw", {cairo_status_to_string(status)}});
    }
    cairo_surface_flush(surface.get());
    raster.rgba.resize(static_cast<std::size_t>(raster.width) * static_cast<std::size_t>(raster.height) * 4);
    const unsigned char* data = cairo_image_surface_get_data(surface.get());
    const std::ptrdiff_t stride = cairo_image_surface_get_stride(surface.get());
    for (int y = 0; y < raster.height; ++y)
        unpack(reinterpret_cast<const std::uint32_t*>(data + y * stride), raster.width,
               raster.rgba.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(raster.width) * 4);
    return raster;
}

}  // namespace figure
