#include "figure/tikz.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string_view>
#include <utility>
#include <variant>

#include "figure/cells.h"
#include "figure/decimal.h"
#include "figure/text.h"
#include "words/message.h"
#include "words/utf8.h"

namespace figure {

namespace {

std::string tex_length(float value) { return decimal(value) + "bp"; }
std::string tex_point(Point p) { return "(" + decimal(p.x) + "," + decimal(p.y) + ")"; }
std::string tex_rect(const Rect& r) {
    return tex_point({r.x, r.y}) + " rectangle " + tex_point({r.right(), r.bottom()});
}
std::string tex_path(const std::vector<Point>& points, bool closed) {
    std::string text;
    for (const Point& p : points) text += (text.empty() ? "" : " -- ") + tex_point(p);
    return text + (closed ? " -- cycle" : "");
}

/// Characters that TeX does not take as they are, and those that its usual fonts have in mathematics alone.
/// What stands nowhere here is written as it is.
constexpr std::array<std::pair<std::string_view, std::string_view>, 44> kTex = {{
    {"\\", "\\textbackslash{}"},
    {"{", "\\{"},
    {"}", "\\}"},
    {"$", "\\$"},
    {"&", "\\&"},
    {"#", "\\#"},
    {"%", "\\%"},
    {"_", "\\_"},
    {"^", "\\textasciicircum{}"},
    {"~", "\\textasciitilde{}"},
    {"<", "\\textless{}"},
    {">", "\\textgreater{}"},
    {"|", "\\textbar{}"},
    {"\"", "{\\char34}"},
    {"'", "'{}"},
    {"`", "{}`{}"},
    {"\t", " "},
    {"−", "$-$"},
    {"×", "$\\times$"},
    {"·", "$\\cdot$"},
    {"±", "$\\pm$"},
    {"≤", "$\\leq$"},
    {"≥", "$\\geq$"},
    {"≠", "$\\neq$"},
    {"≈", "$\\approx$"},
    {"∞", "$\\infty$"},
    {"∂", "$\\partial$"},
    {"∑", "$\\sum$"},
    {"Σ", "$\\Sigma$"},
    {"√", "$\\surd$"},
    {"→", "$\\rightarrow$"},
    {"←", "$\\leftarrow$"},
    {"↓", "$\\downarrow$"},
    {"⌊", "$\\lfloor$"},
    {"⌋", "$\\rfloor$"},
    {"⌈", "$\\lceil$"},
    {"⌉", "$\\rceil$"},
    {"‖", "$\\|$"},
    {"°", "$^{\\circ}$"},
    {"²", "$^{2}$"},
    {"½", "$\\frac{1}{2}$"},
    {"…", "\\ldots{}"},
    {"“", "``"},
    {"”", "''"},
}};

/// Those of them that typewriter fonts have where ASCII has them.
constexpr std::string_view kInTypewriter = "\\{}_<>|^~";

/// A comment, which a line ends.
std::string comment(const std::string& text) {
    return text.empty() ? "" : "% " + words::one_line(text) + "\n";
}

class TikzPainter : public Painter {
 public:
    void paint(const Polyline& p) override {
        if (p.color.a == 0 || p.points.size() < 2) return;
        line("\\draw[" + stroke(p.color, p.width, p.dash) + "] " + tex_path(p.points, p.closed));
    }
    void paint(const ConvexFill& p) override {
        if (p.color.a == 0 || p.points.size() < 3) return;
        line("\\fill[" + fill(p.color) + "] " + tex_path(p.points, true));
    }
    void paint(const RectFill& p) override {
        if (p.color.a == 0) return;
        line("\\fill[" + fill(p.color) + corners(p.rect, p.radius) + "] " + tex_rect(p.rect));
    }
    void paint(const RectStroke& p) override {
        if (p.color.a == 0) return;
        line("\\draw[" + stroke(p.color, p.width, p.dash) + corners(p.rect, p.radius) + "] " +
             tex_rect(p.rect));
    }
    void paint(const Cubic& p) override {
        if (p.color.a == 0) return;
        line("\\draw[" + stroke(p.color, p.width, 0) + "] " + tex_point(p.p0) + " .. controls " +
             tex_point(p.p1) + " and " + tex_point(p.p2) + " .. " + tex_point(p.p3));
    }
    void paint(const Circle& p) override {
        const std::string circle =
            "] " + tex_point(p.center) + " circle [radius=" + tex_length(p.radius) + "]";
        if (p.fill.a != 0) line("\\fill[" + fill(p.fill) + circle);
        if (p.stroke.a != 0) line("\\draw[" + stroke(p.stroke, p.width, 0) + circle);
    }
    void paint(const Text& p) override;
    void paint(const Image& p) override;
    void paint(const PushClip& p) override {
        open("");
        line("\\clip " + tex_rect(p.rect));
    }
    void paint(const PopClip&) override { close(); }
    void paint(const BeginGroup& p) override { open(" % " + words::one_line(p.name)); }
    void paint(const EndGroup&) override { close(); }

    const std::string& body() const { return body_; }
    const std::string& colors() const { return definitions_; }

