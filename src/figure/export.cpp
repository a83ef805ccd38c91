#include "figure/export.h"

#include <cmath>
#include <memory>

#include <cairo-pdf.h>
#include <cairo-svg.h>

#include "figure/cairo_painter.h"
#include "words/message.h"

namespace figure {

namespace {

using Bytes = std::vector<unsigned char>;

cairo_status_t append(void* context, const unsigned char* data, unsigned length) {
    auto* bytes = static_cast<Bytes*>(context);
    bytes->insert(bytes->end(), data, data + length);
    return CAIRO_STATUS_SUCCESS;
}

struct DestroyCairo {
    void operator()(cairo_t* c) const { cairo_destroy(c); }
};

void check(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS)
        throw words::Error({"error.figure.draw", {cairo_status_to_string(status)}});
}

void draw(cairo_surface_t* surface, const Drawing& drawing, Color background, float scale) {
    const std::unique_ptr<cairo_t, DestroyCairo> cairo(cairo_create(surface));
    cairo_scale(cairo.get(), scale, scale);
    CairoPainter painter(cairo.get());
    painter.paint(RectFill{{0, 0, drawing.size.x, drawing.size.y}, background, 0});
    replay(drawing, painter);
    check(cairo_status(cairo.get()));
}

Surface make_surface(const Drawing& drawing, FileKind kind, float scale, Bytes& bytes) {
    const double w = drawing.size.x;
    const double h = drawing.size.y;
    switch (kind) {
        case FileKind::svg:
            return Surface(cairo_svg_surface_create_for_stream(append, &bytes, w, h));
        case FileKind::pdf:
            return Surface(cairo_pdf_surface_create_for_stream(append, &bytes, w, h));
        case FileKind::png:
            break;
    }
    const auto pixels = [&](double v) { return static_cast<int>(std::ceil(v * static_cast<double>(scale))); };
    return Surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, pixels(w), pixels(h)));
}

}  // namespace

FileKind kind_of_path(const std::filesystem::path& path) {
    const std::string extension = path.extension().string();
    if (extension == ".png") return FileKind::png;
    if (extension == ".svg") return FileKind::svg;
    if (extension == ".pdf") return FileKind::pdf;
    throw words::Error({"error.figure.kind", {extension}});
}

Bytes render_file(const Drawing& drawing, FileKind kind, Color background, float scale) {
    Bytes bytes;
    const Surface surface = make_surface(drawing, kind, scale, bytes);
    check(cairo_surface_status(surface.get()));
    draw(surface.get(), drawing, background, kind == FileKind::png ? scale : 1.0F);
    if (kind == FileKind::png) check(cairo_surface_write_to_png_stream(surface.get(), append, &bytes));
    cairo_surface_finish(surface.get());
    check(cairo_surface_status(surface.get()));
    return bytes;
}

}  // namespace figure
