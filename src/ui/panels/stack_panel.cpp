#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "figure/math.h"
#include "figure/text.h"
#include "pool/notation.h"
#include "pool/rules.h"
#include "pool/text.h"
#include "ui/actions.h"
#include "ui/app_state.h"
#include "ui/panels/panels.h"
#include "ui/panels/parameter_editor.h"
#include "ui/popover.h"
#include "ui/stack_edits.h"
#include "ui/theme.h"
#include "ui/veiled.h"

namespace ui {

namespace {

constexpr float kCardEm = 3.5F;
constexpr float kPopoverEm = 22;
constexpr float kGapEm = 0.5F;       // between cards: where a layer is put in
constexpr float kNotationEm = 5.6F;  // the field at the bottom, always in sight

/// Input and output shape of one layer of the document, when both are known.
struct CardShapes {
    std::optional<pool::Shape> input;
    std::optional<pool::Shape> output;
    bool hidden = false;  ///< a lesson hides the output's
};

CardShapes shapes_of(const AppState& app, std::size_t position) {
    std::size_t enabled = 0;
    for (std::size_t i = 0; i < position; ++i) enabled += app.active().document().stack[i].enabled ? 1 : 0;
    const std::vector<pool::Shape>& shapes = app.active().live().chain().shapes;
    CardShapes result;
    if (!app.active().document().stack[position].enabled) return result;
    if (enabled < shapes.size()) result.input = shapes[enabled];
    result.hidden = app.veil().hides_shape(enabled + 1);
    if (enabled + 1 < shapes.size() && !result.hidden) result.output = shapes[enabled + 1];
    return result;
}

std::string size_text(const pool::Shape& shape) {
    const std::string plane = std::to_string(shape.h) + "×" + std::to_string(shape.w);
    return shape.c > 1 ? std::to_string(shape.c) + "×" + plane : plane;
}

/// Draws one line of text, elided to `width`; returns how wide it is.
float draw_text(Frame& f, figure::Face face, float size, ImVec2 middle_left, const std::string& text,
                float width, figure::Color ink) {
    const std::string shown = figure::elided(face, size, text, width);
    ImFont* font = f.fonts.nearest(face, size, shown);
    const float height = f.fonts.line_height(face, size);
    ImGui::GetWindowDrawList()->AddText(font, height, ImVec2(middle_left.x, middle_left.y - height / 2),
                                        im_color(ink), shown.c_str());
    return figure::text_width(face, size, shown);
}

/// "3×3", "2"; of what is no pair as the notation writes it.
std::string short_value(const pool::Value& value, bool square) {
    const auto entry = [](const std::optional<std::int64_t>& number) {
        return number ? std::to_string(*number) : std::string("None");
    };
    pool::Pair pair;
    if (const auto* p = std::get_if<pool::Pair>(&value)) {
        pair = *p;
    } else if (const auto* n = std::get_if<std::int64_t>(&value); n && square) {
        pair = {*n, *n};
    } else {
        return pool::python_text(value);
    }
    return pair.h == pair.w && !square ? entry(pair.h) : entry(pair.h) + "×" + entry(pair.w);
}

std::string parameter_summary(const pool::Layer& layer) {
    const pool::LayerKind& kind = pool::kind_of(layer);
    std::string text;
    // A convolution in PyTorch's form begins with "3→64 · 7×7".
    const pool::Value* inputs = layer.params.find("in_channels");
    if (inputs) {
        const auto one = [&](const char* name, bool square) {
            return short_value(pool::param(kind, layer.params, name), square);
        };
        text =
            one("in_channels", false) + "→" + one("out_channels", false) + " · " + one("kernel_size", true);
    }
    const auto told = [&](std::string_view name) {
        return inputs && (name == "in_channels" || name == "out_channels" || name == "kernel_size");
    };
    for (const pool::ParamSpec& spec : kind.params()) {
        if (told(spec.name)) continue;
        const pool::Value* value = &pool::param(kind, layer.params, spec.name);
        const bool size = spec.name == "kernel_size" || spec.name == "output_size";
        // PyTorch's stride is the kernel's size where it is not given.
        if (spec.name == "stride" && std::holds_alternative<std::monostate>(*value))
            if (const pool::Value* kernel = pool::find_param(kind, layer.params, "kernel_size"))
                value = kernel;
        const bool stride = spec.name == "stride" && !std::holds_alternative<std::monostate>(*value);
        const bool given = layer.params.find(spec.name) != nullptr;
        if ((!size && !stride && !given) || std::holds_alternative<std::monostate>(*value)) continue;
        if (!text.empty()) text += " · ";
        if (spec.name != "kernel_size" && spec.name != "kernel") text += std::string(spec.name) + " ";
        text += std::holds_alternative<std::string>(*value) ? std::get<std::string>(*value)
                                                            : short_value(*value, size);
    }
    return text;
}

/// Where a dragged card would land, by the pointer's height.
std::size_t landing(const CardDrag& drag, float y) {
    std::size_t to = 0;
    while (to < drag.middles.size() && y > drag.middles[to]) ++to;
    return to;
}

/// A card that is let go lands where the line was. All cards of the frame must have been drawn.
void drop_card(Frame& f) {
    CardDrag& drag = f.app.dialogs.drag;
    if (!drag.from || ImGui::IsMouseDown(0)) return;
    const std::size_t from = *std::exchange(drag.from, std::nullopt);
    const std::size_t to = landing(drag, ImGui::GetIO().MousePos.y);
    move_layer(f.app, from, to > from ? to - 1 : to);
}

/// Says where the dragged card would land.
void landing_line(Frame& f, float x, float width) {
    const CardDrag& drag = f.app.dialogs.drag;
    if (!drag.from || drag.middles.empty()) return;
    const std::size_t to = landing(drag, ImGui::GetIO().MousePos.y);
    const float half = (kCardEm + kGapEm) * f.em() / 2;
    const float y = to < drag.middles.size() ? drag.middles[to] - half : drag.middles.back() + half;
    ImGui::GetWindowDrawList()->AddLine(ImVec2(x, y), ImVec2(x + width, y), im_color(f.palette().accent),
                                        0.2F * f.em());
}

void card_words(Frame& f, const pool::Layer& layer, const CardShapes& shapes, figure::Rect rect, bool wrong) {
    const figure::Palette& p = f.palette();
    const float em = f.em();
    const float pad = 0.7F * em;
    const float first = rect.y + 0.33F * rect.h;
    const float second = rect.y + 0.7F * rect.h;
    const figure::Color ink = layer.enabled ? p.ink : p.muted;
    std::string shape = shapes.output ? size_text(*shapes.output) : "";
    if (wrong && !shapes.hidden) shape = "!";
    const float shape_w = shapes.hidden ? 3 * em : figure::text_width(figure::Face::mono, 0.9F * em, shape);
    if (shapes.hidden) draw_veiled_at(f, {rect.right() - pad - shape_w, first - 0.5F * em, shape_w, em});
    draw_text(f, figure::Face::mono, 0.9F * em, ImVec2(rect.right() - pad - shape_w, first), shape, rect.w,
              wrong ? p.error_text : ink);
    draw_text(f, figure::Face::text_bold, em, ImVec2(rect.x + pad, first), layer.kind,
              rect.w - 2.6F * pad - shape_w, ink);
    draw_text(f, figure::Face::text, 0.9F * em, ImVec2(rect.x + pad, second), parameter_summary(layer),
              rect.w - 2 * pad - 2.2F * em, p.muted);
}

void size_tooltip(Frame& f, const pool::Layer& layer, const CardShapes& shapes) {
    std::string text = f.t("stack.card.tip");
    if (shapes.input && shapes.output) {
        const pool::LayerKind& kind = pool::kind_of(layer);
        text += "\n" + f.t("stack.shape.tip");
        text += "\nH  " + figure::plain_math(kind.size_formula(layer.params, *shapes.input, 'h'));
        text += "\nW  " + figure::plain_math(kind.size_formula(layer.params, *shapes.input, 'w'));
    }
    f.ui.tooltip(text);
}

void card(Frame& f, std::size_t i, float width) {
    AppState& app = f.app;
    const pool::Layer layer = app.active().document().stack[i];
    const std::string id = "stack." + std::to_string(i);
    const bool selected = app.dialogs.card == i;
    const bool wrong = app.active().live().chain().error && app.active().live().chain().error->position == i;
    const figure::Palette& p = f.palette();
    const float em = f.em();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const figure::Rect rect{at.x, at.y, width, kCardEm * em};
    const CardShapes shapes = shapes_of(app, i);
    const ImVec2 end(rect.right(), rect.bottom());
    const bool pointed = ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(at, end);
    const pool::Evaluation& evaluation = app.active().evaluation();
    const bool walked = app.active().cursor().layer < evaluation.layers.size() &&
                        evaluation.layers[app.active().cursor().layer].position == i;
    const figure::Color edge = wrong ? p.error : walked ? p.window : pointed || selected ? p.accent : p.line;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(at, end, im_color(figure::grounds_of(p).field), 0.35F * em);
    compat::add_rect(&list, at, end, im_color(edge), 0.35F * em, walked || wrong ? 2.0F : 1.0F);
    const bool pressed = f.ui.area(id + ".card", pool::notation(layer), ImVec2(rect.w - 2.2F * em, rect.h));
    size_tooltip(f, layer, shapes);
    const bool was_dragged = app.dialogs.drag.from.has_value();
    if (ImGui::IsItemActive() && ImGui::IsMouseDragging(0, 0.4F * em)) app.dialogs.drag.from = i;
    if (pressed && !was_dragged) {
        app.dialogs.card = i;
        toggle_popover(app, Popover::Kind::card, rect, i);
    }
    if (app.dialogs.popover.kind == Popover::Kind::card && app.dialogs.popover.index == i)
        app.dialogs.popover.anchor = rect;
    card_words(f, layer, shapes, rect, wrong);
    // The switch lies in the card's corner.
    ImGui::SetCursorScreenPos(ImVec2(rect.right() - 2.0F * em, rect.y + 0.5F * rect.h));
    bool on = layer.enabled;
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, 0));
    if (f.ui.checkbox(id + ".enabled", "", f.t("stack.enabled.tip"), on)) toggle_layer(app, i);
    ImGui::PopStyleVar();
    app.dialogs.drag.middles.push_back(rect.center().y);
    ImGui::SetCursorScreenPos(ImVec2(at.x, rect.bottom()));
}

