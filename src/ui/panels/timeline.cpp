#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "figure/number.h"
#include "figure/text.h"
#include "pool/notation.h"
#include "ui/actions.h"
#include "ui/app_state.h"
#include "ui/panels/action_controls.h"
#include "ui/panels/panels.h"
#include "ui/popover.h"
#include "ui/theme.h"
#include "ui/veiled.h"

namespace ui {

namespace {

/// A transport button with a drawn sign, because fonts differ in these glyphs. The middle one says what it
/// does.
void transport(Frame& f, const char* id) {
    const Action& a = action(id);
    const bool enabled = a.enabled(f.app);
    const std::string_view name = id;
    const bool main = name == "play";
    const bool playing = f.app.active().walk().playing();
    const std::string word = main ? f.t(playing ? "action.pause" : "action.play") : std::string();
    const float em = f.em();
    const float word_w = std::max(ImGui::CalcTextSize(f.t("action.play").c_str()).x,
                                  ImGui::CalcTextSize(f.t("action.pause").c_str()).x);
    const float side = main ? word_w + 2.6F * em : ImGui::GetFrameHeight() * 1.25F;
    const bool pressed = f.ui.toggle(a.id, "", tooltip(a, f.t), main, enabled, side);
    if (!f.app.widgets.empty()) {
        f.app.widgets.back().label = main ? word : label(a, f.t);
        // It stands out always; it is on while it plays.
        f.app.widgets.back().value = main && playing ? "on" : "off";
    }
    const figure::Rect rect = item_rect();
    const figure::Point c{main ? rect.x + 1.1F * em : rect.center().x, rect.center().y};
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImU32 ink = im_color(enabled ? f.palette().ink : f.palette().muted.with_alpha(0.5F));
    const float s = em * 0.34F;
    const auto triangle = [&](float x, float way) {
        // Clockwise on the screen, as the fill's anti-aliasing expects.
        const ImVec2 tip(x + way * s * 0.8F, c.y);
        const ImVec2 high(x - way * s * 0.6F, c.y - s);
        const ImVec2 low(x - way * s * 0.6F, c.y + s);
        way > 0 ? list.AddTriangleFilled(high, tip, low, ink) : list.AddTriangleFilled(high, low, tip, ink);
    };
    const auto bar = [&](float x, float wide) {
        list.AddRectFilled(ImVec2(x - s * wide, c.y - s), ImVec2(x + s * wide, c.y + s), ink);
    };
    if (name == "walk.start" || name == "walk.end") {
        const float way = name == "walk.start" ? -1.0F : 1.0F;
        bar(c.x + way * s * 0.95F, 0.16F);
        triangle(c.x - way * s * 0.1F, way);
    } else if (main && playing) {
        bar(c.x - s * 0.5F, 0.22F);
        bar(c.x + s * 0.5F, 0.22F);
    } else {
        triangle(c.x, name == "step.previous" ? -1.0F : 1.0F);
    }
    if (main)
        list.AddText(ImVec2(rect.x + 1.9F * em, c.y - ImGui::GetTextLineHeight() / 2), ink, word.c_str());
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
    const pool::Evaluation& evaluation = f.app.active().evaluation();
    const std::vector<Stretch> parts = stretches(evaluation);
    ImGui::SetCursorScreenPos(ImVec2(rect.x, rect.y));
    ImGui::InvisibleButton("timeline.track", ImVec2(std::max(rect.w, 1.0F), rect.h));
    f.ui.record("timeline.track", f.t("timeline.track"), !parts.empty(), Role::slider);
    if (parts.empty()) return;
    const bool active = ImGui::IsItemActive();
    if (!active) f.ui.tooltip(f.t("timeline.track.tip"));
    const figure::Palette& p = f.palette();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float part_w = rect.w / static_cast<float>(parts.size());
    const float bar_h = f.em() * 0.5F;
    const float bar_y = rect.bottom() - bar_h - f.em() * 0.15F;
    const float small = f.em() * 0.86F;
    ImFont* font = f.fonts.nearest(figure::Face::text, small, {});
    const std::int64_t now = pool::step_of(evaluation, f.app.active().cursor());
    float knob = rect.x;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const Stretch& part = parts[i];
        const float x0 = rect.x + static_cast<float>(i) * part_w + (i == 0 ? 0.0F : 1.5F);
        const float x1 = rect.x + static_cast<float>(i + 1) * part_w - 1.5F;
        const bool backward = part.phase == pool::Phase::backward;
        const figure::Color tone = backward ? p.positive : p.output;
        const bool current = now >= part.first && now < part.first + part.count;
        double done =
            std::clamp(static_cast<double>(now - part.first + 1) / static_cast<double>(part.count), 0.0, 1.0);
        // How far a window goes tells how many there are.
        if (current && veil(f).hides_shape(part.layer + 1)) done = 0.5;
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
std::array<const char*, 3> stage_names(const AppState& app) {
    const pool::Cursor& cursor = app.active().cursor();
    if (cursor.phase == pool::Phase::backward) return {"timeline.send", "timeline.split", "timeline.add"};
    const pool::LayerResult& layer = app.active().evaluation().layers[cursor.layer];
    const pool::Reduction reduction = layer.kind->reduction(layer.layer.params);
    return {"timeline.gather",
            reduction == pool::Reduction::select ? "timeline.compare"
            : reduction == pool::Reduction::sum  ? "timeline.weigh"
                                                 : "timeline.level",
            "timeline.collapse"};
}

/// The three stages inside the current step; dragging holds the step anywhere between them.
void stage_bar(Frame& f, figure::Rect rect) {
    AppState& app = f.app;
    ImGui::SetCursorScreenPos(ImVec2(rect.x, rect.y));
    ImGui::InvisibleButton("timeline.stages", ImVec2(std::max(rect.w, 1.0F), rect.h));
    const bool possible = !app.active().evaluation().layers.empty();
    f.ui.record("timeline.stages", f.t("timeline.stages"), possible, Role::slider);
    if (!possible) return;
    const bool active = ImGui::IsItemActive();
    if (!active) f.ui.tooltip(f.t("timeline.stages.tip"));
    const figure::Palette& p = f.palette();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float part = rect.w / 3;
    const float stage = app.active().walk().shown().stage;
    const float size = f.em() * 0.86F;
    ImFont* font = f.fonts.nearest(figure::Face::text, size, {});
    const float line_h = f.fonts.line_height(figure::Face::text, size);
    const std::array<const char*, 3> names = stage_names(app);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto first = static_cast<float>(i);
        const ImVec2 low(rect.x + first * part + (i == 0 ? 0.0F : 1.5F), rect.y);
        const ImVec2 high(rect.x + (first + 1) * part - 1.5F, rect.bottom());
        const bool begun = stage > first;
        const bool current = begun && stage <= first + 1;
        list.AddRectFilled(low, high, im_color(figure::grounds_of(p).stage), 3);
        const float done = std::clamp(stage - first, 0.0F, 1.0F);
        if (done > 0)
            list.AddRectFilled(
                low, ImVec2(low.x + (high.x - low.x) * done, high.y),
                im_color(current ? figure::grounds_of(p).stage_now : figure::grounds_of(p).stage_done), 3);
        const std::string name = std::to_string(i + 1) + "  " + f.t(names[i]);
        const float w = figure::text_width(figure::Face::text, size, name);
        list.AddText(font, line_h, ImVec2((low.x + high.x - w) / 2, (low.y + high.y - line_h) / 2),
                     im_color(begun ? p.ink : p.muted), name.c_str());
    }
    if (active)
        app.active().walk().set_stage(3 *
                                      std::clamp((ImGui::GetIO().MousePos.x - rect.x) / rect.w, 0.0F, 1.0F));
}

std::string place_text(Frame& f) {
    const pool::Evaluation& evaluation = f.app.active().evaluation();
    if (evaluation.layers.empty()) return f.t("timeline.no_layers");
    const pool::Cursor& cursor = f.app.active().cursor();
    if (veil(f).hides_shape(cursor.layer + 1)) return f.t.format("timeline.window", {"?", "?"});
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

/// Where the walk stands, and how fast it plays.
void place_and_speed(Frame& f, float x, float width, float top, float second) {
    work::Walk& walk = f.work.walk();
    ImGui::SetCursorPos(ImVec2(x, top));
    ImGui::AlignTextToFramePadding();
    const std::string place = place_text(f);
    ImGui::TextUnformatted(place.c_str());
    f.ui.record("timeline.place", place);
    ImGui::SetCursorPos(ImVec2(x, second));
    const std::string skip = f.t("timeline.skip");
    const float skip_w = ImGui::CalcTextSize(skip.c_str()).x + ImGui::GetFrameHeight() +
                         ImGui::GetStyle().ItemInnerSpacing.x + ImGui::GetStyle().ItemSpacing.x;
    const bool both = width - skip_w > 6 * f.em();
    const float number_w = 2.8F * f.em();
    ImGui::AlignTextToFramePadding();
    f.ui.muted(figure::number(walk.speed(), 2) + "×", false);
    ImGui::SetCursorPos(ImVec2(x + number_w, second));
    ImGui::SetNextItemWidth((both ? width - skip_w : width) - number_w);
    float speed = walk.speed();
    f.ui.slider("timeline.speed", "", f.t("timeline.speed.tip"), speed, 0.25F, 8.0F, "", true);
    walk.set_speed(speed);
    if (!both) return;
    ImGui::SameLine();
    bool skips = walk.skips_equal();
    f.ui.checkbox("timeline.skip", skip, f.t("timeline.skip.tip"), skips);
    walk.set_skips_equal(skips);
}

}  // namespace

void timeline_panel(Frame& f) {
    const ImVec2 window = ImGui::GetWindowSize();
    const ImVec2 origin = ImGui::GetWindowPos();
    const float em = f.em();
    const float pad = ImGui::GetStyle().WindowPadding.x;
    const float row = ImGui::GetFrameHeight() * 1.1F;
    const float gap = em * 0.4F;
    const float top = (window.y - row - ImGui::GetFrameHeight() - gap) / 2;
    const float second = top + row + gap;
    ImGui::SetCursorPosY(top);
    float left = 0;
    for (const char* id : {"walk.start", "step.previous", "play", "step.next", "walk.end"}) {
        transport(f, id);
        ImGui::SameLine(0, em * 0.25F);
        left = ImGui::GetCursorPosX() + 0.75F * em;
    }
    ImGui::SetCursorPos(ImVec2(pad, second));
    modes(f);
    ImGui::SameLine();
    left = std::max(left, ImGui::GetCursorPosX() + 0.5F * em);
    const float right = window.x - pad;
    const float side_w = std::clamp(0.2F * window.x, 9.5F * em, 17 * em);
    const float middle_w = right - side_w - left - 1.2F * em;
    track(f, {origin.x + left, origin.y + top - 0.2F * em, middle_w, row + 0.2F * em});
    stage_bar(
        f, {origin.x + left, origin.y + second + 0.15F * em, middle_w, ImGui::GetFrameHeight() - 0.3F * em});
    place_and_speed(f, right - side_w, side_w, top, second);
}

void presenting_strip(Frame& f) {
    const ImVec2 window = ImGui::GetWindowSize();
    const ImVec2 origin = ImGui::GetWindowPos();
    const float pad = f.em();
    const pool::Evaluation& evaluation = f.app.active().evaluation();
    const pool::Cursor& cursor = f.app.active().cursor();
    const float y = (window.y - ImGui::GetTextLineHeight()) / 2;
    if (!evaluation.layers.empty()) {
        const bool backward = cursor.phase == pool::Phase::backward;
        const std::string layer = pool::notation(evaluation.layers[cursor.layer].layer) + " · " +
                                  f.t(backward ? "timeline.backward" : "timeline.forward");
        ImGui::SetCursorPos(ImVec2(pad, y));
        f.ui.heading(figure::elided(figure::Face::text_bold, f.em(), layer, 0.33F * window.x - pad));
        f.ui.record("present.layer", layer);
        const float width = std::min(22 * f.em(), 0.33F * window.x);
        stage_bar(f, {origin.x + (window.x - width) / 2, origin.y + 0.3F * f.em(), width,
                      window.y - 0.6F * f.em()});
    }
    const std::string place = place_text(f);
    ImGui::SetCursorPos(ImVec2(window.x - pad - ImGui::CalcTextSize(place.c_str()).x, y));
    f.ui.muted(place, false);
    f.ui.record("timeline.place", place);
}

}  // namespace ui
