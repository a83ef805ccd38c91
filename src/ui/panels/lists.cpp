#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "document/samples.h"
#include "figure/text.h"
#include "pool/notation.h"
#include "ui/actions.h"
#include "ui/app_state.h"
#include "ui/panels/canvas.h"
#include "ui/panels/panels.h"
#include "ui/popover.h"
#include "ui/search.h"
#include "ui/stack_edits.h"
#include "ui/theme.h"

// Popovers that are lists.

namespace ui {

namespace {

constexpr std::array<const char*, 4> kGroups = {"stack.group.pytorch", "stack.group.papers",
                                                "stack.group.around", "stack.group.onnx"};

std::size_t group_of(const pool::LayerKind& kind) {
    constexpr std::array<std::string_view, 6> kPytorch = {"MaxPool2d",         "AvgPool2d",
                                                          "AdaptiveMaxPool2d", "AdaptiveAvgPool2d",
                                                          "LPPool2d",          "FractionalMaxPool2d"};
    constexpr std::array<std::string_view, 5> kAround = {"Conv2d", "ReLU", "MaxUnpool2d", "RoIPool2d",
                                                         "RoIAlign2d"};
    const std::string_view name = kind.name();
    if (name.starts_with("ONNX.")) return 3;
    if (std::ranges::find(kPytorch, name) != kPytorch.end()) return 0;
    return std::ranges::find(kAround, name) != kAround.end() ? 2 : 1;
}

/// A window of 2×2 and how it becomes one number: one cell stands out, all are alike, or all by their weight.
void kind_sign(Frame& f, const pool::LayerKind& kind, ImVec2 at, float side) {
    const figure::Palette& p = f.palette();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const pool::Reduction reduction = kind.reduction(pool::default_layer(kind.name()).params);
    const float cell = side / 2;
    for (int i = 0; i < 4; ++i) {
        const ImVec2 low(at.x + static_cast<float>(i % 2) * cell, at.y + static_cast<float>(i / 2) * cell);
        const figure::Color pale = figure::mixed(p.panel, p.window, 0.35F);
        figure::Color fill = pale;
        if (reduction == pool::Reduction::select && i == 1) fill = p.winner;
        if (reduction == pool::Reduction::average) fill = figure::mixed(p.panel, p.output, 0.6F);
        if (reduction == pool::Reduction::sum)
            fill = figure::mixed(p.panel, i % 3 == 0 ? p.positive : p.negative, 0.6F);
        if (reduction == pool::Reduction::weighted)
            fill = figure::mixed(p.panel, p.output, 0.2F + 0.25F * static_cast<float>(i));
        list.AddRectFilled(ImVec2(low.x + 1, low.y + 1), ImVec2(low.x + cell - 1, low.y + cell - 1),
                           im_color(fill), 2);
    }
}

/// A row of two lines with a sign before them.
bool kind_row(Frame& f, const pool::LayerKind& kind, int index) {
    const std::string name(kind.name());
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float em = f.em();
    const float height = 2.7F * em;
    Popover& popover = f.app.dialogs.popover;
    const bool pressed =
        ImGui::Selectable(("##stack.add." + name).c_str(), popover.chosen == index, 0, ImVec2(0, height));
    f.ui.record("stack.add." + name, name);
    if (popover.chosen == index && popover.moved) {
        ImGui::SetScrollHereY();
        popover.moved = false;
    }
    const float width = ImGui::GetItemRectSize().x;
    kind_sign(f, kind, ImVec2(at.x + 0.2F * em, at.y + 0.45F * em), 1.8F * em);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float left = at.x + 2.6F * em;
    const auto line = [&](figure::Face face, float size, float y, const std::string& text,
                          figure::Color ink) {
        list.AddText(f.fonts.nearest(face, size, text), f.fonts.line_height(face, size),
                     ImVec2(left, at.y + y), im_color(ink),
                     figure::elided(face, size, text, width - 2.8F * em).c_str());
    };
    line(figure::Face::text_bold, em, 0.1F * em, name, f.palette().ink);
    line(figure::Face::text, 0.86F * em, 1.4F * em, f.t("kind." + name), f.palette().muted);
    return pressed || (popover.chosen == index && popover.accept);
}

}  // namespace

void add_layer_popover(Frame& f) {
    Popover& popover = f.app.dialogs.popover;
    begin_popover(f, 24 * f.em());
    search_field(f, "stack.add.search", "stack.add.hint");
    const float room = std::min(30 * f.em(), ImGui::GetIO().DisplaySize.y - 8 * f.em());
    ImGui::BeginChild("stack.add.list", ImVec2(0, room), false);
    std::string wanted;
    int rows = 0;
    for (std::size_t group = 0; group < kGroups.size(); ++group) {
        bool named = false;
        for (const pool::LayerKind* kind : pool::all_kinds()) {
            const std::string name(kind->name());
            if (group_of(*kind) != group || !found_in(popover.text, name + " " + f.t("kind." + name)))
                continue;
            if (!named) f.ui.muted(f.t(kGroups[group]));
            named = true;
            if (kind_row(f, *kind, rows++)) wanted = name;
        }
    }
    if (rows == 0) f.ui.muted(f.t("palette.none"));
    popover.rows = rows;
    ImGui::EndChild();
    const std::size_t place = popover.index;
    end_popover(f);
    if (wanted.empty()) return;
    insert_layer(f.app, place, wanted);
    // Its editor opens beside its card.
    const figure::Rect anchor = f.app.dialogs.popover.anchor;
    close_popover(f.app);
    toggle_popover(f.app, Popover::Kind::card, anchor, place);
}

void presets_popover(Frame& f) {
    begin_popover(f, 24 * f.em());
    int rows = 0;
    std::string wanted;
    for (const document::Preset& preset : document::presets()) {
        const std::string key(preset.key);
        if (list_row(f, key, f.t(key), rows++, false, std::string(preset.notation)))
            wanted = std::string(preset.notation);
    }
    f.app.dialogs.popover.rows = rows;
    end_popover(f);
    if (wanted.empty()) return;
    set_notation(f.app, wanted);
    close_popover(f.app);
}

void samples_popover(Frame& f) {
    begin_popover(f, 22 * f.em());
    sample_grid(f, ImGui::GetContentRegionAvail().x);
    end_popover(f);
}

void menu_popover(Frame& f) {
    begin_popover(f, 18 * f.em());
    int rows = 0;
    std::string wanted;
    for (
        const char* id :
        {"lessons", "file.save", "file.save_as", "file.open", "file.figure", "worksheet",    "edit.copy_link",
         "",        "undo",      "redo",         "",          "present",     "fullscreen",   "theme",
         "colours", "cells",     "still",        "language",  "text.larger", "text.smaller", "text.reset",
         "",        "palette",   "help"}) {
        if (std::string_view(id).empty()) {
            ImGui::Separator();
            continue;
        }
        const Action& a = action(id);
        if (!a.enabled(f.app)) continue;
        if (list_row(f, std::string("menu.") + id, label(a, f.t), rows++, false,
                     f.t(std::string("action.") + id + ".tip")))
            wanted = id;
        if (a.chords.empty()) continue;
        const std::string keys = chord_text(a.chords.front());
        ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - ImGui::CalcTextSize(keys.c_str()).x);
        f.ui.muted(keys, false);
    }
    f.app.dialogs.popover.rows = rows;
    end_popover(f);
    if (wanted.empty()) return;
    close_popover(f.app);
    run(f.app, wanted);
}

}  // namespace ui