/// The gap before card i: a click puts a layer in there.
void gap(Frame& f, std::size_t i, float width) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = kGapEm * f.em();
    const bool pressed =
        f.ui.area("stack.insert." + std::to_string(i), f.t("stack.insert"), ImVec2(width, height));
    f.ui.tooltip(f.t("stack.insert.tip"));
    const Popover& popover = f.app.dialogs.popover;
    const bool open = popover.kind == Popover::Kind::add && popover.index == i;
    if (ImGui::IsItemHovered() || open) {
        const figure::Color ink = f.palette().accent;
        ImDrawList& list = *ImGui::GetWindowDrawList();
        const float y = at.y + height / 2;
        list.AddLine(ImVec2(at.x, y), ImVec2(at.x + width, y), im_color(ink), 2);
        const float r = 0.45F * f.em();
        const ImVec2 c(at.x + width / 2, y);
        list.AddCircleFilled(c, r, im_color(f.palette().panel));
        list.AddCircle(c, r, im_color(ink), 0, 1.5F);
        list.AddLine(ImVec2(c.x - 0.5F * r, c.y), ImVec2(c.x + 0.5F * r, c.y), im_color(ink), 1.5F);
        list.AddLine(ImVec2(c.x, c.y - 0.5F * r), ImVec2(c.x, c.y + 0.5F * r), im_color(ink), 1.5F);
    }
    if (pressed) toggle_popover(f.app, Popover::Kind::add, {at.x, at.y, width, height}, i);
}

