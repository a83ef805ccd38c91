#include "ui/widgets.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <vector>

#include "figure/text.h"
#include "ui/dialogs.h"

namespace ui {

namespace {

std::string labelled(const std::string& label, const std::string& id) { return label + "##" + id; }

/// What a control is called where it has no words of its own on the screen.
const std::string& name_of(const std::string& label, const std::string& tip) {
    return label.size() > 1 || tip.empty() ? label : tip;
}

}  // namespace

void Widgets::record(const std::string& id, const std::string& label, ImVec2 low, ImVec2 high, bool enabled) {
    // A control without words of its own is called by its id.
    fonts_.show(label);
    records_.push_back(
        {id, label.empty() ? id : label, low.x, low.y, high.x - low.x, high.y - low.y, enabled});
}

void Widgets::record(const std::string& id, const std::string& label, bool enabled, Role role,
                     std::string value) {
    // A control that is scrolled out of sight cannot be acted on; its middle is what is clicked.
    const ImVec2 low = ImGui::GetItemRectMin();
    const ImVec2 high = ImGui::GetItemRectMax();
    const ImVec2 middle((low.x + high.x) / 2, (low.y + high.y) / 2);
    tips_.item = id;
    if (enabled && role != Role::text && role != Role::picture) focus_.stops.push_back(id);
    if (!ImGui::IsItemVisible() || !ImGui::IsRectVisible(middle, ImVec2(middle.x + 1, middle.y + 1))) return;
    // What of it can be seen.
    const ImVec2 from = ImGui::GetWindowDrawList()->GetClipRectMin();
    const ImVec2 to = ImGui::GetWindowDrawList()->GetClipRectMax();
    record(id, label, ImVec2(std::max(low.x, from.x), std::max(low.y, from.y)),
           ImVec2(std::min(high.x, to.x), std::min(high.y, to.y)), enabled);
    records_.back().role = role;
    records_.back().value = std::move(value);
    records_.back().focused = focus_.shown && focus_.id == id;
}

bool Widgets::focusable(const std::string& id, const std::string& label, bool enabled, Role role,
                        std::string value) {
    record(id, label, enabled, role, std::move(value));
    if (!focus_.shown || focus_.id != id) return false;
    const float grow = 2;
    const ImVec2 low = ImGui::GetItemRectMin();
    const ImVec2 high = ImGui::GetItemRectMax();
    compat::add_rect(ImGui::GetWindowDrawList(), ImVec2(low.x - grow, low.y - grow),
                     ImVec2(high.x + grow, high.y + grow), ImGui::GetColorU32(ImGuiCol_NavHighlight),
                     ImGui::GetStyle().FrameRounding + grow, 2.5F);
    if (focus_.moved) ImGui::SetScrollHereY();
    focus_.moved = false;
    return enabled && focus_.pressed;
}

bool Widgets::rested() {
    constexpr double kWait = 0.5;
    if (tips_.hovered != tips_.item) {
        tips_.hovered = tips_.item;
        tips_.waited = 0;
    }
    tips_.seen = true;
    return !tips_.silent && tips_.waited >= kWait;
}

void Widgets::tooltip(const std::string& text) {
    // What is being typed into, or dragged, is known already.
    if (text.empty() || ImGui::IsItemActive() || !ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled) ||
        !rested())
        return;
    const ImVec2 low = ImGui::GetItemRectMin();
    const ImVec2 high = ImGui::GetItemRectMax();
    compat::show_tooltip(text, low, high);
}

bool Widgets::area(const std::string& id, const std::string& label, ImVec2 size) {
    const bool pressed =
        ImGui::InvisibleButton(id.c_str(), ImVec2(std::max(size.x, 1.0F), std::max(size.y, 1.0F)));
    return focusable(id, label, true, Role::button) || pressed;
}

bool Widgets::button(const std::string& id, const std::string& label, const std::string& tip, bool enabled,
                     float width) {
    ImGui::BeginDisabled(!enabled);
    const bool pressed = ImGui::Button(labelled(label, id).c_str(), ImVec2(width, 0));
    ImGui::EndDisabled();
    const bool by_key = focusable(id, label, enabled, Role::button);
    tooltip(tip);
    return pressed || by_key;
}

