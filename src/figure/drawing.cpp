#include "figure/drawing.h"

#include <array>
#include <charconv>

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

}  // namespace

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
