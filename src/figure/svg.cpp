#include "figure/svg.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <string_view>

#include "figure/cells.h"
#include "figure/decimal.h"
#include "figure/font_face.h"
#include "figure/raster.h"
#include "figure/text.h"

namespace figure {

namespace {

constexpr int kMostSvgCells = 16384;

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '&') {
            result += "&amp;";
        } else if (c == '<') {
            result += "&lt;";
        } else if (c == '>') {
            result += "&gt;";
        } else if (c == '"') {
            result += "&quot;";
        } else {
            result += c;
        }
    }
    return result;
}

std::string hex_color(Color c) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text = "#";
    for (const std::uint8_t v : {c.r, c.g, c.b}) {
        text += kDigits[v >> 4U];
        text += kDigits[v & 15U];
    }
    return text;
}

/// ` fill="#rrggbb"`, with its opacity where it has one.
std::string paint_of(std::string_view property, Color c) {
    if (c.a == 0) return " " + std::string(property) + "=\"none\"";
    std::string text = " " + std::string(property) + "=\"" + hex_color(c) + "\"";
    if (c.a != 255)
        text += " " + std::string(property) + "-opacity=\"" + decimal(static_cast<float>(c.a) / 255) + "\"";
    return text;
}

std::string attribute(std::string_view name, float value) {
    return " " + std::string(name) + "=\"" + decimal(value) + "\"";
}
std::string box_of(const Rect& r) {
    return attribute("x", r.x) + attribute("y", r.y) + attribute("width", std::max(r.w, 0.0F)) +
           attribute("height", std::max(r.h, 0.0F));
}
std::string stroke_of(Color color, float width, float dash) {
    std::string text = " fill=\"none\"" + paint_of("stroke", color) + attribute("stroke-width", width);
    if (dash > 0) text += " stroke-dasharray=\"" + decimal(dash) + "\"";
    return text;
}
std::string points_of(const std::vector<Point>& points) {
    std::string text = " points=\"";
    for (const Point& p : points) text += (text.back() == '"' ? "" : " ") + decimal(p.x) + "," + decimal(p.y);
    return text + "\"";
}

std::string base64(const std::vector<unsigned char>& bytes) {
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t left = bytes.size() - i;
        const auto byte = [&](std::size_t k) { return k < left ? std::uint32_t{bytes[i + k]} : 0U; };
        const std::uint32_t all = byte(0) << 16U | byte(1) << 8U | byte(2);
        for (unsigned k = 0; k < 4; ++k) text += k <= left ? kLetters[all >> (18 - 6 * k) & 63U] : '=';
    }
    return text;
}

constexpr std::string_view kSans =
    "Inter, 'WenQuanYi Micro Hei', 'Noto Sans CJK SC', 'DejaVu Sans', sans-serif";
constexpr std::string_view kMono =
    "'JetBrains Mono', 'WenQuanYi Micro Hei', 'Noto Sans CJK SC', 'DejaVu Sans Mono', monospace";

class SvgPainter : public Painter {
 public:
    explicit SvgPainter(const SvgOptions& options) : options_(options) {}

    void paint(const Polyline& p) override {
        if (p.color.a == 0 || p.points.size() < 2) return;
        line((p.closed ? "<polygon" : "<polyline") + points_of(p.points) +
             stroke_of(p.color, p.width, p.dash) + " stroke-linejoin=\"round\"/>");
    }
    void paint(const ConvexFill& p) override {
        if (p.color.a == 0 || p.points.size() < 3) return;
        line("<polygon" + points_of(p.points) + paint_of("fill", p.color) + "/>");
    }
    void paint(const RectFill& p) override {
        if (p.color.a == 0) return;
        line("<rect" + box_of(p.rect) + radius_of(p.rect, p.radius) + paint_of("fill", p.color) + "/>");
    }
    void paint(const RectStroke& p) override {
        if (p.color.a == 0) return;
        line("<rect" + box_of(p.rect) + radius_of(p.rect, p.radius) + stroke_of(p.color, p.width, p.dash) +
             "/>");
    }
    void paint(const Cubic& p) override {
        if (p.color.a == 0) return;
        const auto at = [](Point q) { return decimal(q.x) + " " + decimal(q.y); };
        line("<path d=\"M" + at(p.p0) + " C" + at(p.p1) + " " + at(p.p2) + " " + at(p.p3) + "\"" +
             stroke_of(p.color, p.width, 0) + "/>");
    }
    void paint(const Circle& p) override {
        std::string text = "<circle" + attribute("cx", p.center.x) + attribute("cy", p.center.y) +
                           attribute("r", p.radius) + paint_of("fill", p.fill);
        if (p.stroke.a != 0) text += paint_of("stroke", p.stroke) + attribute("stroke-width", p.width);
        line(text + "/>");
    }
    void paint(const Text& p) override;
    void paint(const Image& p) override;
    void paint(const PushClip& p) override {
        const std::string id = "clip-" + std::to_string(++clips_);
        line("<clipPath id=\"" + id + "\"><rect" + box_of(p.rect) + "/></clipPath>");
        open("<g clip-path=\"url(#" + id + ")\">");
    }
    void paint(const PopClip&) override { close(); }
    void paint(const BeginGroup& p) override {
        // "map.0" is the id of one group, "map" the class of all its kind.
        std::string name = p.name;
        std::ranges::replace(name, '.', '-');
        const int before = names_[name]++;
        const std::string id = before == 0 ? name : name + "_" + std::to_string(before + 1);
        open("<g id=\"" + escaped(id) + "\" class=\"" + escaped(p.name.substr(0, p.name.find('.'))) + "\">");
    }
    void paint(const EndGroup&) override { close(); }

