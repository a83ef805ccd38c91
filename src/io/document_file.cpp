#include "io/document_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include <nlohmann/json.hpp>

#include "document/samples.h"
#include "io/base64.h"
#include "io/files.h"
#include "io/json_text.h"
#include "io/readers.h"
#include "pool/notation.h"
#include "pool/rules.h"
#include "words/utf8.h"

namespace io {

namespace {

using Json = nlohmann::ordered_json;

static_assert(std::endian::native == std::endian::little, "arrays are written as little-endian float32");

// --- writing ---

Json number_json(float value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    return value;
}

Json cell_json(const pool::Cell& cell) { return Json::array({cell.n, cell.c, cell.y, cell.x}); }

Json shape_json(const pool::Shape& s) { return Json::array({s.n, s.c, s.h, s.w}); }

Json tensor_json(const pool::Tensor& tensor) {
    Json json{{"shape", shape_json(tensor.shape())}};
    const std::span<const float> data = tensor.data();
    json["float32"] = to_base64({reinterpret_cast<const std::uint8_t*>(data.data()), data.size_bytes()});
    return json;
}

Json stroke_json(const document::Stroke& stroke) {
    Json points = Json::array();
    for (const document::StrokePoint& p : stroke.points) {
        points.push_back(p.x);
        points.push_back(p.y);
    }
    return {{"erase", stroke.erase},
            {"size", stroke.size},
            {"hardness", stroke.hardness},
            {"strength", stroke.strength},
            {"points", std::move(points)}};
}

constexpr std::array<const char*, 3> kFits = {"contain", "cover", "stretch"};
constexpr std::array<const char*, 6> kSources = {"ones", "one_hot", "values", "random", "plane", "target"};

std::span<const std::uint8_t> bytes_of(const pool::Tensor& tensor) {
    return {reinterpret_cast<const std::uint8_t*>(tensor.data().data()), tensor.data().size_bytes()};
}

/// A picture's own file where there is one, otherwise the values; in the text, or by name where there is a
/// place for them.
Json base_json(const document::Base& base, Objects* objects) {
    Json json{{"name", base.name}, {"picture", base.picture}};
    if (!base.label.empty()) json["label"] = base.label;
    if (!base.about.empty()) json["about"] = base.about;
    if (base.file && objects) {
        json["file_object"] = objects->keep(base.file, *base.file);
    } else if (base.file) {
        json["file"] = to_base64(*base.file);
    } else if (objects) {
        json["shape"] = shape_json(base.values->shape());
        json["float32_object"] = objects->keep(base.values, bytes_of(*base.values));
    } else {
        json.update(tensor_json(*base.values));
    }
    return json;
}

Json input_json(const document::Input& input, Objects* objects) {
    Json json{{"height", input.height}, {"width", input.width}};
    if (input.base.values) json["base"] = base_json(input.base, objects);
    json["fit"] = kFits[static_cast<std::size_t>(input.fit)];
    json["invert"] = input.invert;
    json["grey"] = input.grey;
    if (input.channel >= 0) json["channel"] = input.channel;
    if (input.even_light) json["even_light"] = true;
    if (input.black != 0) json["black"] = input.black;
    if (input.white != 1) json["white"] = input.white;
    if (input.crop_to_ink) json["crop_to_ink"] = true;
    json["strokes"] = Json::array();
    for (const document::Stroke& stroke : input.strokes) json["strokes"].push_back(stroke_json(stroke));
    json["edits"] = Json::array();
    for (const document::CellEdit& edit : input.edits)
        json["edits"].push_back({{"cell", cell_json(edit.cell)}, {"value", number_json(edit.value)}});
    return json;
}

Json stack_json(const pool::Stack& stack) {
    Json json = Json::array();
    for (const pool::Layer& layer : stack)
        json.push_back({{"layer", pool::notation(layer)}, {"enabled", layer.enabled}});
    return json;
}

constexpr std::array<const char*, 5> kPoolings = {"as-given", "avg", "max", "subsample", "blur"};

/// What differs in lane B, nothing else.
Json lane_json(const document::Lane& lane, Objects* objects) {
    Json json = Json::object();
    if (lane.input) json["input"] = input_json(*lane.input, objects);
    const document::Transform& t = lane.transform;
    if (t != document::Transform{})
        json["transform"] = {
            {"dx", t.dx}, {"dy", t.dy}, {"angle", t.angle}, {"scale", t.scale}, {"shuffle", t.shuffle}};
    if (lane.stack) json["stack"] = stack_json(*lane.stack);
    if (lane.poolings != document::Replacement::as_given)
        json["poolings"] = kPoolings[static_cast<std::size_t>(lane.poolings)];
    if (!lane.rule.empty()) json["rule"] = lane.rule;
    if (!lane.ties.empty()) json["ties"] = lane.ties;
    return json;
}

// --- reading ---

/// Reads fields of one object; every refusal names the file and the field.
class Fields {
 public:
    Fields(const Json& json, std::string name, std::string where)
        : json_(json), name_(std::move(name)), where_(std::move(where)) {
        if (!json.is_object()) fail({"error.document.object"});
    }

