#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "ui/actions.h"
#include "ui/app_state.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"

namespace ui {

namespace {

constexpr const char* kPopup = "palette";
constexpr std::size_t kMostRows = 12;

std::string lower(std::string text) {
    // Letters beyond ASCII have no case here that a search would need.
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// Every word that was typed occurs in the action's label, explanation or id.
bool matches(const Action& action, const std::string& typed, const figure::Strings& t) {
    const std::string text =
        lower(label(action, t) + " " + t(std::string("action.") + action.id + ".tip") + " " + action.id);
    std::size_t at = 0;
    while (at < typed.size()) {
        const std::size_t end = std::min(typed.find(' ', at), typed.size());
        if (text.find(typed.substr(at, end - at)) == std::string::npos) return false;
        at = end + 1;
    }
    return true;
}

std::vector<const Action*> found(const AppState& app, const figure::Strings& t) {
    const std::string typed = lower(app.dialogs.palette.text);
    std::vector<const Action*> result;
    for (const Action& candidate : actions())
        if (std::string_view(candidate.id) != "palette" && candidate.enabled(app) &&
            matches(candidate, typed, t))
            result.push_back(&candidate);
    // What is named so comes before what only mentions it.
    std::ranges::stable_partition(
        result, [&](const Action* a) { return lower(label(*a, t)).find(typed) != std::string::npos; });
    return result;
}

void row(Frame& f, const Action& a, bool chosen, bool& pressed) {
    std::string keys;
    for (const Chord& chord : a.chords) keys += (keys.empty() ? "" : ", ") + chord_text(chord);
    const std::string tip = f.t(std::string("action.") + a.id + ".tip");
    if (f.ui.selectable(std::string("palette.") + a.id, label(a, f.t), chosen, tip)) pressed = true;
    if (keys.empty()) return;
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - ImGui::CalcTextSize(keys.c_str()).x);
    f.ui.muted(keys);
}

}  // namespace

void palette_key(AppState& app, Key key) {
    Palette& palette = app.dialogs.palette;
    if (key == Key::down) ++palette.chosen;
    if (key == Key::up) --palette.chosen;
    if (key == Key::enter) palette.accept = true;
    if (key == Key::escape) palette.open = false;
}

void command_palette(Frame& f) {
    Palette& palette = f.dialogs.palette;
    const bool opening = palette.open && !ImGui::IsPopupOpen(kPopup);
    if (opening && palette.shown) palette.open = false;  // a click beside it has closed it
    palette.shown = palette.open;
    if (opening && palette.open) ImGui::OpenPopup(kPopup);
    const float width = std::min(34 * f.em(), ImGui::GetIO().DisplaySize.x * 0.9F);
    ImGui::SetNextWindowPos(ImVec2(ImGui::GetIO().DisplaySize.x / 2, 4 * f.em()), ImGuiCond_Always,
                            ImVec2(0.5F, 0));
    ImGui::SetNextWindowSize(ImVec2(width, 0));
    if (!ImGui::BeginPopup(kPopup)) return;
    if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
    const std::string before = palette.text;
    ImGui::SetNextItemWidth(-1);
    ImGui::InputTextWithHint("##palette.text", f.t("palette.hint").c_str(), &palette.text);
    f.ui.record("palette.text", f.t("palette.hint"));
    if (palette.text != before) palette.chosen = 0;
    const std::vector<const Action*> all = found(f.app, f.t);
    const auto count = static_cast<int>(all.size());
    palette.chosen = count == 0 ? 0 : (palette.chosen + count) % count;
    const Action* wanted = nullptr;
    if (all.empty()) f.ui.muted(f.t("palette.none"));
    // The rows around the chosen one.
    const auto chosen = static_cast<std::size_t>(palette.chosen);
    const std::size_t first = chosen < kMostRows ? 0 : chosen - kMostRows + 1;
    for (std::size_t i = first; i < std::min(all.size(), first + kMostRows); ++i) {
        bool pressed = false;
        row(f, *all[i], i == chosen, pressed);
        if (pressed) wanted = all[i];
    }
    if (palette.accept && !all.empty()) wanted = all[chosen];
    palette.accept = false;
    if (wanted) palette.open = false;
    if (!palette.open) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
    palette.shown = palette.open;
    if (wanted) run(f.app, wanted->id);
}

}  // namespace ui
