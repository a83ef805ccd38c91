#include "ui/tower_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "figure/characters.h"
#include "figure/colormap.h"
#include "figure/number.h"
#include "ui/app_state.h"
#include "ui/theme.h"

namespace ui {

namespace {

constexpr std::u32string_view kCharacters = U"0123456789.−e+∞Na";
constexpr int kLinePixels = 64;
constexpr int kDigits = 3;  // of the numbers in cells

/// The texts of numbers hold no character beyond the basic plane.
std::u32string decoded(const std::string& text) {
    std::u32string result;
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const std::size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : 3;
        char32_t code = length == 1 ? byte : byte & (length == 2 ? 0x1F : 0x0F);
        for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
            code = code << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3F);
        result.push_back(code);
        i += length;
    }
    return result;
}

figure::Range activation_range(const pool::Evaluation& evaluation, const work::Veil& veil) {
    std::vector<std::span<const float>> maps;
    for (std::size_t i = 0; i < evaluation.map_count(); ++i)
        if (!veil.hides_map(i)) maps.push_back(evaluation.map(i).data());
    return figure::range_of(maps);
}

/// One for neighbouring maps, so that equal colours are equal gradients, as far as none of them would be
/// blank in it.
std::vector<float> gradient_highs(const pool::Evaluation& evaluation, const work::Veil& veil) {
    std::vector<float> highs;
    for (std::size_t i = 0; i < evaluation.map_count(); ++i)
        highs.push_back(veil.hides_gradient(i) || veil.hides_shape(i)
                            ? 0.0F
                            : figure::largest_magnitude(evaluation.gradient(i).data()));
    for (std::size_t first = 0; first < highs.size();) {
        std::size_t last = first + 1;
        const auto joins = [&](float next) {
            return std::none_of(highs.begin() + static_cast<std::ptrdiff_t>(first),
                                highs.begin() + static_cast<std::ptrdiff_t>(last),
                                [&](float high) { return figure::is_faint(high, next); });
        };
        while (last < highs.size() && joins(highs[last])) ++last;
        const auto group = std::span(highs).subspan(first, last - first);
        const float largest = std::ranges::max(group);
        std::ranges::fill(group, largest > 0 ? largest : 1);
        first = last;
    }
    return highs;
}

/// Rows and columns of one step to the right of the screen; downwards is that turned once more.
std::array<std::int64_t, 2> rightwards(const scene::Camera& camera) {
    const int turn = static_cast<int>(std::lround(std::remainder(camera.azimuth, 360.0F) / 90)) & 3;
    constexpr std::array<std::array<std::int64_t, 2>, 4> kSteps = {{{0, 1}, {-1, 0}, {0, -1}, {1, 0}}};
    return kSteps[static_cast<std::size_t>(turn)];
}

void walk(AppState& app, std::int64_t dy, std::int64_t dx) {
    pool::MapCell& focus = *app.tower.focus;
    const pool::Shape& shape = app.active().evaluation().map(focus.map).shape();
    focus.cell.y = std::clamp<std::int64_t>(focus.cell.y + dy, 0, shape.h - 1);
    focus.cell.x = std::clamp<std::int64_t>(focus.cell.x + dx, 0, shape.w - 1);
}

/// To the cell at the same place of the next map.
void climb(AppState& app, int maps) {
    pool::MapCell& focus = *app.tower.focus;
    const auto last = static_cast<std::int64_t>(app.active().evaluation().map_count()) - 1;
    const auto to = std::clamp<std::int64_t>(static_cast<std::int64_t>(focus.map) + maps, 0, last);
    const pool::Shape& from_shape = app.active().evaluation().map(focus.map).shape();
    const pool::Shape& shape = app.active().evaluation().map(static_cast<std::size_t>(to)).shape();
    focus.map = static_cast<std::size_t>(to);
    focus.cell.n = std::min(focus.cell.n, shape.n - 1);
    focus.cell.c = std::min(focus.cell.c, shape.c - 1);
    focus.cell.y = std::min((2 * focus.cell.y + 1) * shape.h / (2 * from_shape.h), shape.h - 1);
    focus.cell.x = std::min((2 * focus.cell.x + 1) * shape.w / (2 * from_shape.w), shape.w - 1);
}

}  // namespace

scene::View tower_view(const AppState& app) {
    scene::View view;
    view.cursor = app.active().walk().shown();
    view.n = app.active().selection().item();
    view.c = app.active().selection().channel();
    view.camera = app.tower.camera;
    view.time = app.active().walk().time();
    view.flat = app.tower.flat;
    view.relief = app.tower.relief;
    view.losers = app.tower.losers;
    view.flow = app.tower.flow || app.active().walk().playing();
    view.samples = app.tower.samples;
    view.veil = app.veil();
    if (const work::Change* change = app.active().live().change()) {
        view.since = change->from;
        view.changes = &change->changes;
    }
    if (app.active().selection().hovered_lineage())
        view.lineage = &app.active().selection().hovered_lineage()->trace;
    if (!app.active().selection().pinned().empty() && !app.active().selection().hovered())
        view.lineage = &app.active().selection().pinned().back().trace;
    return view;
}

