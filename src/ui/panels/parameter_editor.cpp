#include "ui/panels/parameter_editor.h"

#include <string>

#include "ui/stack_edits.h"

namespace ui {

namespace {

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

/// A number that may be None. Returns true after a change.
bool optional_number(const Row& row, const std::string& id, std::optional<std::int64_t>& value,
                     bool may_be_none, float width) {
    bool changed = false;
    if (may_be_none) {
        if (row.f.ui.toggle(id + ".none", "None", row.f.t("parameter.none.tip"), !value)) {
            value = value ? std::nullopt : std::optional(std::max<std::int64_t>(low_of(row.spec), 1));
            changed = true;
        }
        if (!value) return changed;
        ImGui::SameLine();
        width -= ImGui::GetItemRectSize().x + ImGui::GetStyle().ItemSpacing.x;
    }
    std::int64_t number = value.value_or(0);
    if (row.f.ui.stepper(id, "", row.tip, number, low_of(row.spec), high_of(row.spec), width)) {
        value = number;
        changed = true;
    }
    return changed;
}

void integer(const Row& row, const pool::Value& value) {
    std::optional<std::int64_t> number;
    if (const auto* n = std::get_if<std::int64_t>(&value)) number = *n;
    if (!optional_number(row, row.id, number, row.spec.optional, row.width)) return;
    row.set(number ? pool::Value(*number) : pool::Value());
}

void pair(const Row& row, const pool::Value& value) {
    const bool none = std::holds_alternative<std::monostate>(value);
    pool::Pair pair;
    if (const auto* p = std::get_if<pool::Pair>(&value)) pair = *p;
    if (const auto* n = std::get_if<std::int64_t>(&value)) pair = {*n, *n};
    Frame& f = row.f;
    float width = row.width;
    if (row.spec.optional) {
        if (f.ui.toggle(row.id + ".none", "None", f.t("parameter.none.tip"), none)) {
            row.set(none ? pool::Value(pool::Pair{1, 1}) : pool::Value());
            return;
        }
        if (none) return;
        ImGui::SameLine();
        width -= ImGui::GetItemRectSize().x + ImGui::GetStyle().ItemSpacing.x;
    }
    // Both numbers always stand side by side: a person sees that height and width may differ.
    const float half = (width - ImGui::GetStyle().ItemSpacing.x) / 2;
    const bool linked = pair.h == pair.w && !ImGui::GetIO().KeyShift;
    const bool h = optional_number(row, row.id + ".h", pair.h, row.spec.none_entries, half);
    ImGui::SameLine();
    const bool w = optional_number(row, row.id + ".w", pair.w, row.spec.none_entries, half);
    if (!h && !w) return;
    if (linked) (h ? pair.w : pair.h) = h ? pair.h : pair.w;
    row.set(pair);
}

void number(const Row& row, const pool::Value& value) {
    double x = 0;
    if (const auto* d = std::get_if<double>(&value)) x = *d;
    if (const auto* n = std::get_if<std::int64_t>(&value)) x = static_cast<double>(*n);
    ImGui::SetNextItemWidth(row.width);
    ImGui::InputDouble(("##" + row.id).c_str(), &x, 0, 0, "%g");
    const bool left = ImGui::IsItemDeactivatedAfterEdit();
    row.f.ui.record(row.id, std::string(row.spec.name));
    row.f.ui.tooltip(row.tip);
    if (left) row.set(x);
}

void choice(const Row& row, const pool::Value& value) {
    std::vector<std::string> choices(row.spec.choices.begin(), row.spec.choices.end());
    int index = 0;
    if (const auto* text = std::get_if<std::string>(&value)) {
        for (std::size_t i = 0; i < choices.size(); ++i)
            if (choices[i] == *text) index = static_cast<int>(i);
    }
    if (row.f.ui.combo(row.id, "", row.tip, index, choices, row.width))
        row.set(choices[static_cast<std::size_t>(index)]);
}

void boolean(const Row& row, const pool::Value& value) {
    bool on = std::holds_alternative<bool>(value) && std::get<bool>(value);
    if (row.f.ui.checkbox(row.id, on ? "True" : "False", row.tip, on)) row.set(on);
}

}  // namespace

void parameter_row(Frame& f, std::size_t position, const pool::Layer& layer, const pool::ParamSpec& spec) {
    const std::string name(spec.name);
    const pool::Value& value = pool::param(pool::kind_of(layer), layer.params, spec.name);
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::AlignTextToFramePadding();
    f.ui.mono(name, true);
    f.ui.tooltip(std::string(spec.help));
    ImGui::TableNextColumn();
    const Row row{f,
                  position,
                  spec,
                  "stack." + std::to_string(position) + "." + name,
                  std::string(spec.help),
                  ImGui::GetContentRegionAvail().x};
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
            choice(row, value);
            break;
        // Lists are written in the notation field, where they can be pasted.
        case pool::ParamType::text:
        case pool::ParamType::number_list:
            f.ui.muted(f.t("parameter.in_notation"));
            break;
    }
}

}  // namespace ui