bool Widgets::toggle(const std::string& id, const std::string& label, const std::string& tip, bool on,
                     bool enabled, float width) {
    if (on) {
        ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_Header));
        ImGui::PushStyleColor(ImGuiCol_ButtonHovered, ImGui::GetStyleColorVec4(ImGuiCol_HeaderActive));
        ImGui::PushStyleColor(ImGuiCol_Border, ImGui::GetStyleColorVec4(ImGuiCol_CheckMark));
    }
    const bool pressed = button(id, label, tip, enabled, width);
    if (on) ImGui::PopStyleColor(3);
    if (!records_.empty() && records_.back().id == id) {
        records_.back().role = Role::toggle;
        records_.back().value = on ? "on" : "off";
    }
    return pressed;
}

bool Widgets::checkbox(const std::string& id, const std::string& label, const std::string& tip, bool& value) {
    bool changed = ImGui::Checkbox(labelled(label, id).c_str(), &value);
    if (focusable(id, name_of(label, tip), true, Role::checkbox, value ? "on" : "off")) {
        value = !value;
        changed = true;
    }
    tooltip(tip);
    return changed;
}

bool Widgets::slider(const std::string& id, const std::string& label, const std::string& tip, float& value,
                     float low, float high, const char* format, bool logarithmic) {
    const ImGuiSliderFlags flags =
        ImGuiSliderFlags_AlwaysClamp | (logarithmic ? ImGuiSliderFlags_Logarithmic : ImGuiSliderFlags_None);
    bool changed = ImGui::SliderFloat(labelled(label, id).c_str(), &value, low, high, format, flags);
    focusable(id, name_of(label, tip), true, Role::slider, std::to_string(value));
    if (focus_.shown && focus_.id == id && focus_.turned != 0) {
        const float steps = static_cast<float>(focus_.turned);
        const float wanted =
            logarithmic ? value * std::pow(high / low, 0.05F * steps) : value + 0.05F * steps * (high - low);
        value = std::clamp(wanted, low, high);
        changed = true;
    }
    tooltip(tip);
    return changed;
}

bool Widgets::slider(const std::string& id, const std::string& label, const std::string& tip, int& value,
                     int low, int high) {
    bool changed =
        ImGui::SliderInt(labelled(label, id).c_str(), &value, low, high, "%d", ImGuiSliderFlags_AlwaysClamp);
    focusable(id, name_of(label, tip), true, Role::slider, std::to_string(value));
    if (focus_.shown && focus_.id == id && focus_.turned != 0) {
        value = std::clamp(value + focus_.turned, low, high);
        changed = true;
    }
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
    before_field(id);
    const bool typed =
        ImGui::InputScalar(labelled("", id).c_str(), ImGuiDataType_S64, &value, nullptr, nullptr, "%lld",
                           ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
    const bool left = ImGui::IsItemDeactivatedAfterEdit();
    focusable(id, label, true, Role::number, std::to_string(value));
    tooltip(tip);
    ImGui::SameLine();
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, ImGui::GetStyle().FramePadding.y));
    if (button(id + ".more", "+", tip, value < high, side)) ++value;
    ImGui::PopStyleVar(2);
    if (!label.empty()) {
        ImGui::SameLine();
        ImGui::TextUnformatted(label.c_str());
    }
    return value != before || typed || left;
}

namespace {

/// The text, cut with an ellipsis where it is wider than `room`.
std::string within(const std::string& text, float room) {
    const auto wide = [](const std::string& shown) { return ImGui::CalcTextSize(shown.c_str()).x; };
    if (wide(text) <= room) return text;
    std::vector<std::string> cuts = {"…"};
    for (std::size_t at = 0; at < text.size();) {
        figure::next_codepoint(text, at);
        cuts.push_back(text.substr(0, at) + "…");
        if (wide(cuts.back()) > room) return cuts[cuts.size() - 2];
    }
    return text;
}

}  // namespace

