#include "figure/drawing.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <type_traits>

#include "figure/text.h"

namespace figure {

namespace {

/// Two decimals are finer than any pixel, and equal on every machine.
std::string coordinate(float value) {
    std::array<char, 48> buffer{};
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, 2);
    (void)error;
    const std::string text(buffer.data(), end);
    return text == "-0.00" ? "0.00" : text;
}

std::string hex(Color c) {
    constexpr const char* kDigits = "0123456789abcdef";
    std::string text = "#";
    for (const std::uint8_t v : {c.r, c.g, c.b, c.a}) {
        text += kDigits[v >> 4U];
        text += kDigits[v & 15U];
    }
    return text;
}

std::string at(Point p) { return coordinate(p.x) + "," + coordinate(p.y); }
std::string box(const Rect& r) {
    return coordinate(r.x) + "," + coordinate(r.y) + " " + coordinate(r.w) + "x" + coordinate(r.h);
}
std::string points(const std::vector<Point>& all) {
    std::string text;
    for (const Point& p : all) text += " " + at(p);
    return text;
}

struct Dumper {
    std::string operator()(const Polyline& p) const {
        return "polyline " + hex(p.color) + " w" + coordinate(p.width) + (p.closed ? " closed" : "") +
               (p.dash > 0 ? " dash" + coordinate(p.dash) : "") + points(p.points);
    }
    std::string operator()(const ConvexFill& p) const { return "fill " + hex(p.color) + points(p.points); }
    std::string operator()(const RectFill& p) const {
        return "rect-fill " + hex(p.color) + " " + box(p.rect) + " r" + coordinate(p.radius);
    }
    std::string operator()(const RectStroke& p) const {
        return "rect-stroke " + hex(p.color) + " w" + coordinate(p.width) + " " + box(p.rect) + " r" +
               coordinate(p.radius) + (p.dash > 0 ? " dash" + coordinate(p.dash) : "");
    }
    std::string operator()(const Cubic& p) const {
        return "cubic " + hex(p.color) + " w" + coordinate(p.width) + points({p.p0, p.p1, p.p2, p.p3});
    }
    std::string operator()(const Circle& p) const {
        return "circle fill" + hex(p.fill) + " stroke" + hex(p.stroke) + " w" + coordinate(p.width) + " " +
               at(p.center) + " r" + coordinate(p.radius);
    }
    std::string operator()(const Text& p) const {
        constexpr std::array kFaces = {"text", "bold", "mono"};
        constexpr std::array kAligns = {"left", "center", "right"};
        return std::string("text ") + kFaces[static_cast<std::size_t>(p.face)] + " " +
               kAligns[static_cast<std::size_t>(p.align)] + " " + coordinate(p.size) + " " + hex(p.color) +
               " " + at(p.at) + " \"" + p.text + "\"";
    }
    std::string operator()(const Image& p) const {
        return "image " + box(p.rect) + " " + std::to_string(p.pixels ? p.pixels->width : 0) + "x" +
               std::to_string(p.pixels ? p.pixels->height : 0) + " key " + std::to_string(p.key);
    }
    std::string operator()(const PushClip& p) const { return "clip " + box(p.rect); }
    std::string operator()(const PopClip&) const { return "end-clip"; }
    std::string operator()(const BeginGroup& p) const { return "group " + p.name; }
    std::string operator()(const EndGroup&) const { return "end-group"; }
};

struct Shift {
    float dx, dy;
    void by(Point& p) const { p = {p.x + dx, p.y + dy}; }
    void by(Rect& r) const { r.x += dx, r.y += dy; }
    void by(std::vector<Point>& points) const {
        for (Point& p : points) by(p);
    }
    void operator()(Polyline& p) const { by(p.points); }
    void operator()(ConvexFill& p) const { by(p.points); }
    void operator()(RectFill& p) const { by(p.rect); }
    void operator()(RectStroke& p) const { by(p.rect); }
    void operator()(Cubic& p) const { by(p.p0), by(p.p1), by(p.p2), by(p.p3); }
    void operator()(Circle& p) const { by(p.center); }
    void operator()(Text& p) const { by(p.at); }
    void operator()(Image& p) const { by(p.rect); }
    void operator()(PushClip& p) const { by(p.rect); }
    void operator()(PopClip&) const {}
    void operator()(BeginGroup&) const {}
    void operator()(EndGroup&) const {}
};

Rect around(const std::vector<Point>& points, float margin) {
    if (points.empty()) return {};
    const auto [left, right] = std::ranges::minmax(points, {}, &Point::x);
    const auto [top, bottom] = std::ranges::minmax(points, {}, &Point::y);
    return Rect{left.x, top.y, right.x - left.x, bottom.y - top.y}.inset(-margin);
}

struct Extent {
    Rect operator()(const Polyline& p) const { return around(p.points, p.width / 2); }
    Rect operator()(const ConvexFill& p) const { return around(p.points, 0); }
    Rect operator()(const RectFill& p) const { return p.rect; }
    Rect operator()(const RectStroke& p) const { return p.rect.inset(-p.width / 2); }
    // The curve lies inside the hull of its points.
    Rect operator()(const Cubic& p) const { return around({p.p0, p.p1, p.p2, p.p3}, p.width / 2); }
    Rect operator()(const Circle& p) const {
        const float r = p.radius + (p.stroke.a > 0 ? p.width / 2 : 0);
        return {p.center.x - r, p.center.y - r, 2 * r, 2 * r};
    }
    Rect operator()(const Text& p) const { return text_box(p); }
    Rect operator()(const Image& p) const { return p.rect; }
    template <class Other>
    Rect operator()(const Other&) const {
        return {};
    }
};

Rect common(const Rect& a, const Rect& b) {
    const float x = std::max(a.x, b.x);
    const float y = std::max(a.y, b.y);
    return {x, y, std::max(0.0F, std::min(a.right(), b.right()) - x),
            std::max(0.0F, std::min(a.bottom(), b.bottom()) - y)};
}

}  // namespace

