#include "ui/drawlist_painter.h"

#include <algorithm>
#include <cmath>

#include "figure/text.h"
#include "ui/theme.h"

namespace ui {

namespace {

// Pixels that a text may be wider on the screen, where glyphs stand on whole pixels: it stays sharp.
constexpr float kTolerated = 1;

}  // namespace

void DrawListPainter::dashed(ImVec2 a, ImVec2 b, ImU32 color, float width, float dash) {
    const float dx = b.x - a.x;
    const float dy = b.y - a.y;
    const float length = std::sqrt(dx * dx + dy * dy);
    // A dash at both ends looks even, so an odd number of pieces shares the length.
    const int pieces = std::max(1, static_cast<int>(length / dash) | 1);
    for (int i = 0; i < pieces; i += 2) {
        const float t0 = static_cast<float>(i) / static_cast<float>(pieces);
        const float t1 = static_cast<float>(i + 1) / static_cast<float>(pieces);
        list_.AddLine(ImVec2(a.x + dx * t0, a.y + dy * t0), ImVec2(a.x + dx * t1, a.y + dy * t1), color,
                      width);
    }
}

void DrawListPainter::paint(const figure::Polyline& p) {
    if (p.color.a == 0 || p.points.size() < 2) return;
    points_.clear();
    for (const figure::Point& q : p.points) points_.push_back(at(q));
    if (p.dash > 0) {
        for (std::size_t i = 0; i + 1 < points_.size(); ++i)
            dashed(points_[i], points_[i + 1], im_color(p.color), p.width, p.dash);
        if (p.closed) dashed(points_.back(), points_.front(), im_color(p.color), p.width, p.dash);
        return;
    }
    compat::add_polyline(&list_, points_.data(), static_cast<int>(points_.size()), im_color(p.color),
                         p.closed, p.width);
}

void DrawListPainter::paint(const figure::ConvexFill& p) {
    if (p.color.a == 0 || p.points.size() < 3) return;
    points_.clear();
    for (const figure::Point& q : p.points) points_.push_back(at(q));
    list_.AddConvexPolyFilled(points_.data(), static_cast<int>(points_.size()), im_color(p.color));
}

void DrawListPainter::paint(const figure::RectFill& p) {
    if (p.color.a == 0) return;
    list_.AddRectFilled(at({p.rect.x, p.rect.y}), at({p.rect.right(), p.rect.bottom()}), im_color(p.color),
                        p.radius);
}

void DrawListPainter::paint(const figure::RectStroke& p) {
    if (p.color.a == 0) return;
    const ImVec2 low = at({p.rect.x, p.rect.y});
    const ImVec2 high = at({p.rect.right(), p.rect.bottom()});
    if (p.dash > 0) {
        dashed(low, ImVec2(high.x, low.y), im_color(p.color), p.width, p.dash);
        dashed(ImVec2(high.x, low.y), high, im_color(p.color), p.width, p.dash);
        dashed(high, ImVec2(low.x, high.y), im_color(p.color), p.width, p.dash);
        dashed(ImVec2(low.x, high.y), low, im_color(p.color), p.width, p.dash);
        return;
    }
    compat::add_rect(&list_, low, high, im_color(p.color), p.radius, p.width);
}

void DrawListPainter::paint(const figure::Cubic& p) {
    if (p.color.a == 0) return;
    list_.AddBezierCubic(at(p.p0), at(p.p1), at(p.p2), at(p.p3), im_color(p.color), p.width);
}

void DrawListPainter::paint(const figure::Circle& p) {
    if (p.fill.a != 0) list_.AddCircleFilled(at(p.center), p.radius, im_color(p.fill));
    if (p.stroke.a != 0) list_.AddCircle(at(p.center), p.radius, im_color(p.stroke), 0, p.width);
}

void DrawListPainter::paint(const figure::Text& p) {
    if (p.color.a == 0 || p.text.empty()) return;
    fonts_.show(p.text);
    ImFont* font = fonts_.nearest(p.face, p.size, p.text);
    const char* begin = p.text.data();
    const char* end = begin + p.text.size();
    float size = fonts_.line_height(p.face, p.size);
    // What follows on the line stands where this text ends in a file. Numbers stand alone.
    if (keeps_widths_ || p.face != figure::Face::mono) {
        const float wanted = figure::text_width(p.face, p.size, p.text);
        const float wide = compat::text_width(font, size, begin, end);
        if (wide > wanted + (keeps_widths_ ? 0.0F : kTolerated)) size *= wanted / wide;
    }
    const float width = p.align == figure::Align::left ? 0.0F : compat::text_width(font, size, begin, end);
    const float shift = p.align == figure::Align::left     ? 0.0F
                        : p.align == figure::Align::center ? width / 2
                                                           : width;
    const ImVec2 pos = at({p.at.x - shift, p.at.y - size / 2});
    // Whole pixels keep glyphs sharp.
    list_.AddText(font, size, ImVec2(std::round(pos.x), std::round(pos.y)), im_color(p.color), begin, end);
}

void DrawListPainter::paint(const figure::Image& p) {
    if (!p.pixels) return;
    list_.AddImage(textures_.texture(p), at({p.rect.x, p.rect.y}), at({p.rect.right(), p.rect.bottom()}));
}

void DrawListPainter::paint(const figure::PushClip& p) {
    // A pixel is inside if its middle is, as for a picture: otherwise a line of the next cells would show.
    const ImVec2 scale = ImGui::GetIO().DisplayFramebufferScale;
    const auto whole = [&](ImVec2 point) {
        return ImVec2(std::round(point.x * scale.x) / scale.x, std::round(point.y * scale.y) / scale.y);
    };
    list_.PushClipRect(whole(at({p.rect.x, p.rect.y})), whole(at({p.rect.right(), p.rect.bottom()})), true);
}

void DrawListPainter::paint(const figure::PopClip&) { list_.PopClipRect(); }

}  // namespace ui
