#include <algorithm>
#include <string>

#include "figure/number.h"
#include "pool/notation.h"
#include "pool/trace.h"
#include "ui/panels/cell_card.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"

namespace ui {

namespace {

void wrapped(const std::string& text) {
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopTextWrapPos();
}

void label_and_mono(Frame& f, const std::string& name, const std::string& value) {
    f.ui.muted(name);
    f.ui.mono(value);
}

/// A result that the back row should see.
void large_result(Frame& f, const std::string& text, figure::Color color) {
    ImFont* font = f.fonts.nearest(figure::Face::mono, f.em() * 1.5F);
    const float size = f.fonts.line_height(figure::Face::mono, f.em() * 1.5F);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::GetWindowDrawList()->AddText(font, size, at, im_color(color), text.c_str());
    ImGui::Dummy(ImVec2(compat::text_width(font, size, text.data(), text.data() + text.size()), size));
}

std::string span_text(std::int64_t first, std::int64_t end) {
    return std::to_string(first) + "–" + std::to_string(end - 1);
}

void forward_part(Frame& f, const pool::LayerResult& layer, const pool::Tensor& input,
                  const pool::Cell& cell) {
    const pool::Formula formula = layer.kind->explain(layer.layer.params, input, layer.forward, cell);
    label_and_mono(f, f.t("explain.formula"), formula.symbols);
    label_and_mono(f, f.t("explain.numbers"), formula.numbers);
    f.ui.muted(f.t("explain.output") + "  " + cell_text(cell));
    large_result(f, figure::number(layer.forward.output.at(cell)), f.palette().output);
    const pool::AxisWindow h = layer.geometry.rows(cell);
    const pool::AxisWindow w = layer.geometry.columns(cell);
    label_and_mono(
        f, f.t("explain.window"),
        f.t.format("card.window.bounds", {span_text(h.start, h.end()), span_text(w.start, w.end())}));
    if (layer.forward.indices.empty()) return;
    const std::int64_t index = layer.forward.indices.at(cell);
    const std::int64_t columns = input.shape().w;
    label_and_mono(f, f.t("explain.winner"),
                   index < 0 ? f.t("explain.no_winner")
                             : f.t.format("explain.winner.place",
                                          {std::to_string(index), std::to_string(index / columns),
                                           std::to_string(index % columns)}));
}

void backward_part(Frame& f, std::size_t index, const pool::Cell& cell) {
    const pool::Evaluation& evaluation = f.app.evaluation();
    const pool::LayerResult& layer = evaluation.layers[index];
    const float arriving = evaluation.gradient(index + 1).at(cell);
    wrapped(f.t(layer.kind->reduction(layer.layer.params) == pool::Reduction::select
                    ? "explain.backward.select"
                    : "explain.backward.share"));
    f.ui.muted(f.t("explain.arriving") + "  " + cell_text(cell));
    large_result(f, figure::number(arriving), arriving < 0 ? f.palette().negative : f.palette().positive);
    const std::vector<pool::Link> links = pool::links_into(evaluation, index, cell);
    f.ui.muted(f.t("explain.sent"));
    constexpr std::size_t kMostShown = 9;
    std::size_t shown = 0;
    for (const pool::Link& link : links) {
        if (layer.kind->reduction(layer.layer.params) == pool::Reduction::select && !link.winner) continue;
        if (++shown > kMostShown) break;
        f.ui.mono("(" + std::to_string(link.below.y) + ", " + std::to_string(link.below.x) + ")  " +
                  figure::number(arriving) + " × " + figure::number(link.share) + " = " +
                  figure::number(link.gradient));
    }
    if (shown > kMostShown)
        f.ui.muted(f.t.format("explain.more", {std::to_string(links.size() - kMostShown)}));
}

/// How much of the input of this layer gets no gradient at all.
void zero_gradients(Frame& f, const pool::LayerResult& layer) {
    const auto values = layer.grad_input.data();
    const auto zeros = std::ranges::count(values, 0.0F);
    label_and_mono(f, f.t("explain.zero"), std::to_string(zeros) + " / " + std::to_string(values.size()));
}

void sizes(Frame& f, std::size_t index, const pool::Cell& cell) {
    const pool::Evaluation& evaluation = f.app.evaluation();
    const pool::LayerResult& layer = evaluation.layers[index];
    const pool::Shape& input = evaluation.map(index).shape();
    label_and_mono(f, f.t("explain.shapes"), input.text() + " → " + layer.forward.output.shape().text());
    const std::string h = layer.kind->size_formula(layer.layer.params, input, 'h');
    const std::string w = layer.kind->size_formula(layer.layer.params, input, 'w');
    if (h == w) {
        f.ui.mono("H, W: " + h, true);
    } else {
        f.ui.mono("H: " + h, true);
        f.ui.mono("W: " + w, true);
    }
    const pool::ReceptiveField field = pool::receptive_field(evaluation, {index + 1, cell});
    std::string text = f.t.format("explain.field.text",
                                  {span_text(field.y0, field.y1), span_text(field.x0, field.x1),
                                   std::to_string(field.y1 - field.y0), std::to_string(field.x1 - field.x0)});
    label_and_mono(f, f.t("explain.field"), text);
    if (field.jump_h > 0 && field.jump_w > 0)
        label_and_mono(f, f.t("explain.jump"),
                       std::to_string(field.jump_h) + " × " + std::to_string(field.jump_w));
    const pool::Cost cost = layer.kind->cost(layer.layer.params, input);
    label_and_mono(
        f, f.t("explain.cost"),
        f.t.format("explain.cost.text", {std::to_string(cost.parameters), std::to_string(cost.operations)}));
}

}  // namespace

void explanation_panel(Frame& f) {
    AppState& app = f.app;
    const pool::Evaluation& evaluation = app.evaluation();
    if (evaluation.layers.empty()) {
        f.ui.heading(f.t("explain.title"));
        f.ui.muted(f.t("hint.no_layers"));
        return;
    }
    const pool::Cursor cursor = app.cursor();
    const pool::LayerResult& layer = evaluation.layers[cursor.layer];
    const pool::Cell cell = pool::output_cell(evaluation, cursor, app.n, app.c);
    const bool backward = cursor.phase == pool::Phase::backward;
    f.ui.heading("L" + std::to_string(layer.position + 1) + "  " + layer.layer.kind);
    ImGui::SameLine();
    f.ui.muted(f.t(backward ? "timeline.backward" : "timeline.forward"));
    f.ui.muted(f.t("kind." + layer.layer.kind));
    ImGui::Dummy(ImVec2(0, f.em() * 0.2F));
    if (backward) {
        backward_part(f, cursor.layer, cell);
        zero_gradients(f, layer);
    } else {
        forward_part(f, layer, evaluation.map(cursor.layer), cell);
    }
    ImGui::Dummy(ImVec2(0, f.em() * 0.2F));
    sizes(f, cursor.layer, cell);
}

}  // namespace ui