const TowerRanges& tower_ranges(AppState& app) {
    TowerRanges& ranges = app.caches.ranges;
    const pool::Evaluation& evaluation = app.active().evaluation();
    if (ranges.of == evaluation.id && ranges.veil == app.veil()) return ranges;
    const figure::Range values = activation_range(evaluation, app.veil());
    ranges = {evaluation.id, app.veil(), values.low, values.high, gradient_highs(evaluation, app.veil())};
    return ranges;
}

scene::Look tower_look(AppState& app, const figure::Style& style) {
    const TowerRanges& ranges = tower_ranges(app);
    return scene_look(style, {ranges.low, ranges.high}, ranges.gradient_highs);
}

std::shared_ptr<const scene::Glyphs> tower_glyphs() {
    figure::CharacterStrip strip = figure::draw_characters(figure::Face::mono, kCharacters, kLinePixels);
    auto glyphs = std::make_shared<scene::Glyphs>();
    glyphs->width = strip.width;
    glyphs->height = strip.height;
    glyphs->characters.assign(kCharacters.begin(), kCharacters.end());
    glyphs->coverage = std::move(strip.coverage);
    glyphs->number = [](float value) { return decoded(figure::number(value, kDigits)); };
    return glyphs;
}

scene::Layout tower_layout(const AppState& app) {
    return scene::layout(app.active().evaluation(), app.active().selection().item(), app.tower.flat,
                         app.veil());
}

scene::Relief tower_relief(AppState& app, const scene::Layout& layout) {
    const TowerRanges& ranges = tower_ranges(app);
    scene::Look look;
    look.activation_low = ranges.low;
    look.activation_high = ranges.high;
    look.gradient_highs = ranges.gradient_highs;
    scene::Relief relief = scene::relief_of(app.active().evaluation(), tower_view(app), look, layout);
    if (app.tower.relief_left_out) relief.scale = 0;
    return relief;
}

void frame_tower(AppState& app, float aspect) {
    Tower& tower = app.tower;
    const scene::Camera from = tower.camera_to.value_or(tower.camera);
    scene::Layout layout =
        scene::layout(app.active().evaluation(), app.active().selection().item(), tower.flat_to, app.veil());
    layout.high.y += tower_relief(app, layout).scale;
    tower.fly_to(scene::framed(layout, from, aspect), tower.flat_to);
    // The very first look needs no flight.
    if (!tower.framed_once) tower.arrive();
    tower.framed = true;
    tower.framed_once = true;
}

void fly_to_map(AppState& app, std::size_t map, float aspect) {
    Tower& tower = app.tower;
    const scene::Layout layout =
        scene::layout(app.active().evaluation(), app.active().selection().item(), tower.flat_to, app.veil());
    tower.fly_to(scene::framed(layout.maps[map], tower.camera, aspect), tower.flat_to);
}

void begin_focus(AppState& app) {
    Tower& tower = app.tower;
    if (app.active().selection().hovered()) {
        tower.focus = app.active().selection().hovered();
    } else if (!app.active().selection().pinned().empty()) {
        tower.focus = app.active().selection().pinned().back().origin;
    } else if (!app.active().evaluation().layers.empty()) {
        tower.focus = pool::MapCell{app.active().cursor().layer + 1,
                                    app.active().selection().output_cell(app.active().cursor())};
    } else {
        tower.focus = pool::MapCell{};
    }
}

bool focus_key(AppState& app, const KeyPress& press) {
    if (!app.tower.focus || press.ctrl || press.alt || press.shift) return false;
    const pool::MapCell& at = *app.tower.focus;
    if (at.map >= app.active().evaluation().map_count() ||
        !app.active().evaluation().map(at.map).contains(at.cell)) {
        app.tower.focus.reset();
        return false;
    }
    const auto [y, x] = rightwards(app.tower.camera);
    switch (press.key) {
        case Key::right:
            walk(app, y, x);
            return true;
        case Key::left:
            walk(app, -y, -x);
            return true;
        case Key::down:
            walk(app, x, -y);
            return true;
        case Key::up:
            walk(app, -x, y);
            return true;
        case Key::page_up:
            climb(app, 1);
            return true;
        case Key::page_down:
            climb(app, -1);
            return true;
        case Key::enter:
            app.active().selection().toggle_pin(*app.tower.focus);
            return true;
        case Key::escape:
            app.tower.focus.reset();
            app.active().selection().hover(std::nullopt);
            return true;
        default:
            return false;
    }
}

}  // namespace ui
