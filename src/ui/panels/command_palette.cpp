#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "document/samples.h"
#include "ui/actions.h"
#include "ui/app_state.h"
#include "ui/panels/panels.h"
#include "ui/search.h"
#include "ui/stack_edits.h"
#include "ui/theme.h"

namespace ui {

namespace {

constexpr const char* kPopup = "palette";
constexpr std::size_t kMostRows = 12;

/// One row: something that can be done, and how it is found.
struct Entry {
    std::string id;
    std::string label;
    std::string tip;
    std::string keys;
    std::function<void(AppState&)> run;
};

std::string keys_of(const Action& action) {
    std::string keys;
    for (const Chord& chord : action.chords) keys += (keys.empty() ? "" : ", ") + chord_text(chord);
    return keys;
}

void add_actions(std::vector<Entry>& all, const AppState& app, const figure::Strings& t) {
    for (const Action& a : actions()) {
        if (std::string_view(a.id) == "palette" || !a.enabled(app)) continue;
        all.push_back({a.id, label(a, t), t(std::string("action.") + a.id + ".tip"), keys_of(a), a.run});
    }
}

/// Layers to be added, their pages, presets and samples.
void add_contents(std::vector<Entry>& all, const figure::Strings& t) {
    for (const pool::LayerKind* kind : pool::all_kinds()) {
        const std::string name(kind->name());
        all.push_back(
            {"layer." + name, t.format("palette.layer", {name}), t("kind." + name), {}, [name](AppState& a) {
                 add_layer(a, name);
             }});
        all.push_back(
            {"help." + name, t.format("palette.page", {name}), t("kind." + name), {}, [name](AppState& a) {
                 a.dialogs.help_kind = name;
                 a.dialogs.help = true;
             }});
    }
    for (const document::Preset& preset : document::presets()) {
        const std::string notation(preset.notation);
        all.push_back({std::string(preset.key),
                       t.format("palette.preset", {t(preset.key)}),
                       notation,
                       {},
                       [notation](AppState& a) { set_notation(a, notation); }});
    }
    for (const document::Sample& sample : document::samples())
        all.push_back({"sample." + sample.id,
                       t.format("palette.sample", {t("sample." + sample.id)}),
                       {},
                       {},
                       [input = sample.input](AppState& a) {
                           a.active().edit([input](document::Document& d) { d.input = input; });
                       }});
}

std::vector<Entry> found(const AppState& app, const figure::Strings& t) {
    const std::string& typed = app.dialogs.palette.text;
    std::vector<Entry> all;
    add_actions(all, app, t);
    // What there is very much of is listed only when it is looked for.
    if (!typed.empty()) add_contents(all, t);
    std::erase_if(all, [&](const Entry& entry) {
        return !found_in(typed, entry.label + " " + entry.tip + " " + entry.id);
    });
    // What is named so comes before what only mentions it.
    std::stable_partition(all.begin(), all.end(),
                          [&](const Entry& entry) { return found_in(typed, entry.label); });
    return all;
}

void row(Frame& f, const Entry& entry, bool chosen, bool& pressed) {
    if (f.ui.selectable("palette." + entry.id, entry.label, chosen, entry.tip)) pressed = true;
    if (entry.keys.empty()) return;
    ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - ImGui::CalcTextSize(entry.keys.c_str()).x);
    f.ui.muted(entry.keys);
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
    Palette& palette = f.app.dialogs.palette;
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
    f.ui.before_field("palette.text");
    ImGui::InputTextWithHint("##palette.text", f.t("palette.hint").c_str(), &palette.text);
    f.fonts.show(palette.text);
    f.ui.after_field("palette.text", f.t("palette.hint"), palette.text);
    if (palette.text != before) palette.chosen = 0;
    const std::vector<Entry> all = found(f.app, f.t);
    const auto count = static_cast<int>(all.size());
    palette.chosen = count == 0 ? 0 : (palette.chosen + count) % count;
    const Entry* wanted = nullptr;
    if (all.empty()) f.ui.muted(f.t("palette.none"));
    // The rows around the chosen one.
    const auto chosen = static_cast<std::size_t>(palette.chosen);
    const std::size_t first = chosen < kMostRows ? 0 : chosen - kMostRows + 1;
    for (std::size_t i = first; i < std::min(all.size(), first + kMostRows); ++i) {
        bool pressed = false;
        row(f, all[i], i == chosen, pressed);
        if (pressed) wanted = &all[i];
    }
    if (palette.accept && !all.empty()) wanted = &all[chosen];
    palette.accept = false;
    if (wanted) palette.open = false;
    if (!palette.open) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
    palette.shown = palette.open;
    if (wanted) wanted->run(f.app);
}

}  // namespace ui