    std::string take() { return std::move(text_); }

 private:
    static std::string radius_of(const Rect& rect, float radius) {
        const float r = std::min({radius, rect.w / 2, rect.h / 2});
        return r > 0 ? attribute("rx", r) : "";
    }
    void line(const std::string& element) { text_ += std::string(depth_, ' ') + element + "\n"; }
    void open(const std::string& element) {
        line(element);
        ++depth_;
    }
    void close() {
        --depth_;
        line("</g>");
    }
    void paths(const Text& p, float baseline);

    const SvgOptions& options_;
    std::string text_;
    std::size_t depth_ = 1;
    int clips_ = 0;
    std::map<std::string, int> names_;
};

void SvgPainter::paths(const Text& p, float baseline) {
    float x = text_box(p).x;
    std::string outlines;
    for (const GlyphRun& run : glyph_runs(p.face, p.text)) {
        outlines += run.face->outline(run.text, x, baseline, p.size);
        x += text_width(p.face, p.size, run.text);
    }
    if (!outlines.empty()) line("<path" + paint_of("fill", p.color) + " d=\"" + outlines + "\"/>");
}

void SvgPainter::paint(const Text& p) {
    if (p.color.a == 0 || p.text.empty()) return;
    // Not every reader knows a middle baseline.
    const float baseline = p.at.y + middle_to_baseline(p.face) * p.size;
    if (options_.text_as_paths) return paths(p, baseline);
    const bool mono = p.face == Face::mono;
    std::string text = "<text" + attribute("x", p.at.x) + attribute("y", baseline) + " font-family=\"" +
                       std::string(mono ? kMono : kSans) + "\"" + attribute("font-size", p.size);
    if (p.face == Face::text_bold) text += " font-weight=\"600\"";
    if (p.align == Align::center) text += " text-anchor=\"middle\"";
    if (p.align == Align::right) text += " text-anchor=\"end\"";
    // Runs of spaces carry the indentation of code.
    if (p.text.find("  ") != std::string::npos || p.text.starts_with(' ')) text += " xml:space=\"preserve\"";
    line(text + paint_of("fill", p.color) + ">" + escaped(p.text) + "</text>");
}

void SvgPainter::paint(const Image& p) {
    if (!p.pixels || p.pixels->width == 0 || p.pixels->height == 0) return;
    const int w = p.pixels->width;
    const int h = p.pixels->height;
    if (options_.cells_as_pixels || w * h > kMostSvgCells) {
        const Raster raster{w, h, p.pixels->rgba};
        // What has more pixels than points is a photograph.
        const bool photograph = static_cast<float>(w) > p.rect.w;
        const std::string squares =
            photograph ? "" : " image-rendering=\"pixelated\" style=\"image-rendering:pixelated\"";
        line("<image" + box_of(p.rect) + " preserveAspectRatio=\"none\"" + squares +
             " xlink:href=\"data:image/png;base64," + base64(encode_png(raster)) + "\"/>");
        return;
    }
    // Edges that are not smoothed are as sharp as pixels.
    open("<g class=\"cells\" shape-rendering=\"crispEdges\">");
    for (int y = 0; y < h; ++y) {
        for (int x = 0; x < w; ++x) {
            const std::uint8_t* q = p.pixels->rgba.data() + static_cast<std::ptrdiff_t>((y * w + x) * 4);
            line("<rect" + box_of(drawn_cell(p, y, x)) + paint_of("fill", {q[0], q[1], q[2], 255}) + "/>");
        }
    }
    close();
}

}  // namespace

std::string write_svg(const Drawing& drawing, Color ground, const SvgOptions& options) {
    SvgPainter painter(options);
    if (ground.a != 0) painter.paint(RectFill{{0, 0, drawing.size.x, drawing.size.y}, ground, 0});
    replay(drawing, painter);
    const std::string w = decimal(drawing.size.x);
    const std::string h = decimal(drawing.size.y);
    std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
        "version=\"1.1\" width=\"" +
        w + "pt\" height=\"" + h + "pt\" viewBox=\"0 0 " + w + " " + h + "\">\n";
    if (!options.title.empty()) text += " <title>" + escaped(options.title) + "</title>\n";
    if (!options.description.empty()) text += " <desc>" + escaped(options.description) + "</desc>\n";
    return text + painter.take() + "</svg>\n";
}

}  // namespace figure
