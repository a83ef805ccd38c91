#include "ui/panels/tower_tags.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "figure/math.h"
#include "figure/number.h"
#include "figure/plates/grid.h"
#include "figure/plates/veiled.h"
#include "figure/shares.h"
#include "figure/text.h"
#include "pool/explain.h"
#include "pool/moment.h"
#include "scene/marks.h"
#include "ui/drawlist_painter.h"
#include "ui/theme.h"
#include "ui/tower_view.h"
#include "ui/veiled.h"

namespace ui {

namespace {

constexpr std::size_t kMostSums = 6;
constexpr std::size_t kSumsTried = 256;
constexpr std::size_t kMostSummedCells = 65536;
constexpr std::int64_t kMostNumbered = 1024;
constexpr float kNarrowFootEm = 34;

/// Whether a text can stand there without touching another; then its place is taken.
bool free_place(std::vector<figure::Rect>& taken, const figure::Rect& box, float gap) {
    const bool covers = std::ranges::any_of(taken, [&](const figure::Rect& other) {
        return box.x < other.right() + gap && other.x < box.right() + gap && box.y < other.bottom() + gap &&
               other.y < box.bottom() + gap;
    });
    if (!covers) taken.push_back(box);
    return !covers;
}

bool inside(const figure::Rect& rect, const figure::Rect& box) {
    return box.x >= rect.x && box.y >= rect.y && box.right() <= rect.right() && box.bottom() <= rect.bottom();
}

/// Of the cells of one channel at which shares meet, those with the largest sums.
TowerSums largest_sums(const pool::Evaluation& evaluation, std::size_t layer, std::int64_t n,
                       std::int64_t c) {
    const pool::Shape& shape = evaluation.map(layer).shape();
    const std::int64_t item = std::min(n, shape.n - 1);
    const std::int64_t channel = std::min(c, shape.c - 1);
    const std::span<const float> sums = evaluation.gradient(layer).plane(item, channel);
    if (sums.size() > kMostSummedCells) return {};
    std::vector<std::size_t> order(sums.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::size_t first = std::min(order.size(), kSumsTried);
    std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(first),
                              [&](std::size_t a, std::size_t b) {
                                  const float x = std::abs(sums[a]);
                                  const float y = std::abs(sums[b]);
                                  return x > y || (x == y && a < b) || (std::isnan(y) && !std::isnan(x));
                              });
    const auto all = [](const pool::Link&) { return true; };
    TowerSums met;
    for (std::size_t i = 0; i < first && met.size() < kMostSums; ++i) {
        const auto at = static_cast<std::int64_t>(order[i]);
        const pool::Cell cell{item, channel, at / shape.w, at % shape.w};
        if (auto sum = figure::met_shares(evaluation, layer, cell, 3, all))
            met.emplace_back(cell, std::move(*sum));
    }
    return met;
}

/// A line of text on the picture, with paper behind it.
void tag(Frame& f, ImVec2 at, const std::string& text, figure::Color ink) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    const float pad = f.em() * 0.3F;
    list.AddRectFilled(ImVec2(at.x - pad, at.y - pad * 0.5F),
                       ImVec2(at.x + size.x + pad, at.y + size.y + pad * 0.5F),
                       im_color(f.palette().paper.with_alpha(0.94F)), pad);
    list.AddText(at, im_color(ink), text.c_str());
}

/// A map's name with its shape, with less of it where there is less room, and at last its number alone.
std::vector<std::string> names_of(Frame& f, const scene::MapPlace& place) {
    const pool::Evaluation& evaluation = f.work.evaluation();
    std::string number = f.t("card.input");
    std::string name = number;
    if (place.map > 0) {
        const pool::LayerResult& layer = evaluation.layers[place.map - 1];
        number = "L" + std::to_string(layer.position + 1);
        name = number + " " + layer.layer.kind;
    }
    const pool::Shape& shape = evaluation.map(place.map).shape();
    const bool size_hidden = veil(f).hides_shape(place.map);
    const std::string size = size_hidden ? std::string(figure::kHiddenSize) : shape.text(false);
    std::string whole = name + "  " + size;
    if (place.channels < shape.c && !size_hidden)
        whole += "  " + f.t.format("tower.channels", {std::to_string(place.channels)});
    return {whole, number + "  " + size, number};
}

/// Names of the maps, left of each; those that would cover another are left out.
void labels(Frame& f, const scene::Layout& layout, figure::Rect rect) {
    const float pad = f.em() * 0.3F;
    std::vector<figure::Rect> taken;
    for (const scene::MapPlace& place : layout.maps) {
        const auto rows = static_cast<float>(place.rows);
        const auto columns = static_cast<float>(place.columns);
        std::optional<scene::Pixel> at;
        float top = rect.h;
        // The corner that is furthest to the left on the screen.
        for (const scene::Vec3& corner : {place.point(0, 0, 0), place.point(0, rows, 0),
                                          place.point(0, 0, columns), place.point(0, rows, columns)}) {
            const auto pixel = scene::project(f.tower.camera, corner, rect.w, rect.h);
            if (pixel && (!at || pixel->x < at->x)) at = pixel;
            if (pixel) top = std::min(top, pixel->y);
        }
        if (!at || !rect.contains({rect.x + at->x, rect.y + at->y})) continue;
        // Left of a map of the tower, above one of those side by side.
        const bool above = f.tower.flat > 0.5F;
        std::string text;
        for (std::string& name : names_of(f, place)) {
            text = std::move(name);
            if (above || at->x - ImGui::CalcTextSize(text.c_str()).x - 4 * pad >= 2 * pad) break;
        }
        const ImVec2 size = ImGui::CalcTextSize(text.c_str());
        const float x = above ? at->x : at->x - size.x - 4 * pad;
        const float y = above ? top - size.y - 4 * pad : at->y - size.y / 2;
        const figure::Rect box{rect.x + std::max(x, 2 * pad), rect.y + std::max(y, 2 * pad), size.x, size.y};
        if (free_place(taken, box, 0)) tag(f, ImVec2(box.x, box.y), text, f.palette().ink);
    }
}

/// What the cursor's window becomes, at its output cell: the formula while cells are compared, then the
/// number.
void window_tag(Frame& f, const scene::Layout& layout, const scene::Relief& relief, figure::Rect rect) {
    const pool::Evaluation& evaluation = f.work.evaluation();
    if (evaluation.layers.empty()) return;
    const pool::Cursor cursor = f.work.walk().shown();
    const pool::Cell cell = f.work.selection().output_cell(cursor);
    const scene::MapPlace& place = layout.maps[cursor.layer + 1];
    if (!place.shows(cell) || veil(f).hides_shape(place.map)) return;
    scene::Vec3 corner = place.point(cell.c, static_cast<float>(cell.y), static_cast<float>(cell.x) + 1);
    corner.y += relief.height(place.map, cell);
    const auto at = scene::project(f.tower.camera, corner, rect.w, rect.h);
    if (!at) return;
    const pool::LayerResult& layer = evaluation.layers[cursor.layer];
    const bool backward = cursor.phase == pool::Phase::backward;
    const bool hidden = backward ? veil(f).hides_gradient(place.map) : veil(f).hides(work::Hidden::winner);
    if (hidden) {
        const float w = 3 * f.em();
        return draw_veiled_at(f, {rect.x + at->x + 0.8F * f.em(), rect.y + at->y - 1.6F * f.em(), w, f.em()});
    }
    const float value =
        backward ? evaluation.gradient(cursor.layer + 1).at(cell) : layer.forward.output.at(cell);
    std::string text = figure::number(value);
    if (!backward && cursor.stage > 0 && !hides(f, work::Hidden::formula)) {
        if (cursor.stage < 1) return;
        const pool::Formula formula = pool::explain(evaluation, cursor.layer, cell);
        text = figure::plain_math(formula.numbers);
        // A formula of a large window is in the explanation.
        if (ImGui::CalcTextSize(text.c_str()).x > 0.5F * rect.w) text = figure::number(value);
    }
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    const float x = std::clamp(at->x + 0.8F * f.em(), 0.0F, std::max(rect.w - size.x - f.em(), 0.0F));
    const float y = std::clamp(at->y - 1.6F * f.em(), 0.0F, std::max(rect.h - size.y, 0.0F));
    const figure::Color sign = value < 0 ? f.palette().negative_text : f.palette().positive_text;
    tag(f, ImVec2(rect.x + x, rect.y + y), text, backward ? sign : f.palette().output_text);
}

/// The numbers of the window's cells on their way, where there is room for them.
void walking_numbers(Frame& f, const scene::Walking& walking, figure::Rect rect) {
    const scene::Camera& camera = f.tower.camera;
    for (const scene::Tile& tile : walking.tiles) {
        const scene::Vec3& m = tile.middle;
        const auto at = scene::project(camera, m, rect.w, rect.h);
        const auto left = scene::project(camera, {m.x - tile.half_w, m.y, m.z}, rect.w, rect.h);
        const auto right = scene::project(camera, {m.x + tile.half_w, m.y, m.z}, rect.w, rect.h);
        if (!at || !left || !right) continue;
        const std::string text = figure::number(tile.value, 3);
        const ImVec2 size = ImGui::CalcTextSize(text.c_str());
        if (std::hypot(right->x - left->x, right->y - left->y) < size.x) continue;
        const auto byte = [](float v) { return static_cast<std::uint8_t>(std::lround(v * 255)); };
        const figure::Color fill{byte(tile.color[0]), byte(tile.color[1]), byte(tile.color[2])};
        // Faded cells stand on paper.
        const figure::Color ink = tile.color[3] < 0.7F ? f.palette().muted : figure::ink_on(fill);
        ImGui::GetWindowDrawList()->AddText(ImVec2(rect.x + at->x - size.x / 2, rect.y + at->y - size.y / 2),
                                            im_color(ink), text.c_str());
    }
}

/// Where the numbers of a map's cells stand on the screen, where they are large enough to be read.
std::vector<figure::Rect> numbers_on(Frame& f, const scene::MapPlace& place, const scene::Relief& relief,
                                     figure::Rect rect) {
    std::vector<figure::Rect> numbers;
    if (place.rows * place.columns > kMostNumbered) return numbers;
    const auto on_screen = [&](scene::Vec3 point, const pool::Cell& cell) {
        point.y += relief.height(place.map, cell);
        return scene::project(f.tower.camera, point, rect.w, rect.h);
    };
    const pool::Cell shown{f.work.selection().item(), f.work.selection().channel(), 0, 0};
    for (std::int64_t y = 0; y < place.rows; ++y) {
        for (std::int64_t x = 0; x < place.columns; ++x) {
            const pool::Cell cell{shown.n, shown.c, y, x};
            if (!place.shows(cell)) continue;
            const auto at = on_screen(place.middle(cell), cell);
            const auto next =
                on_screen(place.point(cell.c, static_cast<float>(y) + 0.5F, static_cast<float>(x) + 1), cell);
            if (!at || !next) continue;
            const float half = std::hypot(next->x - at->x, next->y - at->y);
            if (half < f.em()) continue;
            const float w = 0.7F * half;
            numbers.push_back({rect.x + at->x - w, rect.y + at->y - w * 0.7F, 2 * w, 1.4F * w});
        }
    }
    return numbers;
}

/// Below the cell, so that the cell itself stays to be seen; where numbers stand, at the nearest place that
/// covers none.
std::optional<figure::Rect> sum_place(figure::Rect rect, figure::Point at, ImVec2 size,
                                      std::vector<figure::Rect>& taken, float em) {
    constexpr float kTried = 12;
    for (float away = 0.7F; away < kTried; away += 0.5F)
        for (const float y : {at.y + away * em, at.y - away * em - size.y}) {
            const figure::Rect box{at.x - size.x / 2, y, size.x, size.y};
            if (inside(rect, box) && free_place(taken, box, 0.3F * em)) return box;
        }
    return std::nullopt;
}

/// "0.7 + 0.9 = 1.6" at cells where shares of several windows have arrived.
void sums(Frame& f, const scene::Layout& layout, const scene::Relief& relief, figure::Rect rect) {
    if (hides(f, work::Hidden::sums)) return;
    const TowerSums met = tower_sums(f.work);
    if (met.empty()) return;
    const scene::MapPlace& place = layout.maps[f.work.walk().shown().layer];
    std::vector<figure::Rect> taken = numbers_on(f, place, relief, rect);
    for (const auto& [cell, sum] : met) {
        if (!place.shows(cell)) continue;
        scene::Vec3 middle = place.middle(cell);
        middle.y += relief.height(place.map, cell);
        const auto at = scene::project(f.tower.camera, middle, rect.w, rect.h);
        if (!at) continue;
        const std::string text = sum.terms + " = " + figure::number(sum.total, 3);
        const ImVec2 size = ImGui::CalcTextSize(text.c_str());
        const auto box = sum_place(rect, {rect.x + at->x, rect.y + at->y}, size, taken, f.em());
        if (!box) continue;
        tag(f, ImVec2(box->x, box->y), text,
            sum.total < 0 ? f.palette().negative_text : f.palette().positive_text);
    }
}

/// "±1 · ±0.0051 · ±0.0051", from the top: where the maps' gradients are too different for one scale.
std::string scales(Frame& f) {
    if (hides(f, work::Hidden::gradient)) return {};
    const std::vector<float>& highs = tower_ranges(f.app).gradient_highs;
    const bool backward = f.work.walk().shown().phase == pool::Phase::backward;
    if (!backward || std::ranges::all_of(highs, [&](float high) { return high == highs.front(); })) return {};
    std::string text;
    for (auto high = highs.rbegin(); high != highs.rend(); ++high)
        text += (text.empty() ? "±" : " · ±") + figure::number(*high, 2);
    return f.t.format("tower.scales", {text});
}

/// What the picture leaves out, at the right of its foot; nothing where there is no room.
void left_out(Frame& f, const scene::Walking& walking, const TowerPicture& shown, figure::Rect room) {
    std::vector<std::string> parts;
    if (std::string text = scales(f); !text.empty()) {
        f.ui.record("tower.scales", text);
        parts.push_back(std::move(text));
    }
    if (shown.relief_left_out) parts.push_back(f.t("tower.no_relief"));
    if (walking.windows < walking.of)
        parts.push_back(
            f.t.format("tower.windows", {std::to_string(walking.windows), std::to_string(walking.of)}));
    if (shown.links_total > 0)
        parts.push_back(f.t.format("tower.links",
                                   {std::to_string(shown.links_shown), std::to_string(shown.links_total)}));
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : " · ") + part;
    text = figure::elided(figure::Face::text, f.em(), text, room.w);
    const ImVec2 size = ImGui::CalcTextSize(text.c_str());
    ImGui::GetWindowDrawList()->AddText(ImVec2(room.right() - size.x, room.y + (room.h - size.y) / 2),
                                        im_color(f.palette().muted), text.c_str());
}

