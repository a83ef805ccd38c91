#include <bit>
#include <cmath>
#include <span>

#include "io/base64.h"
#include "io/document_fields.h"
#include "io/document_file.h"
#include "io/files.h"
#include "io/json_text.h"
#include "pool/notation.h"

namespace io {

namespace {

static_assert(std::endian::native == std::endian::little, "arrays are written as little-endian float32");

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

Json styles_json(const std::vector<document::FigureStyle>& styles) {
    Json json = Json::array();
    for (const document::FigureStyle& style : styles) {
        Json options = Json::object();
        for (const auto& [option, value] : style.options) options[option] = value;
        json.push_back({{"name", style.name}, {"options", std::move(options)}});
    }
    return json;
}

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
    check_styles(document.styles, document.input.base.name);
    Json json{{"poolscope", kDocumentVersion}, {"input", input_json(document.input, objects)}};
    json["stack"] = stack_json(document.stack);
    Json upstream{{"source", kSources[static_cast<std::size_t>(document.upstream.source)]},
                  {"cell", cell_json(document.upstream.cell)},
                  {"seed", document.upstream.seed}};
    if (!document.upstream.target.empty()) upstream["target"] = document.upstream.target;
    if (document.upstream.values) upstream["values"] = tensor_json(*document.upstream.values);
    json["upstream"] = std::move(upstream);
    if (document.other != document::Lane{}) json["other"] = lane_json(document.other, objects);
    if (!document.styles.empty()) json["styles"] = styles_json(document.styles);
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

}  // namespace io