void header(Frame& f) {
    ImGui::AlignTextToFramePadding();
    f.ui.heading(f.t("stack.title"));
    const float gap_w = ImGui::GetStyle().ItemSpacing.x;
    const auto wide = [&](const char* key) {
        return ImGui::CalcTextSize(f.t(key).c_str()).x + 2 * ImGui::GetStyle().FramePadding.x;
    };
    ImGui::SameLine();
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - wide("stack.presets") -
                         wide("stack.add") - gap_w);
    if (f.ui.button("stack.presets", f.t("stack.presets"), f.t("stack.presets.tip")))
        toggle_popover(f.app, Popover::Kind::presets, item_rect());
    ImGui::SameLine();
    if (f.ui.button("stack.add", f.t("stack.add"), f.t("stack.add.tip")))
        toggle_popover(f.app, Popover::Kind::add, item_rect(), f.app.active().document().stack.size());
}

/// The framework whose rules all layers follow that know rules.
void rule_choice(Frame& f) {
    const pool::Stack& stack = f.app.active().document().stack;
    if (std::ranges::none_of(stack, pool::knows_rules)) return;
    const std::string now = pool::rule_of(stack);
    std::vector<std::string> names;
    int index = -1;
    for (const std::string_view rule : pool::rule_names()) {
        if (rule == now) index = static_cast<int>(names.size());
        names.push_back(f.t("rule." + std::string(rule)));
    }
    ImGui::AlignTextToFramePadding();
    f.ui.muted(f.t("rule.title"), false);
    ImGui::SameLine();
    if (f.ui.combo("stack.rule", "", f.t("rule.tip"), index, names, ImGui::GetContentRegionAvail().x))
        f.app.active().edit([rule = std::string(pool::rule_names()[static_cast<std::size_t>(index)])](
                                document::Document& d) { pool::translate_to_rule(d.stack, rule); });
}

