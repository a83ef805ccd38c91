#include "ui/panels/lit_names.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "figure/text.h"
#include "ui/app_state.h"
#include "ui/school.h"
#include "ui/theme.h"

namespace ui {

namespace {

using figure::Thing;

constexpr std::array kNamed = {Thing::window, Thing::winner, Thing::output};

std::string_view id_of(Thing thing) {
    switch (thing) {
        case Thing::window:
            return "lit.window";
        case Thing::winner:
            return "lit.winner";
        default:
            return "lit.output";
    }
}

figure::Color outline_of(const figure::Palette& palette, Thing thing) {
    return thing == Thing::window ? palette.window : thing == Thing::winner ? palette.winner : palette.output;
}

/// Pointed at in this frame or in the one before, in which some panels were drawn earlier.
bool lit(const Frame& f, Thing thing) {
    const School& school = *f.app.school;
    return school.lit == thing && school.lit_at + 1 >= ImGui::GetFrameCount();
}

void light(Frame& f, Thing thing) {
    f.app.school->lit = thing;
    f.app.school->lit_at = ImGui::GetFrameCount();
}

struct Shape {
    Thing thing;
    figure::Rect rect;
};

/// Outlines in the colour of a thing. The rings of lineages stand for other cells.
std::vector<Shape> shapes_of(const figure::Drawing& drawing, const figure::Palette& palette) {
    std::vector<Shape> shapes;
    int lineage = 0;
    for (const figure::Primitive& item : drawing.items) {
        if (const auto* group = std::get_if<figure::BeginGroup>(&item))
            lineage += lineage > 0 || group->name.starts_with("lineage") ? 1 : 0;
        if (std::holds_alternative<figure::EndGroup>(item) && lineage > 0) --lineage;
        const auto* stroke = std::get_if<figure::RectStroke>(&item);
        if (!stroke || lineage > 0) continue;
        for (const Thing thing : kNamed)
            if (stroke->color == outline_of(palette, thing)) shapes.push_back({thing, stroke->rect});
    }
    return shapes;
}

ImVec2 at(ImVec2 origin, figure::Point p) { return {origin.x + p.x, origin.y + p.y}; }

void glow(Frame& f, const Shape& shape, ImVec2 origin) {
    constexpr std::array kOut = {0.55F, 0.35F, 0.15F};  // em
    const figure::Color ink = outline_of(f.palette(), shape.thing);
    for (const float out : kOut) {
        const figure::Rect around = shape.rect.inset(-out * f.em());
        compat::add_rect(ImGui::GetWindowDrawList(), at(origin, {around.x, around.y}),
                         at(origin, {around.right(), around.bottom()}), im_color(ink.with_alpha(0.3F)),
                         0.3F * f.em(), 0.3F * f.em());
    }
}

}  // namespace

void light_word(Frame& f, Thing thing, ImVec2 low, ImVec2 high) {
    if (thing != Thing::window && thing != Thing::winner && thing != Thing::output) return;
    if (ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(low, high)) light(f, thing);
    if (!lit(f, thing)) return;
    const figure::Color ink = figure::ink_of(f.palette(), thing, f.palette().ink);
    ImGui::GetWindowDrawList()->AddLine(ImVec2(low.x, high.y), high, im_color(ink), 0.15F * f.em());
    f.ui.record(std::string(id_of(thing)) + ".word", std::string(id_of(thing)), low, high);
}

void light_names(Frame& f, const figure::Drawing& drawing, ImVec2 origin) {
    const std::vector<Shape> shapes = shapes_of(drawing, f.palette());
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const figure::Point point{mouse.x - origin.x, mouse.y - origin.y};
    const Shape* pointed = nullptr;
    // The smallest: the winner lies in the window.
    for (const Shape& shape : shapes)
        if (shape.rect.contains(point) &&
            (!pointed || shape.rect.w * shape.rect.h < pointed->rect.w * pointed->rect.h))
            pointed = &shape;
    if (pointed && ImGui::IsWindowHovered()) light(f, pointed->thing);
    for (const figure::Primitive& item : drawing.items) {
        const auto* text = std::get_if<figure::Text>(&item);
        if (!text || text->face != figure::Face::text_bold || text->align != figure::Align::left) continue;
        for (const Thing thing : kNamed) {
            if (text->color != figure::ink_of(f.palette(), thing, f.palette().ink)) continue;
            const float width = figure::text_width(text->face, text->size, text->text);
            light_word(f, thing, at(origin, {text->at.x, text->at.y - 0.6F * text->size}),
                       at(origin, {text->at.x + width, text->at.y + 0.6F * text->size}));
        }
    }
    for (const Shape& shape : shapes) {
        if (!lit(f, shape.thing)) continue;
        glow(f, shape, origin);
        f.ui.record(std::string(id_of(shape.thing)), std::string(id_of(shape.thing)),
                    at(origin, {shape.rect.x, shape.rect.y}),
                    at(origin, {shape.rect.right(), shape.rect.bottom()}));
    }
}

}  // namespace ui