    [[noreturn]] void fail(const words::Message& message) const {
        if (where_.empty()) throw FileError({"error.document.whole", {name_, message}});
        throw FileError({"error.document.part", {name_, where_, message}});
    }
    [[noreturn]] void wrong(const std::string& key, const Json& value, const words::Message& expected) const {
        constexpr std::size_t kMostShown = 40;
        const std::string found = value.dump(-1, ' ', false, Json::error_handler_t::replace);
        throw FileError(
            {"error.document.field", {name_, path(key), words::shortened(found, kMostShown), expected}});
    }
    std::string path(const std::string& key) const { return where_.empty() ? key : where_ + "." + key; }
    const std::string& name() const { return name_; }

    const Json* find(const std::string& key) const {
        const auto found = json_.find(key);
        return found == json_.end() ? nullptr : &*found;
    }
    bool boolean(const std::string& key, bool otherwise) const {
        const Json* value = find(key);
        if (!value) return otherwise;
        if (!value->is_boolean()) wrong(key, *value, {"error.wanted.json_boolean"});
        return *value;
    }
    float number(const std::string& key, float otherwise) const {
        const Json* value = find(key);
        return value ? number_of(key, *value) : otherwise;
    }
    float number_of(const std::string& key, const Json& value) const {
        if (value.is_number()) {
            const auto number = value.get<double>();
            // A number beyond float32 would become infinity.
            if (!(std::abs(number) <= static_cast<double>(std::numeric_limits<float>::max())))
                wrong(key, value, {"error.wanted.float32"});
            return static_cast<float>(number);
        }
        if (value == "nan") return std::numeric_limits<float>::quiet_NaN();
        if (value == "inf") return std::numeric_limits<float>::infinity();
        if (value == "-inf") return -std::numeric_limits<float>::infinity();
        wrong(key, value, {"error.wanted.number"});
    }
    std::int64_t integer(const std::string& key, std::int64_t otherwise) const {
        const Json* value = find(key);
        if (!value) return otherwise;
        if (!is_int64(*value)) wrong(key, *value, {"error.wanted.int64"});
        return *value;
    }
    /// A number from `low` to `high`, which infinity and NaN are not.
    float number_in(const std::string& key, float otherwise, int low, int high) const {
        const float found = number(key, otherwise);
        if (!(found >= static_cast<float>(low) && found <= static_cast<float>(high)))
            wrong(key, *find(key), {"error.wanted.range", {low, high}});
        return found;
    }
    std::string text(const std::string& key, const std::string& otherwise) const {
        const Json* value = find(key);
        if (!value) return otherwise;
        if (!value->is_string()) wrong(key, *value, {"error.wanted.json_text"});
        return *value;
    }
    const Json& list(const std::string& key) const {
        static const Json empty = Json::array();
        const Json* value = find(key);
        if (!value) return empty;
        if (!value->is_array()) wrong(key, *value, {"error.wanted.json_list"});
        return *value;
    }
    template <std::size_t N>
    std::size_t choice(const std::string& key, const std::array<const char*, N>& choices) const {
        const std::string found = text(key, choices[0]);
        for (std::size_t i = 0; i < N; ++i)
            if (found == choices[i]) return i;
        wrong(key, found, {"error.wanted.known_word"});
    }
    std::array<std::int64_t, 4> four(const std::string& key) const {
        const Json& values = list(key);
        std::array<std::int64_t, 4> result{};
        if (values.size() != 4) wrong(key, values, {"error.wanted.four"});
        for (std::size_t i = 0; i < 4; ++i) {
            if (!is_int64(values[i])) wrong(key, values[i], {"error.wanted.int64"});
            result[i] = values[i];
        }
        return result;
    }