/// Which colour is which value, at the left of the picture's foot; backward in the scale of the window's
/// layer. Returns where it ends.
float legend(Frame& f, figure::Rect foot) {
    if (f.work.evaluation().layers.empty()) return foot.x;
    const TowerRanges& ranges = tower_ranges(f.app);
    const pool::Cursor cursor = f.work.walk().shown();
    const bool backward = cursor.phase == pool::Phase::backward;
    const float high = ranges.gradient_highs[std::min(cursor.layer + 1, ranges.gradient_highs.size() - 1)];
    const figure::Range range =
        backward ? figure::Range{-high, high} : figure::Range{ranges.low, ranges.high};
    const bool hidden = backward ? hides(f, work::Hidden::gradient) : veil(f).hides_map(cursor.layer + 1);
    const bool narrow = foot.w < kNarrowFootEm * f.em();
    const float left = (narrow ? 2.0F : 4.0F) * f.em();
    const float width = (narrow ? 6.0F : 9.0F) * f.em();
    figure::Drawing drawing;
    figure::draw_legend(drawing, {left, foot.h / 2}, width, range, backward, f.style, hidden);
    DrawListPainter painter(*ImGui::GetWindowDrawList(), ImVec2(foot.x, foot.y), f.fonts, f.textures);
    figure::replay(drawing, painter);
    const float end = foot.x + left + width + left;
    f.ui.record("tower.legend", f.t("tower.legend"), ImVec2(foot.x, foot.y), ImVec2(end, foot.bottom()));
    return end;
}

}  // namespace

