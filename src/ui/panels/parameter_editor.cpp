#include "ui/panels/parameter_editor.h"

#include <algorithm>
#include <string>

#include "figure/number.h"
#include "pool/notation.h"
#include "pool/text.h"
#include "ui/dialogs.h"
#include "ui/stack_edits.h"
#include "ui/theme.h"

namespace ui {

namespace {

constexpr float kStepperPart = 0.36F;  // of a row: a single number

struct Row {
    Frame& f;
    std::size_t position;
    const pool::ParamSpec& spec;
    std::string id;
    std::string tip;
    float width;

    void set(pool::Value value) const { set_parameter(f.app, position, spec, std::move(value)); }
};

std::int64_t low_of(const pool::ParamSpec& spec) { return static_cast<std::int64_t>(spec.min); }
std::int64_t high_of(const pool::ParamSpec& spec) { return static_cast<std::int64_t>(spec.max); }

/// The parameter's name, with None at the right end of the line where that is allowed, `behind` before it.
/// Returns true when the person switched None on or off.
bool name_line(const Row& row, bool none, float behind = 0) {
    Frame& f = row.f;
    const float left = ImGui::GetCursorPosX();
    ImGui::AlignTextToFramePadding();
    const bool both = row.spec.type == pool::ParamType::pair || row.spec.type == pool::ParamType::padding;
    f.ui.mono(std::string(row.spec.name) + (both ? "  (H, W)" : ""), true, false);
    f.ui.tooltip(row.tip);
    if (!row.spec.optional) return false;
    ImGui::SameLine();
    const float none_w = ImGui::CalcTextSize("None").x + 2 * ImGui::GetStyle().FramePadding.x;
    // Clear of a long name.
    ImGui::SetCursorPosX(std::max(ImGui::GetCursorPosX(), left + row.width - behind - none_w));
    return f.ui.toggle(row.id + ".none", "None", f.t("parameter.none.tip"), none);
}

std::int64_t start_of(const pool::ParamSpec& spec) { return std::max<std::int64_t>(low_of(spec), 1); }

void integer(const Row& row, const pool::Value& value) {
    const auto* number = std::get_if<std::int64_t>(&value);
    const float left = ImGui::GetCursorPosX();
    if (name_line(row, !number, kStepperPart * row.width + ImGui::GetStyle().ItemSpacing.x)) {
        row.set(number ? pool::Value() : pool::Value(start_of(row.spec)));
        return;
    }
    if (!number) return;
    std::int64_t edited = *number;
    // One number has room behind its name.
    ImGui::SameLine();
    const float width = std::min(kStepperPart * row.width, left + row.width - ImGui::GetCursorPosX());
    ImGui::SetCursorPosX(left + row.width - width);
    if (row.f.ui.stepper(row.id, "", row.tip, edited, low_of(row.spec), high_of(row.spec), width))
        row.set(edited);
}

/// One of a pair's two numbers, or None where the kind allows it.
bool entry(const Row& row, const std::string& id, std::optional<std::int64_t>& value, float width) {
    bool changed = false;
    if (row.spec.none_entries) {
        if (row.f.ui.toggle(id + ".none", "None", row.f.t("parameter.none.tip"), !value)) {
            value = value ? std::nullopt : std::optional(start_of(row.spec));
            changed = true;
        }
        ImGui::SameLine();
        width -= ImGui::GetItemRectSize().x + ImGui::GetStyle().ItemSpacing.x;
    }
    if (!value) {
        ImGui::SetNextItemWidth(width);
        ImGui::AlignTextToFramePadding();
        row.f.ui.mono("None", true, false);
        return changed;
    }
    return row.f.ui.stepper(id, "", row.tip + " " + row.f.t("parameter.linked"), *value, low_of(row.spec),
                            high_of(row.spec), width) ||
           changed;
}

/// Height and width always stand side by side: a person sees that they may differ. While they are equal they
/// change together; Shift changes one alone.
void pair(const Row& row, const pool::Value& value) {
    const bool none = std::holds_alternative<std::monostate>(value);
    if (name_line(row, none)) {
        row.set(none ? pool::Value(pool::Pair{start_of(row.spec), start_of(row.spec)}) : pool::Value());
        return;
    }
    if (none) return;
    pool::Pair pair;
    if (const auto* p = std::get_if<pool::Pair>(&value)) pair = *p;
    if (const auto* n = std::get_if<std::int64_t>(&value)) pair = {*n, *n};
    // Entries that may be None each have a button more, and a row of their own.
    const bool stacked = row.spec.none_entries;
    const float half = (row.width - ImGui::GetStyle().ItemSpacing.x) / 2;
    const float width = stacked ? row.width : half;
    const float left = ImGui::GetCursorPosX();
    const bool linked = pair.h == pair.w && !ImGui::GetIO().KeyShift;
    const bool h = entry(row, row.id + ".h", pair.h, width);
    if (!stacked) {
        ImGui::SameLine();
        ImGui::SetCursorPosX(left + half + ImGui::GetStyle().ItemSpacing.x);
    }
    const bool w = entry(row, row.id + ".w", pair.w, width);
    if (!h && !w) return;
    if (linked) (h ? pair.w : pair.h) = h ? pair.h : pair.w;
    row.set(pair);
}

void number(const Row& row, const pool::Value& value) {
    name_line(row, false);
    double x = 0;
    if (const auto* d = std::get_if<double>(&value)) x = *d;
    if (const auto* n = std::get_if<std::int64_t>(&value)) x = static_cast<double>(*n);
    ImGui::SetNextItemWidth(row.width);
    row.f.ui.before_field(row.id);
    ImGui::InputDouble(("##" + row.id).c_str(), &x, 0, 0, "%g");
    const bool left = ImGui::IsItemDeactivatedAfterEdit();
    row.f.ui.after_field(row.id, std::string(row.spec.name), figure::number(x));
    row.f.ui.tooltip(row.tip);
    if (left) row.set(x);
}

void choice(const Row& row, const pool::Layer& layer, const pool::Value& value) {
    name_line(row, false);
    std::vector<std::string> choices(row.spec.choices.begin(), row.spec.choices.end());
    // Where the parameter that excludes this one is given, none of them holds.
    const bool excluded = !row.spec.excludes.empty() && layer.params.find(row.spec.excludes);
    int index = excluded ? -1 : 0;
    if (const auto* text = std::get_if<std::string>(&value); text && !excluded) {
        for (std::size_t i = 0; i < choices.size(); ++i)
            if (choices[i] == *text) index = static_cast<int>(i);
    }
    if (row.f.ui.combo(row.id, "", row.tip, index, choices, row.width))
        row.set(choices[static_cast<std::size_t>(index)]);
}

void boolean(const Row& row, const pool::Value& value) {
    bool on = std::holds_alternative<bool>(value) && std::get<bool>(value);
    if (row.f.ui.checkbox(row.id, std::string(row.spec.name), row.tip, on)) row.set(on);
}

/// Lists and words: written as in the notation. A value that cannot be read is refused with the reason.
void written(const Row& row, const pool::Layer& layer, const pool::Value& value) {
    Frame& f = row.f;
    const bool none = std::holds_alternative<std::monostate>(value);
    // What stands in the place of None has to be written.
    if (name_line(row, none) && !none) row.set({});
    NotationField& field = f.dialogs.written[row.id];
    const std::string now = pool::python_text(value);
    if (field.shown_for != now) {
        field.shown_for = now;
        field.text = now;
        field.error = {};
    }
    ImGui::SetNextItemWidth(row.width);
    f.ui.before_field(row.id);
    const bool entered =
        ImGui::InputText(("##" + row.id).c_str(), &field.text, ImGuiInputTextFlags_EnterReturnsTrue);
    const bool left = ImGui::IsItemDeactivatedAfterEdit();
    f.ui.after_field(row.id, std::string(row.spec.name), field.text);
    f.ui.tooltip(row.tip);
    if ((entered || left) && field.text != now) {
        try {
            row.set(pool::parse_value(pool::kind_of(layer), row.spec, field.text));
            field.error = {};
        } catch (const pool::NotationError& error) {
            field.error = error.message();
        }
    }
    if (field.error.empty()) return;
    ImGui::PushStyleColor(ImGuiCol_Text, im_vec(f.palette().error_text));
    f.ui.paragraph(f.t(field.error));
    ImGui::PopStyleColor();
}

/// A pair while it is one; the other ways to pad are written.
void padding(const Row& row, const pool::Layer& layer, const pool::Value& value) {
    if (std::holds_alternative<pool::Pair>(value) && !layer.params.find("rule")) {
        pair(row, value);
    } else {
        written(row, layer, value);
    }
}

}  // namespace

void parameter_row(Frame& f, std::size_t position, const pool::Layer& layer, const pool::ParamSpec& spec,
                   float width) {
    const pool::Value& value = pool::param(pool::kind_of(layer), layer.params, spec.name);
    const Row row{f,
                  position,
                  spec,
                  "stack." + std::to_string(position) + "." + std::string(spec.name),
                  f.t(spec.help),
                  width};
    switch (spec.type) {
        case pool::ParamType::boolean:
            boolean(row, value);
            break;
        case pool::ParamType::integer:
            integer(row, value);
            break;
        case pool::ParamType::pair:
            pair(row, value);
            break;
        case pool::ParamType::number:
            number(row, value);
            break;
        case pool::ParamType::choice:
            choice(row, layer, value);
            break;
        case pool::ParamType::padding:
            padding(row, layer, value);
            break;
        case pool::ParamType::text:
        case pool::ParamType::number_list:
            written(row, layer, value);
            break;
    }
}

}  // namespace ui