bool Widgets::combo(const std::string& id, const std::string& label, const std::string& tip, int& index,
                    std::span<const std::string> choices, float width) {
    const int count = static_cast<int>(choices.size());
    const std::string current =
        index >= 0 && index < count ? choices[static_cast<std::size_t>(index)] : std::string();
    ImGui::PushStyleVar(ImGuiStyleVar_ButtonTextAlign, ImVec2(0, 0.5F));
    const float arrow = ImGui::GetFrameHeight();
    if (width <= 0)
        width = ImGui::CalcTextSize(current.c_str()).x + 2 * ImGui::GetStyle().FramePadding.x + arrow;
    ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_FrameBg));
    // The arrow stands beside the words, not on them; it fills the middle of its square.
    const float room = width - 0.75F * arrow - ImGui::GetStyle().FramePadding.x;
    const std::string shown = within(current, room);
    const bool pressed = button(id, shown, tip, true, width);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    if (!records_.empty() && records_.back().id == id) {
        records_.back().role = Role::combo;
        records_.back().value = current;
        if (!label.empty()) records_.back().label = label;
    }
    const ImVec2 low = ImGui::GetItemRectMin();
    const ImVec2 high = ImGui::GetItemRectMax();
    const float s = 0.22F * ImGui::GetFontSize();
    const ImVec2 c(high.x - arrow / 2, (low.y + high.y) / 2);
    ImGui::GetWindowDrawList()->AddTriangleFilled(
        ImVec2(c.x - s, c.y - s * 0.6F), ImVec2(c.x + s, c.y - s * 0.6F), ImVec2(c.x, c.y + s * 0.8F),
        ImGui::GetColorU32(ImGuiCol_Text));
    if (pressed) {
        ImGui::OpenPopup(id.c_str());
        focus_.row = std::max(index, 0);
        focus_.rows = count;
    }
    ImGui::SetNextWindowPos(ImVec2(low.x, high.y));
    ImGui::SetNextWindowSizeConstraints(ImVec2(high.x - low.x, 0),
                                        ImVec2(FLT_MAX, 20 * ImGui::GetFrameHeight()));
    bool changed = false;
    if (ImGui::BeginPopup(id.c_str())) {
        focus_.list = true;
        for (int i = 0; i < count; ++i) {
            const bool here = i == focus_.row;
            if (selectable(id + "." + std::to_string(i), choices[static_cast<std::size_t>(i)], here) ||
                (here && focus_.accepted)) {
                index = i;
                changed = true;
            }
            if (here && focus_.row_moved) ImGui::SetScrollHereY();
        }
        if (changed || focus_.accepted || focus_.closed) ImGui::CloseCurrentPopup();
        focus_.accepted = focus_.closed = focus_.row_moved = false;
        ImGui::EndPopup();
    }
    return changed;
}

void Widgets::beside(const std::string& label) {
    ImGui::SameLine();
    const float wide =
        ImGui::GetFrameHeight() + ImGui::GetStyle().ItemInnerSpacing.x + ImGui::CalcTextSize(label.c_str()).x;
    if (ImGui::GetContentRegionAvail().x < wide) ImGui::NewLine();
}

void Widgets::before_field(const std::string& id) {
    if (focus_.moved && focus_.id == id) ImGui::SetKeyboardFocusHere();
}

void Widgets::after_field(const std::string& id, const std::string& label, std::string value) {
    // Tab goes on from here.
    if (ImGui::IsItemActivated()) focus_.id = id;
    focusable(id, label, true, Role::field, std::move(value));
}

bool Widgets::text_field(const std::string& id, const std::string& hint, const std::string& tip,
                         std::string& text, float width, bool focus) {
    ImGui::SetNextItemWidth(width);
    fonts_.show(text);
    if (focus) ImGui::SetKeyboardFocusHere();
    before_field(id);
    const bool entered = ImGui::InputTextWithHint(labelled("", id).c_str(), hint.c_str(), &text,
                                                  ImGuiInputTextFlags_EnterReturnsTrue);
    const bool left = ImGui::IsItemDeactivatedAfterEdit();
    after_field(id, name_of(hint, tip), text);
    tooltip(tip);
    return entered || left;
}

bool Widgets::selectable(const std::string& id, const std::string& label, bool selected,
                         const std::string& tip) {
    const bool pressed = ImGui::Selectable(labelled(label, id).c_str(), selected);
    record(id, label, true, Role::item, selected ? "chosen" : "");
    tooltip(tip);
    return pressed;
}

void Widgets::heading(const std::string& text) {
    fonts_.show(text);
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
    fonts_.show(text);
    ImGui::TextUnformatted(in_lines(text, width > 0 ? width : ImGui::GetContentRegionAvail().x).c_str());
}

void Widgets::muted(const std::string& text, bool wraps) {
    fonts_.show(text);
    ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_TextDisabled));
    wraps ? paragraph(text) : ImGui::TextUnformatted(text.c_str());
    ImGui::PopStyleColor();
}

void Widgets::mono(const std::string& text, bool is_muted, bool wraps) {
    fonts_.show(text);
    compat::push_font(fonts_.mono(), compat::font_size(fonts_.mono()));
    if (is_muted) ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_TextDisabled));
    wraps ? paragraph(text) : ImGui::TextUnformatted(text.c_str());
    if (is_muted) ImGui::PopStyleColor();
    ImGui::PopFont();
}

}  // namespace ui
