#include <cmath>

#include "listing/writer.h"
#include "pool/notation.h"

namespace listing {

namespace {

bool has_non_finite(std::span<const float> values) {
    for (const float value : values)
        if (!std::isfinite(value)) return true;
    return false;
}

std::string shape_of(const pool::Shape& s) {
    return text_of(s.n) + ", " + text_of(s.c) + ", " + text_of(s.h) + ", " + text_of(s.w);
}

void values(Writer& line, const std::string& name, const pool::Tensor& tensor, const char* file,
            bool hidden) {
    if (hidden) return line.veiled(name + " = ");
    if (tensor.shape().size() > kMostValues) {
        line(name + " = np.load('" + file + "')  # too many values to be written here");
        return;
    }
    line(name + " = np.array(" + list_of(tensor.data(), '[', ']', "inf", "nan") + ", np.float32)");
    line(name + " = " + name + ".reshape(" + shape_of(tensor.shape()) + ")");
}

void parameters(Writer& line, const LoopPlan& plan) {
    const pool::Shape& out = plan.layer.forward.output.shape();
    line("N, C, H, W = x.shape");
    if (plan.hidden.output_size)
        line.veiled("OH, OW = ");
    else
        line("OH, OW = " + text_of(out.h) + ", " + text_of(out.w));
    if (plan.adaptive) return;
    if (plan.hidden.window) return line.veiled("kh, kw = ");
    const auto pair = [&](const char* names, std::int64_t a, std::int64_t b) {
        line(std::string(names) + " = " + text_of(a) + ", " + text_of(b));
    };
    pair("kh, kw", plan.h().kernel(), plan.w().kernel());
    pair("sh, sw", plan.h().stride(), plan.w().stride());
    pair("ph, pw", plan.h().pad_begin(), plan.w().pad_begin());
    if (plan.select() || plan.h().dilation() > 1 || plan.w().dilation() > 1)
        pair("dh, dw", plan.h().dilation(), plan.w().dilation());
    if (!plan.select() && plan.loops.count_pad && !plan.loops.divisor && !plan.hidden.divisor)
        pair("qh, qw", plan.h().pad_end(), plan.w().pad_end());
}

void outer_loops(Writer& line) {
    line("for n in range(N):", LineRole::loop);
    line.in();
    line("for c in range(C):", LineRole::loop);
    line.in();
    line("for i in range(OH):", LineRole::loop);
    line.in();
    line("for j in range(OW):", LineRole::loop);
    line.in();
}

/// Loops over the cells of the window that lie on the map; leaves four levels open for an adaptive window
/// two.
int window_loops(Writer& line, const LoopPlan& plan) {
    if (plan.adaptive) {
        line("for r in range(i * H // OH, ((i + 1) * H + OH - 1) // OH):", LineRole::window);
        line.in();
        line("for s in range(j * W // OW, ((j + 1) * W + OW - 1) // OW):", LineRole::window);
        line.in();
        return 2;
    }
    const bool dilated = plan.select() || plan.h().dilation() > 1 || plan.w().dilation() > 1;
    line("for u in range(kh):", LineRole::window);
    line.in();
    line("for v in range(kw):", LineRole::window);
    line.in();
    if (plan.hidden.window)
        line.veiled("r, s = ", LineRole::gather);
    else
        line(dilated ? "r, s = i * sh - ph + u * dh, j * sw - pw + v * dw"
                     : "r, s = i * sh - ph + u, j * sw - pw + v",
             LineRole::gather);
    line("if 0 <= r < H and 0 <= s < W:", LineRole::gather);
    line.in();
    return 3;
}

/// The divisor of the window, before its sum is known.
void divisor(Writer& line, const LoopPlan& plan, LineRole role) {
    if (plan.hidden.divisor || plan.hidden.window) return line.veiled("D = ", role);
    if (plan.loops.divisor) {
        line("D = " + text_of(static_cast<std::int64_t>(*plan.loops.divisor)), role);
    } else if (plan.adaptive) {
        line(
            "D = (((i + 1) * H + OH - 1) // OH - i * H // OH) * (((j + 1) * W + OW - 1) // OW - j * W // OW)",
            role);
    } else if (plan.loops.count_pad) {
        line("r0, s0 = i * sh - ph, j * sw - pw", role);
        line("D = (min(r0 + kh, H + qh) - r0) * (min(s0 + kw, W + qw) - s0)", role);
    } else {
        line("r0, s0 = i * sh - ph, j * sw - pw", role);
        line("D = (min(r0 + kh, H) - max(r0, 0)) * (min(s0 + kw, W) - max(s0, 0))", role);
    }
}

void forward(Writer& line, const LoopPlan& plan) {
    line("y = np.zeros((N, C, OH, OW), np.float32)");
    if (plan.formula()) line("V = np.zeros((N, C, OH, OW), np.float32)");
    if (plan.select()) line("index = np.full((N, C, OH, OW), -1)");
    outer_loops(line);
    if (plan.select()) {
        const std::string sign = plan.loops.minimum ? "<" : ">";
        line(std::string("best, at = ") + (plan.loops.minimum ? "" : "-") + "np.inf, -1");
        const int levels = window_loops(line, plan);
        line("if at < 0 or x[n, c, r, s] " + sign + " best or np.isnan(x[n, c, r, s]):", LineRole::reduce);
        line.in();
        line("best, at = x[n, c, r, s], r * W + s", LineRole::reduce);
        line.out(levels + 1);
        line("y[n, c, i, j] = best", LineRole::store);
        line("index[n, c, i, j] = at", LineRole::store);
    } else if (plan.formula()) {
        line("total = weight = np.float32(0)");
        const int levels = window_loops(line, plan);
        line("total += " + with_letters(plan.loops.add, {{'X', "x[n, c, r, s]"}}), LineRole::reduce);
        line("weight += " + with_letters(plan.loops.weigh, {{'X', "x[n, c, r, s]"}}), LineRole::reduce);
        line.out(levels);
        line("y[n, c, i, j] = " + plan.loops.finish, LineRole::store);
        line("V[n, c, i, j] = weight", LineRole::store);
    } else {
        line("total = np.float32(0)");
        const int levels = window_loops(line, plan);
        line("total += x[n, c, r, s]", LineRole::reduce);
        line.out(levels);
        divisor(line, plan, LineRole::store);
        line("y[n, c, i, j] = total / D", LineRole::store);
    }
    line.out(4);
    line("print(y)");
}

void backward(Writer& line, const LoopPlan& plan) {
    line("");
    values(line, "dy", plan.grad_output, "grad_output.npy", plan.hidden.grad_output);
    line("dx = np.zeros_like(x)");
    outer_loops(line);
    if (plan.select()) {
        line("at = index[n, c, i, j]", LineRole::send);
        line("if at >= 0:", LineRole::send);
        line.in();
        line("dx[n, c, at // W, at % W] += dy[n, c, i, j]", LineRole::add);
        line.out();
    } else if (plan.formula()) {
        const int levels = window_loops(line, plan);
        line("dx[n, c, r, s] += dy[n, c, i, j] * (" +
                 with_letters(plan.loops.share,
                              {{'X', "x[n, c, r, s]"}, {'Y', "y[n, c, i, j]"}, {'V', "V[n, c, i, j]"}}) +
                 ")",
             LineRole::add);
        line.out(levels);
    } else {
        divisor(line, plan, LineRole::send);
        const int levels = window_loops(line, plan);
        line("dx[n, c, r, s] += dy[n, c, i, j] / D", LineRole::add);
        line.out(levels);
    }
    line.out(4);
    line("print(dx)");
}

}  // namespace

void write_numpy(Listing& listing, const LoopPlan& plan) {
    Writer line(listing);
    line("# " + pool::notation(plan.layer.layer));
    line("import numpy as np");
    if (plan.formula()) line("from numpy import exp, fmax, log, power as pow");
    line("np.set_printoptions(precision=9, threshold=np.inf)");
    if ((!plan.hidden.input && has_non_finite(plan.input.data())) ||
        (!plan.hidden.grad_output && has_non_finite(plan.grad_output.data())))
        line("from math import inf, nan");
    line("");
    values(line, "x", plan.input, "input.npy", plan.hidden.input);
    parameters(line, plan);
    line("");
    // In backward the forward part runs too, because the winners are needed; its lines are not marked.
    const std::size_t before = listing.lines.size();
    forward(line, plan);
    if (!plan.backward) return;
    for (std::size_t i = before; i < listing.lines.size(); ++i) listing.lines[i].role = LineRole::other;
    backward(line, plan);
}

}  // namespace listing
