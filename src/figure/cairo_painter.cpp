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

std::size_t length_at(std::string_view text, std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    return std::min(length, text.size() - at);
}

std::uint32_t code_at(std::string_view text, std::size_t at) {
    const std::size_t length = length_at(text, at);
    const auto first = static_cast<unsigned char>(text[at]);
    std::uint32_t code = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        code = code << 6U | (static_cast<unsigned char>(text[at + i]) & 63U);
    return code;
}

/// The face that draws a character: the wanted one, otherwise one that has it.
FontFace* face_for(Face face, std::uint32_t code) {
    for (FontFace* candidate : {font_face(face), font_face(Face::mono), cjk_font_face()})
        if (candidate && candidate->has(code)) return candidate;
    return font_face(face);
}

/// A piece of text that one face draws.
struct Run {
    FontFace* face = nullptr;
    std::string text;
};

std::vector<Run> runs_of(Face face, std::string_view text) {
    std::vector<Run> runs;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = length_at(text, at);
        FontFace* const chosen = face_for(face, code_at(text, at));
        if (runs.empty() || runs.back().face != chosen) runs.push_back({chosen, {}});
        runs.back().text += text.substr(at, length);
        at += length;
    }
    return runs;
}

}  // namespace

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
    double x = p.at.x - (p.align == Align::left ? 0.0F : p.align == Align::center ? width / 2 : width);
    set(p.color);
    cairo_set_font_size(cairo_, p.size);
    for (const Run& run : runs_of(p.face, p.text)) {
        if (!run.face) continue;
        const std::unique_ptr<cairo_font_face_t, DestroyFace> face(
            cairo_ft_font_face_create_for_ft_face(run.face->handle(), 0));
        cairo_set_font_face(cairo_, face.get());
        cairo_set_font_size(cairo_, p.size);
        cairo_font_extents_t extents;
        cairo_font_extents(cairo_, &extents);
        // The middle of the line stands at the given height.
        cairo_move_to(cairo_, x, p.at.y + (extents.ascent - extents.descent) / 2);
        cairo_show_text(cairo_, run.text.c_str());
        x += text_width(p.face, p.size, run.text);
    }
}

void CairoPainter::paint(const Image& p) {
    if (!p.pixels || p.pixels->width == 0 || p.pixels->height == 0) return;
    const int w = p.pixels->width;
    const int h = p.pixels->height;
    const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h));
    unsigned char* data = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    for (int y = 0; y < h; ++y) {
        auto* row = reinterpret_cast<std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y) * stride);
        for (int x = 0; x < w; ++x) {
            const std::uint8_t* q =
                p.pixels->rgba.data() +
                (static_cast<std::size_t>(y) * static_cast<std::size_t>(w) + static_cast<std::size_t>(x)) * 4;
            row[x] = std::uint32_t{q[0]} << 16U | std::uint32_t{q[1]} << 8U | q[2];
        }
    }
    cairo_surface_mark_dirty(surface.get());
    cairo_save(cairo_);
    cairo_translate(cairo_, p.rect.x, p.rect.y);
    cairo_scale(cairo_, static_cast<double>(p.rect.w) / w, static_cast<double>(p.rect.h) / h);
    cairo_set_source_surface(cairo_, surface.get(), 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cairo_), CAIRO_FILTER_NEAREST);
    cairo_rectangle(cairo_, 0, 0, w, h);
    cairo_fill(cairo_);
    cairo_restore(cairo_);
}

void CairoPainter::paint(const PushClip& p) {
    cairo_save(cairo_);
    cairo_new_path(cairo_);
    cairo_rectangle(cairo_, p.rect.x, p.rect.y, p.rect.w, p.rect.h);
    cairo_clip(cairo_);
}

void CairoPainter::paint(const PopClip&) { cairo_restore(cairo_); }

}  // namespace figure
