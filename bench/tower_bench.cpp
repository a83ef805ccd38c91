// Frames of the tower: time of this thread on the CPU to submit a frame, time until it is drawn, draw calls
// and bytes sent. A software driver works on vertices in the thread that submits them: `no_links` draws none,
// and shows what is left without them.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <time.h>

#include "app/offscreen.h"
#include "gpu/gl.h"
#include "pool/notation.h"
#include "scene/renderer.h"
#include "ui/theme.h"
#include "ui/tower_view.h"
#include "work/evaluate.h"

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kWidth = 1280;
constexpr int kHeight = 800;
constexpr const char* kStack = "MaxPool2d(3, 1, 1), MaxPool2d(2), AvgPool2d(2), MaxPool2d(2)";

/// What changes from frame to frame.
enum class Action { orbit, no_links, flow, backward, hover, relief, stroke };
constexpr std::array<std::pair<Action, const char*>, 7> kActions = {{{Action::orbit, "orbit"},
                                                                     {Action::no_links, "no_links"},
                                                                     {Action::flow, "flow"},
                                                                     {Action::backward, "backward"},
                                                                     {Action::hover, "hover"},
                                                                     {Action::relief, "relief"},
                                                                     {Action::stroke, "stroke"}}};

pool::Tensor random_input(pool::Shape shape) {
    std::mt19937 random(1);
    pool::Tensor x(shape);
    for (float& v : x.data()) v = static_cast<float>(random() % 1000) / 1000;
    return x;
}

double milliseconds(Clock::time_point from, Clock::time_point to) {
    return std::chrono::duration<double, std::milli>(to - from).count();
}

double cpu_milliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

double median(std::vector<double>& times) {
    std::ranges::sort(times);
    return times[times.size() / 2];
}

void frames(benchmark::State& state, pool::Shape shape, Action action) {
    const app::OffscreenContext context;
    scene::Renderer renderer;
    scene::Look look = ui::scene_look(figure::Style{}, {0, 1}, {1});
    look.glyphs = ui::tower_glyphs();
    auto input = std::make_shared<pool::Tensor>(random_input(shape));
    pool::Evaluation evaluation = work::evaluate(work::recipe_of(input, pool::parse_stack(kStack), {}));
    scene::View view;
    view.camera = scene::framed(scene::layout(evaluation, 0), {}, 1.6F);
    view.flow = action == Action::flow || action == Action::backward;
    view.relief = action == Action::relief ? 0.5F : 0.0F;
    if (action == Action::no_links) view.budget = 1;
    if (action == Action::backward) view.cursor.phase = pool::Phase::backward;
    pool::Changes changes;
    const pool::Trace trace = pool::trace(evaluation, {4, {0, 0, 1, 1}});
    if (action == Action::hover) view.lineage = &trace;
    std::int64_t strokes = 0;
    std::vector<double> submit;
    std::vector<double> drawn;
    std::int64_t bytes = 0;
    const auto frame = [&] {
        view.camera.azimuth += 0.5F;
        view.time += 1.0F / 60.0F;
        if (action == Action::stroke) {
            const auto at = ++strokes % shape.h;
            auto next = std::make_shared<pool::Tensor>(*input);
            next->at({0, 0, at, at % shape.w}) = 1;
            input = next;
            view.since = evaluation.id;
            changes = pool::update(evaluation, input, {at, at + 1, at % shape.w, at % shape.w + 1});
            view.changes = &changes;
        }
        const auto begin = Clock::now();
        const double cpu = cpu_milliseconds();
        renderer.render(evaluation, view, look, kWidth, kHeight);
        submit.push_back(cpu_milliseconds() - cpu);
        glFinish();
        drawn.push_back(milliseconds(begin, Clock::now()));
        bytes = std::max(bytes, renderer.stats().uploaded_bytes);
    };
    for (int i = 0; i < 3; ++i) frame();
    submit.clear();
    drawn.clear();
    bytes = 0;
    for (auto _ : state) frame();
    state.counters["submit_ms"] = median(submit);
    state.counters["drawn_ms"] = median(drawn);
    state.counters["draw_calls"] = renderer.stats().draw_calls;
    state.counters["sent_bytes"] = static_cast<double>(bytes);
    state.counters["links"] = static_cast<double>(renderer.stats().links_shown);
    state.counters["of"] = static_cast<double>(renderer.stats().links_total);
}

}  // namespace

int main(int argc, char** argv) {
    {
        const app::OffscreenContext context;
        std::printf("%s\n", reinterpret_cast<const char*>(glGetString(GL_RENDERER)));
    }
    for (const pool::Shape& shape : {pool::Shape{1, 1, 28, 28}, {1, 1, 128, 128}, {1, 64, 112, 112}})
        for (const auto& [action, name] : kActions) {
            const std::string title = shape.text(false) + "/" + name;
            benchmark::RegisterBenchmark(title.c_str(), [shape, action = action](benchmark::State& s) {
                frames(s, shape, action);
            })->Unit(benchmark::kMillisecond);
        }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
