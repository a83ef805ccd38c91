#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "figure/math.h"
#include "figure/number.h"
#include "figure/rich_text.h"
#include "figure/sentence.h"
#include "pool/explain.h"
#include "ui/app_state.h"
#include "ui/caches.h"
#include "ui/drawlist_painter.h"
#include "ui/panels/cell_card.h"
#include "ui/panels/lit_names.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"
#include "ui/veiled.h"

namespace ui {

namespace {

using work::Hidden;

void label_and_mono(Frame& f, const std::string& name, const std::string& value) {
    f.ui.muted(name);
    f.ui.mono(value);
}

/// Hatched paper as wide as the panel has room.
void veiled_part(Frame& f, const char* id, int lines = 1) {
    veiled(f, id, ImGui::GetContentRegionAvail().x, lines);
}
void label_and_veiled(Frame& f, const char* key, const char* id) {
    f.ui.muted(f.t(key));
    veiled_part(f, id);
}

/// A formula as mathematics writes it.
void math(Frame& f, const char* id, const std::string& markup, float size, figure::Color ink) {
    figure::Drawing drawing;
    const float width = ImGui::GetContentRegionAvail().x;
    const figure::Point taken = figure::draw_math(drawing, {0, 0}, markup, width, size, ink);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    DrawListPainter painter(*ImGui::GetWindowDrawList(), at, f.fonts, f.textures);
    figure::replay(drawing, painter);
    ImGui::Dummy(ImVec2(std::min(taken.x, width), taken.y));
    f.ui.record(id, figure::plain_math(markup));
}

/// A result that the back row should see.
void large_result(Frame& f, const std::string& text, figure::Color color) {
    ImFont* font = f.fonts.nearest(figure::Face::mono, f.em() * 1.5F, text);
    const float size = f.fonts.line_height(figure::Face::mono, f.em() * 1.5F);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::GetWindowDrawList()->AddText(font, size, at, im_color(color), text.c_str());
    ImGui::Dummy(ImVec2(compat::text_width(font, size, text.data(), text.data() + text.size()), size));
}

std::string place_text(std::int64_t y, std::int64_t x) {
    return "(" + std::to_string(y) + ", " + std::to_string(x) + ")";
}

/// The formula and what comes out.
void result_part(Frame& f, std::size_t index, const pool::Cell& cell) {
    const pool::Formula& formula = f.caches.explained.formula();
    const figure::Palette& p = f.palette();
    if (hides(f, Hidden::formula)) {
        veiled_part(f, "explain.formula", 3);
    } else {
        math(f, "explain.symbols", formula.symbols, f.em() * 1.05F, p.muted);
        math(f, "explain.formula", formula.numbers, f.em() * 1.1F, p.ink);
    }
    f.ui.muted(f.t("explain.output") + (veil(f).hides_shape(index + 1) ? "" : "  " + cell_text(cell)));
    if (veil(f).hides_map(index + 1)) return veiled(f, "explain.result", 5 * f.em(), 2);
    large_result(f, figure::number(f.work.evaluation().map(index + 1).at(cell)), p.output_text);
}

void forward_part(Frame& f, std::size_t at, const pool::Cell& cell) {
    const pool::LayerResult& layer = f.work.evaluation().layers[at];
    result_part(f, at, cell);
    const pool::AxisWindow h = layer.geometry().rows(cell);
    const pool::AxisWindow w = layer.geometry().columns(cell);
    if (hides(f, Hidden::window) || veil(f).hides_shape(at + 1)) {
        label_and_veiled(f, "explain.window", "explain.window");
    } else {
        label_and_mono(
            f, f.t("explain.window"),
            f.t.format("card.window.bounds", {span_text(h.start, h.end()), span_text(w.start, w.end())}));
    }
    if (layer.forward.indices.empty()) return;
    if (hides(f, Hidden::index)) return label_and_veiled(f, "explain.winner", "explain.winner");
    const std::int64_t position = layer.forward.indices.at(cell);
    if (position < 0) return label_and_mono(f, f.t("explain.winner"), f.t("explain.no_winner"));
    const pool::Shape& shape = f.work.evaluation().map(at).shape();
    const std::int64_t index = pool::published_index(f.work.evaluation(), f.work.cursor().layer, cell);
    label_and_mono(
        f, f.t("explain.winner"),
        f.t.format("explain.winner.place", {std::to_string(index), std::to_string(position / shape.w),
                                            std::to_string(position % shape.w)}));
    f.ui.record("explain.winner", std::to_string(index));
}

/// The rule of the gradient, by how a window becomes one number and, where several cells tie, by what each
/// gets.
std::pair<const char*, const char*> backward_rule(pool::Reduction reduction,
                                                  std::span<const pool::Tap> receivers) {
    constexpr const char* kShare = "g_{x} = \\sum_{x ∈ W} s · g_{y}";
    switch (reduction) {
        case pool::Reduction::select:
            if (receivers.size() > 1)
                return {receivers.front().share < 1 ? "explain.backward.split" : "explain.backward.all",
                        kShare};
            return {"explain.backward.select", "g_{x} = \\sum_{x → y} g_{y}"};
        case pool::Reduction::average:
            return {"explain.backward.share", kShare};
        case pool::Reduction::sum:
            return {"explain.backward.sum", "g_{x} = \\sum_{x ∈ W} w · g_{y}"};
        case pool::Reduction::weighted:
            break;
    }
    return {"explain.backward.weighted", "g_{x} = \\sum_{x ∈ W} \\frac{∂y}{∂x} · g_{y}"};
}

/// 1/9 as "1/9", where a share is such a part.
std::string part_text(std::size_t count, float share) {
    const float parts = 1 / share;
    const bool even = std::abs(parts - std::round(parts)) < 1e-3F * parts;
    return even ? std::to_string(count) + "/" + figure::number(std::round(parts))
                : figure::number(share * static_cast<float>(count));
}

/// "Each of its 4 cells gets 1/9 of it" and "5/9 of it falls on the padding", where all shares are equal.
void equal_share(Frame& f) {
    const Explained& explained = f.caches.explained;
    const std::vector<pool::Tap>& shares = explained.shares();
    const std::size_t count = explained.receivers();
    if (count == 0 || shares.front().share <= 0) return;
    const float share = shares.front().share;
    if (!std::ranges::all_of(shares, [&](const pool::Tap& tap) { return tap.share == share; })) return;
    if (count > 1 && share < 1) {
        f.ui.paragraph(f.t.format("explain.each", {std::to_string(count), part_text(1, share)}));
        f.ui.record("explain.each", part_text(1, share));
    }
    const float rest = 1 / share - static_cast<float>(count);
    const std::size_t lost = rest > 0 ? static_cast<std::size_t>(std::lround(rest)) : 0;
    if (lost == 0 || lost > explained.padded()) return;
    f.ui.paragraph(f.t.format("explain.lost", {part_text(lost, share)}));
    f.ui.record("explain.lost", part_text(lost, share));
}

/// The rule, and the gradient that arrives. Which rule it is tells of ties.
void arriving_part(Frame& f, std::size_t index, const pool::Cell& cell, bool hidden) {
    const pool::Evaluation& evaluation = f.work.evaluation();
    const float arriving = evaluation.gradient(index + 1).at(cell);
    const std::span<const pool::Tap> receivers = f.caches.explained.shares();
    const auto [sentence, rule] =
        backward_rule(pool::reduction(evaluation, index), hidden ? receivers.first(0) : receivers);
    f.ui.muted(f.t(sentence));
    math(f, "explain.gradient_rule", rule, f.em() * 1.1F, f.palette().ink);
    const bool size_hidden = veil(f).hides_shape(index + 1);
    f.ui.muted(f.t("explain.arriving") + (size_hidden ? "" : "  " + cell_text(cell)));
    if (size_hidden || veil(f).hides_gradient(index + 1)) return veiled(f, "explain.arriving", 5 * f.em(), 2);
    large_result(f, figure::number(arriving),
                 arriving < 0 ? f.palette().negative_text : f.palette().positive_text);
}

/// What each cell of the window gets.
void sent_part(Frame& f, std::size_t index, const pool::Cell& cell) {
    const pool::Evaluation& evaluation = f.work.evaluation();
    const pool::LayerResult& layer = evaluation.layers[index];
    const Explained& explained = f.caches.explained;
    const float arriving = evaluation.gradient(index + 1).at(cell);
    if (explained.receivers() == 0) {
        f.ui.paragraph(f.t("explain.sent.nothing"));
        f.ui.record("explain.sent", "nothing");
    }
    equal_share(f);
    const pool::AxisGeometry::Range channels = layer.geometry().channels(cell.c);
    const bool mixes = channels.last - channels.first > 1;
    std::string sent;
    for (const pool::Tap& tap : explained.shares()) {
        const std::string line = (mixes ? "c" + std::to_string(tap.c) + " " : "") + place_text(tap.y, tap.x) +
                                 "  " + figure::number(arriving) + " × " + figure::number(tap.share) + " = " +
                                 figure::number(tap.gradient);
        f.ui.mono(line);
        sent += (sent.empty() ? "" : "; ") + line;
    }
    f.ui.record("explain.shares", sent);
    if (explained.receivers() > explained.shares().size())
        f.ui.muted(
            f.t.format("explain.more", {std::to_string(explained.receivers() - explained.shares().size())}));
}

void backward_part(Frame& f, std::size_t index, const pool::Cell& cell) {
    const Explained& explained = f.caches.explained;
    const bool hidden = hides(f, Hidden::routes) || veil(f).hides_gradient(index);
    arriving_part(f, index, cell, hidden);
    f.ui.muted(f.t("explain.sent"));
    hidden ? veiled_part(f, "explain.shares", 3) : sent_part(f, index, cell);
    f.ui.muted(f.t("explain.zero"));
    if (hides(f, Hidden::sums)) return veiled_part(f, "explain.zero");
    const auto all = static_cast<std::int64_t>(f.work.evaluation().gradient(index).data().size());
    const double part =
        100.0 * static_cast<double>(explained.zeros()) / static_cast<double>(std::max<std::int64_t>(all, 1));
    f.ui.mono(std::to_string(explained.zeros()) + " / " + std::to_string(all) + "  (" +
              figure::number(part, 3) + " %)");
    f.ui.record("explain.zero", std::to_string(explained.zeros()));
}

/// The cell whose gradient is checked: the last pin, otherwise the cell of the window that gets most.
std::optional<pool::MapCell> cell_to_check(Frame& f) {
    if (!f.work.selection().pinned().empty()) return f.work.selection().pinned().back().origin;
    const Explained& explained = f.caches.explained;
    if (explained.place().phase == pool::Phase::forward || explained.shares().empty()) return std::nullopt;
    const auto most = std::ranges::max_element(explained.shares(), {}, [](const pool::Tap& tap) {
        return tap.winner ? std::numeric_limits<float>::max() : std::abs(tap.share);
    });
    const std::size_t layer = explained.place().layer;
    const std::int64_t item = f.work.evaluation().layers[layer].geometry().item(explained.place().output.n);
    return pool::MapCell{layer, {item, most->c, most->y, most->x}};
}

/// The analytic gradient beside finite differences.
void numeric_check(Frame& f) {
    if (hides(f, Hidden::check)) {
        ImGui::Dummy(ImVec2(0, f.em() * 0.2F));
        f.ui.heading(f.t("check.title"));
        return veiled_part(f, "check.analytic", 4);
    }
    const std::optional<pool::MapCell> at = cell_to_check(f);
    if (!at) return;
    f.caches.explained.check(f.work.evaluation(), *at, !f.work.walk().moving());
    const std::optional<pool::GradientCheck>& checked = f.caches.explained.checked();
    if (!checked) return;
    const pool::MapCell& shown = f.caches.explained.checked_at();
    ImGui::Dummy(ImVec2(0, f.em() * 0.2F));
    f.ui.heading(f.t("check.title"));
    f.ui.muted(f.t.format("check.cell", {shown.map == 0 ? f.t("card.input")
                                                        : f.t.format("card.map", {std::to_string(shown.map)}),
                                         place_text(shown.cell.y, shown.cell.x)}));
    if (ImGui::BeginTable("check", 2, ImGuiTableFlags_SizingFixedFit)) {
        const auto row = [&](const char* key, double value, figure::Color ink) {
            ImGui::TableNextRow();
            ImGui::TableNextColumn();
            f.ui.muted(f.t(key), false);
            ImGui::TableNextColumn();
            ImGui::PushStyleColor(ImGuiCol_Text, im_vec(ink));
            f.ui.mono(figure::number(value, 5), false, false);
            ImGui::PopStyleColor();
            f.ui.record(key, figure::number(value, 5));
        };
        const figure::Palette& p = f.palette();
        row("check.analytic", checked->analytic, p.ink);
        row("check.central", checked->central, p.ink);
        row("check.difference", checked->central - checked->analytic,
            checked->agrees ? p.output_text : p.error_text);
        if (checked->kink) {
            row("check.left", checked->left, p.ink);
            row("check.right", checked->right, p.ink);
        }
        ImGui::EndTable();
    }
    f.ui.paragraph(f.t(checked->kink ? "check.kink" : checked->agrees ? "check.agrees" : "check.differs"));
    f.ui.record("check.verdict", checked->kink ? "kink" : checked->agrees ? "agrees" : "differs");
    f.ui.muted(f.t.format("check.step", {figure::number(checked->step, 3)}));
}

bool tells_hidden(const Frame& f, pool::RuleDifference::Subject subject) {
    switch (subject) {
        using enum pool::RuleDifference::Subject;
        case refused:
            return false;
        case rounding:
            return hides(f, Hidden::shape);
        case stride:
        case padding:
            return hides(f, Hidden::shape) || hides(f, Hidden::window);
        case divisor:
            return hides(f, Hidden::divisor);
        case index:
            return hides(f, Hidden::index);
        case value:
            break;
    }
    return hides(f, Hidden::output) || hides(f, Hidden::formula);
}

/// Where the framework's rule changes a number that is on the screen.
void rule_part(Frame& f) {
    using Subject = pool::RuleDifference::Subject;
    std::vector<pool::RuleDifference> differences = f.caches.explained.differences();
    std::erase_if(differences, [&](const pool::RuleDifference& difference) {
        return tells_hidden(f, difference.subject);
    });
    if (differences.empty()) return;
    f.ui.heading(f.t("rule.differs"));
    for (const pool::RuleDifference& difference : differences) {
        const char* key = difference.subject == Subject::refused    ? "rule.refused"
                          : difference.subject == Subject::stride   ? "rule.stride"
                          : difference.subject == Subject::padding  ? "rule.padding"
                          : difference.subject == Subject::rounding ? "rule.rounding"
                          : difference.subject == Subject::divisor  ? "rule.divisor"
                          : difference.subject == Subject::index    ? "rule.index"
                                                                    : "rule.value";
        f.ui.paragraph(difference.subject == Subject::refused
                           ? f.t.format(key, {difference.refusal})
                           : f.t.format(key, {difference.here, difference.pytorch}));
        f.ui.record(key, difference.here);
    }
    ImGui::Dummy(ImVec2(0, f.em() * 0.2F));
}

void shapes(Frame& f, std::size_t index) {
    const pool::Evaluation& evaluation = f.work.evaluation();
    const pool::LayerResult& layer = evaluation.layers[index];
    if (veil(f).hides_shape(index + 1)) {
        f.ui.muted(f.t("explain.shapes"));
        return veiled_part(f, "explain.size", 3);
    }
    const pool::Shape& input = evaluation.map(index).shape();
    label_and_mono(f, f.t("explain.shapes"), input.text() + " → " + layer.forward.output.shape().text());
    const std::string h = pool::size_formula(evaluation, index, 'h');
    const std::string w = pool::size_formula(evaluation, index, 'w');
    if (h == w) {
        math(f, "explain.size", "H, W = " + h, 0.9F * f.em(), f.palette().muted);
    } else {
        math(f, "explain.size.h", "H = " + h, 0.9F * f.em(), f.palette().muted);
        math(f, "explain.size.w", "W = " + w, 0.9F * f.em(), f.palette().muted);
    }
}

void receptive_field(Frame& f, std::size_t index, const pool::Cell& cell) {
    const pool::Evaluation& evaluation = f.work.evaluation();
    if (hides(f, Hidden::receptive_field) || veil(f).hides_shape(index + 1)) {
        label_and_veiled(f, "explain.field", "explain.field");
        return label_and_veiled(f, "explain.jump", "explain.jump");
    }
    const pool::ReceptiveField field = pool::receptive_field(evaluation, {index + 1, cell});
    std::string text = f.t.format("explain.field.text",
                                  {span_text(field.y0, field.y1), span_text(field.x0, field.x1),
                                   std::to_string(field.y1 - field.y0), std::to_string(field.x1 - field.x0)});
    label_and_mono(f, f.t("explain.field"), text);
    if (field.jump_h > 0 && field.jump_w > 0)
        label_and_mono(f, f.t("explain.jump"),
                       std::to_string(field.jump_h) + " × " + std::to_string(field.jump_w));
}

void sizes(Frame& f, std::size_t index, const pool::Cell& cell) {
    shapes(f, index);
    receptive_field(f, index, cell);
    // The operations are counted window by window.
    if (hides(f, Hidden::cost) || hides(f, Hidden::window))
        return label_and_veiled(f, "explain.cost", "explain.cost");
    const pool::Cost cost = pool::cost(f.work.evaluation(), index);
    label_and_mono(
        f, f.t("explain.cost"),
        f.t.format("explain.cost.text", {std::to_string(cost.parameters), std::to_string(cost.operations)}));
}

/// The coloured words of a sentence keep their colours where it is broken into lines.
void said(Frame& f, const std::string& marked) {
    figure::Drawing drawing;
    constexpr std::size_t kLines = 8;
    const float width = ImGui::GetContentRegionAvail().x;
    const float height = figure::draw_sentence(drawing, {0, 0}, marked, 1.1F * f.em(), width, kLines,
                                               f.palette().ink, f.style, figure::Align::left);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    DrawListPainter painter(*ImGui::GetWindowDrawList(), at, f.fonts, f.textures);
    figure::replay(drawing, painter);
    light_names(f, drawing, at);
    ImGui::Dummy(ImVec2(width, height));
    f.ui.record("explain.said", figure::unmarked(marked));
}

/// A line that opens and closes what stands below it.
bool fold(Frame& f, const char* id, const char* title, bool& open) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = ImGui::GetFrameHeight();
    if (f.ui.area(id, f.t(title), ImVec2(ImGui::GetContentRegionAvail().x, height))) open = !open;
    f.app.widgets.back().role = Role::toggle;
    f.app.widgets.back().value = open ? "on" : "off";
    const figure::Palette& p = f.palette();
    const figure::Color ink = ImGui::IsItemHovered() ? p.ink : p.muted;
    const float s = 0.24F * f.em();
    const ImVec2 c(at.x + 0.5F * f.em(), at.y + height / 2);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 points[3] = {open ? ImVec2(c.x - s, c.y - s * 0.5F) : ImVec2(c.x - s * 0.5F, c.y - s),
                              open ? ImVec2(c.x, c.y + s * 0.5F) : ImVec2(c.x + s * 0.5F, c.y),
                              open ? ImVec2(c.x + s, c.y - s * 0.5F) : ImVec2(c.x - s * 0.5F, c.y + s)};
    compat::add_polyline(&list, points, 3, im_color(ink), false, 0.12F * f.em());
    list.AddText(ImVec2(at.x + 1.3F * f.em(), at.y + (height - ImGui::GetTextLineHeight()) / 2),
                 im_color(ink), f.t(title).c_str());
    return open;
}

/// The tab that the phase opens; the one that a person chose stays until the phase changes.
void follow_phase(AppState& app) {
    if (app.dialogs.tab_phase == app.active().cursor().phase) return;
    app.dialogs.tab_phase = app.active().cursor().phase;
    app.dialogs.gradient_tab = false;
}

}  // namespace

