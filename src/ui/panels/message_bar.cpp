#include <algorithm>

#include "ui/app_state.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"

namespace ui {

namespace {

/// A strip of text above the view. Returns true when its button was pressed.
bool strip(Frame& f, const std::string& id, const std::string& text, figure::Color tint,
           const std::string& close, const std::string& close_tip) {
    const figure::Color background = mixed(f.palette().paper, tint, 0.16F);
    ImGui::PushStyleColor(ImGuiCol_ChildBg, im_vec(background));
    ImGui::PushStyleColor(ImGuiCol_Border, im_vec(mixed(f.palette().line, tint, 0.6F)));
    f.fonts.show(text);
    const float width = ImGui::GetContentRegionAvail().x;
    const float button = close.empty() ? 0.0F : ImGui::CalcTextSize(close.c_str()).x + 2.5F * f.em();
    const float wrap = width - button - 2 * std::max(ImGui::GetStyle().WindowPadding.x, 0.6F * f.em());
    const std::string broken = Widgets::in_lines(text, wrap);
    const float lines = ImGui::CalcTextSize(broken.c_str()).y;
    const float height = std::max(lines, ImGui::GetFrameHeight()) + 0.6F * f.em();
    ImGui::BeginChild(id.c_str(), ImVec2(width, height), true, ImGuiWindowFlags_NoScrollbar);
    ImGui::PopStyleColor(2);
    ImGui::SetCursorPos(
        ImVec2(std::max(ImGui::GetStyle().WindowPadding.x, 0.6F * f.em()), (height - lines) / 2));
    ImGui::TextUnformatted(broken.c_str());
    bool pressed = false;
    if (!close.empty()) {
        ImGui::SameLine(width - button + 0.5F * f.em());
        ImGui::SetCursorPosY((height - ImGui::GetFrameHeight()) / 2);
        pressed = f.ui.button(id + ".close", close, close_tip);
    }
    ImGui::EndChild();
    f.ui.record(id, text);
    return pressed;
}

/// Whether what is shown are the stack's own layers below the one that does not fit.
bool shows_below(const Frame& f, std::size_t position) {
    const pool::Stack& stack = f.work.document().stack;
    const auto enabled = std::count_if(stack.begin(), stack.begin() + static_cast<std::ptrdiff_t>(position),
                                       [](const pool::Layer& layer) { return layer.enabled; });
    const std::vector<pool::LayerResult>& layers = f.work.evaluation().layers;
    return std::ssize(layers) == enabled && std::ranges::all_of(layers, [&](const pool::LayerResult& layer) {
               return layer.position < position && layer.layer == stack[layer.position];
           });
}

}  // namespace

void toast(Frame& f) {
    if (f.app.notice().empty()) return;
    const std::string text = f.t(f.app.notice());
    f.fonts.show(text);
    const figure::Rect& room = f.app.layout.center;
    const float pad = 0.7F * f.em();
    const std::string broken = Widgets::in_lines(text, room.w - 4 * pad);
    const ImVec2 size = ImGui::CalcTextSize(broken.c_str());
    const float x = room.center().x - size.x / 2;
    const float y = room.y + 2 * pad;
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    const ImVec2 low(x - pad, y - pad);
    const ImVec2 high(x + size.x + pad, y + size.y + pad);
    list.AddRectFilled(low, high, im_color(f.palette().panel), 0.4F * f.em());
    compat::add_rect(&list, low, high, im_color(f.palette().accent), 0.4F * f.em(), 2);
    list.AddText(ImVec2(x, y), im_color(f.palette().ink), broken.c_str());
    f.ui.record("notice", text, low, high);
}

void message_bar(Frame& f) {
    if (!f.app.error().empty()) {
        if (strip(f, "error", f.t(f.app.error()), f.palette().error, f.t("error.close"),
                  f.t("error.close.tip")))
            f.app.clear_error();
    }
    if (const words::Message& refused = f.dialogs.notation.error; !refused.empty())
        if (strip(f, "notation.error", f.t.format("notation.refused", {f.t(refused)}), f.palette().error,
                  f.t("error.close"), f.t("error.close.tip")))
            f.dialogs.notation.error = {};
    if (f.work.live().busy()) {
        const int percent = static_cast<int>(100 * f.work.live().progress());
        const std::string text = f.t.format("busy.text", {std::to_string(percent)});
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const float width = ImGui::GetContentRegionAvail().x;
        if (strip(f, "busy", text, f.palette().accent, f.t("busy.cancel"), f.t("busy.cancel.tip")))
            f.work.cancel_evaluation();
        const float bottom = ImGui::GetItemRectMax().y;
        ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(at.x, bottom - 0.25F * f.em()),
                                                  ImVec2(at.x + width * f.work.live().progress(), bottom),
                                                  im_color(f.palette().accent));
    }
    if (f.work.live().chain().error) {
        const pool::StackError& error = *f.work.live().chain().error;
        std::string text = f.t.format("stack.error", {error.position + 1, error.message});
        if (!f.work.evaluation().layers.empty())
            text += " " + f.t(shows_below(f, error.position) ? "stack.error.below" : "stack.error.kept");
        strip(f, "stack.error", text, f.palette().error, {}, {});
    }
}

}  // namespace ui