 private:
    static bool is_int64(const Json& value) {
        constexpr std::uint64_t kLargest = std::numeric_limits<std::int64_t>::max();
        return value.is_number_integer() &&
               !(value.is_number_unsigned() && value.get<std::uint64_t>() > kLargest);
    }
    const Json& json_;
    std::string name_;
    std::string where_;
};

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

void check_layers(std::size_t count, const std::string& name) {
    if (static_cast<std::int64_t>(count) > pool::limits::kLayers)
        throw FileError({"error.document.layers", {name, count, pool::limits::kLayers}});
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
    const std::string found = fields.text(key, "");
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

}  // namespace

namespace {

/// What the JSON of a long drawing would hold, counted before it takes memory.
void check_values(const document::Input& input) {
    constexpr std::size_t kOfAStroke = 8;
    constexpr std::size_t kOfAnEdit = 6;
    std::size_t values = kOfAnEdit * input.edits.size();
    for (const document::Stroke& stroke : input.strokes) values += kOfAStroke + 2 * stroke.points.size();
    if (static_cast<std::int64_t>(values) > pool::limits::kJsonValues)
        throw FileError({"error.json.values", {input.base.name, pool::limits::kJsonValues}});
}

std::string document_text(const document::Document& document, Objects* objects) {
    check_values(document.input);
    if (document.other.input) check_values(*document.other.input);
    check_layers(document.stack.size(), document.input.base.name);
    if (document.other.stack) check_layers(document.other.stack->size(), document.input.base.name);
    Json json{{"poolscope", kDocumentVersion}, {"input", input_json(document.input, objects)}};
    json["stack"] = stack_json(document.stack);
    Json upstream{{"source", kSources[static_cast<std::size_t>(document.upstream.source)]},
                  {"cell", cell_json(document.upstream.cell)},
                  {"seed", document.upstream.seed}};
    if (!document.upstream.target.empty()) upstream["target"] = document.upstream.target;
    if (document.upstream.values) upstream["values"] = tensor_json(*document.upstream.values);
    json["upstream"] = std::move(upstream);
    if (document.other != document::Lane{}) json["other"] = lane_json(document.other, objects);
    std::string text = json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
    // Whatever is written can be read.
    check_json(text, document.input.base.name);
    return text;
}

}  // namespace

std::string to_json(const document::Document& document) { return document_text(document, nullptr); }
std::string to_json(const document::Document& document, Objects& objects) {
    return document_text(document, &objects);
}

document::Document from_json(const std::string& text, const std::string& name, const Objects* objects) {
    check_json(text, name);
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) throw FileError({"error.document.json", {name}});
    const Fields fields(json, name, "");
    if (!fields.find("poolscope")) fields.fail({"error.document.no_version"});
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
    return document;
}

document::Document load_document(const std::filesystem::path& path) {
    return from_json(read_text(path), display_name(path));
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
