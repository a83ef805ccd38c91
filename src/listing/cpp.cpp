#include "listing/writer.h"
#include "pool/notation.h"

namespace listing {

namespace {

void values(Writer& line, const char* name, const pool::Tensor& tensor, const char* file, bool hidden) {
    if (hidden) return line.veiled("std::vector<float> " + std::string(name) + " = ");
    if (tensor.shape().size() > kMostValues) {
        line(std::string("// ") + text_of(tensor.shape().size()) +
             " float32 values in a file: too many to be written here");
        line("std::vector<float> " + std::string(name) + "(" + text_of(tensor.shape().size()) + ");");
        line("std::ifstream(\"" + std::string(file) + "\", std::ios::binary)");
        line("    .read(reinterpret_cast<char*>(" + std::string(name) + ".data()), " +
             text_of(4 * tensor.shape().size()) + ");");
        return;
    }
    line("std::vector<float> " + std::string(name) + " = " +
         list_of(tensor.data(), '{', '}', "INFINITY", "NAN") + ";");
}

void constants(Writer& line, const LoopPlan& plan) {
    const pool::Shape& in = plan.input.shape();
    const pool::Shape& out = plan.layer.forward.output.shape();
    if (plan.hidden.input)
        line.veiled("const int N, C, H, W = ");
    else
        line("const int N = " + text_of(in.n) + ", C = " + text_of(in.c) + ", H = " + text_of(in.h) +
             ", W = " + text_of(in.w) + ";");
    if (plan.hidden.output_size)
        line.veiled("const int OH, OW = ");
    else
        line("const int OH = " + text_of(out.h) + ", OW = " + text_of(out.w) + ";");
    if (plan.adaptive) return;
    if (plan.hidden.window) return line.veiled("const int kh, kw = ");
    const auto pair = [&](const std::string& a, std::int64_t first, const std::string& b,
                          std::int64_t second) {
        line("const int " + a + " = " + text_of(first) + ", " + b + " = " + text_of(second) + ";");
    };
    pair("kh", plan.h().kernel(), "kw", plan.w().kernel());
    pair("sh", plan.h().stride(), "sw", plan.w().stride());
    pair("ph", plan.h().pad_begin(), "pw", plan.w().pad_begin());
    pair("dh", plan.h().dilation(), "dw", plan.w().dilation());
    if (!plan.select() && plan.loops.count_pad && !plan.loops.divisor && !plan.hidden.divisor)
        pair("qh", plan.h().pad_end(), "qw", plan.w().pad_end());
}

void outer_loops(Writer& line) {
    for (const char* loop : {"for (int n = 0; n < N; ++n)", "for (int c = 0; c < C; ++c)",
                             "for (int i = 0; i < OH; ++i)", "for (int j = 0; j < OW; ++j) {"})
        line(loop, LineRole::loop);
    line.in();
    line("const int o = ((n * C + c) * OH + i) * OW + j;");
}

void window_loops(Writer& line, const LoopPlan& plan) {
    if (plan.adaptive) {
        line("for (int r = i * H / OH; r < ((i + 1) * H + OH - 1) / OH; ++r)", LineRole::window);
        line("for (int s = j * W / OW; s < ((j + 1) * W + OW - 1) / OW; ++s) {", LineRole::window);
        line.in();
        return;
    }
    line("for (int u = 0; u < kh; ++u)", LineRole::window);
    line("for (int v = 0; v < kw; ++v) {", LineRole::window);
    line.in();
    if (plan.hidden.window)
        line.veiled("const int r, s = ", LineRole::gather);
    else
        line("const int r = i * sh - ph + u * dh, s = j * sw - pw + v * dw;", LineRole::gather);
    line("if (r < 0 || r >= H || s < 0 || s >= W) continue;", LineRole::gather);
}

void divisor(Writer& line, const LoopPlan& plan, LineRole role) {
    if (plan.hidden.divisor || plan.hidden.window) return line.veiled("const float D = ", role);
    if (plan.loops.divisor) {
        line("const float D = " + text_of(static_cast<std::int64_t>(*plan.loops.divisor)) + ";", role);
        return;
    }
    if (plan.adaptive) {
        line(
            "const float D = (((i + 1) * H + OH - 1) / OH - i * H / OH) * (((j + 1) * W + OW - 1) / OW - j * "
            "W / OW);",
            role);
        return;
    }
    line("const int r0 = i * sh - ph, s0 = j * sw - pw;", role);
    line(plan.loops.count_pad
             ? "const float D = (std::min(r0 + kh, H + qh) - r0) * (std::min(s0 + kw, W + qw) - s0);"
             : "const float D = (std::min(r0 + kh, H) - std::max(r0, 0)) * (std::min(s0 + kw, W) - "
               "std::max(s0, 0));",
         role);
}

void print(Writer& line, const char* name) {
    line(std::string("for (const float value : ") + name + ") std::printf(\"%.9g \", value);");
    line("std::printf(\"\\n\");");
}

void forward(Writer& line, const LoopPlan& plan) {
    line("std::vector<float> y(N * C * OH * OW);");
    if (plan.formula()) line("std::vector<float> V(y.size());");
    if (plan.select()) line("std::vector<int> index(y.size());");
    outer_loops(line);
    if (plan.select()) {
        line(std::string("float best = ") + (plan.loops.minimum ? "" : "-") + "INFINITY;");
        line("int at = -1;");
        window_loops(line, plan);
        line("const float value = x[((n * C + c) * H + r) * W + s];", LineRole::gather);
        line(std::string("if (at < 0 || value ") + (plan.loops.minimum ? "<" : ">") +
                 " best || std::isnan(value)) {",
             LineRole::reduce);
        line.in();
        line("best = value;", LineRole::reduce);
        line("at = r * W + s;", LineRole::reduce);
        line.out();
        line("}");
        line.out();
        line("}");
        line("y[o] = best;", LineRole::store);
        line("index[o] = at;", LineRole::store);
    } else if (plan.formula()) {
        line("float total = 0, weight = 0;");
        window_loops(line, plan);
        line("const float value = x[((n * C + c) * H + r) * W + s];", LineRole::gather);
        line("total += " + with_letters(plan.loops.add, {{'X', "value"}}) + ";", LineRole::reduce);
        line("weight += " + with_letters(plan.loops.weigh, {{'X', "value"}}) + ";", LineRole::reduce);
        line.out();
        line("}");
        line("y[o] = " + plan.loops.finish + ";", LineRole::store);
        line("V[o] = weight;", LineRole::store);
    } else {
        line("float total = 0;");
        window_loops(line, plan);
        line("total += x[((n * C + c) * H + r) * W + s];", LineRole::reduce);
        line.out();
        line("}");
        divisor(line, plan, LineRole::store);
        line("y[o] = total / D;", LineRole::store);
    }
    line.out();
    line("}");
    print(line, "y");
}

void backward(Writer& line, const LoopPlan& plan) {
    line("");
    values(line, "dy", plan.grad_output, "grad_output.f32", plan.hidden.grad_output);
    line("std::vector<float> dx(x.size());");
    outer_loops(line);
    if (plan.select()) {
        line("const int at = index[o];", LineRole::send);
        line("if (at >= 0) dx[(n * C + c) * H * W + at] += dy[o];", LineRole::add);
    } else if (plan.formula()) {
        window_loops(line, plan);
        if (plan.loops.share.find('X') != std::string::npos)
            line("const float value = x[((n * C + c) * H + r) * W + s];");
        line("dx[((n * C + c) * H + r) * W + s] += dy[o] * (" +
                 with_letters(plan.loops.share, {{'X', "value"}, {'Y', "y[o]"}, {'V', "V[o]"}}) + ");",
             LineRole::add);
        line.out();
        line("}");
    } else {
        divisor(line, plan, LineRole::send);
        window_loops(line, plan);
        line("dx[((n * C + c) * H + r) * W + s] += dy[o] / D;", LineRole::add);
        line.out();
        line("}");
    }
    line.out();
    line("}");
    print(line, "dx");
}

}  // namespace

void write_cpp(Listing& listing, const LoopPlan& plan) {
    Writer line(listing);
    line("// " + pool::notation(plan.layer.layer));
    for (const char* header : {"algorithm", "cmath", "cstdio", "fstream", "vector"})
        line("#include <" + std::string(header) + ">");
    line("");
    line("int main() {");
    line.in();
    if (plan.formula()) line("using std::exp, std::fmax, std::log, std::pow;");
    values(line, "x", plan.input, "input.f32", plan.hidden.input);
    constants(line, plan);
    line("");
    const std::size_t before = listing.lines.size();
    forward(line, plan);
    if (plan.backward) {
        // The forward part runs too, because the winners are needed; its lines are not marked.
        for (std::size_t i = before; i < listing.lines.size(); ++i) listing.lines[i].role = LineRole::other;
        backward(line, plan);
    }
    line.out();
    line("}");
}

}  // namespace listing
