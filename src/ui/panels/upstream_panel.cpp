#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "document/samples.h"
#include "figure/number.h"
#include "ui/panels/canvas.h"
#include "ui/panels/cell_card.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"
#include "ui/veiled.h"

namespace ui {

namespace {

using Source = pool::Upstream::Source;

constexpr std::int64_t kMaxGrid = 8;
constexpr const char* kFirstTarget = "digit.0";

void choose(work::Workspace& work, Source source) {
    const pool::Tensor& upstream = work.evaluation().upstream;
    work.edit(
        [source, plane = work.selection().plane_of(upstream.shape()), now = upstream](document::Document& d) {
            if (source == Source::values && d.upstream.source != source)
                d.upstream.values = std::make_shared<const pool::Tensor>(now);
            if (source == Source::one_hot || source == Source::plane) {
                d.upstream.cell.n = plane.n;
                d.upstream.cell.c = plane.c;
            }
            if (source == Source::target && d.upstream.target.empty()) d.upstream.target = kFirstTarget;
            d.upstream.source = source;
        });
}

/// The gradient at the last map, small enough to be edited here. A click chooses the cell or types its value.
void grid(Frame& f, const pool::Tensor& upstream) {
    const pool::Shape& shape = upstream.shape();
    const pool::Cell plane = f.work.selection().plane_of(shape);
    const float gap = f.em() * 0.15F;
    const float room = ImGui::GetContentRegionAvail().x;
    const float width =
        std::min(f.em() * 3.4F, (room - gap * static_cast<float>(shape.w)) / static_cast<float>(shape.w));
    const bool one_hot = f.work.document().upstream.source == Source::one_hot;
    compat::push_font(f.fonts.mono(), compat::font_size(f.fonts.mono()));
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, ImGui::GetStyle().FramePadding.y));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(gap, gap));
    for (std::int64_t y = 0; y < shape.h; ++y) {
        for (std::int64_t x = 0; x < shape.w; ++x) {
            if (x > 0) ImGui::SameLine();
            const pool::Cell cell{plane.n, plane.c, y, x};
            const float value = upstream.at(cell);
            const std::string id = "upstream." + std::to_string(y) + "." + std::to_string(x);
            const std::string text =
                width >= f.em() * 1.6F ? figure::number(value, width >= f.em() * 2.6F ? 3 : 1) : "";
            if (!f.ui.toggle(id, text, f.t(one_hot ? "upstream.cell.one_hot" : "upstream.cell.type"),
                             value != 0, true, width))
                continue;
            if (one_hot) {
                f.work.edit([cell](document::Document& d) { d.upstream.cell = cell; });
            } else {
                open_cell_editor(f.dialogs, cell, value, true);
            }
        }
    }
    ImGui::PopStyleVar(2);
    ImGui::PopFont();
}

void seed(Frame& f) {
    std::int64_t value = f.work.document().upstream.seed;
    if (f.ui.stepper("upstream.seed", f.t("upstream.seed"), f.t("upstream.seed.tip"), value, 0, 9999,
                     f.em() * 4))
        f.work.edit([value](document::Document& d) { d.upstream.seed = value; }, "upstream.seed");
}

/// Whose output is the target.
void target(Frame& f) {
    const std::span<const document::Sample> all = document::samples();
    std::vector<std::string> names;
    int index = 0;
    for (const document::Sample& sample : all) {
        if (sample.id == f.work.document().upstream.target) index = static_cast<int>(names.size());
        names.push_back(f.t("sample." + sample.id));
    }
    f.ui.muted(f.t("upstream.target.text"));
    if (f.ui.combo("upstream.target.sample", "", f.t("upstream.target.sample.tip"), index, names,
                   ImGui::GetContentRegionAvail().x))
        f.work.edit([id = all[static_cast<std::size_t>(index)].id](document::Document& d) {
            d.upstream.target = id;
        });
}

void plane_name(Frame& f) {
    const pool::Cell& cell = f.work.document().upstream.cell;
    f.ui.mono("sum(output[" + std::to_string(cell.n) + ", " + std::to_string(cell.c) + "])", true);
}

void loss_value(Frame& f, Source source) {
    const std::string loss = figure::number(f.work.live().loss(), 5);
    f.ui.muted(f.t(source == Source::target ? "upstream.loss.target" : "upstream.loss"), false);
    ImGui::SameLine();
    // The loss is made of the output.
    if (veil(f).hides_map(f.work.evaluation().layers.size()))
        return veiled(f, "upstream.loss.value", 5 * f.em());
    f.ui.mono(loss);
    f.ui.record("upstream.loss.value", loss);
}

}  // namespace

void upstream_panel(Frame& f) {
    f.ui.muted(f.t("upstream.text"));
    const float room = ImGui::GetContentRegionAvail().x;
    if (hides(f, work::Hidden::loss)) return veiled(f, "upstream.loss.value", room, 4);
    const Source now = f.work.document().upstream.source;
    const std::array<std::pair<Source, const char*>, 6> sources = {{{Source::ones, "upstream.ones"},
                                                                    {Source::one_hot, "upstream.one_hot"},
                                                                    {Source::values, "upstream.values"},
                                                                    {Source::random, "upstream.random"},
                                                                    {Source::plane, "upstream.plane"},
                                                                    {Source::target, "upstream.target"}}};
    const float third = (room - 2 * ImGui::GetStyle().ItemSpacing.x) / 3;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const auto& [source, key] = sources[i];
        if (i % 3 != 0) ImGui::SameLine();
        if (f.ui.toggle(key, f.t(key), f.t(std::string(key) + ".tip"), now == source, true, third))
            choose(f.work, source);
    }
    const pool::Tensor& upstream = f.work.evaluation().upstream;
    const bool sized = !veil(f).hides_shape(f.work.evaluation().layers.size());
    if (now == Source::one_hot && sized) f.ui.mono(cell_text(f.work.document().upstream.cell), true);
    if (now == Source::plane) plane_name(f);
    if (now == Source::random) seed(f);
    if (now == Source::target) target(f);
    const bool of_cells =
        now == Source::one_hot || now == Source::values || now == Source::random || now == Source::target;
    if (of_cells && sized) {
        if (upstream.shape().h <= kMaxGrid && upstream.shape().w <= kMaxGrid) {
            grid(f, upstream);
        } else if (now == Source::one_hot || now == Source::values) {
            f.ui.muted(f.t("upstream.large"));
        }
    }
    loss_value(f, now);
}

}  // namespace ui
