#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "document/samples.h"
#include "figure/math.h"
#include "figure/text.h"
#include "pool/notation.h"
#include "pool/rules.h"
#include "ui/actions.h"
#include "ui/dialogs.h"
#include "ui/panels/panels.h"
#include "ui/panels/parameter_editor.h"
#include "ui/stack_edits.h"
#include "ui/theme.h"

namespace ui {

namespace {

/// Input and output shape of one layer of the document, when both are known.
struct CardShapes {
    std::optional<pool::Shape> input;
    std::optional<pool::Shape> output;
};

CardShapes shapes_of(const work::Workspace& work, std::size_t position) {
    std::size_t enabled = 0;
    for (std::size_t i = 0; i < position; ++i) enabled += work.document().stack[i].enabled ? 1 : 0;
    const std::vector<pool::Shape>& shapes = work.live().chain().shapes;
    CardShapes result;
    if (!work.document().stack[position].enabled) return result;
    if (enabled < shapes.size()) result.input = shapes[enabled];
    if (enabled + 1 < shapes.size()) result.output = shapes[enabled + 1];
    return result;
}

void shape_line(Frame& f, const pool::Layer& layer, const CardShapes& shapes) {
    if (!shapes.input || !shapes.output) return;
    f.ui.mono(shapes.input->text(false) + " → " + shapes.output->text(false), true);
    if (!ImGui::IsItemHovered()) return;
    const pool::LayerKind& kind = pool::kind_of(layer);
    ImGui::BeginTooltip();
    f.ui.muted(f.t("stack.shape.tip"));
    f.ui.mono("H  " + figure::plain_math(kind.size_formula(layer.params, *shapes.input, 'h')));
    f.ui.mono("W  " + figure::plain_math(kind.size_formula(layer.params, *shapes.input, 'w')));
    ImGui::EndTooltip();
}

void card_menu(Frame& f, std::size_t i, float right) {
    const std::string id = "stack." + std::to_string(i);
    const float side = ImGui::GetFrameHeight();
    const float gap = f.em() * 0.2F;
    ImGui::SameLine();
    ImGui::SetCursorPosX(right - 2 * side - gap - f.em() * 0.3F);
    bool on = f.work.document().stack[i].enabled;
    if (f.ui.checkbox(id + ".enabled", "", f.t("stack.enabled.tip"), on)) toggle_layer(f.app, i);
    ImGui::SameLine(0, gap);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, ImGui::GetStyle().FramePadding.y));
    if (f.ui.button(id + ".remove", "×", f.t("stack.remove.tip"), true, side)) remove_layer(f.app, i);
    ImGui::PopStyleVar();
}

/// The card's handle: dragged onto another card it moves the layer there.
void drag_and_drop(Frame& f, std::size_t i) {
    if (ImGui::BeginDragDropSource(ImGuiDragDropFlags_None)) {
        ImGui::SetDragDropPayload("layer", &i, sizeof(i));
        ImGui::TextUnformatted(pool::notation(f.work.document().stack[i]).c_str());
        ImGui::EndDragDropSource();
    }
    if (ImGui::BeginDragDropTarget()) {
        if (const ImGuiPayload* payload = ImGui::AcceptDragDropPayload("layer")) {
            std::size_t from = 0;
            std::memcpy(&from, payload->Data, sizeof(from));
            move_layer(f.app, from, i);
        }
        ImGui::EndDragDropTarget();
    }
}

void card_body(Frame& f, std::size_t i, const pool::Layer& layer, float width) {
    const std::string id = "stack." + std::to_string(i);
    for (const pool::ParamSpec& spec : pool::kind_of(layer).params()) parameter_row(f, i, layer, spec, width);
    for (const char* name : {"stack.up", "stack.down", "stack.duplicate"}) {
        const Action& a = action(name);
        if (f.ui.button(id + "." + std::string(name).substr(6), label(a, f.t), tooltip(a, f.t),
                        a.enabled(f.app)))
            run(f.app, name);
        ImGui::SameLine();
    }
    if (f.ui.button(id + ".help", f.t("stack.help"), f.t("stack.help.tip"))) {
        f.dialogs.help_kind = layer.kind;
        f.dialogs.help = true;
    }
}

