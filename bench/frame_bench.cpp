// One frame of the interface on the CPU, from the events to Dear ImGui's vertices; nothing is drawn. Median
// of many frames, and the number of vertices. bench/frames.sh checks the limits.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "pool/notation.h"
#include "ui/app_state.h"
#include "ui/draw_frame.h"

namespace {

using Clock = std::chrono::steady_clock;

/// A smooth picture with detail: no plane is flat, so that every window has one winner.
document::Document document_of(std::int64_t side) {
    auto values = std::make_shared<pool::Tensor>(pool::Shape{1, 1, side, side});
    for (std::int64_t y = 0; y < side; ++y)
        for (std::int64_t x = 0; x < side; ++x)
            values->at({0, 0, y, x}) =
                0.5F + 0.5F * std::sin(static_cast<float>(x * y % 1009) * 0.37F + static_cast<float>(x));
    document::Document document = document::first_document();
    document.input.base = {"bench", values, false};
    document.input.strokes.clear();
    document.stack = pool::parse_stack("MaxPool2d(3, 1, 1), MaxPool2d(2), AvgPool2d(2), MaxPool2d(2)");
    return document;
}

/// The interface without a window.
class Interface {
 public:
    explicit Interface(document::Document document) : app(std::move(document)) {
        ImGui::CreateContext();
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = ImVec2(1920, 1080);
        io.DeltaTime = 1.0F / 60.0F;
        ui::compat::prepare_without_renderer();
        fonts_.build(*io.Fonts, 17, app.settings.language);
        io.FontDefault = fonts_.text();
        ui::compat::build_atlas_without_renderer();
        ui::compat::feed_mouse_position(-1, -1);
        frame();
        frame();
    }
    ~Interface() { ImGui::DestroyContext(); }
    Interface(const Interface&) = delete;
    Interface& operator=(const Interface&) = delete;

    void frame() {
        ui::FrameContext context{fonts_, textures_, {}};
        ui::draw_frame(app, context);
        ui::compat::serve_textures_without_renderer();
    }
    ui::WidgetRecord widget(std::string_view id) const {
        const auto found = std::ranges::find(app.widgets, id, &ui::WidgetRecord::id);
        return found == app.widgets.end() ? ui::WidgetRecord{} : *found;
    }

    ui::AppState app;

 private:
    ui::Fonts fonts_;
    ui::NoTextures textures_;
};

/// What changes from frame to frame.
enum class Action { rest, hover, step, backward, whole, draw, global };
const char* name_of(Action action) {
    switch (action) {
        case Action::rest:
            return "rest";
        case Action::hover:
            return "hover";
        case Action::step:
            return "step";
        case Action::backward:
            return "backward";
        case Action::whole:
            return "whole_layer";
        case Action::draw:
            return "stroke";
        case Action::global:
            return "global";
    }
    return "";
}

void act(Interface& screen, Action action, int frame) {
    const float t = static_cast<float>(frame % 97) / 97.0F;
    switch (action) {
        case Action::rest:
            break;
        case Action::global:
        case Action::hover: {
            const ui::WidgetRecord map = screen.widget("pair.map.0");
            ui::compat::feed_mouse_position(map.x + map.w * (0.1F + 0.8F * t), map.y + map.h * 0.5F);
            break;
        }
        case Action::step:
            screen.app.active().walk().step(1);
            break;
        case Action::backward:
        case Action::whole: {
            pool::Cursor cursor = screen.app.active().cursor();
            cursor.stage = 3 * t;
            if (action == Action::backward) cursor.window += frame % 3 == 0 ? 1 : 0;
            screen.app.active().walk().set_cursor(cursor);
            break;
        }
        case Action::draw:
            screen.app.active().edit(
                [t](document::Document& d) {
                    if (t == 0) d.input.strokes.assign(1, {});
                    if (d.input.strokes.empty()) d.input.strokes.push_back({});
                    d.input.strokes.back().points.push_back({0.2F + 0.6F * t, 0.5F});
                },
                "stroke");
            break;
    }
}

void frames(benchmark::State& state, std::int64_t side, Action action) {
    document::Document document = document_of(side);
    // One window that holds the whole map.
    if (action == Action::global) document.stack = pool::parse_stack("AdaptiveAvgPool2d(1), ReLU()");
    Interface screen(std::move(document));
    if (action == Action::backward)
        screen.app.active().walk().set_cursor({pool::Phase::backward, 0, side * side / 2, 0});
    if (action == Action::whole) screen.app.active().walk().set_mode(work::PlayMode::layer);
    int number = 0;
    for (; number < 3; ++number) {
        act(screen, action, number);
        screen.frame();
    }
    std::vector<double> times;
    int most_vertices = 0;
    for (auto _ : state) {
        act(screen, action, number++);
        const auto begin = Clock::now();
        screen.frame();
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
        most_vertices = std::max(most_vertices, ImGui::GetDrawData()->TotalVtxCount);
    }
    std::ranges::sort(times);
    state.counters["median_ms"] = times[times.size() / 2];
    state.counters["worst_ms"] = times[times.size() * 99 / 100];
    state.counters["vertices"] = most_vertices;
}

}  // namespace

int main(int argc, char** argv) {
    for (const std::int64_t side : {28, 128, 1024})
        for (const Action action : {Action::rest, Action::hover, Action::step, Action::backward,
                                    Action::whole, Action::draw, Action::global}) {
            const std::string name = std::to_string(side) + "/" + name_of(action);
            benchmark::RegisterBenchmark(name.c_str(), [side, action](benchmark::State& s) {
                frames(s, side, action);
            })->Unit(benchmark::kMillisecond);
        }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
