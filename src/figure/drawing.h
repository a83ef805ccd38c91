#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace figure {

/// Logical points, y down.
struct Point {
    float x = 0;
    float y = 0;
    bool operator==(const Point&) const = default;
};

struct Rect {
    float x = 0;
    float y = 0;
    float w = 0;
    float h = 0;
    float right() const { return x + w; }
    float bottom() const { return y + h; }
    Point center() const { return {x + w / 2, y + h / 2}; }
    bool contains(Point p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }
    Rect inset(float d) const { return {x + d, y + d, w - 2 * d, h - 2 * d}; }
    bool operator==(const Rect&) const = default;
};

struct Color {
    std::uint8_t r = 0;
    std::uint8_t g = 0;
    std::uint8_t b = 0;
    std::uint8_t a = 255;
    bool operator==(const Color&) const = default;
    Color with_alpha(float factor) const {
        return {r, g, b, static_cast<std::uint8_t>(static_cast<float>(a) * factor + 0.5F)};
    }
};

enum class Face { text, text_bold, mono };
enum class Align { left, center, right };

/// Primitives. Widths and sizes in points. A fill or stroke with alpha 0 is not drawn.
struct Polyline {
    std::vector<Point> points;
    Color color;
    float width = 1;
    bool closed = false;
    float dash = 0;  ///< length of a dash and of a gap; 0: solid
    bool operator==(const Polyline&) const = default;
};
struct ConvexFill {
    std::vector<Point> points;
    Color color;
    bool operator==(const ConvexFill&) const = default;
};
struct RectFill {
    Rect rect;
    Color color;
    float radius = 0;
    bool operator==(const RectFill&) const = default;
};
struct RectStroke {
    Rect rect;
    Color color;
    float width = 1;
    float radius = 0;
    float dash = 0;
    bool operator==(const RectStroke&) const = default;
};
struct Cubic {
    Point p0, p1, p2, p3;
    Color color;
    float width = 1;
    bool operator==(const Cubic&) const = default;
};
struct Circle {
    Point center;
    float radius = 1;
    Color fill{0, 0, 0, 0};
    Color stroke{0, 0, 0, 0};
    float width = 1;
    bool operator==(const Circle&) const = default;
};
/// One line of text; `at` is the left, middle or right end of the line's vertical centre.
struct Text {
    Point at;
    std::string text;
    Color color;
    float size = 12;
    Face face = Face::text;
    Align align = Align::left;
    bool operator==(const Text&) const = default;
};
/// RGBA pixels drawn into a rectangle without smoothing; pixel (0, 0) is top left.
struct Pixels {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgba;
    bool operator==(const Pixels&) const = default;
};
struct Image {
    Rect rect;
    std::shared_ptr<const Pixels> pixels;
    /// Names the contents: equal keys mean equal pixels, so that a painter may keep a texture.
    std::uint64_t key = 0;
    bool operator==(const Image& other) const;
};
struct PushClip {
    Rect rect;
    bool operator==(const PushClip&) const = default;
};
struct PopClip {
    bool operator==(const PopClip&) const = default;
};
/// Groups name a part of the drawing ("map.0", "window", "routes"): SVG groups, and what tests look for.
struct BeginGroup {
    std::string name;
    bool operator==(const BeginGroup&) const = default;
};
struct EndGroup {
    bool operator==(const EndGroup&) const = default;
};

using Primitive = std::variant<Polyline, ConvexFill, RectFill, RectStroke, Cubic, Circle, Text, Image,
                               PushClip, PopClip, BeginGroup, EndGroup>;

/// A recorded picture: primitives in painting order on a canvas of `size`. What the screen shows, a file
/// holds and a test compares.
struct Drawing {
    Point size;  ///< width and height
    std::vector<Primitive> items;

    template <class P>
    void add(P primitive) {
        items.emplace_back(std::move(primitive));
    }
    bool operator==(const Drawing&) const = default;
};

/// Replays primitives onto one kind of surface.
class Painter {
 public:
    virtual ~Painter() = default;
    virtual void paint(const Polyline&) = 0;
    virtual void paint(const ConvexFill&) = 0;
    virtual void paint(const RectFill&) = 0;
    virtual void paint(const RectStroke&) = 0;
    virtual void paint(const Cubic&) = 0;
    virtual void paint(const Circle&) = 0;
    virtual void paint(const Text&) = 0;
    virtual void paint(const Image&) = 0;
    virtual void paint(const PushClip&) = 0;
    virtual void paint(const PopClip&) = 0;
    virtual void paint(const BeginGroup&) {}
    virtual void paint(const EndGroup&) {}
};
void replay(const Drawing& drawing, Painter& painter);

/// The drawing as text, one primitive a line, stable across machines (for golden tests and for looking at).
std::string dump(const Drawing& drawing);

/// Moves a primitive, or all of a drawing.
void move(Primitive& item, float dx, float dy);
void move(Drawing& drawing, float dx, float dy);
/// The smallest rectangle around all that is drawn, line widths and texts included; clipped parts count as
/// far as they are seen. An empty drawing: a rectangle of no size.
Rect bounds(const Drawing& drawing);

/// Named begin/end of a group as a scope.
class Group {
 public:
    Group(Drawing& drawing, std::string name) : drawing_(drawing) {
        drawing_.add(BeginGroup{std::move(name)});
    }
    ~Group() { drawing_.add(EndGroup{}); }
    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;

 private:
    Drawing& drawing_;
};

}  // namespace figure
