#include "app/tower_shot.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string_view>

#include "app/offscreen.h"
#include "app/tower_numbers.h"
#include "ui/app_state.h"
#include "ui/tower_view.h"

namespace app {

namespace {

constexpr float kShotPointsAnInch = 72;
constexpr float kShotEm = 30;  // about the picture's width by nature
constexpr int kShotLeastPixels = 256;
constexpr int kShotMostPixels = 4096;
constexpr float kFreeAround = 0.6F;  // points around a number that no line crosses

/// A PNG's colours are not multiplied with their alpha.
void divide_by_alpha(std::vector<unsigned char>& rgba) {
    for (std::size_t i = 0; i < rgba.size(); i += 4) {
        const int alpha = rgba[i + 3];
        for (std::size_t k = 0; k < 3 && alpha > 0; ++k)
            rgba[i + k] = static_cast<unsigned char>(std::min(255, (rgba[i + k] * 255 + alpha / 2) / alpha));
    }
}

/// Rows [y0, y1) and columns [x0, x1) that hold anything.
pool::Region drawn_part(const std::vector<unsigned char>& rgba, int width, int height) {
    pool::Region part;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            if (rgba[(static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(x)) *
                         4 +
                     3] != 0)
                part = part.with({y, y + 1, x, x + 1});
    return part.empty() ? pool::Region{0, height, 0, width} : part;
}

std::shared_ptr<figure::Pixels> cropped(const std::vector<unsigned char>& rgba, int width,
                                        const pool::Region& part) {
    auto pixels = std::make_shared<figure::Pixels>();
    pixels->width = static_cast<int>(part.x1 - part.x0);
    pixels->height = static_cast<int>(part.y1 - part.y0);
    for (std::int64_t y = part.y0; y < part.y1; ++y) {
        const auto begin = rgba.begin() + (y * width + part.x0) * 4;
        pixels->rgba.insert(pixels->rgba.end(), begin, begin + (part.x1 - part.x0) * 4);
    }
    return pixels;
}

/// The rightmost corner of a map on the picture.
figure::Point right_end(const scene::MapPlace& map, const scene::Camera& camera, float side) {
    figure::Point best{-1, 0};
    for (std::int64_t c = 0; c < map.channels; ++c)
        for (const float y : {0.0F, static_cast<float>(map.rows)})
            for (const float x : {0.0F, static_cast<float>(map.columns)})
                if (const auto at = scene::project(camera, map.point(c, y, x), side, side);
                    at && at->x > best.x)
                    best = {at->x, at->y};
    return best;
}

void show_job(ui::AppState& state, const FigureJob& job) {
    state.hide(job.veil);
    state.settings.theme = job.sheet.theme;
    if (job.cursor.whole) state.active().walk().set_mode(work::PlayMode::layer);
    state.active().walk().set_cursor(job.cursor);
    state.active().selection().show_item(job.n);
    state.active().selection().show_channel(job.c);
    for (const pool::MapCell& pin : job.pins) state.active().selection().toggle_pin(pin);
}

}  // namespace

std::vector<unsigned char> turned_over(const std::vector<unsigned char>& upward, int width, int height) {
    const auto row = static_cast<std::size_t>(width) * 4;
    std::vector<unsigned char> downward;
    downward.reserve(upward.size());
    for (int y = height - 1; y >= 0; --y) {
        const auto begin = upward.begin() + static_cast<std::ptrdiff_t>(row * static_cast<std::size_t>(y));
        downward.insert(downward.end(), begin, begin + static_cast<std::ptrdiff_t>(row));
    }
    return downward;
}

void set_up_tower(ui::Tower& tower, const TowerOptions& options) {
    if (options.preset) {
        tower.look_from(*options.preset);
        tower.arrive();
    }
    if (options.angles) {
        tower.camera.azimuth = options.angles->first;
        tower.camera.elevation = options.angles->second;
    }
    if (options.flat > 0) tower.flat = tower.flat_to = options.flat;
    tower.camera.orthographic = options.orthographic;
    tower.relief = options.relief;
    tower.losers = options.losers;
    tower.flow = !options.still;
    tower.samples = options.samples;
}

std::vector<unsigned char> bare_tower(ui::AppState& state, Gui& gui, const figure::Style& style,
                                      const TowerOptions& options, int width, int height, float line,
                                      const TowerParts& parts) {
    ui::frame_tower(state, static_cast<float>(width) / static_cast<float>(height));
    if (options.distance) state.tower.camera.distance = *options.distance;
    state.active().walk().set_time(options.time);
    scene::View view = ui::tower_view(state);
    view.transparent = options.transparent;
    view.line = line;
    view.lines = parts.lines;
    view.numbers = parts.numbers;
    const unsigned texture = gui.render_scene(state, style, view, width, height);
    std::vector<unsigned char> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glBindTexture(GL_TEXTURE_2D, texture);
    glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, pixels.data());
    if (options.transparent) divide_by_alpha(pixels);
    return turned_over(pixels, width, height);
}