std::string without_breaks(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    return text;
}

/// The whole stack in writing. Where it cannot be read, the reason takes the place of the line below the
/// field.
void notation_field(Frame& f, bool hinted) {
    NotationField& field = f.app.dialogs.notation;
    const std::string now = pool::notation(f.app.active().document().stack);
    if (field.shown_for != now) {
        field.shown_for = now;
        if (!field.active) {
            field.text.clear();
            field.error = {};
        }
    }
    const float width = ImGui::GetContentRegionAvail().x;
    // The field does not wrap by itself: it is broken as a sentence is.
    if (!field.active && field.error.empty())
        field.text = figure::broken_into_lines(now, width - f.em(), [&](std::string_view character) {
            return figure::text_width(figure::Face::mono, f.em(), character);
        });
    const float line = ImGui::GetTextLineHeight();
    compat::push_font(f.fonts.mono(), compat::font_size(f.fonts.mono()));
    f.ui.before_field("stack.notation");
    const bool entered = ImGui::InputTextMultiline(
        "##stack.notation", &field.text, ImVec2(width, 2 * line + 2 * ImGui::GetStyle().FramePadding.y),
        ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CtrlEnterForNewLine);
    const bool left = ImGui::IsItemDeactivatedAfterEdit();
    field.active = ImGui::IsItemActive();
    ImGui::PopFont();
    f.fonts.show(field.text);
    f.ui.after_field("stack.notation", f.t("stack.notation"), field.text);
    // It would cover the reason of a refusal.
    if (field.error.empty()) f.ui.tooltip(f.t("stack.notation.tip"));
    if ((entered || left) && without_breaks(field.text) != now) {
        field.error = set_notation(f.app, field.text);
        if (field.error.empty()) field.active = false;
    }
    const bool refused = !field.error.empty();
    std::string notes;
    if (field.notes_for == now)
        for (const words::Message& note : field.notes) notes += (notes.empty() ? "" : "\n") + f.t(note);
    if (!hinted) return;
    const std::string below = refused ? f.t(field.error) : notes.empty() ? f.t("stack.notation.hint") : notes;
    ImGui::PushStyleColor(ImGuiCol_Text, im_vec(refused ? f.palette().error_text : f.palette().muted));
    ImGui::TextUnformatted(figure::elided(figure::Face::text, f.em(), without_breaks(below), width).c_str());
    ImGui::PopStyleColor();
    f.ui.record("stack.notation.says", below);
    f.ui.tooltip(refused ? below : notes);
}

}  // namespace

