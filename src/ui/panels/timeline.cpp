#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "figure/number.h"
#include "figure/text.h"
#include "pool/explain.h"
#include "ui/actions.h"
#include "ui/app_state.h"
#include "ui/panels/action_controls.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"

namespace ui {

namespace {

/// A transport button with a drawn sign, because fonts differ in these glyphs.
void transport(Frame& f, const char* id, bool primary) {
    const Action& a = action(id);
    const bool enabled = a.enabled(f.app);
    const float side = ImGui::GetFrameHeight() * 1.15F;
    const bool pressed =
        f.ui.toggle(a.id, "", tooltip(a, f.t), primary && f.work.walk().playing(), enabled, side);
    if (!f.app.widgets.empty()) f.app.widgets.back().label = label(a, f.t);
    const ImVec2 low = ImGui::GetItemRectMin();
    const ImVec2 high = ImGui::GetItemRectMax();
    const ImVec2 c((low.x + high.x) / 2, (low.y + high.y) / 2);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 ink = im_color(enabled ? f.palette().ink : f.palette().muted.with_alpha(0.5F));
    const float s = f.em() * 0.34F;
    const auto triangle = [&](float x, float way) {
        // Clockwise on the screen, as the fill's anti-aliasing expects.
        if (way > 0) {
            list.AddTriangleFilled(ImVec2(x - s * 0.6F, c.y - s), ImVec2(x + s * 0.8F, c.y),
                                   ImVec2(x - s * 0.6F, c.y + s), ink);
        } else {
            list.AddTriangleFilled(ImVec2(x + s * 0.6F, c.y - s), ImVec2(x + s * 0.6F, c.y + s),
                                   ImVec2(x - s * 0.8F, c.y), ink);
        }
    };
    const auto bar = [&](float x) {
        list.AddRectFilled(ImVec2(x - s * 0.2F, c.y - s), ImVec2(x + s * 0.2F, c.y + s), ink);
    };
    const std::string_view name = id;
    if (name == "walk.start") {
        bar(c.x - s * 0.9F);
        triangle(c.x + s * 0.2F, -1);
    } else if (name == "layer.previous") {
        triangle(c.x - s * 0.55F, -1);
        triangle(c.x + s * 0.55F, -1);
    } else if (name == "step.previous") {
        triangle(c.x, -1);
    } else if (name == "play" && f.work.walk().playing()) {
        bar(c.x - s * 0.5F);
        bar(c.x + s * 0.5F);
    } else if (name == "play" || name == "step.next") {
        triangle(c.x, 1);
        if (name == "step.next") bar(c.x + s * 1.1F);
    } else if (name == "layer.next") {
        triangle(c.x - s * 0.55F, 1);
        triangle(c.x + s * 0.55F, 1);
    } else if (name == "walk.end") {
        triangle(c.x - s * 0.2F, 1);
        bar(c.x + s * 0.9F);
    }
    if (pressed) run(f.app, id);
}

/// One stretch of the walk: a layer in one phase.
struct Stretch {
    pool::Phase phase;
    std::size_t layer;
    std::int64_t first;  ///< first step
    std::int64_t count;
};

std::vector<Stretch> stretches(const pool::Evaluation& evaluation) {
    std::vector<Stretch> result;
    std::int64_t step = 0;
    const auto add = [&](pool::Phase phase, std::size_t layer) {
        const std::int64_t count = evaluation.layers[layer].forward.output.shape().plane();
        result.push_back({phase, layer, step, count});
        step += count;
    };
    for (std::size_t i = 0; i < evaluation.layers.size(); ++i) add(pool::Phase::forward, i);
    for (std::size_t i = evaluation.layers.size(); i-- > 0;) add(pool::Phase::backward, i);
    return result;
}

/// Every stretch has the same width: a layer with a single window must still be seen and hit.
void track(Frame& f, figure::Rect rect) {
    const pool::Evaluation& evaluation = f.work.evaluation();
    const std::vector<Stretch> parts = stretches(evaluation);
    ImGui::SetCursorScreenPos(ImVec2(rect.x, rect.y));
    ImGui::InvisibleButton("timeline.track", ImVec2(std::max(rect.w, 1.0F), rect.h));
    f.ui.record("timeline.track", f.t("timeline.track"), !parts.empty());
    if (parts.empty()) return;
    const bool active = ImGui::IsItemActive();
    if (!active) f.ui.tooltip(f.t("timeline.track.tip"));
    const figure::Palette& p = f.palette();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float part_w = rect.w / static_cast<float>(parts.size());
    const float bar_h = f.em() * 0.5F;
    const float bar_y = rect.bottom() - bar_h - f.em() * 0.15F;
    const float small = f.em() * 0.86F;
    ImFont* font = f.fonts.nearest(figure::Face::text, small);
    const std::int64_t now = pool::step_of(evaluation, f.work.cursor());
    float knob = rect.x;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const Stretch& part = parts[i];
        const float x0 = rect.x + static_cast<float>(i) * part_w + (i == 0 ? 0.0F : 1.5F);
        const float x1 = rect.x + static_cast<float>(i + 1) * part_w - 1.5F;
        const bool backward = part.phase == pool::Phase::backward;
        const figure::Color tone = backward ? p.positive : p.output;
        const bool current = now >= part.first && now < part.first + part.count;
        const double done =
            std::clamp(static_cast<double>(now - part.first + 1) / static_cast<double>(part.count), 0.0, 1.0);
        const float fill = x0 + (x1 - x0) * static_cast<float>(done);
        list.AddRectFilled(ImVec2(x0, bar_y), ImVec2(x1, bar_y + bar_h),
                           im_color(mixed(p.panel, tone, 0.22F)), 3);
        if (done > 0)
            list.AddRectFilled(ImVec2(x0, bar_y), ImVec2(fill, bar_y + bar_h),
                               im_color(mixed(p.panel, tone, 0.75F)), 3);
        if (current) knob = fill;
        const std::string name = (backward ? f.t("timeline.backward") : f.t("timeline.forward")) + " L" +
                                 std::to_string(part.layer + 1);
        const std::string shown = figure::text_width(figure::Face::text, small, name) < x1 - x0
                                      ? name
                                      : "L" + std::to_string(part.layer + 1);
        list.AddText(font, f.fonts.line_height(figure::Face::text, small), ImVec2(x0, rect.y),
                     im_color(current ? p.ink : p.muted), shown.c_str());
    }
    list.AddCircleFilled(ImVec2(knob, bar_y + bar_h / 2), f.em() * 0.48F, im_color(p.ink));
    list.AddCircleFilled(ImVec2(knob, bar_y + bar_h / 2), f.em() * 0.26F, im_color(p.panel));
    if (!active) return;
    const float at = std::clamp((ImGui::GetIO().MousePos.x - rect.x) / part_w, 0.0F,
                                static_cast<float>(parts.size()) - 0.0001F);
    const Stretch& part = parts[static_cast<std::size_t>(at)];
    const float within = at - std::floor(at);
    const auto window =
        std::min(part.count - 1, static_cast<std::int64_t>(within * static_cast<float>(part.count)));
    f.work.walk().jump({part.phase, part.layer, window, 0});
}

/// The names of the three stages of the current step.
std::array<const char*, 3> stage_names(const work::Workspace& work) {
    const pool::Cursor& cursor = work.cursor();
    if (cursor.phase == pool::Phase::backward) return {"timeline.send", "timeline.split", "timeline.add"};
    const pool::Reduction reduction = pool::reduction(work.evaluation(), cursor.layer);
    return {"timeline.gather",
            reduction == pool::Reduction::select ? "timeline.compare"
            : reduction == pool::Reduction::sum  ? "timeline.weigh"
                                                 : "timeline.level",
            "timeline.collapse"};
}

/// The three stages inside the current step; dragging holds the step anywhere between them.
void stage_bar(Frame& f, figure::Rect rect) {
    ImGui::SetCursorScreenPos(ImVec2(rect.x, rect.y));
    ImGui::InvisibleButton("timeline.stages", ImVec2(std::max(rect.w, 1.0F), rect.h));
    const bool possible = !f.work.evaluation().layers.empty();
    f.ui.record("timeline.stages", f.t("timeline.stages"), possible);
    if (!possible) return;
    const bool active = ImGui::IsItemActive();
    if (!active) f.ui.tooltip(f.t("timeline.stages.tip"));
    const figure::Palette& p = f.palette();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float part = rect.w / 3;
    const float stage = f.work.walk().shown().stage;
    const float size = f.em() * 0.86F;
    ImFont* font = f.fonts.nearest(figure::Face::text, size);
    const float line_h = f.fonts.line_height(figure::Face::text, size);
    const std::array<const char*, 3> names = stage_names(f.work);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto first = static_cast<float>(i);
        const ImVec2 low(rect.x + first * part + (i == 0 ? 0.0F : 1.5F), rect.y);
        const ImVec2 high(rect.x + (first + 1) * part - 1.5F, rect.bottom());
        const bool begun = stage > first;
        const bool current = begun && stage <= first + 1;
        list.AddRectFilled(low, high, im_color(mixed(p.panel, p.window, 0.16F)), 3);
        const float done = std::clamp(stage - first, 0.0F, 1.0F);
        if (done > 0)
            list.AddRectFilled(low, ImVec2(low.x + (high.x - low.x) * done, high.y),
                               im_color(mixed(p.panel, p.window, current ? 0.6F : 0.4F)), 3);
        const std::string name = std::to_string(i + 1) + "  " + f.t(names[i]);
        const float w = figure::text_width(figure::Face::text, size, name);
        list.AddText(font, line_h, ImVec2((low.x + high.x - w) / 2, (low.y + high.y - line_h) / 2),
                     im_color(begun ? p.ink : p.muted), name.c_str());
    }
    if (active)
        f.work.walk().set_stage(3 * std::clamp((ImGui::GetIO().MousePos.x - rect.x) / rect.w, 0.0F, 1.0F));
}

