#include "figure/math.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "figure/text.h"

namespace figure {

namespace {

struct Node;
using Row = std::vector<Node>;

struct Node {
    enum Kind { text, fraction, root, floor, ceil, big } kind = text;
    std::string text_value;  ///< text; the name of \max, \min, \sum; the index of a root
    Row first;               ///< numerator, or what stands inside
    Row second;              ///< denominator
    Row below;               ///< _{…}
    Row above;               ///< ^{…}
};

class Parser {
 public:
    explicit Parser(std::string_view markup) : rest_(markup) {}
    Row row() {
        Row nodes;
        std::string run;
        const auto flush = [&] {
            if (!run.empty()) nodes.push_back(word(std::exchange(run, {})));
        };
        while (!rest_.empty() && rest_.front() != '}') {
            const char c = rest_.front();
            if (c == '\\') {
                flush();
                nodes.push_back(command());
            } else if ((c == '_' || c == '^') && rest_.size() > 1 && rest_[1] == '{') {
                flush();
                if (nodes.empty()) nodes.push_back(word(""));
                rest_.remove_prefix(1);
                (c == '_' ? nodes.back().below : nodes.back().above) = group();
            } else {
                run += c;
                rest_.remove_prefix(1);
                // Lines may be broken behind a space.
                if (c == ' ') flush();
            }
        }
        flush();
        return nodes;
    }

 private:
    static Node word(std::string text) {
        Node node;
        node.text_value = std::move(text);
        return node;
    }
    Row group() {
        if (rest_.empty() || rest_.front() != '{') return {};
        rest_.remove_prefix(1);
        Row inside = row();
        if (!rest_.empty()) rest_.remove_prefix(1);
        return inside;
    }
    Node command() {
        rest_.remove_prefix(1);
        std::size_t length = 0;
        while (length < rest_.size() && rest_[length] >= 'a' && rest_[length] <= 'z') ++length;
        const std::string name(rest_.substr(0, length));
        rest_.remove_prefix(length);
        Node node;
        if (name == "frac") {
            node.kind = Node::fraction;
            node.first = group();
            node.second = group();
        } else if (name == "sqrt") {
            node.kind = Node::root;
            if (!rest_.empty() && rest_.front() == '[') {
                const std::size_t end = std::min(rest_.find(']'), rest_.size() - 1);
                node.text_value = std::string(rest_.substr(1, end - 1));
                rest_.remove_prefix(end + 1);
            }
            node.first = group();
        } else if (name == "floor" || name == "ceil") {
            node.kind = name == "floor" ? Node::floor : Node::ceil;
            node.first = group();
        } else {
            node.kind = Node::big;
            node.text_value = name == "sum" ? "∑" : name;
        }
        return node;
    }

    std::string_view rest_;
};

std::string plain(const Row& row);

/// In brackets where it has more than one part.
std::string bracketed(const Row& row) {
    const std::string text = plain(row);
    return text.find(' ') == std::string::npos ? text : "(" + text + ")";
}

std::string plain(const Node& node) {
    std::string text;
    switch (node.kind) {
        case Node::text:
        case Node::big:
            text = node.text_value;
            break;
        case Node::fraction:
            text = bracketed(node.first) + " / " + bracketed(node.second);
            break;
        case Node::root:
            text = node.text_value.empty() ? "√(" + plain(node.first) + ")"
                                           : "(" + plain(node.first) + ")^(1/" + node.text_value + ")";
            break;
        case Node::floor:
            text = "⌊" + plain(node.first) + "⌋";
            break;
        case Node::ceil:
            text = "⌈" + plain(node.first) + "⌉";
            break;
    }
    if (!node.below.empty()) text += "[" + plain(node.below) + "]";
    if (!node.above.empty()) text += "^" + bracketed(node.above);
    return text;
}

std::string plain(const Row& row) {
    std::string text;
    for (const Node& node : row) text += plain(node);
    return text;
}

constexpr float kScript = 0.72F;  // size of what stands below or above
constexpr float kFractionSize = 0.94F;
constexpr float kSmallest = 0.6F;  // of the outermost size
constexpr float kLineGap = 0.35F;  // between broken lines

/// What was laid out: primitives around (0, 0), which is the left end of the mathematical axis.
struct Box {
    std::vector<Primitive> items;
    float width = 0;
    float up = 0;    ///< above the axis
    float down = 0;  ///< below it
};

void place(Box& into, Box part, float dx, float dy) {
    for (Primitive& item : part.items) {
        move(item, dx, dy);
        into.items.push_back(std::move(item));
    }
    into.width = std::max(into.width, dx + part.width);
    into.up = std::max(into.up, part.up - dy);
    into.down = std::max(into.down, part.down + dy);
}

class Typesetter {
 public:
    Typesetter(Color ink, float smallest) : ink_(ink), smallest_(smallest) {}

    /// Lines of at most `width`, one below the other around the axis; the first line's axis is the row's
    /// where nothing had to be broken.
    Box row(const Row& nodes, float size, float width, bool centred) const {
        std::vector<Box> lines(1);
        for (const Node& n : nodes) {
            Box part = node(n, size, width);
            if (lines.back().width > 0 && lines.back().width + part.width > width + 0.5F)
                lines.emplace_back();
            const float at = lines.back().width;
            place(lines.back(), std::move(part), at, 0);
        }
        if (lines.size() == 1) return std::move(lines.front());
        float height = 0;
        float widest = 0;
        for (const Box& line : lines) {
            height += line.up + line.down + kLineGap * size;
            widest = std::max(widest, line.width);
        }
        height -= kLineGap * size;
        Box all;
        float y = -height / 2;
        for (Box& line : lines) {
            const float down = line.up + line.down + kLineGap * size;
            const float x = centred ? (widest - line.width) / 2 : 0.0F;
            const float axis = y + line.up;
            place(all, std::move(line), x, axis);
            y += down;
        }
        return all;
    }