TowerSums tower_sums(const work::Workspace& work) {
    const pool::Evaluation& evaluation = work.evaluation();
    const pool::Cursor cursor = work.walk().shown();
    if (evaluation.layers.empty() || cursor.phase != pool::Phase::backward) return {};
    const pool::Cell output = work.selection().output_cell(cursor);
    const std::int64_t most = cursor.whole ? figure::kMostTapsOfEach : figure::kMostTapsOfOne;
    if (pool::tap_count(evaluation.layers[cursor.layer], output) > most) return {};
    if (cursor.whole)
        return pool::act_of(cursor.stage) == pool::Act::third
                   ? largest_sums(evaluation, cursor.layer, work.selection().item(),
                                  work.selection().channel())
                   : TowerSums{};
    const auto arrived = figure::windows_until(evaluation, cursor.layer, output,
                                               cursor.window - (pool::has_arrived(cursor.stage) ? 0 : 1));
    TowerSums met;
    for (const pool::Link& link : pool::links_into(evaluation, cursor.layer, output)) {
        if (link.share == 0 || met.size() >= kMostSums) continue;
        if (auto sum = figure::met_shares(evaluation, cursor.layer, link.below, 3, arrived))
            met.emplace_back(link.below, std::move(*sum));
    }
    return met;
}

void tower_tags(Frame& f, const scene::Layout& layout, const scene::Relief& relief, figure::Rect rect,
                figure::Rect foot, const TowerPicture& shown) {
    labels(f, layout, rect);
    scene::Walking walking;
    const scene::View view = tower_view(f.app);
    if (view.cursor.stage > 0) {
        const scene::Look look = tower_look(f.app, f.style);
        walking = scene::walking_cells({f.work.evaluation(), view, look, layout, relief});
        if (!view.cursor.whole) walking_numbers(f, walking, rect);
    }
    if (!view.cursor.whole || view.cursor.stage <= 0) window_tag(f, layout, relief, rect);
    sums(f, layout, relief, rect);
    const float end = legend(f, foot);
    left_out(f, walking, shown, {end, foot.y, foot.right() - f.em() - end, foot.h});
}

}  // namespace ui