void stack_panel(Frame& f) {
    header(f);
    const float em = f.em();
    const std::size_t count = f.app.active().document().stack.size();
    // In a low window the rule and the line below the notation give way to the cards.
    const float rule = ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.y;
    const bool rules = ImGui::GetContentRegionAvail().y >= (kNotationEm + kCardEm + kGapEm) * em + 2 * rule;
    const bool hinted = rules || !f.app.dialogs.notation.error.empty();
    const float below = (kNotationEm - (hinted ? 0.0F : 1.5F)) * em + (rules ? rule : 0.0F);
    const float room = std::max(ImGui::GetContentRegionAvail().y - below, (kCardEm + kGapEm) * em);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    ImGui::BeginChild("stack.cards", ImVec2(0, room), false);
    f.app.dialogs.drag.middles.clear();
    const float width = ImGui::GetContentRegionAvail().x;
    const float x = ImGui::GetCursorScreenPos().x;
    if (count == 0) f.ui.muted(f.t("stack.empty"));
    for (std::size_t i = 0; i < count; ++i) {
        gap(f, i, width);
        card(f, i, width);
    }
    landing_line(f, x, width);
    drop_card(f);
    ImGui::EndChild();
    ImGui::PopStyleVar();
    if (rules) rule_choice(f);
    ImGui::SetCursorPosY(ImGui::GetWindowHeight() - (kNotationEm - (hinted ? 0.0F : 1.5F)) * em);
    notation_field(f, hinted);
}

void card_popover(Frame& f) {
    AppState& app = f.app;
    const std::size_t i = app.dialogs.popover.index;
    // A layer that was just added comes with the next frame.
    if (i >= app.active().document().stack.size()) {
        if (!app.dialogs.popover.fresh) close_popover(app);
        app.dialogs.popover.fresh = false;
        return;
    }
    const pool::Layer layer = app.active().document().stack[i];
    const std::string id = "stack." + std::to_string(i);
    begin_popover(f, kPopoverEm * f.em());
    const float width = ImGui::GetContentRegionAvail().x;
    const float left = ImGui::GetCursorPosX();
    ImGui::AlignTextToFramePadding();
    f.ui.heading("L" + std::to_string(i + 1) + "  " + layer.kind);
    ImGui::SameLine();
    ImGui::SetCursorPosX(left + width - ImGui::GetFrameHeight());
    if (f.ui.button(id + ".help", f.t("stack.help"), f.t("stack.help.tip"), true, ImGui::GetFrameHeight())) {
        app.dialogs.help_kind = layer.kind;
        app.dialogs.help = true;
    }
    f.ui.muted(f.t("kind." + layer.kind));
    for (const pool::ParamSpec& spec : pool::kind_of(layer).params()) parameter_row(f, i, layer, spec, width);
    ImGui::Separator();
    for (const char* name : {"stack.up", "stack.down", "stack.duplicate"}) {
        const Action& a = action(name);
        if (f.ui.button(id + "." + std::string(name).substr(6), label(a, f.t), tooltip(a, f.t),
                        a.enabled(app)))
            run(app, name);
        ImGui::SameLine();
    }
    if (f.ui.button(id + ".remove", f.t("stack.remove"), f.t("stack.remove.tip"))) {
        remove_layer(app, i);
        close_popover(app);
    }
    // The reason has its place whether or not there is one, so that no row moves.
    const bool wrong = app.active().live().chain().error && app.active().live().chain().error->position == i;
    const float top = ImGui::GetCursorPosY();
    ImGui::PushStyleColor(ImGuiCol_Text, im_vec(f.palette().error_text));
    f.ui.paragraph(wrong ? f.t(app.active().live().chain().error->message) : std::string(), width);
    ImGui::PopStyleColor();
    ImGui::SetCursorPosY(std::max(ImGui::GetCursorPosY(), top + 2 * ImGui::GetTextLineHeightWithSpacing()));
    ImGui::Dummy(ImVec2(1, 1));
    end_popover(f);
}

}  // namespace ui