void card(Frame& f, std::size_t i) {
    const pool::Layer layer = f.work.document().stack[i];
    const std::string id = "stack." + std::to_string(i);
    const bool selected = f.dialogs.card == i;
    const bool open = selected && f.dialogs.card_open;
    const bool wrong = f.work.live().chain().error && f.work.live().chain().error->position == i;
    const CardShapes shapes = shapes_of(f.work, i);
    const figure::Palette& p = f.palette();

    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const float pad = f.em() * 0.45F;
    list.ChannelsSplit(2);
    list.ChannelsSetCurrent(1);
    ImGui::BeginGroup();
    ImGui::Dummy(ImVec2(width, pad * 0.4F));
    ImGui::Indent(pad);
    if (!layer.enabled) ImGui::PushStyleVar(ImGuiStyleVar_Alpha, 0.5F);
    const float row_x = ImGui::GetCursorPosX();
    const bool pressed = ImGui::InvisibleButton(
        (id + ".card").c_str(),
        ImVec2(width - 2 * pad - 2.4F * ImGui::GetFrameHeight(), ImGui::GetFrameHeight()));
    f.ui.record(id + ".card", pool::notation(layer));
    const bool hovered = ImGui::IsItemHovered();
    f.ui.tooltip(f.t("stack.card.tip"));
    drag_and_drop(f, i);
    if (pressed) {
        f.dialogs.card_open = !open;
        f.dialogs.card = i;
    }
    ImGui::SameLine();
    ImGui::SetCursorPosX(row_x);
    ImGui::AlignTextToFramePadding();
    f.ui.heading("L" + std::to_string(i + 1));
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    const float room = width - 2.4F * ImGui::GetFrameHeight() - (ImGui::GetCursorPosX() - row_x) - 2 * pad;
    f.ui.mono(figure::elided(figure::Face::mono, f.em(), pool::notation(layer), room), false, false);
    card_menu(f, i, row_x - pad + width);
    shape_line(f, layer, shapes);
    if (!layer.enabled) ImGui::PopStyleVar();
    if (wrong) {
        ImGui::PushStyleColor(ImGuiCol_Text, im_vec(p.error));
        f.ui.paragraph(f.t(f.work.live().chain().error->message), width - 2 * pad);
        ImGui::PopStyleColor();
    }
    if (open) card_body(f, i, layer, width - 2 * pad);
    ImGui::Unindent(pad);
    ImGui::Dummy(ImVec2(width, pad * 0.3F));
    ImGui::EndGroup();
    const ImVec2 end(at.x + width, ImGui::GetItemRectMax().y);
    list.ChannelsSetCurrent(0);
    const figure::Color fill = hovered ? mixed(p.paper, p.accent, 0.07F) : p.paper;
    const figure::Color edge = wrong ? p.error : selected ? p.accent : p.line;
    list.AddRectFilled(at, end, im_color(fill), f.em() * 0.35F);
    compat::add_rect(&list, at, end, im_color(edge), f.em() * 0.35F, wrong || selected ? 1.6F : 1.0F);
    list.ChannelsMerge();
}

void add_and_presets(Frame& f) {
    const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
    if (f.ui.button("stack.add", f.t("stack.add"), f.t("stack.add.tip"), true, half))
        ImGui::OpenPopup("stack.add.menu");
    ImGui::SameLine();
    if (f.ui.button("stack.presets", f.t("stack.presets"), f.t("stack.presets.tip"), true, half))
        ImGui::OpenPopup("stack.presets.menu");
    if (ImGui::BeginPopup("stack.add.menu")) {
        for (const pool::LayerKind* kind : pool::all_kinds()) {
            const std::string name(kind->name());
            if (f.ui.selectable("stack.add." + name, name, false, f.t("kind." + name)))
                add_layer(f.app, name);
        }
        ImGui::EndPopup();
    }
    if (ImGui::BeginPopup("stack.presets.menu")) {
        for (const document::Preset& preset : document::presets()) {
            const std::string key(preset.key);
            const std::string notation(preset.notation);
            if (f.ui.selectable(key, f.t(key), false, notation)) set_notation(f.app, notation);
        }
        ImGui::EndPopup();
    }
}

/// The framework whose rules all layers follow that know rules.
void rule_choice(Frame& f) {
    const pool::Stack& stack = f.work.document().stack;
    if (std::ranges::none_of(stack, pool::knows_rules)) return;
    const std::string now = pool::rule_of(stack);
    std::vector<std::string> names;
    int index = -1;
    for (const std::string_view rule : pool::rule_names()) {
        if (rule == now) index = static_cast<int>(names.size());
        names.push_back(f.t("rule." + std::string(rule)));
    }
    f.ui.muted(f.t("rule.title"));
    if (f.ui.combo("stack.rule", "", f.t("rule.tip"), index, names, ImGui::GetContentRegionAvail().x))
        f.work.edit([rule = std::string(pool::rule_names()[static_cast<std::size_t>(index)])](
                        document::Document& d) { pool::translate_to_rule(d.stack, rule); });
}

void notation_field(Frame& f) {
    NotationField& field = f.dialogs.notation;
    const std::string now = pool::notation(f.work.document().stack);
    if (field.shown_for != now) {
        field.shown_for = now;
        if (!field.active) {
            field.text = now;
            field.error = {};
        }
    }
    f.ui.muted(f.t("stack.notation"));
    const float width = ImGui::GetContentRegionAvail().x;
    compat::push_font(f.fonts.mono(), compat::font_size(f.fonts.mono()));
    const bool entered = ImGui::InputTextMultiline(
        "##stack.notation", &field.text, ImVec2(width, ImGui::GetTextLineHeight() * 2 + f.em()),
        ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CtrlEnterForNewLine);
    const bool left = ImGui::IsItemDeactivatedAfterEdit();
    field.active = ImGui::IsItemActive();
    ImGui::PopFont();
    f.ui.record("stack.notation", f.t("stack.notation"));
    f.ui.tooltip(f.t("stack.notation.tip"));
    if ((entered || left) && field.text != now) {
        field.error = set_notation(f.app, field.text);
        if (field.error.empty()) field.active = false;
    }
    if (field.error.empty() && field.notes_for == now)
        for (const words::Message& note : field.notes) f.ui.paragraph(f.t(note));
    if (field.error.empty()) return;
    ImGui::PushStyleColor(ImGuiCol_Text, im_vec(f.palette().error));
    f.ui.paragraph(f.t(field.error));
    ImGui::PopStyleColor();
}

}  // namespace

void stack_panel(Frame& f) {
    f.ui.heading(f.t("stack.title"));
    const std::size_t count = f.work.document().stack.size();
    if (count == 0) f.ui.muted(f.t("stack.empty"));
    for (std::size_t i = 0; i < count; ++i) card(f, i);
    add_and_presets(f);
    rule_choice(f);
    notation_field(f);
}

}  // namespace ui
