// The pooling kernels on the shapes A to E: Poolscope, oneDNN (where it was found) and a plain stream of the
// same bytes, in one run. bench/pool.sh prints the ratios.
#include <algorithm>
#include <atomic>
#include <cstring>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "pool/evaluation.h"
#include "pool/notation.h"
#include "pool/workers.h"

#ifdef __linux__
#include <sched.h>
#endif
#ifdef POOLSCOPE_ONEDNN
#include <dnnl.hpp>
#include <omp.h>
#endif

namespace {

struct Case {
    char name;
    pool::Shape shape;
    std::int64_t kernel, stride, padding;
};
constexpr Case kCases[] = {{'A', {1, 64, 112, 112}, 3, 2, 1},
                           {'B', {1, 64, 224, 224}, 2, 2, 0},
                           {'C', {1, 1, 28, 28}, 2, 2, 0},
                           {'D', {1, 1, 4096, 4096}, 2, 2, 0},
                           {'E', {32, 64, 56, 56}, 2, 2, 0}};

enum class Pass { forward, forward_plain, backward };
const char* name_of(Pass pass) {
    return pass == Pass::forward         ? "forward"
           : pass == Pass::forward_plain ? "forward_no_indices"
                                         : "backward";
}

#ifdef __linux__
/// The processors that this program may use.
cpu_set_t processors() {
    cpu_set_t all;
    sched_getaffinity(0, sizeof(all), &all);
    return all;
}
#endif

/// With one thread each repetition runs on the next processor: they may differ in speed, and two threads are
/// compared with both. The label says which one it is.
void place(benchmark::State& state, const std::string& name, int threads) {
#ifdef __linux__
    static const cpu_set_t all = processors();
    static std::map<std::string, int> repetitions;
    cpu_set_t chosen = all;
    if (threads == 1) {
        int skip = repetitions[name]++ % CPU_COUNT(&all);
        int processor = 0;
        while (!CPU_ISSET(processor, &all) || skip-- > 0) ++processor;
        CPU_ZERO(&chosen);
        CPU_SET(processor, &chosen);
        state.SetLabel(std::to_string(processor));
    }
    sched_setaffinity(0, sizeof(chosen), &chosen);
#else
    (void)state, (void)name, (void)threads;
#endif
}

/// Made once for each shape: repetitions shall be many and short.
const pool::Tensor& random_tensor(const pool::Shape& shape) {
    static std::map<std::string, pool::Tensor> made;
    pool::Tensor& tensor = made[shape.text()];
    if (!tensor.empty()) return tensor;
    std::mt19937 random(1);
    std::uniform_real_distribution<float> uniform(-1, 1);
    tensor = pool::Tensor(shape);
    for (float& v : tensor.data()) v = uniform(random);
    return tensor;
}

struct Layer {
    pool::Layer layer;
    const pool::LayerKind* kind;
    Layer(const std::string& notation)
        : layer(pool::parse_stack(notation).front()), kind(&pool::kind_of(layer)) {}
};

std::string notation_of(const Case& c, bool max) {
    return std::string(max ? "MaxPool2d(" : "AvgPool2d(") + std::to_string(c.kernel) +
           ", stride=" + std::to_string(c.stride) + ", padding=" + std::to_string(c.padding) + ")";
}

/// Bytes read and written; winners take one byte each.
std::pair<std::int64_t, std::int64_t> bytes_of(const Case& c, bool max, Pass pass) {
    const Layer layer(notation_of(c, max));
    const std::int64_t out = layer.kind->output_shape(layer.layer.params, c.shape).size();
    const std::int64_t in = c.shape.size();
    if (pass == Pass::backward) return {out * (max ? 5 : 4), in * 4};
    return {in * 4, out * (max && pass == Pass::forward ? 5 : 4)};
}

void poolscope(benchmark::State& state, Case c, bool max, Pass pass, int threads) {
    pool::set_thread_count(threads);
    const Layer layer(notation_of(c, max));
    // Copies, as of oneDNN's memory: where the pages lie counts, and the best of many placements is compared.
    const pool::Tensor x = random_tensor(c.shape);
    pool::Forward result;
    result.want_indices = pass != Pass::forward_plain;
    layer.kind->forward(layer.layer.params, x, result);
    const pool::Tensor gy = random_tensor(result.output.shape());
    pool::Tensor gx;
    if (pass == Pass::backward) layer.kind->backward(layer.layer.params, x, result, gy, gx);
    for (auto _ : state) {
        if (pass == Pass::backward) {
            layer.kind->backward(layer.layer.params, x, result, gy, gx);
        } else {
            layer.kind->forward(layer.layer.params, x, result);
        }
        benchmark::ClobberMemory();
    }
    pool::set_thread_count(0);
}

/// Reads and writes as many bytes as the kernel does, in the memory's best way: whichever of memcpy and
/// memset is needed for the larger part.
void stream(benchmark::State& state, std::int64_t read, std::int64_t written, int threads) {
    pool::set_thread_count(threads);
    pool::Buffer<char> from(static_cast<std::size_t>(read), 1);
    pool::Buffer<char> to(static_cast<std::size_t>(written), 1);
    std::int64_t sink = 0;
    for (auto _ : state) {
        // Pieces of both, in step, as a kernel goes through its maps.
        constexpr std::int64_t kPieces = 64;
        std::atomic<std::int64_t> total{0};
        pool::parallel_for(
            kPieces, read + written < (1 << 16) ? 0 : 1, [&](std::int64_t first, std::int64_t last) {
                std::int64_t sum = 0;
                for (std::int64_t i = first; i < last; ++i) {
                    const std::int64_t r0 = read * i / kPieces, r1 = read * (i + 1) / kPieces;
                    const std::int64_t w0 = written * i / kPieces, w1 = written * (i + 1) / kPieces;
                    const std::int64_t both = std::min(r1 - r0, w1 - w0);
                    std::memcpy(to.data() + w0, from.data() + r0, static_cast<std::size_t>(both));
                    if (w1 - w0 > both)
                        std::memset(to.data() + w0 + both, 1, static_cast<std::size_t>(w1 - w0 - both));
                    std::int64_t word = 0;
                    for (std::int64_t at = r0 + both; at + 64 <= r1; at += 64) {
                        std::memcpy(&word, from.data() + at, sizeof(word));
                        sum += word;
                    }
                }
                total += sum;
            });
        sink += total;
        benchmark::DoNotOptimize(sink);
        benchmark::ClobberMemory();
    }
    pool::set_thread_count(0);
}

#ifdef POOLSCOPE_ONEDNN

void onednn(benchmark::State& state, Case c, bool max, Pass pass, bool nhwc, int threads) {
    using namespace dnnl;
    omp_set_num_threads(threads);
    const engine cpu(engine::kind::cpu, 0);
    dnnl::stream run(cpu);
    const Layer layer(notation_of(c, max));
    const pool::Shape out = layer.kind->output_shape(layer.layer.params, c.shape);
    const auto tag = nhwc ? memory::format_tag::nhwc : memory::format_tag::nchw;
    const memory::desc source({c.shape.n, c.shape.c, c.shape.h, c.shape.w}, memory::data_type::f32, tag);
    const memory::desc result({out.n, out.c, out.h, out.w}, memory::data_type::f32, tag);
    const auto kind = max ? algorithm::pooling_max : algorithm::pooling_avg_include_padding;
    const memory::dims stride{c.stride, c.stride}, kernel{c.kernel, c.kernel}, padding{c.padding, c.padding};
    // oneDNN keeps the winners (its "workspace") when it is told that training goes on.
    const auto use = pass == Pass::forward_plain ? prop_kind::forward_inference : prop_kind::forward_training;
    const pooling_forward::primitive_desc forward_of(
        pooling_forward::desc(use, kind, source, result, stride, kernel, padding, padding), cpu);
    // The same kind of memory as ours.
    const auto room = [](const memory::desc& desc) { return pool::Buffer<char>(desc.get_size(), 1); };
    pool::Buffer<char> x_room = room(source), y_room = room(result);
    pool::Buffer<char> winners_room = room(forward_of.workspace_desc());
    memory x(source, cpu, x_room.data()), y(result, cpu, y_room.data());
    memory winners(forward_of.workspace_desc(), cpu, winners_room.data());
    const pool::Tensor& values = random_tensor(c.shape);
    std::memcpy(x.get_data_handle(), values.data().data(), values.data().size() * sizeof(float));
    std::unordered_map<int, memory> arguments{{DNNL_ARG_SRC, x}, {DNNL_ARG_DST, y}};
    const bool workspace = max && pass != Pass::forward_plain;
    if (workspace) arguments.insert({DNNL_ARG_WORKSPACE, winners});
    const pooling_forward forward(forward_of);
    forward.execute(run, arguments);
    run.wait();
    if (pass != Pass::backward) {
        for (auto _ : state) {
            forward.execute(run, arguments);
            run.wait();
        }
        return;
    }
    const pooling_backward::primitive_desc backward_of(
        pooling_backward::desc(kind, source, result, stride, kernel, padding, padding), cpu, forward_of);
    const pooling_backward backward(backward_of);
    pool::Buffer<char> gx_room = room(source), gy_room = room(result);
    memory gx(source, cpu, gx_room.data()), gy(result, cpu, gy_room.data());
    const pool::Tensor& arriving = random_tensor(out);
    std::memcpy(gy.get_data_handle(), arriving.data().data(), arriving.data().size() * sizeof(float));
    std::unordered_map<int, memory> back{{DNNL_ARG_DIFF_DST, gy}, {DNNL_ARG_DIFF_SRC, gx}};
    if (workspace) back.insert({DNNL_ARG_WORKSPACE, winners});
    for (auto _ : state) {
        backward.execute(run, back);
        run.wait();
    }
}

#endif

void large_kernel(benchmark::State& state, const std::string& notation, Pass pass) {
    pool::set_thread_count(1);
    const Layer layer(notation);
    const pool::Tensor& x = random_tensor({1, 8, 256, 256});
    pool::Forward result;
    layer.kind->forward(layer.layer.params, x, result);
    pool::Tensor gx;
    const pool::Tensor& gy = random_tensor(result.output.shape());
    layer.kind->backward(layer.layer.params, x, result, gy, gx);
    for (auto _ : state) {
        if (pass == Pass::backward) {
            layer.kind->backward(layer.layer.params, x, result, gy, gx);
        } else {
            layer.kind->forward(layer.layer.params, x, result);
        }
    }
    pool::set_thread_count(0);
}

/// A brush's dab of 12 cells on a large map with four layers, evaluated whole or where it can change
/// anything.
void dab(benchmark::State& state, bool whole) {
    pool::set_thread_count(1);
    const pool::Shape shape{1, 1, 2048, 2048};
    auto x = std::make_shared<pool::Tensor>(random_tensor(shape));
    const pool::Stack stack = pool::parse_stack(
        "MaxPool2d(2), AvgPool2d(3, stride=1, padding=1), MaxPool2d(3, stride=2, padding=1), AvgPool2d(2)");
    pool::Evaluation evaluation = pool::evaluate(x, stack, {});
    std::int64_t at = 100;
    for (auto _ : state) {
        const pool::Region region{at, at + 12, at, at + 12};
        for (std::int64_t y = region.y0; y < region.y1; ++y)
            for (std::int64_t c = region.x0; c < region.x1; ++c) x->at({0, 0, y, c}) += 0.5F;
        at = (at + 37) % 2000;
        if (whole) {
            for (std::size_t i = 0; i < evaluation.layers.size(); ++i) {
                pool::LayerResult& layer = evaluation.layers[i];
                layer.kind->forward(layer.layer.params, evaluation.map(i), layer.forward);
            }
            for (std::size_t i = evaluation.layers.size(); i-- > 0;) {
                pool::LayerResult& layer = evaluation.layers[i];
                layer.kind->backward(layer.layer.params, evaluation.map(i), layer.forward,
                                     evaluation.gradient(i + 1), layer.grad_input);
            }
        } else {
            pool::update(evaluation, x, region);
        }
    }
    pool::set_thread_count(0);
}

void register_all() {
    benchmark::RegisterBenchmark("dab/full", [](benchmark::State& s) { dab(s, true); })->UseRealTime();
    benchmark::RegisterBenchmark("dab/incremental", [](benchmark::State& s) {
        dab(s, false);
    })->UseRealTime();
    for (const Case& c : kCases) {
        for (const bool max : {true, false}) {
            for (const Pass pass : {Pass::forward, Pass::forward_plain, Pass::backward}) {
                if (!max && pass == Pass::forward_plain) continue;
                for (const int threads : {1, 2}) {
                    const std::string name = std::string(1, c.name) + "/" + (max ? "max" : "avg") + "/" +
                                             name_of(pass) + "/" + std::to_string(threads) + "/";
                    const auto add = [&](const std::string& who, auto&& body) {
                        const auto placed = [=](benchmark::State& s) {
                            place(s, name + who, threads);
                            body(s);
                        };
                        benchmark::RegisterBenchmark((name + who).c_str(), placed)->UseRealTime();
                    };
                    const auto [read, written] = bytes_of(c, max, pass);
                    add("poolscope", [=](benchmark::State& s) { poolscope(s, c, max, pass, threads); });
                    add("stream",
                        [=, r = read, w = written](benchmark::State& s) { stream(s, r, w, threads); });
#ifdef POOLSCOPE_ONEDNN
                    add("onednn_nchw", [=](benchmark::State& s) { onednn(s, c, max, pass, false, threads); });
                    add("onednn_nhwc", [=](benchmark::State& s) { onednn(s, c, max, pass, true, threads); });
#endif
                }
            }
        }
    }
    for (const char* kind : {"MaxPool2d", "AvgPool2d"}) {
        for (const std::string kernel : {"3", "31"}) {
            const std::string notation = std::string(kind) + "(" + kernel +
                                         ", stride=1, padding=" + (kernel == "3" ? "1" : "15") + ")";
            for (const Pass pass : {Pass::forward, Pass::backward})
                benchmark::RegisterBenchmark(("kernel" + kernel + "/" + kind + "/" + name_of(pass)).c_str(),
                                             [=](benchmark::State& s) { large_kernel(s, notation, pass); })
                    ->UseRealTime();
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    register_all();
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