void explanation_panel(Frame& f) {
    AppState& app = f.app;
    const pool::Evaluation& evaluation = app.active().evaluation();
    if (evaluation.layers.empty()) {
        f.ui.muted(f.t("hint.no_layers"));
        return;
    }
    const pool::Cursor cursor = app.active().walk().shown();
    const pool::LayerResult& layer = evaluation.layers[cursor.layer];
    const pool::Cell cell = f.work.selection().output_cell(cursor);
    const bool backward = cursor.phase == pool::Phase::backward;
    f.caches.explained.refresh(evaluation, cursor.layer, cursor.phase, cell);
    f.ui.heading("L" + std::to_string(layer.position + 1) + "  " + layer.layer.kind);
    ImGui::SameLine();
    f.ui.muted(f.t(backward ? "timeline.backward" : "timeline.forward"));
    said(f, figure::said_of(evaluation, cursor, app.active().selection().item(),
                            app.active().selection().channel(), f.t, false, app.veil())
                .main);
    // While the cells are gathered and compared no result stands here yet.
    const bool arrived = cursor.whole || cursor.stage <= 0 || cursor.stage > 2;
    if (cursor.whole) {
        f.ui.muted(f.t("explain.whole"));
    } else if (backward) {
        if (arrived) backward_part(f, cursor.layer, cell);
    } else if (arrived) {
        forward_part(f, cursor.layer, cell);
    }
    rule_part(f);
    ImGui::Separator();
    if (!fold(f, "explain.more.fold", "explain.details", app.settings.show_details)) return;
    f.ui.muted(f.t("kind." + layer.layer.kind));
    sizes(f, cursor.layer, cell);
    numeric_check(f);
}

void right_panel(Frame& f) {
    pins_panel(f);
    Dialogs& dialogs = f.dialogs;
    follow_phase(f.app);
    if (f.ui.toggle("explanation", f.t("explain.title"), f.t("explain.tip"), !dialogs.gradient_tab))
        dialogs.gradient_tab = false;
    ImGui::SameLine();
    if (f.ui.toggle("gradient", f.t("upstream.tab"), f.t("upstream.text"), dialogs.gradient_tab))
        dialogs.gradient_tab = true;
    ImGui::Dummy(ImVec2(0, f.em() * 0.2F));
    dialogs.gradient_tab ? upstream_panel(f) : explanation_panel(f);
}

}  // namespace ui