std::string place_text(Frame& f) {
    const pool::Evaluation& evaluation = f.work.evaluation();
    if (evaluation.layers.empty()) return f.t("timeline.no_layers");
    const pool::Cursor& cursor = f.work.cursor();
    const std::int64_t windows = evaluation.layers[cursor.layer].forward.output.shape().plane();
    const std::string count = std::to_string(windows);
    return cursor.whole ? f.t.format("timeline.windows", {count})
                        : f.t.format("timeline.window", {std::to_string(cursor.window + 1), count});
}

void modes(Frame& f) {
    for (const char* id : {"mode.window", "mode.layer", "mode.stack"}) {
        if (id != std::string_view("mode.window")) ImGui::SameLine(0, f.em() * 0.25F);
        action_toggle(f, action(id));
    }
}

}  // namespace

void timeline_panel(Frame& f) {
    const ImVec2 window = ImGui::GetWindowSize();
    const ImVec2 origin = ImGui::GetWindowPos();
    const float pad = ImGui::GetStyle().WindowPadding.x;
    const float row = ImGui::GetFrameHeight() * 1.15F;
    const float gap = f.em() * 0.45F;
    const float top = (window.y - row - ImGui::GetFrameHeight() - gap) / 2;
    const float second = top + row + gap;
    ImGui::SetCursorPosY(top);
    float left = 0;
    for (const char* id :
         {"walk.start", "layer.previous", "step.previous", "play", "step.next", "layer.next", "walk.end"}) {
        transport(f, id, std::string_view(id) == "play");
        ImGui::SameLine(0, f.em() * 0.25F);
        left = ImGui::GetCursorPosX() + 0.75F * f.em();
    }
    ImGui::SetCursorPos(ImVec2(pad, second));
    modes(f);
    ImGui::SameLine();
    left = std::max(left, ImGui::GetCursorPosX() + 0.5F * f.em());

    const float speed_w = f.em() * 9.5F;
    const float right = window.x - pad;
    const float middle_w = right - speed_w - left - 1.2F * f.em();
    track(f, {origin.x + left, origin.y + top - 0.2F * f.em(), middle_w, row + 0.2F * f.em()});
    stage_bar(f, {origin.x + left, origin.y + second + 0.15F * f.em(), middle_w,
                  ImGui::GetFrameHeight() - 0.3F * f.em()});

    ImGui::SetCursorPos(ImVec2(right - speed_w, top));
    ImGui::AlignTextToFramePadding();
    const std::string place = place_text(f);
    ImGui::TextUnformatted(place.c_str());
    ImGui::SetCursorPos(ImVec2(right - speed_w, second));
    ImGui::SetNextItemWidth(speed_w);
    const std::string format = "%.3g " + f.t("timeline.per_second");
    float speed = f.work.walk().windows_per_second();
    f.ui.slider("timeline.speed", "", f.t("timeline.speed.tip"), speed, 0.25F, 200.0F, format.c_str(), true);
    f.work.walk().set_windows_per_second(speed);
}

}  // namespace ui
