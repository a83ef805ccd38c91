#include "lesson/setup_reader.h"

#include <cmath>
#include <limits>

#include "document/raster.h"
#include "document/samples.h"
#include "pool/notation.h"

namespace lesson {

namespace {

constexpr std::size_t kMostSide = 256;
constexpr double kMostShift = 1e4;

float value_of(const Item& item, std::string_view key, const Node& node) {
    if (node.kind == Node::Kind::text && node.text == "nan") return std::numeric_limits<float>::quiet_NaN();
    if (node.kind != Node::Kind::number ||
        std::abs(node.number) > static_cast<double>(std::numeric_limits<float>::max()))
        item.wrong(key, node, {"error.wanted.number"});
    return static_cast<float>(node.number);
}

/// Rows of numbers, all of one length.
pool::Tensor read_rows(const Item& item, std::string_view key, const Node& rows) {
    if (rows.items.empty() || rows.items.size() > kMostSide)
        item.wrong(key, rows, {"error.wanted.rows", {kMostSide}});
    const std::size_t width = rows.items[0].items.size();
    for (const Node& row : rows.items)
        if (row.kind != Node::Kind::list || row.items.size() != width || width == 0 || width > kMostSide)
            item.wrong(key, row, {"error.wanted.rows", {kMostSide}});
    pool::Tensor map({1, 1, static_cast<std::int64_t>(rows.items.size()), static_cast<std::int64_t>(width)});
    std::size_t at = 0;
    for (const Node& row : rows.items)
        for (const Node& value : row.items) map.data()[at++] = value_of(item, key, value);
    return map;
}

document::Input sample_of(const Item& item, std::string_view key, const Node& node) {
    if (node.kind != Node::Kind::text) item.wrong(key, node, {"error.wanted.lesson_input"});
    const document::Sample* sample = document::find_sample(node.text);
    if (!sample) item.wrong(key, node, {"error.wanted.sample"});
    return sample->input;
}

document::Input array_of(const Item& item, std::string_view key, const Node& node) {
    document::Input input;
    input.base.values = std::make_shared<const pool::Tensor>(read_rows(item, key, node));
    return input;
}

/// Typed values: [row, column, value] each.
void read_edits(const Item& item, document::Input& input) {
    constexpr std::size_t kMostEdits = 1024;
    const pool::Shape shape = document::input_shape(input);
    for (const Node& node : item.list("edits", kMostEdits)) {
        if (node.items.size() != 3) item.wrong("edits", node, {"error.wanted.edit"});
        const auto y = static_cast<std::int64_t>(value_of(item, "edits", node.items[0]));
        const auto x = static_cast<std::int64_t>(value_of(item, "edits", node.items[1]));
        if (y < 0 || y >= shape.h || x < 0 || x >= shape.w)
            item.wrong("edits", node, {"error.wanted.edit_cell", {shape.h, shape.w}});
        const pool::Cell cell{0, 0, y, x};
        std::erase_if(input.edits, [&](const document::CellEdit& edit) { return edit.cell == cell; });
        input.edits.push_back({cell, value_of(item, "edits", node.items[2])});
    }
}

/// "digit.3", rows of numbers, or {"sample": …, "edits": […]}, where without "sample" `now` is edited.
document::Input read_input(const Item& item, std::string_view key, const Node& node,
                           const document::Input& now) {
    if (node.kind == Node::Kind::text) return sample_of(item, key, node);
    if (node.kind == Node::Kind::list) return array_of(item, key, node);
    const Item inner(node, item.name());
    inner.only({"sample", "values", "edits"});
    document::Input input = now;
    if (const Node* sample = inner.find("sample")) input = sample_of(inner, "sample", *sample);
    if (const Node* values = inner.find("values")) input = array_of(inner, "values", *values);
    read_edits(inner, input);
    return input;
}

/// Lane B's input: another one, or a transform of lane A's.
void read_pair(const Item& item, const Node& node, document::Document& document) {
    document.other.input.reset();
    document.other.transform = {};
    if (node.kind == Node::Kind::null) return;
    const bool transform = node.kind == Node::Kind::object && !node.find("sample") && !node.find("edits");
    if (!transform) {
        document.other.input = read_input(item, "pair", node, document.input);
        return;
    }
    const Item inner(node, item.name());
    inner.only({"dx", "dy", "angle", "scale", "shuffle"});
    document::Transform& t = document.other.transform;
    const auto number = [&](std::string_view key, double otherwise) {
        const double found = inner.number(key).value_or(otherwise);
        if (!(std::abs(found) <= kMostShift))
            inner.wrong(key, *inner.find(key), {"error.wanted.range", {-10000, 10000}});
        return found;
    };
    t.dx = number("dx", 0);
    t.dy = number("dy", 0);
    t.angle = number("angle", 0);
    t.scale = number("scale", 1);
    if (!(t.scale > 0)) inner.wrong("scale", *inner.find("scale"), {"error.wanted.above_zero"});
    t.shuffle = inner.whole("shuffle", 0, std::int64_t{1} << 31U, 0);
}

pool::Stack read_stack(const Item& item, std::string_view key) {
    try {
        return pool::parse_stack(item.text(key));
    } catch (const pool::NotationError& error) {
        refuse(item.name(), item.find(key)->line, error.message());
    }
}

void read_gradient(const Item& item, const Node& node, document::Document& document) {
    document.upstream = {};
    if (node.kind == Node::Kind::text && node.text == "ones") return;
    if (node.kind != Node::Kind::list) item.wrong("grad", node, {"error.wanted.lesson_grad"});
    document.upstream.source = pool::Upstream::Source::values;
    document.upstream.values = std::make_shared<const pool::Tensor>(read_rows(item, "grad", node));
}

void read_canvas(const Item& item, const Node& node, document::Input& input) {
    const auto side = [&](std::size_t i) {
        const double found = node.items[i].number;
        if (node.items[i].kind != Node::Kind::number || found != std::floor(found) || found < 1 ||
            found > document::kMaxCanvas)
            item.wrong("canvas", node, {"error.wanted.canvas", {document::kMaxCanvas}});
        return static_cast<int>(found);
    };
    if (node.items.size() != 2) item.wrong("canvas", node, {"error.wanted.canvas", {document::kMaxCanvas}});
    input.height = side(0);
    input.width = side(1);
}

}  // namespace

bool names_setup(const Item& item) {
    for (const std::string_view key : kSetupFields)
        if (item.has(key)) return true;
    return false;
}

void read_setup(const Item& item, Setup& setup) {
    document::Document& document = setup.document;
    if (const Node* input = item.find("input"))
        document.input = read_input(item, "input", *input, document.input);
    if (const Node* canvas = item.find("canvas")) read_canvas(item, *canvas, document.input);
    if (const Node* pair = item.find("pair")) read_pair(item, *pair, document);
    if (item.has("stack")) document.stack = read_stack(item, "stack");
    if (const Node* stack = item.find("other_stack")) {
        document.other.stack.reset();
        if (stack->kind != Node::Kind::null) document.other.stack = read_stack(item, "other_stack");
    }
    if (const Node* grad = item.find("grad")) read_gradient(item, *grad, document);
    if (item.has("phase")) {
        const std::string phase = item.text("phase");
        if (phase != "forward" && phase != "backward")
            item.wrong("phase", *item.find("phase"), {"error.wanted.one_of", {"forward, backward"}});
        setup.phase = phase == "backward" ? pool::Phase::backward : pool::Phase::forward;
    }
    constexpr std::int64_t kMostLayers = 64;
    constexpr std::int64_t kMostWindows = 65535;
    setup.layer =
        static_cast<std::size_t>(item.whole("layer", 1, kMostLayers, static_cast<std::int64_t>(setup.layer)));
    setup.window = item.whole("window", 0, kMostWindows, setup.window);
    if (item.has("view")) setup.view = item.id("view");
}

measure::Value read_value(const Node& node) {
    switch (node.kind) {
        case Node::Kind::boolean:
            return node.truth;
        case Node::Kind::number:
            return node.number;
        case Node::Kind::text:
            return node.text;
        case Node::Kind::list: {
            measure::List list;
            for (const Node& item : node.items) list.push_back(read_value(item));
            return list;
        }
        default:
            return {};
    }
}

}  // namespace lesson
