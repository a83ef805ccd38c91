#include "ui/popover.h"

#include <algorithm>

#include "ui/app_state.h"
#include "ui/theme.h"

namespace ui {

namespace {

constexpr float kPopoverGapEm = 0.4F;

/// Beside the anchor; below it where it stands in the top bar.
ImVec2 place_of(const Popover& popover, float width, float em) {
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    const figure::Rect& anchor = popover.anchor;
    const bool hangs = anchor.bottom() < 3.2F * em;
    float x = hangs ? std::min(anchor.x, display.x - width) : anchor.right() + kPopoverGapEm * em;
    if (x + width > display.x) x = anchor.x - kPopoverGapEm * em - width;
    const float y = hangs ? anchor.bottom() + kPopoverGapEm * em : anchor.y;
    return ImVec2(std::clamp(x, 0.0F, std::max(display.x - width, 0.0F)),
                  std::clamp(y, 0.0F, std::max(display.y - popover.height - 0.3F * em, 0.0F)));
}

}  // namespace

void toggle_popover(AppState& app, Popover::Kind kind, figure::Rect anchor, std::size_t index) {
    Popover& popover = app.dialogs.popover;
    const bool same = popover.kind == kind && popover.index == index;
    popover = {};
    if (same) return;
    popover.kind = kind;
    popover.index = index;
    popover.anchor = anchor;
    popover.fresh = true;
    popover.opener = app.dialogs.focus.id;
    popover.by_key = app.dialogs.focus.shown;
    // Opened by Enter on its button: arrows, Enter and Esc are the popover's now.
    app.dialogs.focus.shown = false;
}

void close_popover(AppState& app) {
    app.dialogs.focus.id = app.dialogs.popover.opener;
    app.dialogs.focus.shown = app.dialogs.popover.by_key;
    app.dialogs.popover = {};
}

figure::Rect item_rect() {
    const ImVec2 low = ImGui::GetItemRectMin();
    const ImVec2 high = ImGui::GetItemRectMax();
    return {low.x, low.y, high.x - low.x, high.y - low.y};
}

void begin_popover(Frame& f, float width) {
    const Popover& popover = f.app.dialogs.popover;
    const ImVec2 display = ImGui::GetIO().DisplaySize;
    width = std::min(width, display.x);
    ImGui::SetNextWindowPos(place_of(popover, width, f.em()));
    ImGui::SetNextWindowSizeConstraints(ImVec2(width, 0), ImVec2(width, display.y));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0.4F * f.em());
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1.0F);
    ImGui::PushStyleColor(ImGuiCol_WindowBg, im_vec(f.palette().panel));
    ImGui::PushStyleColor(ImGuiCol_Border, im_vec(f.palette().accent));
    // It is as high as what it holds; only in a low window that is cut.
    const bool whole = popover.height + f.em() < display.y;
    ImGui::Begin("popover", nullptr,
                 (whole ? ImGuiWindowFlags_NoScrollbar : ImGuiWindowFlags_None) |
                     ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_AlwaysAutoResize |
                     ImGuiWindowFlags_NoNavInputs | ImGuiWindowFlags_NoFocusOnAppearing);
    ImGui::PopStyleColor(2);
    ImGui::PopStyleVar(2);
}

void end_popover(Frame& f) {
    Popover& popover = f.app.dialogs.popover;
    popover.height = ImGui::GetWindowHeight();
    const bool inside = ImGui::IsWindowHovered(ImGuiHoveredFlags_RootAndChildWindows |
                                               ImGuiHoveredFlags_AllowWhenBlockedByActiveItem |
                                               ImGuiHoveredFlags_AllowWhenBlockedByPopup);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool deeper =
        ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
    // A click on the anchor is the anchor's business.
    const bool elsewhere = !inside && !deeper && !popover.anchor.contains({mouse.x, mouse.y});
    ImGui::End();
    const bool fresh = std::exchange(popover.fresh, false);
    popover.accept = false;
    // What was clicked has the keyboard.
    if (elsewhere && !fresh && ImGui::IsMouseClicked(0)) popover = {};
}

void search_field(Frame& f, const char* id, const char* hint) {
    Popover& popover = f.app.dialogs.popover;
    if (popover.fresh) ImGui::SetKeyboardFocusHere();
    const std::string before = popover.text;
    ImGui::SetNextItemWidth(-1);
    f.ui.before_field(id);
    ImGui::InputTextWithHint((std::string("##") + id).c_str(), f.t(hint).c_str(), &popover.text);
    f.fonts.show(popover.text);
    f.ui.after_field(id, f.t(hint), popover.text);
    if (popover.text != before) popover.chosen = 0;
}

bool popover_key(AppState& app, Key key) {
    Popover& popover = app.dialogs.popover;
    if (popover.kind == Popover::Kind::none) return false;
    if (key == Key::escape) {
        close_popover(app);
        return true;
    }
    if (popover.rows == 0) return false;
    if (key == Key::down) popover.chosen = (popover.chosen + 1) % popover.rows;
    if (key == Key::up) popover.chosen = (popover.chosen + popover.rows - 1) % popover.rows;
    if (key == Key::enter) popover.accept = true;
    popover.moved = key == Key::down || key == Key::up;
    return key == Key::down || key == Key::up || key == Key::enter;
}

bool list_row(Frame& f, const std::string& id, const std::string& label, int index, bool current,
              const std::string& tip) {
    Popover& popover = f.app.dialogs.popover;
    const bool chosen = popover.chosen == index;
    const bool pressed = f.ui.selectable(id, label, chosen || current, tip);
    if (chosen && popover.moved) {
        ImGui::SetScrollHereY();
        popover.moved = false;
    }
    return pressed || (chosen && popover.accept);
}

void popovers(Frame& f) {
    switch (f.app.dialogs.popover.kind) {
        case Popover::Kind::card:
            return card_popover(f);
        case Popover::Kind::add:
            return add_layer_popover(f);
        case Popover::Kind::presets:
            return presets_popover(f);
        case Popover::Kind::samples:
            return samples_popover(f);
        case Popover::Kind::canvas:
            return canvas_popover(f);
        case Popover::Kind::menu:
            return menu_popover(f);
        case Popover::Kind::lessons:
            return lessons_popover(f);
        case Popover::Kind::steps:
            return steps_popover(f);
        case Popover::Kind::glossary:
            return glossary_popover(f);
        case Popover::Kind::lane:
            return lane_popover(f);
        case Popover::Kind::none:
            return;
    }
}

}  // namespace ui
