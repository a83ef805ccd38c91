#include <algorithm>
#include <cmath>
#include <string>

#include "figure/number.h"
#include "figure/text.h"
#include "ui/actions.h"
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
        f.ui.toggle(a.id, "", tooltip(a, f.t), primary && f.app.playback.playing, enabled, side);
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
    } else if (name == "play" && f.app.playback.playing) {
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
    const pool::Evaluation& evaluation = f.app.evaluation();
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
    const std::int64_t now = pool::step_of(evaluation, f.app.cursor());
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
    f.app.playback.playing = false;
    f.app.playback.animating = false;
    f.app.set_cursor({part.phase, part.layer, window, 0});
}

}  // namespace

void timeline_panel(Frame& f) {
    const ImVec2 window = ImGui::GetWindowSize();
    const float y = (window.y - ImGui::GetFrameHeight()) / 2;
    ImGui::SetCursorPosY(y);
    for (const char* id :
         {"walk.start", "layer.previous", "step.previous", "play", "step.next", "layer.next", "walk.end"}) {
        transport(f, id, std::string_view(id) == "play");
        ImGui::SameLine(0, f.em() * 0.25F);
    }
    const float left = ImGui::GetCursorPosX() + f.em();

    const pool::Evaluation& evaluation = f.app.evaluation();
    std::string place = f.t("timeline.no_layers");
    std::string widest = place;
    if (!evaluation.layers.empty()) {
        const pool::Cursor& cursor = f.app.cursor();
        const std::string count =
            std::to_string(evaluation.layers[cursor.layer].forward.output.shape().plane());
        place = f.t.format("timeline.window", {std::to_string(cursor.window + 1), count});
        widest = f.t.format("timeline.window", {count, count});
    }
    const float place_w = ImGui::CalcTextSize(widest.c_str()).x + f.em() * 0.3F;
    const float speed_w = f.em() * 8.5F;
    const float right = window.x - ImGui::GetStyle().WindowPadding.x;
    const ImVec2 origin = ImGui::GetWindowPos();
    const float track_h = f.em() * 2.3F;
    track(f, {origin.x + left, origin.y + (window.y - track_h) / 2,
              right - speed_w - place_w - left - 2.2F * f.em(), track_h});

    ImGui::SetCursorPos(ImVec2(right - speed_w - place_w - f.em(), y));
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(place.c_str());
    ImGui::SetCursorPos(ImVec2(right - speed_w, y));
    ImGui::SetNextItemWidth(speed_w);
    const std::string format = "%.3g " + f.t("timeline.per_second");
    f.ui.slider("timeline.speed", "", f.t("timeline.speed.tip"), f.app.playback.windows_per_second, 0.25F,
                200.0F, format.c_str(), true);
}

}  // namespace ui
