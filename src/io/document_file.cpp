#include "io/document_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <span>

#include "document/samples.h"
#include "io/base64.h"
#include "io/document_fields.h"
#include "io/files.h"
#include "io/foreign.h"
#include "io/json_text.h"
#include "io/readers.h"
#include "pool/notation.h"
#include "pool/rules.h"
#include "words/utf8.h"

namespace io {

namespace {

pool::Cell read_cell(const Fields& fields, const std::string& key) {
    const auto v = fields.four(key);
    return {v[0], v[1], v[2], v[3]};
}

/// Bytes of a field in base64, or those that `<key>_object` names; nullopt: neither field is there.
std::optional<std::vector<std::uint8_t>> read_bytes(const Fields& fields, const std::string& key,
                                                    const Objects* objects) {
    if (objects && fields.find(key + "_object")) return objects->read(fields.text(key + "_object", ""));
    if (!fields.find(key)) return std::nullopt;
    auto bytes = from_base64(fields.text(key, ""));
    if (!bytes) fields.fail({"error.document.base64", {key}});
    return bytes;
}

pool::Tensor read_tensor_json(const Fields& fields, const Objects* objects = nullptr) {
    const auto s = fields.four("shape");
    std::int64_t size = 1;
    for (const std::int64_t n : s) {
        if (n < 1 || n > kMaxValues || size * n > kMaxValues)
            fields.fail({"error.document.shape", {kMaxValues}});
        size *= n;
    }
    const auto bytes = read_bytes(fields, "float32", objects);
    if (!bytes) fields.fail({"error.document.bytes", {size * 4, 0}});
    if (static_cast<std::int64_t>(bytes->size()) != size * 4)
        fields.fail({"error.document.bytes", {size * 4, bytes->size()}});
    pool::Tensor tensor({s[0], s[1], s[2], s[3]});
    std::memcpy(tensor.data().data(), bytes->data(), bytes->size());
    return tensor;
}

document::Stroke read_stroke(const Fields& fields) {
    document::Stroke stroke;
    stroke.erase = fields.boolean("erase", false);
    constexpr int kWidest = 4;  // times the canvas: beyond it every brush covers all of it
    stroke.size = fields.number_in("size", stroke.size, 0, kWidest);
    stroke.hardness = fields.number_in("hardness", stroke.hardness, 0, 1);
    stroke.strength = fields.number_in("strength", 1, 0, 1);
    const Json& points = fields.list("points");
    if (points.size() % 2 != 0) fields.fail({"error.document.odd"});
    for (std::size_t i = 0; i < points.size(); i += 2)
        stroke.points.push_back(
            {fields.number_of("points", points[i]), fields.number_of("points", points[i + 1])});
    const auto finite = [](const document::StrokePoint& p) {
        return std::isfinite(p.x) && std::isfinite(p.y);
    };
    for (const document::StrokePoint& p : stroke.points)
        if (!finite(p)) fields.fail({"error.document.finite"});
    return stroke;
}

int read_side(const Fields& fields, const std::string& key) {
    const std::int64_t side = fields.integer(key, 28);
    if (side < 1 || side > document::kMaxCanvas)
        fields.fail({"error.document.side", {key, side, 1, document::kMaxCanvas}});
    return static_cast<int>(side);
}

/// What is done to the base before it is fitted.
void read_preparation(const Fields& fields, document::Input& input) {
    const std::int64_t channel = fields.integer("channel", -1);
    if (channel < -1 || channel > kMaxValues) fields.fail({"error.document.channel", {channel}});
    input.channel = static_cast<int>(channel);
    input.even_light = fields.boolean("even_light", false);
    input.black = fields.number("black", 0);
    input.white = fields.number("white", 1);
    if (!(input.black >= 0 && input.black < input.white && input.white <= 1))
        fields.fail({"error.document.levels"});
    input.crop_to_ink = fields.boolean("crop_to_ink", false);
}

document::Base read_base_json(const Fields& fields, const Objects* objects) {
    document::Base base;
    base.name = fields.text("name", "");
    base.picture = fields.boolean("picture", false);
    base.label = fields.text("label", "");
    base.about = fields.text("about", "");
    if (auto file = read_bytes(fields, "file", objects)) {
        base.file = std::make_shared<const std::vector<std::uint8_t>>(std::move(*file));
        base.values =
            std::make_shared<const pool::Tensor>(read_picture(*base.file, fields.name() + ": " + base.name));
    } else {
        base.values = std::make_shared<const pool::Tensor>(read_tensor_json(fields, objects));
    }
    return base;
}

document::Input read_input_json(const Fields& fields, const Objects* objects) {
    document::Input input;
    input.height = read_side(fields, "height");
    input.width = read_side(fields, "width");
    if (const Json* base = fields.find("base"))
        input.base = read_base_json({*base, fields.name(), fields.path("base")}, objects);
    input.fit = static_cast<document::Fit>(fields.choice("fit", kFits));
    input.invert = fields.boolean("invert", false);
    input.grey = fields.boolean("grey", false);
    read_preparation(fields, input);
    for (const Json& stroke : fields.list("strokes"))
        input.strokes.push_back(read_stroke({stroke, fields.name(), fields.path("strokes")}));
    for (const Json& edit : fields.list("edits")) {
        const Fields inner(edit, fields.name(), fields.path("edits"));
        input.edits.push_back({read_cell(inner, "cell"), inner.number("value", 0)});
    }
    return input;
}

pool::Stack read_stack_json(const Fields& fields) {
    pool::Stack stack;
    check_layers(fields.list("stack").size(), fields.name());
    for (const Json& item : fields.list("stack")) {
        const Fields inner(item, fields.name(),
                           fields.path("stack") + "[" + std::to_string(stack.size()) + "]");
        try {
            pool::Stack one = pool::parse_stack(inner.text("layer", ""));
            if (one.size() != 1) inner.fail({"error.document.one_layer"});
            one.front().enabled = inner.boolean("enabled", true);
            stack.push_back(std::move(one.front()));
        } catch (const pool::NotationError& error) {
            inner.fail(error.message());
        }
    }
    return stack;
}

document::Transform read_transform(const Fields& fields) {
    constexpr double kMost = 1e6;
    document::Transform t;
    const auto number = [&](const std::string& key, double least, double otherwise) {
        const Json* value = fields.find(key);
        if (!value) return otherwise;
        const double found = value->is_number() ? value->get<double>() : std::nan("");
        if (!(found >= least && found <= kMost))
            fields.wrong(key, *value, {"error.wanted.between", {Json(least).dump(), Json(kMost).dump()}});
        return found;
    };
    t.dx = number("dx", -kMost, 0);
    t.dy = number("dy", -kMost, 0);
    t.angle = number("angle", -kMost, 0);
    t.scale = number("scale", 0.001, 1);
    t.shuffle = fields.integer("shuffle", 0);
    return t;
}

/// One of the words that an option of lane B takes; empty where it is not set.
std::string read_word(const Fields& fields, const std::string& key, std::span<const std::string_view> words) {
    std::string found = fields.text(key, "");
    if (found.empty() || std::ranges::find(words, found) != words.end()) return found;
    std::string known;
    for (const std::string_view word : words) known += (known.empty() ? "" : ", ") + std::string(word);
    fields.wrong(key, found, {"error.wanted.one_of", {known}});
}

document::Lane read_lane(const Fields& fields, const Objects* objects) {
    static constexpr std::array<std::string_view, 4> kTies = {"first", "last", "split", "all"};
    document::Lane lane;
    if (const Json* input = fields.find("input"))
        lane.input = read_input_json({*input, fields.name(), fields.path("input")}, objects);
    if (const Json* transform = fields.find("transform"))
        lane.transform = read_transform({*transform, fields.name(), fields.path("transform")});
    if (fields.find("stack")) lane.stack = read_stack_json(fields);
    lane.poolings = static_cast<document::Replacement>(fields.choice("poolings", kPoolings));
    lane.rule = read_word(fields, "rule", pool::rule_names());
    lane.ties = read_word(fields, "ties", kTies);
    return lane;
}

document::FigureStyle read_style(const Fields& fields) {
    document::FigureStyle style;
    style.name = fields.text("name", "");
    static const Json none = Json::object();
    const Json* found = fields.find("options");
    const Json& options = found ? *found : none;
    const Fields inner(options, fields.name(), fields.path("options"));
    for (const auto& [option, value] : options.items())
        style.options.emplace_back(option, inner.text(option, ""));
    return style;
}

std::vector<document::FigureStyle> read_styles(const Fields& fields) {
    std::vector<document::FigureStyle> styles;
    for (const Json& style : fields.list("styles"))
        styles.push_back(read_style(
            {style, fields.name(), fields.path("styles") + "[" + std::to_string(styles.size()) + "]"}));
    check_styles(styles, fields.name());
    return styles;
}

}  // namespace

document::Document from_json(const std::string& text, const std::string& name, const Objects* objects) {
    check_json(text, name);
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) require_json(text, name);
    const Fields fields(json, name, "");
    if (!fields.find("poolscope")) {
        if (fields.find("lessons") || fields.find("challenges"))
            throw FileError({"error.document.lessons", {name}});
        if (fields.find("figures")) throw FileError({"error.document.book", {name}});
        fields.fail({"error.document.no_version"});
    }
    // Any number above is a newer version, also one beyond 64 bits.
    const Json& found = *fields.find("poolscope");
    if (found.is_number() && found.get<double>() > kDocumentVersion)
        throw FileError({"error.document.newer", {name, found.dump(), kDocumentVersion}});
    const std::int64_t version = fields.integer("poolscope", 0);
    if (version < 1) fields.fail({"error.document.version", {version}});
    document::Document document;
    if (const Json* input = fields.find("input"))
        document.input = read_input_json({*input, name, "input"}, objects);
    document.stack = read_stack_json(fields);
    if (const Json* upstream = fields.find("upstream")) {
        const Fields inner(*upstream, name, "upstream");
        document.upstream.source = static_cast<pool::Upstream::Source>(inner.choice("source", kSources));
        if (inner.find("cell")) document.upstream.cell = read_cell(inner, "cell");
        if (const Json* values = inner.find("values"))
            document.upstream.values =
                std::make_shared<const pool::Tensor>(read_tensor_json({*values, name, "upstream.values"}));
        document.upstream.seed = inner.integer("seed", 1);
        document.upstream.target = inner.text("target", "");
        if (!document.upstream.target.empty() && !document::find_sample(document.upstream.target))
            inner.fail({"error.document.target", {document.upstream.target}});
    }
    if (const Json* other = fields.find("other"))
        document.other = read_lane({*other, name, "other"}, objects);
    document.styles = read_styles(fields);
    return document;
}

document::Document load_document(const std::filesystem::path& path) {
    const std::string text = read_text(path);
    const std::string name = display_name(path);
    const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first != std::string::npos && text[first] != '{') {
        const std::span bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
        if (const auto foreign = foreign_file(bytes, name)) throw FileError(*foreign);
    }
    return from_json(text, name);
}

void save_document(const std::filesystem::path& path, const document::Document& document) {
    const std::string text = to_json(document);
    sweep_leftovers(path.parent_path().empty() ? std::filesystem::path(".") : path.parent_path());
    write_file_atomically(path, text);
}

bool is_document_path(const std::filesystem::path& path) {
    return words::lower_ascii(path.extension().string()) == ".json";
}

}  // namespace io
