#include <algorithm>
#include <charconv>
#include <string>

#include "figure/plates/map_images.h"
#include "figure/text.h"
#include "io/files.h"
#include "ui/app_state.h"
#include "ui/data_items.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"

namespace ui {

namespace {

constexpr std::int64_t kAcross = 8;
constexpr std::size_t kMostPictures = 224;  // fewer than a screen keeps textures of

const figure::Image& picture_of_item(Frame& f, DataItems& items, std::int64_t item) {
    if (items.pictures.size() > kMostPictures || items.colors != f.style.activations) items.pictures.clear();
    items.colors = f.style.activations;
    const auto [found, missing] = items.pictures.try_emplace(item);
    if (missing) {
        const pool::Tensor map = items.set->item(item);
        figure::MapImages images(false);
        figure::MapImages::Wanted wanted;
        wanted.range = images.range_of_map({}, 0, false, map);
        wanted.colors = f.style.activations;
        wanted.theme = f.style.palette.theme;
        found->second = images.picture(wanted, f.style, map.plane(0, 0), map.shape().h, map.shape().w);
    }
    return found->second;
}

std::string name_of_item(const DataItems& items, std::int64_t item) {
    const std::string label = items.set->label(item);
    return std::to_string(item) + (label.empty() ? "" : " · " + label);
}

/// One picture with its number and label. Returns whether it was clicked.
bool item_cell(Frame& f, DataItems& items, std::int64_t item, float side) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const std::string id = "data.item." + std::to_string(item);
    const float line = ImGui::GetTextLineHeight();
    const std::string name = name_of_item(items, item);
    const bool pressed = f.ui.area(id, name, ImVec2(side, side + line));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const figure::Image& picture = picture_of_item(f, items, item);
    const auto w = static_cast<float>(picture.pixels->width);
    const auto h = static_cast<float>(picture.pixels->height);
    const float scale = side / std::max(w, h);
    const ImVec2 low(at.x + (side - w * scale) / 2, at.y + (side - h * scale) / 2);
    list.AddImage(f.textures.texture(picture), low, ImVec2(low.x + w * scale, low.y + h * scale));
    const bool marked = item == items.pointed;
    if (marked || ImGui::IsItemHovered())
        compat::add_rect(&list, ImVec2(at.x - 1, at.y - 1), ImVec2(at.x + side + 1, at.y + side + 1),
                         im_color(f.palette().accent), 0, marked ? 2.0F : 1.0F);
    const std::string shown = figure::elided(figure::Face::text, f.em(), name, side);
    list.AddText(ImVec2(at.x, at.y + side), im_color(marked ? f.palette().ink : f.palette().muted),
                 shown.c_str());
    return pressed;
}

/// All items, eight in a row; only rows in sight are drawn.
bool item_grid(Frame& f, DataItems& items) {
    const float gap = 0.4F * f.em();
    ImGui::BeginChild("data.grid", ImVec2(0, -2 * ImGui::GetFrameHeightWithSpacing()), true);
    const float width = ImGui::GetContentRegionAvail().x;
    const float side = (width - gap * (kAcross - 1)) / kAcross;
    const float row_height = side + ImGui::GetTextLineHeight() + gap;
    const std::int64_t rows = (items.set->count + kAcross - 1) / kAcross;
    bool taken = false;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(gap, gap));
    if (std::exchange(items.scroll, false)) {
        const float middle = static_cast<float>(items.pointed / kAcross) * row_height;
        ImGui::SetScrollY(std::max(0.0F, middle - ImGui::GetWindowHeight() / 2 + row_height / 2));
    }
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(rows), row_height);
    while (clipper.Step()) {
        for (std::int64_t row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) {
            const std::int64_t end = std::min((row + 1) * kAcross, items.set->count);
            for (std::int64_t item = row * kAcross; item < end; ++item) {
                if (item % kAcross != 0) ImGui::SameLine(0, gap);
                if (!item_cell(f, items, item, side)) continue;
                items.pointed = item;
                taken = true;
            }
        }
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
    return taken;
}