void move(Primitive& item, float dx, float dy) { std::visit(Shift{dx, dy}, item); }

void move(Drawing& drawing, float dx, float dy) {
    for (Primitive& item : drawing.items) move(item, dx, dy);
}

Rect bounds(const Drawing& drawing) {
    constexpr float kFar = 1e9F;
    std::vector<Rect> clips = {{-kFar, -kFar, 2 * kFar, 2 * kFar}};
    float left = kFar, top = kFar, right = -kFar, bottom = -kFar;
    for (const Primitive& item : drawing.items) {
        if (const auto* clip = std::get_if<PushClip>(&item)) {
            clips.push_back(common(clips.back(), clip->rect));
            continue;
        }
        if (std::holds_alternative<PopClip>(item)) {
            clips.pop_back();
            continue;
        }
        const Rect seen = common(std::visit(Extent{}, item), clips.back());
        if (seen.w <= 0 && seen.h <= 0) continue;
        left = std::min(left, seen.x), right = std::max(right, seen.right());
        top = std::min(top, seen.y), bottom = std::max(bottom, seen.bottom());
    }
    if (right < left) return {};
    return {left, top, right - left, bottom - top};
}

bool Image::operator==(const Image& other) const {
    if (rect != other.rect || key != other.key) return false;
    return pixels == other.pixels || (pixels && other.pixels && *pixels == *other.pixels);
}

void replay(const Drawing& drawing, Painter& painter) {
    for (const Primitive& item : drawing.items) std::visit([&](const auto& p) { painter.paint(p); }, item);
}

std::string dump(const Drawing& drawing) {
    std::string text = "size " + at(drawing.size) + "\n";
    std::size_t depth = 0;
    for (const Primitive& item : drawing.items) {
        if (std::holds_alternative<EndGroup>(item)) {
            --depth;
            continue;
        }
        text += std::string(depth * 2, ' ') + std::visit(Dumper{}, item) + "\n";
        if (std::holds_alternative<BeginGroup>(item)) ++depth;
    }
    return text;
}

}  // namespace figure
