#include <array>
#include <string>

#include "figure/number.h"
#include "ui/panels/canvas.h"
#include "ui/panels/cell_card.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"

namespace ui {

namespace {

constexpr std::int64_t kMaxGrid = 8;

void choose(AppState& app, pool::Upstream::Source source) {
    app.edit([source, c = app.c, n = app.n, now = app.evaluation().upstream](document::Document& d) {
        if (source == pool::Upstream::Source::values && d.upstream.source != source) d.upstream.values = now;
        if (source == pool::Upstream::Source::one_hot) {
            d.upstream.cell.n = n;
            d.upstream.cell.c = std::min(c, now.shape().c - 1);
        }
        d.upstream.source = source;
    });
}

/// The gradient at the last map, small enough to be edited here. A click chooses the cell or types its value.
void grid(Frame& f, const pool::Tensor& upstream) {
    AppState& app = f.app;
    const pool::Shape& shape = upstream.shape();
    const std::int64_t c = std::min(app.c, shape.c - 1);
    const float gap = f.em() * 0.15F;
    const float room = ImGui::GetContentRegionAvail().x;
    const float width =
        std::min(f.em() * 3.4F, (room - gap * static_cast<float>(shape.w)) / static_cast<float>(shape.w));
    const bool one_hot = app.document().upstream.source == pool::Upstream::Source::one_hot;
    compat::push_font(f.fonts.mono(), compat::font_size(f.fonts.mono()));
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, ImGui::GetStyle().FramePadding.y));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(gap, gap));
    for (std::int64_t y = 0; y < shape.h; ++y) {
        for (std::int64_t x = 0; x < shape.w; ++x) {
            if (x > 0) ImGui::SameLine();
            const pool::Cell cell{app.n, c, y, x};
            const float value = upstream.at(cell);
            const std::string id = "upstream." + std::to_string(y) + "." + std::to_string(x);
            const std::string text =
                width >= f.em() * 1.6F ? figure::number(value, width >= f.em() * 2.6F ? 3 : 1) : "";
            if (!f.ui.toggle(id, text, f.t(one_hot ? "upstream.cell.one_hot" : "upstream.cell.type"),
                             value != 0, true, width))
                continue;
            if (one_hot) {
                app.edit([cell](document::Document& d) { d.upstream.cell = cell; });
            } else {
                open_cell_editor(app, cell, value, true);
            }
        }
    }
    ImGui::PopStyleVar(2);
    ImGui::PopFont();
}

}  // namespace

void upstream_panel(Frame& f) {
    AppState& app = f.app;
    using Source = pool::Upstream::Source;
    f.ui.heading(f.t("upstream.title"));
    f.ui.muted(f.t("upstream.text"));
    const Source now = app.document().upstream.source;
    const std::array<std::pair<Source, const char*>, 3> sources = {{{Source::ones, "upstream.ones"},
                                                                    {Source::one_hot, "upstream.one_hot"},
                                                                    {Source::values, "upstream.values"}}};
    for (const auto& [source, key] : sources) {
        if (source != Source::ones) ImGui::SameLine();
        if (f.ui.toggle(key, f.t(key), f.t(std::string(key) + ".tip"), now == source)) choose(app, source);
    }
    const pool::Tensor& upstream = app.evaluation().upstream;
    if (now == Source::one_hot) f.ui.mono(cell_text(app.document().upstream.cell), true);
    if (now != Source::ones) {
        if (upstream.shape().h <= kMaxGrid && upstream.shape().w <= kMaxGrid) {
            grid(f, upstream);
        } else {
            f.ui.muted(f.t("upstream.large"));
        }
    }
}

}  // namespace ui