 private:
    Box words(const std::string& text, float size, Face face = Face::text) const {
        Box box;
        box.width = text_width(face, size, text);
        box.up = box.down = 0.6F * size;
        box.items.emplace_back(Text{{0, 0}, text, ink_, size, face, Align::left});
        return box;
    }
    float script(float size) const { return std::max(size * kScript, smallest_); }
    Polyline line(std::vector<Point> points, float size) const {
        return {std::move(points), ink_, std::max(1.0F, 0.07F * size)};
    }

    Box node(const Node& n, float size, float width) const {
        switch (n.kind) {
            case Node::fraction:
                return with_scripts(n, fraction(n, size, width), size);
            case Node::root:
                return with_scripts(n, root(n, size, width), size);
            case Node::floor:
            case Node::ceil:
                return with_scripts(n, bracket(n, size, width), size);
            case Node::big:
                return big(n, size);
            case Node::text:
                break;
        }
        return with_scripts(n, words(n.text_value, size), size);
    }
    Box with_scripts(const Node& n, Box base, float size) const {
        const float x = base.width;
        if (!n.below.empty())
            place(base, row(n.below, script(size), 1e9F, false), x, base.down - 0.2F * size);
        if (!n.above.empty())
            place(base, row(n.above, script(size), 1e9F, false), x, -base.up + 0.25F * size);
        return base;
    }
    Box fraction(const Node& n, float size, float width) const {
        const float inner = std::max(size * kFractionSize, smallest_);
        const float pad = 0.2F * size;
        Box over = row(n.first, inner, width - 2 * pad, true);
        Box under = row(n.second, inner, width - 2 * pad, true);
        const float w = std::max(over.width, under.width) + 2 * pad;
        const float gap = 0.12F * size;
        Box box;
        const float over_x = (w - over.width) / 2;
        const float over_y = -gap - over.down;
        const float under_x = (w - under.width) / 2;
        const float under_y = gap + under.up;
        place(box, std::move(over), over_x, over_y);
        place(box, std::move(under), under_x, under_y);
        box.items.emplace_back(line({{0.08F * size, 0}, {w - 0.08F * size, 0}}, size));
        box.width = w + 0.1F * size;
        return box;
    }
    Box root(const Node& n, float size, float width) const {
        Box box;
        float x = 0.15F * size;
        if (!n.text_value.empty() && n.text_value != "2") {
            Box index = words(n.text_value, script(size));
            x = std::max(x, index.width);
            place(box, std::move(index), 0, -0.35F * size);
        }
        const float sign = 0.65F * size;
        Box inside = row(n.first, size, width - x - sign, false);
        const float top = -inside.up - 0.08F * size;
        const float bottom = inside.down;
        const float end = x + sign + inside.width + 0.1F * size;
        place(box, std::move(inside), x + sign, 0);
        box.items.emplace_back(line({{x, 0.05F * size},
                                     {x + 0.16F * size, 0},
                                     {x + 0.34F * size, bottom - 0.05F * size},
                                     {x + sign - 0.15F * size, top},
                                     {end, top}},
                                    size));
        box.up = std::max(box.up, -top + 0.1F * size);
        box.width = end + 0.12F * size;
        return box;
    }
    Box bracket(const Node& n, float size, float width) const {
        const float side = 0.3F * size;
        Box inside = row(n.first, size, width - 2 * side, false);
        const float top = -inside.up;
        const float bottom = inside.down;
        const float left = 0.12F * size;
        const float right = side + inside.width + 0.12F * size;
        const float foot = n.kind == Node::floor ? bottom : top;
        Box box;
        place(box, std::move(inside), side, 0);
        const float toe = 0.18F * size;
        const float far = n.kind == Node::floor ? top : bottom;
        box.items.emplace_back(line({{left, far}, {left, foot}, {left + toe, foot}}, size));
        box.items.emplace_back(line({{right, far}, {right, foot}, {right - toe, foot}}, size));
        box.width = right + 0.18F * size;
        return box;
    }
    /// \max, \min, \sum with what they run over below.
    Box big(const Node& n, float size) const {
        const bool sign = n.text_value == "∑";
        Box name = words(n.text_value, sign ? 1.4F * size : size);
        if (n.below.empty() && n.above.empty()) return name;
        Box under = row(n.below, script(size), 1e9F, false);
        const float w = std::max(name.width, under.width);
        const float name_x = (w - name.width) / 2;
        const float under_x = (w - under.width) / 2;
        const float under_y = name.down + under.up - (sign ? 0.3F : 0.12F) * size;
        Box box;
        place(box, std::move(name), name_x, 0);
        place(box, std::move(under), under_x, under_y);
        box.width = w + 0.25F * size;
        return box;
    }

    Color ink_;
    float smallest_;
};

}  // namespace

std::string plain_math(std::string_view markup) { return plain(Parser(markup).row()); }

Point draw_math(Drawing& drawing, Point at, std::string_view markup, float width, float size, Color ink) {
    const Typesetter typesetter(ink, kSmallest * size);
    Box box = typesetter.row(Parser(markup).row(), size, width, false);
    for (Primitive& item : box.items) {
        move(item, at.x, at.y + box.up);
        drawing.items.push_back(std::move(item));
    }
    return {box.width, box.up + box.down};
}

}  // namespace figure