/// Typing a number goes there; the arrow keys go on from it. Returns whether Enter was pressed.
bool jump_field(Frame& f, DataItems& items) {
    const std::string before = items.jump;
    const bool focus = std::exchange(items.just_opened, false);
    ImGui::SetNextItemWidth(12 * f.em());
    if (focus) ImGui::SetKeyboardFocusHere();
    f.ui.before_field("data.jump");
    const bool entered =
        ImGui::InputTextWithHint("##data.jump", f.t("data.jump").c_str(), &items.jump,
                                 ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CharsDecimal);
    f.ui.after_field("data.jump", f.t("data.jump"), items.jump);
    const auto go = [&](std::int64_t item) {
        items.pointed = std::clamp<std::int64_t>(item, 0, items.set->count - 1);
        items.scroll = true;
    };
    if (items.jump != before) {
        std::int64_t item = 0;
        const char* end = items.jump.data() + items.jump.size();
        const auto [stop, wrong] = std::from_chars(items.jump.data(), end, item);
        if (wrong == std::errc{} && stop == end) go(item);
    }
    if (compat::key_pressed(Key::down)) go(items.pointed + kAcross);
    if (compat::key_pressed(Key::up)) go(items.pointed - kAcross);
    return entered;
}

void array_buttons(Frame& f, DataItems& items) {
    if (items.arrays.empty()) return;
    f.ui.muted(f.t("data.arrays"));
    for (const std::string& array : std::vector(items.arrays)) {
        if (f.ui.toggle("data.array." + array, array, f.t("data.array.tip"), array == items.array))
            read_array(f.app, array);
        ImGui::SameLine();
        if (ImGui::GetContentRegionAvail().x < 8 * f.em()) ImGui::NewLine();
    }
    ImGui::NewLine();
}

void chooser(Frame& f, DataItems& items) {
    const std::string name = io::display_name(items.path.filename());
    if (items.set)
        f.ui.paragraph(f.t.format("data.count", {name, std::to_string(items.set->count),
                                                 items.set->item_shape.text(items.set->item_shape.n > 1)}));
    array_buttons(f, items);
    bool taken = false;
    if (items.set) {
        taken = item_grid(f, items);
        taken = jump_field(f, items) || taken;
        ImGui::SameLine();
        taken = f.ui.button("data.accept", f.t("file.do_open"), f.t("data.accept.tip")) || taken;
        ImGui::SameLine();
    }
    if (taken) {
        show_item(f.app, items.pointed);
        items.choosing = false;
    }
    if (f.ui.button("data.cancel", f.t("file.cancel"), f.t("file.cancel.tip"))) items.choosing = false;
    if (compat::key_pressed(Key::escape)) items.choosing = false;
    error_line(f, items.error);
}

}  // namespace

void data_chooser(Frame& f) {
    DataItems& items = f.dialogs.items;
    const std::string title = f.t("data.title") + "###data";
    if (items.choosing && !ImGui::IsPopupOpen(title.c_str())) ImGui::OpenPopup(title.c_str());
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos(ImVec2(screen.x / 2, screen.y / 2), ImGuiCond_Always, ImVec2(0.5F, 0.5F));
    ImGui::SetNextWindowSize(ImVec2(std::min(screen.x * 0.9F, 44 * f.em()),
                                    items.set ? std::min(screen.y * 0.9F, 44 * f.em()) : 0));
    if (!ImGui::BeginPopupModal(title.c_str(), nullptr, ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove))
        return;
    chooser(f, items);
    if (!items.choosing) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

void data_stepper(Frame& f) {
    const DataItems& items = f.dialogs.items;
    const auto now = shown_item(items, f.work.document().input);
    if (!now) return;
    if (f.ui.button("data.previous", "◀", f.t("data.previous.tip"), *now > 0)) step_item(f.app, -1);
    ImGui::SameLine();
    const std::string label = items.set->label(*now);
    // Items count from 0, as `--item` and Python do.
    const std::string end = label.empty() ? "" : " · " + f.t.format("input.label", {label});
    std::string text = std::to_string(*now) + " (0–" + std::to_string(items.set->count - 1) + ")" + end;
    const ImGuiStyle& style = ImGui::GetStyle();
    const float next = ImGui::CalcTextSize("▶").x + 2 * style.FramePadding.x + style.ItemSpacing.x;
    const float room = ImGui::GetContentRegionAvail().x - next - 2 * style.FramePadding.x;
    if (ImGui::CalcTextSize(text.c_str()).x > room) text = std::to_string(*now) + end;
    if (f.ui.button("data.choose", text, f.t("data.choose.tip"))) choose_item(f.app, items.path, items.set);
    ImGui::SameLine();
    if (f.ui.button("data.next", "▶", f.t("data.next.tip"), *now + 1 < items.set->count)) step_item(f.app, 1);
}

}  // namespace ui
