#include "figure/cairo_painter.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

#include <cairo-ft.h>

#include "figure/font_face.h"

namespace figure {

namespace {

struct DestroyFace {
    void operator()(cairo_font_face_t* f) const { cairo_font_face_destroy(f); }
};

struct DestroyOptions {
    void operator()(cairo_font_options_t* o) const { cairo_font_options_destroy(o); }
};

bool is_opaque(const Pixels& pixels) {
    for (std::size_t i = 3; i < pixels.rgba.size(); i += 4)
        if (pixels.rgba[i] != 255) return false;
    return true;
}

/// Cairo's colours are multiplied with their alpha.
std::uint32_t multiplied(std::uint8_t value, std::uint8_t alpha) { return (value * alpha + 127U) / 255U; }

}  // namespace

CairoPainter::CairoPainter(cairo_t* cairo) : cairo_(cairo) {
    // Without hints letters stand where they were laid out, at any resolution.
    const std::unique_ptr<cairo_font_options_t, DestroyOptions> options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(cairo_, options.get());
}

void CairoPainter::set(Color c) {
    cairo_set_source_rgba(cairo_, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
}

void CairoPainter::stroke(Color color, float width, float dash) {
    set(color);
    cairo_set_line_width(cairo_, width);
    const double length = dash;
    cairo_set_dash(cairo_, &length, dash > 0 ? 1 : 0, 0);
    cairo_set_line_join(cairo_, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(cairo_);
}

void CairoPainter::rectangle(const Rect& r, float radius) {
    const double s = std::min({radius, r.w / 2, r.h / 2});
    if (s <= 0) {
        cairo_rectangle(cairo_, r.x, r.y, r.w, r.h);
        return;
    }
    constexpr double kQuarter = std::numbers::pi / 2;
    cairo_new_sub_path(cairo_);
    cairo_arc(cairo_, r.right() - s, r.y + s, s, -kQuarter, 0);
    cairo_arc(cairo_, r.right() - s, r.bottom() - s, s, 0, kQuarter);
    cairo_arc(cairo_, r.x + s, r.bottom() - s, s, kQuarter, 2 * kQuarter);
    cairo_arc(cairo_, r.x + s, r.y + s, s, 2 * kQuarter, 3 * kQuarter);
    cairo_close_path(cairo_);
}

void CairoPainter::paint(const Polyline& p) {
    if (p.color.a == 0 || p.points.size() < 2) return;
    cairo_new_path(cairo_);
    for (const Point& q : p.points) cairo_line_to(cairo_, q.x, q.y);
    if (p.closed) cairo_close_path(cairo_);
    stroke(p.color, p.width, p.dash);
}

void CairoPainter::paint(const ConvexFill& p) {
    if (p.color.a == 0 || p.points.size() < 3) return;
    cairo_new_path(cairo_);
    for (const Point& q : p.points) cairo_line_to(cairo_, q.x, q.y);
    cairo_close_path(cairo_);
    set(p.color);
    cairo_fill(cairo_);
}

void CairoPainter::paint(const RectFill& p) {
    if (p.color.a == 0) return;
    cairo_new_path(cairo_);
    rectangle(p.rect, p.radius);
    set(p.color);
    cairo_fill(cairo_);
}

void CairoPainter::paint(const RectStroke& p) {
    if (p.color.a == 0) return;
    cairo_new_path(cairo_);
    rectangle(p.rect, p.radius);
    stroke(p.color, p.width, p.dash);
}

void CairoPainter::paint(const Cubic& p) {
    if (p.color.a == 0) return;
    cairo_new_path(cairo_);
    cairo_move_to(cairo_, p.p0.x, p.p0.y);
    cairo_curve_to(cairo_, p.p1.x, p.p1.y, p.p2.x, p.p2.y, p.p3.x, p.p3.y);
    stroke(p.color, p.width, 0);
}

void CairoPainter::paint(const Circle& p) {
    cairo_new_path(cairo_);
    cairo_arc(cairo_, p.center.x, p.center.y, p.radius, 0, 2 * std::numbers::pi);
    if (p.fill.a != 0) {
        set(p.fill);
        cairo_fill_preserve(cairo_);
    }
    if (p.stroke.a != 0) {
        stroke(p.stroke, p.width, 0);
    } else {
        cairo_new_path(cairo_);
    }
}

void CairoPainter::paint(const Text& p) {
    if (p.color.a == 0 || p.text.empty()) return;
    const float width = p.align == Align::left ? 0 : text_width(p.face, p.size, p.text);
    float x = p.at.x - (p.align == Align::left ? 0.0F : p.align == Align::center ? width / 2 : width);
    set(p.color);
    cairo_set_font_size(cairo_, p.size);
    const float baseline = p.at.y + middle_to_baseline(p.face) * p.size;
    for (const GlyphRun& run : glyph_runs(p.face, p.text)) {
        const std::unique_ptr<cairo_font_face_t, DestroyFace> face(
            cairo_ft_font_face_create_for_ft_face(run.face->handle(), 0));
        cairo_set_font_face(cairo_, face.get());
        cairo_set_font_size(cairo_, p.size);
        cairo_move_to(cairo_, static_cast<double>(x), static_cast<double>(baseline));
        cairo_show_text(cairo_, run.text.c_str());
        x += text_width(p.face, p.size, run.text);
    }
}

void CairoPainter::paint(const Image& p) {
    if (!p.pixels || p.pixels->width == 0 || p.pixels->height == 0) return;
    const int w = p.pixels->width;
    const int h = p.pixels->height;
    const Surface surface(
        cairo_image_surface_create(is_opaque(*p.pixels) ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32, w, h));
    unsigned char* data = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    for (int y = 0; y < h; ++y) {
        auto* row = reinterpret_cast<std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y) * stride);
        for (int x = 0; x < w; ++x) {
            const std::uint8_t* q =
                p.pixels->rgba.data() +
                (static_cast<std::size_t>(y) * static_cast<std::size_t>(w) + static_cast<std::size_t>(x)) * 4;
            row[x] = std::uint32_t{q[3]} << 24U | multiplied(q[0], q[3]) << 16U |
                     multiplied(q[1], q[3]) << 8U | multiplied(q[2], q[3]);
        }
    }
    cairo_surface_mark_dirty(surface.get());
    // A map's cells are squares; what is made smaller is a photograph.
    double across = p.rect.w;
    double down = p.rect.h;
    cairo_user_to_device_distance(cairo_, &across, &down);
    cairo_save(cairo_);
    cairo_translate(cairo_, p.rect.x, p.rect.y);
    cairo_scale(cairo_, static_cast<double>(p.rect.w) / w, static_cast<double>(p.rect.h) / h);
    cairo_set_source_surface(cairo_, surface.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo_), w > across ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
    cairo_rectangle(cairo_, 0, 0, w, h);
    cairo_fill(cairo_);
    cairo_restore(cairo_);
}

void CairoPainter::paint(const PushClip& p) {
    cairo_save(cairo_);
    cairo_new_path(cairo_);
    cairo_rectangle(cairo_, p.rect.x, p.rect.y, p.rect.w, p.rect.h);
    // A pixel is inside if its middle is, as for a picture: otherwise a line of the next cells would show.
    cairo_set_antialias(cairo_, CAIRO_ANTIALIAS_NONE);
    cairo_clip(cairo_);
    cairo_set_antialias(cairo_, CAIRO_ANTIALIAS_DEFAULT);
}

void CairoPainter::paint(const PopClip&) { cairo_restore(cairo_); }

}  // namespace figure