FigureJob job_of(const ui::TowerFigure& figure) {
    FigureJob job;
    job.kind = figure::find_plate("tower");
    job.document = figure.document;
    job.cursor = figure.cursor;
    job.n = figure.n;
    job.c = figure.c;
    job.pins = figure.pins;
    job.veil = figure.veil;
    job.sheet = figure.sheet;
    job.file.dpi = figure.dpi;
    job.tower.angles = {figure.azimuth, figure.elevation};
    job.tower.orthographic = figure.orthographic;
    job.tower.relief = figure.relief;
    job.tower.losers = figure.losers;
    job.tower.samples = figure.samples;
    return job;
}

figure::TowerShot tower_shot(const FigureJob& job) {
    const OffscreenContext context;
    Gui gui;
    return tower_shot(job, gui);
}

figure::TowerShot tower_shot(const FigureJob& job, Gui& gui) {
    const float points = job.sheet.width > 0 ? job.sheet.width : kShotEm * job.sheet.font_size;
    const float density = job.file.dpi / kShotPointsAnInch;
    const int side =
        std::clamp(static_cast<int>(std::lround(points * density)), kShotLeastPixels, kShotMostPixels);
    TowerOptions options = job.tower;
    options.transparent = true;
    options.still = true;
    options.time = 0;
    ui::AppState state(job.document);
    show_job(state, job);
    set_up_tower(state.tower, options);
    const auto drawn = [&](const TowerParts& parts) {
        return bare_tower(state, gui, figure::style_of(job.sheet), options, side, side, density, parts);
    };
    std::vector<unsigned char> pixels = drawn({});
    // Cells on their way lie over numbers.
    if (job.cursor.stage == 0) {
        const scene::Layout layout = ui::tower_layout(state);
        const scene::Relief relief = ui::tower_relief(state, layout);
        const auto length = static_cast<float>(side);
        clear_numbers(
            {pixels, side, side}, drawn({.lines = false}), drawn({.lines = false, .numbers = false}),
            [&](int x, int y) {
                return scene::pick(layout, relief, state.tower.camera, static_cast<float>(x) + 0.5F,
                                   static_cast<float>(y) + 0.5F, length, length);
            },
            kFreeAround * density);
    }
    const pool::Region part = drawn_part(pixels, side, side);
    figure::TowerShot shot;
    shot.pixels = cropped(pixels, side, part);
    const std::vector<std::uint8_t>& rgba = shot.pixels->rgba;
    shot.key = std::hash<std::string_view>{}({reinterpret_cast<const char*>(rgba.data()), rgba.size()});
    for (const scene::MapPlace& map : ui::tower_layout(state).maps) {
        figure::Point end = right_end(map, state.tower.camera, static_cast<float>(side));
        end.x -= static_cast<float>(part.x0);
        end.y -= static_cast<float>(part.y0);
        shot.anchors.push_back(end);
    }
    return shot;
}

}  // namespace app
