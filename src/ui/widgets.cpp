#include "ui/widgets.h"

#include <algorithm>

#include "figure/text.h"

namespace ui {

namespace {

std::string labelled(const std::string& label, const std::string& id) { return label + "##" + id; }

}  // namespace

void Widgets::record(const std::string& id, const std::string& label, ImVec2 low, ImVec2 high, bool enabled) {
    // A control without words of its own is called by its id.
    records_.push_back(
        {id, label.empty() ? id : label, low.x, low.y, high.x - low.x, high.y - low.y, enabled});
}

void Widgets::record(const std::string& id, const std::string& label,
                     bool enabled) {  // A control that is scrolled out of sight cannot be acted on; its
                                      // middle is what is clicked.
    const ImVec2 low = ImGui::GetItemRectMin();
    const ImVec2 high = ImGui::GetItemRectMax();
    const ImVec2 middle((low.x + high.x) / 2, (low.y + high.y) / 2);
    if (!ImGui::IsItemVisible() || !ImGui::IsRectVisible(middle, ImVec2(middle.x + 1, middle.y + 1))) return;
    record(id, label, low, high, enabled);
}

bool Widgets::button(const std::string& id, const std::string& label, const std::string& tip, bool enabled,
                     float width) {
    ImGui::BeginDisabled(!enabled);
    const bool pressed = ImGui::Button(labelled(label, id).c_str(), ImVec2(width, 0));
    ImGui::EndDisabled();
    record(id, label, enabled);
    tooltip(tip);
    return pressed;
}

bool Widgets::toggle(const std::string& id, const std::string& label, const std::string& tip, bool on,
                     bool enabled, float width) {
    if (on) {
        const ImVec4 accent = ImGui::GetStyleColorVec4(ImGuiCol_CheckMark);
        ImGui::PushStyleColor(ImGuiCol_Button, ImVec4(accent.x, accent.y, accent.z, 0.22F));
        ImGui::PushStyleColor(ImGuiCol_Border, accent);
    }
    const bool pressed = button(id, label, tip, enabled, width);
    if (on) ImGui::PopStyleColor(2);
    return pressed;
}

bool Widgets::checkbox(const std::string& id, const std::string& label, const std::string& tip, bool& value) {
    const bool changed = ImGui::Checkbox(labelled(label, id).c_str(), &value);
    record(id, label);
    tooltip(tip);
    return changed;
}

bool Widgets::slider(const std::string& id, const std::string& label, const std::string& tip, float& value,
                     float low, float high, const char* format, bool logarithmic) {
    const ImGuiSliderFlags flags =
        ImGuiSliderFlags_AlwaysClamp | (logarithmic ? ImGuiSliderFlags_Logarithmic : ImGuiSliderFlags_None);
    const bool changed = ImGui::SliderFloat(labelled(label, id).c_str(), &value, low, high, format, flags);
    record(id, label);
    tooltip(tip);
    return changed;
}

bool Widgets::slider(const std::string& id, const std::string& label, const std::string& tip, int& value,
                     int low, int high) {
    const bool changed =
        ImGui::SliderInt(labelled(label, id).c_str(), &value, low, high, "%d", ImGuiSliderFlags_AlwaysClamp);
    record(id, label);
    tooltip(tip);
    return changed;
}

bool Widgets::stepper(const std::string& id, const std::string& label, const std::string& tip,
                      std::int64_t& value, std::int64_t low, std::int64_t high, float width) {
    const std::int64_t before = value;
    const float side = ImGui::GetFrameHeight();
    const float gap = ImGui::GetStyle().ItemInnerSpacing.x * 0.5F;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(gap, ImGui::GetStyle().ItemSpacing.y));
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, ImGui::GetStyle().FramePadding.y));
    if (button(id + ".less", "−", tip, value > low, side)) --value;
    ImGui::SameLine();
    ImGui::PopStyleVar();
    ImGui::SetNextItemWidth(std::max(width - 2 * (side + gap), 1.1F * side));
    const bool typed =
        ImGui::InputScalar(labelled("", id).c_str(), ImGuiDataType_S64, &value, nullptr, nullptr, "%lld",
                           ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
    const bool left = ImGui::IsItemDeactivatedAfterEdit();
    record(id, label);
    tooltip(tip);
    ImGui::SameLine();
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, ImGui::GetStyle().FramePadding.y));
    if (button(id + ".more", "+", tip, value < high, side)) ++value;
    ImGui::PopStyleVar(2);
    if (!label.empty()) {
        ImGui::SameLine();
        ImGui::TextUnformatted(label.c_str());
        tooltip(tip);
    }
    return value != before || typed || left;
}

bool Widgets::combo(const std::string& id, const std::string& label, const std::string& tip, int& index,
                    std::span<const std::string> choices, float width) {
    if (width > 0) ImGui::SetNextItemWidth(width);
    bool changed = false;
    const int count = static_cast<int>(choices.size());
    const std::string current =
        index >= 0 && index < count ? choices[static_cast<std::size_t>(index)] : std::string();
    const bool open =
        ImGui::BeginCombo(labelled(label, id).c_str(), current.c_str(), ImGuiComboFlags_HeightLarge);
    record(id, label.empty() ? current : label);
    if (!open) tooltip(tip);
    if (open) {
        for (int i = 0; i < count; ++i) {
            if (selectable(id + "." + std::to_string(i), choices[static_cast<std::size_t>(i)], i == index)) {
                index = i;
                changed = true;
            }
        }
        ImGui::EndCombo();
    }
    return changed;
}

bool Widgets::text_field(const std::string& id, const std::string& hint, const std::string& tip,
                         std::string& text, float width, bool focus) {
    ImGui::SetNextItemWidth(width);
    if (focus) ImGui::SetKeyboardFocusHere();
    const bool entered = ImGui::InputTextWithHint(labelled("", id).c_str(), hint.c_str(), &text,
                                                  ImGuiInputTextFlags_EnterReturnsTrue);
    const bool left = ImGui::IsItemDeactivatedAfterEdit();
    record(id, hint);
    tooltip(tip);
    return entered || left;
}

bool Widgets::selectable(const std::string& id, const std::string& label, bool selected,
                         const std::string& tip) {
    const bool pressed = ImGui::Selectable(labelled(label, id).c_str(), selected);
    record(id, label);
    tooltip(tip);
    return pressed;
}

void Widgets::heading(const std::string& text) {
    compat::push_font(fonts_.bold(), compat::font_size(fonts_.bold()));
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopFont();
}

std::string Widgets::in_lines(const std::string& text, float width) {
    return figure::broken_into_lines(text, width, [](std::string_view character) {
        return ImGui::CalcTextSize(character.data(), character.data() + character.size()).x;
    });
}

void Widgets::paragraph(const std::string& text, float width) {
    ImGui::TextUnformatted(in_lines(text, width > 0 ? width : ImGui::GetContentRegionAvail().x).c_str());
}

void Widgets::muted(const std::string& text, bool wraps) {
    ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_TextDisabled));
    wraps ? paragraph(text) : ImGui::TextUnformatted(text.c_str());
    ImGui::PopStyleColor();
}

void Widgets::mono(const std::string& text, bool is_muted, bool wraps) {
    compat::push_font(fonts_.mono(), compat::font_size(fonts_.mono()));
    if (is_muted) ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_TextDisabled));
    wraps ? paragraph(text) : ImGui::TextUnformatted(text.c_str());
    if (is_muted) ImGui::PopStyleColor();
    ImGui::PopFont();
}

}  // namespace ui