 private:
    std::string color(Color c) {
        const auto [found, is_new] =
            names_.try_emplace({c.r, c.g, c.b}, "pool" + std::to_string(names_.size()));
        if (is_new)
            definitions_ += " \\definecolor{" + found->second + "}{RGB}{" + std::to_string(c.r) + "," +
                            std::to_string(c.g) + "," + std::to_string(c.b) + "}\n";
        return found->second;
    }
    std::string opacity(std::string_view of, Color c) const {
        if (c.a == 255) return {};
        return ", " + std::string(of) + " opacity=" + decimal(static_cast<float>(c.a) / 255);
    }
    std::string fill(Color c) { return color(c) + opacity("fill", c); }
    std::string stroke(Color c, float width, float dash) {
        std::string text = color(c) + opacity("draw", c) + ", line width=" + tex_length(width);
        if (dash > 0) text += ", dash pattern=on " + tex_length(dash) + " off " + tex_length(dash);
        return text;
    }
    static std::string corners(const Rect& rect, float radius) {
        const float r = std::min({radius, rect.w / 2, rect.h / 2});
        return r > 0 ? ", rounded corners=" + tex_length(r) : "";
    }
    void line(const std::string& command) { body_ += std::string(depth_, ' ') + command + ";\n"; }
    void open(const std::string& said) {
        body_ += std::string(depth_++, ' ') + "\\begin{scope}" + said + "\n";
    }
    void close() { body_ += std::string(--depth_, ' ') + "\\end{scope}\n"; }

    std::string body_, definitions_;
    std::size_t depth_ = 1;
    std::map<std::array<std::uint8_t, 3>, std::string> names_;
};

void TikzPainter::paint(const Text& p) {
    if (p.color.a == 0 || p.text.empty()) return;
    constexpr float kPointsOfStyle = 10;
    const std::string_view face = p.face == Face::mono        ? "pool code"
                                  : p.face == Face::text_bold ? "pool bold"
                                                              : "pool text";
    const std::string_view anchor = p.align == Align::center  ? "base"
                                    : p.align == Align::right ? "base east"
                                                              : "base west";
    const Point base{p.at.x, p.at.y + middle_to_baseline(p.face) * p.size};
    line("\\node[" + std::string(face) + ", anchor=" + std::string(anchor) + ", text=" + color(p.color) +
         opacity("text", p.color) + ", scale=" + decimal(p.size / kPointsOfStyle) + "] at " +
         tex_point(base) + " {" + tex_text(p.text, p.face == Face::mono) + "}");
}

void TikzPainter::paint(const Image& p) {
    if (!p.pixels || p.pixels->width == 0 || p.pixels->height == 0) return;
    const int w = p.pixels->width;
    const int h = p.pixels->height;
    open(" % cells");
    for (int y = 0; y < h; ++y) {
        for (int x = 0; x < w; ++x) {
            const std::uint8_t* q = p.pixels->rgba.data() + static_cast<std::ptrdiff_t>((y * w + x) * 4);
            line("\\fill[" + fill({q[0], q[1], q[2], 255}) + "] " + tex_rect(drawn_cell(p, y, x)));
        }
    }
    close();
}

}  // namespace

std::string tex_text(const std::string& text, bool typewriter) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        next_codepoint(text, at);
        const std::string_view character = std::string_view(text).substr(begin, at - begin);
        const bool first = begin == 0;
        const auto* const found =
            std::ranges::find(kTex, character, [](const auto& row) { return row.first; });
        if (typewriter && kInTypewriter.find(character) != std::string_view::npos) {
            result += "{\\char" + std::to_string(static_cast<int>(character.front())) + "}";
        } else if (found != kTex.end()) {
            result += found->second;
        } else if (character == " " && (first || text[begin - 1] == ' ' || at == text.size())) {
            // TeX drops blanks at the ends and makes one of several.
            result += "~";
        } else if (character == "-" && !first && text[begin - 1] == '-') {
            result += "{}-";
        } else {
            result += character;
        }
    }
    return result;
}

void check_tikz(const Drawing& drawing) {
    for (const Primitive& item : drawing.items)
        if (const auto* image = std::get_if<Image>(&item); image && image->pixels)
            if (image->pixels->width > kMostTikzSide || image->pixels->height > kMostTikzSide)
                throw words::Error(
                    {"error.figure.tikz", {image->pixels->height, image->pixels->width, kMostTikzSide}});
}

std::string write_tikz(const Drawing& drawing, Color ground, const TikzOptions& options) {
    check_tikz(drawing);
    TikzPainter painter;
    if (ground.a != 0) painter.paint(RectFill{{0, 0, drawing.size.x, drawing.size.y}, ground, 0});
    replay(drawing, painter);
    const auto style = [](const char* name, const char* family) {
        return std::string(",\n  pool ") + name +
               "/.style={inner sep=0pt, outer sep=0pt, font=\\fontsize{10}{10}" + family + "\\selectfont}";
    };
    return "% Chinese text needs xelatex or lualatex with \\usepackage{ctex}; for the rest "
           "\\usepackage{tikz} is enough, also in pdflatex.\n" +
           comment(options.title) + comment(options.description) +
           "\\begin{tikzpicture}[x=1bp, y=-1bp, line join=round" + style("text", "\\sffamily") +
           style("bold", "\\sffamily\\bfseries") + style("code", "\\ttfamily") + "]\n" + painter.colors() +
           " \\useasboundingbox " + tex_rect({0, 0, drawing.size.x, drawing.size.y}) + ";\n" +
           painter.body() + "\\end{tikzpicture}%\n";
}

}  // namespace figure
