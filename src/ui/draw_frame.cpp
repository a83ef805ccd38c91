#include "ui/draw_frame.h"

#include <algorithm>

#include "ui/actions.h"
#include "ui/app_state.h"
#include "ui/file_tasks.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"
#include "ui/views.h"

namespace ui {

namespace {

constexpr float kTopBarEm = 3.2F;
constexpr float kTimelineEm = 6.2F;
constexpr float kSplitterEm = 0.5F;
constexpr float kFoldedEm = 1.5F;
constexpr float kMinPanelEm = 16;
constexpr float kMinCenterEm = 26;

/// A filled region of the window that holds one panel.
template <class Body>
void region(Frame& f, const char* name, figure::Rect rect, figure::Color background, bool scrolls,
            Body&& body) {
    ImGui::SetCursorScreenPos(ImVec2(rect.x, rect.y));
    ImGui::PushStyleColor(ImGuiCol_ChildBg, im_vec(background));
    ImGui::PushStyleVar(ImGuiStyleVar_ChildRounding, 0.0F);
    ImGui::PushStyleVar(ImGuiStyleVar_ChildBorderSize, 0.0F);
    const ImGuiWindowFlags flags =
        scrolls ? ImGuiWindowFlags_None : ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
    compat::begin_padded_child(name, ImVec2(rect.w, rect.h), flags);
    ImGui::PopStyleVar(2);
    ImGui::PopStyleColor();
    body(f);
    ImGui::EndChild();
}

/// A draggable edge between two regions. Returns the pixels it was dragged along x.
float splitter(Frame& f, const std::string& id, figure::Rect rect) {
    ImGui::SetCursorScreenPos(ImVec2(rect.x, rect.y));
    ImGui::InvisibleButton(id.c_str(), ImVec2(rect.w, rect.h));
    f.ui.record(id, f.t("panel.resize"));
    const bool active = ImGui::IsItemActive();
    if (active || ImGui::IsItemHovered()) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
        const float x = rect.x + rect.w / 2;
        ImGui::GetWindowDrawList()->AddLine(ImVec2(x, rect.y), ImVec2(x, rect.bottom()),
                                            im_color(f.palette().accent), active ? 2.0F : 1.0F);
    }
    return active ? ImGui::GetIO().MouseDelta.x : 0.0F;
}

void fold_button(Frame& f, const char* id, const char* action_id, figure::Rect rect, bool shown, bool left) {
    ImGui::SetCursorScreenPos(ImVec2(rect.x, rect.y));
    const bool pressed = ImGui::InvisibleButton(id, ImVec2(rect.w, rect.h));
    f.ui.record(id, label(action(action_id), f.t));
    f.ui.tooltip(tooltip(action(action_id), f.t));
    const float s = f.em() * 0.28F;
    const figure::Point c = rect.center();
    const float way = shown == left ? -1.0F : 1.0F;
    const figure::Color ink = ImGui::IsItemHovered() ? f.palette().ink : f.palette().muted;
    ImGui::GetWindowDrawList()->AddTriangleFilled(ImVec2(c.x + way * s, c.y),
                                                  ImVec2(c.x - way * s, c.y - s * 1.3F),
                                                  ImVec2(c.x - way * s, c.y + s * 1.3F), im_color(ink));
    if (pressed) run(f.app, action_id);
}

void left_column(Frame& f) {
    input_panel(f);
    ImGui::Dummy(ImVec2(0, f.em() * 0.3F));
    ImGui::Separator();
    ImGui::Dummy(ImVec2(0, f.em() * 0.1F));
    stack_panel(f);
}

void right_column(Frame& f) {
    pins_panel(f);
    const Action& code = action("code");
    const bool shown = f.settings.show_code;
    if (f.ui.toggle("explanation", f.t("explain.title"), tooltip(code, f.t), !shown) && shown)
        run(f.app, "code");
    ImGui::SameLine();
    if (f.ui.toggle("code", label(code, f.t), tooltip(code, f.t), shown) && !shown) run(f.app, "code");
    if (shown) {
        code_panel(f);
    } else {
        explanation_panel(f);
    }
    ImGui::Dummy(ImVec2(0, f.em() * 0.3F));
    ImGui::Separator();
    ImGui::Dummy(ImVec2(0, f.em() * 0.1F));
    upstream_panel(f);
}

void center_column(Frame& f) {
    message_bar(f);
    shown_view(f.app).panel(f);
}

void line(const figure::Palette& palette, float x0, float y0, float x1, float y1) {
    ImGui::GetWindowDrawList()->AddLine(ImVec2(x0, y0), ImVec2(x1, y1), im_color(palette.line));
}

void columns(Frame& f, float y, float width, float height) {
    Settings& settings = f.settings;
    const float em = f.em();
    const bool folded = settings.presenting;
    const bool left = settings.show_left && !folded;
    const bool right = settings.show_right && !folded;
    const float strip = folded ? 0.0F : kFoldedEm * em * 0.6F;
    const float room = width - kMinCenterEm * em;
    const float left_w = left ? std::min(settings.left_em * em, room * 0.5F) : strip;
    float& right_em = settings.show_code ? settings.code_em : settings.right_em;
    const float right_w = right ? std::min(right_em * em, room * 0.62F) : strip;
    const figure::Palette& palette = f.palette();

    if (left) region(f, "left", {0, y, left_w, height}, palette.panel, true, left_column);
    if (right) region(f, "right", {width - right_w, y, right_w, height}, palette.panel, true, right_column);
    region(f, "center", {left_w, y, width - left_w - right_w, height}, palette.paper, false, center_column);

    const float grip = kSplitterEm * em;
    const float tab = 2.4F * em;
    if (!folded) {
        line(palette, left_w, y, left_w, y + height);
        line(palette, width - right_w, y, width - right_w, y + height);
        const float middle = y + height / 2 - tab / 2;
        if (left) {
            const float by = splitter(f, "panel.left.resize", {left_w - grip / 2, y, grip, height / 2 - tab});
            settings.left_em = std::clamp(settings.left_em + by / em, kMinPanelEm, 40.0F);
        }
        if (right) {
            const float by =
                splitter(f, "panel.right.resize", {width - right_w - grip / 2, y, grip, height / 2 - tab});
            right_em = std::clamp(right_em - by / em, kMinPanelEm, 44.0F);
        }
        fold_button(f, "panel.left.fold", "panel.left", {left ? left_w : 0, middle, strip, tab}, left, true);
        fold_button(f, "panel.right.fold", "panel.right",
                    {right ? width - right_w - strip : width - strip, middle, strip, tab}, right, false);
    }
}

void whole_window(Frame& f) {
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos(ImVec2(0, 0));
    ImGui::SetNextWindowSize(size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::Begin("poolscope", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse |
                     ImGuiWindowFlags_NoNavInputs);
    ImGui::PopStyleVar();
    const float top = kTopBarEm * f.em();
    const float bottom = kTimelineEm * f.em();
    region(f, "top", {0, 0, size.x, top}, f.palette().panel, false, top_bar);
    columns(f, top, size.x, size.y - top - bottom);
    region(f, "timeline", {0, size.y - bottom, size.x, bottom}, f.palette().panel, false, timeline_panel);
    line(f.palette(), 0, top, size.x, top);
    line(f.palette(), 0, size.y - bottom, size.x, size.y - bottom);
    ImGui::End();
}

}  // namespace

void draw_frame(AppState& app, FrameContext& context) {
    const figure::Style style = style_of(app.settings, context.fonts.em());
    apply_theme(style.palette, context.fonts.em());
    ImGui::NewFrame();
    app.advance(std::min(ImGui::GetIO().DeltaTime, 0.1F));
    run_keys(app);
    app.widgets.clear();
    const figure::Strings strings(app.settings.language);
    Widgets widgets(app.widgets, context.fonts);
    Frame f{app,     app.active(),  app.settings, app.dialogs, app.tower,        app.caches,
            widgets, context.fonts, strings,      style,       context.textures, context.tower};
    whole_window(f);
    file_dialog(f);
    cell_editor(f);
    help_sheet(f);
    command_palette(f);
    ImGui::Render();
    app.apply_edits();
    if (ImGui::IsMouseReleased(0) || ImGui::IsMouseReleased(1)) app.active().seal();
    ++app.frame;
}

}  // namespace ui
