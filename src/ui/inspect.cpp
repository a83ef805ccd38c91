#include "ui/inspect.h"

#include <numeric>

#include <nlohmann/json.hpp>

#include "pool/notation.h"
#include "ui/app_state.h"
#include "ui/settings_file.h"
#include "ui/views.h"

namespace ui {

namespace {

using Json = nlohmann::ordered_json;

const char* role_name(Role role) {
    switch (role) {
        case Role::button:
            return "button";
        case Role::toggle:
            return "toggle";
        case Role::checkbox:
            return "checkbox";
        case Role::slider:
            return "slider";
        case Role::number:
            return "number";
        case Role::combo:
            return "list";
        case Role::field:
            return "field";
        case Role::item:
            return "item";
        case Role::picture:
            return "picture";
        case Role::text:
            break;
    }
    return "text";
}

Json shape_json(const pool::Shape& shape) { return Json::array({shape.n, shape.c, shape.h, shape.w}); }

Json state_json(const AppState& app) {
    const pool::Evaluation& evaluation = app.active().evaluation();
    Json layers = Json::array();
    for (const pool::LayerResult& layer : evaluation.layers) {
        // What a lesson hides is null.
        const bool hidden = app.veil().hides_shape(layers.size() + 1);
        layers.push_back({{"notation", pool::notation(layer.layer)},
                          {"output_shape", hidden ? Json() : shape_json(layer.forward.output.shape())}});
    }
    const pool::Tensor& input = app.active().live().input();
    const double sum = std::accumulate(input.data().begin(), input.data().end(), 0.0);
    const pool::Cursor& cursor = app.active().cursor();
    const bool counted = !app.veil().hides_shape(cursor.layer + 1);
    std::string error = app.error().empty() ? "" : app.error().text();
    if (error.empty() && app.active().live().chain().error)
        error = app.active().live().chain().error->message.text();
    return {{"view", shown_view(app).id},
            {"cursor",
             {{"phase", cursor.phase == pool::Phase::forward ? "forward" : "backward"},
              {"layer", cursor.layer},
              {"window", counted ? Json(cursor.window) : Json()}}},
            {"playing", app.active().walk().playing()},
            {"animating", app.animating()},
            {"layers", layers},
            {"input", {{"shape", shape_json(input.shape())}, {"sum", sum}}},
            {"theme", theme_name(app.settings.theme)},
            {"language", app.settings.language == figure::Language::english ? "en" : "zh"},
            {"unsaved", app.active().history().unsaved()},
            {"error", error.empty() ? Json() : Json(error)}};
}

}  // namespace

std::string inspect_json(const AppState& app, float width, float height, bool with_frame) {
    Json widgets = Json::array();
    for (const WidgetRecord& widget : app.widgets)
        widgets.push_back({{"id", widget.id},
                           {"label", widget.label},
                           {"rect", {widget.x, widget.y, widget.w, widget.h}},
                           {"enabled", widget.enabled},
                           {"role", role_name(widget.role)},
                           {"value", widget.value.empty() ? Json() : Json(widget.value)},
                           {"focused", widget.focused}});
    Json json;
    if (with_frame) json["frame"] = app.frame;
    json["window"] = {{"width", width}, {"height", height}};
    json["widgets"] = std::move(widgets);
    json["state"] = state_json(app);
    // Names of files may hold bytes that are not UTF-8; they are replaced, never fatal.
    return json.dump(1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace ui
