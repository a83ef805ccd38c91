#include "twin_windows.h"

#include <tuple>

namespace pool_test {

Line adaptive_line(std::int64_t o, std::int64_t m, std::int64_t n) {
    Line line;
    // i belongs to o when it begins before the end of o's part and ends after its beginning.
    for (std::int64_t i = 0; i < n; ++i)
        if ((i + 1) * m > o * n && i * m < (o + 1) * n) line.inside.push_back(i);
    line.all = line.to_padding = static_cast<std::int64_t>(line.inside.size());
    return line;
}

std::pair<Axis, Axis> axes_of(const Given& g, const pool::Shape& in) {
    const bool onnx = g.has("kernel_shape");
    const std::string rule = onnx ? "onnx" : g.text("rule");
    const auto [kh, kw] = g.pair(onnx ? "kernel_shape" : "kernel_size", 1, 1);
    const bool one = rule == "onnx" || rule == "caffe";
    const auto [sh, sw] = g.pair(onnx ? "strides" : "stride", one ? 1 : kh, one ? 1 : kw);
    const auto [dh, dw] = g.pair(onnx ? "dilations" : "dilation", 1, 1);
    Axis h{kh, sh, 0, 0, dh};
    Axis w{kw, sw, 0, 0, dw};
    const char* name = onnx ? "pads" : "padding";
    const std::string automatic = onnx ? g.text("auto_pad") : "NOTSET";
    std::string words = g.text(name);
    if (automatic == "SAME_UPPER") words = "same";
    if (automatic == "SAME_LOWER") words = "same_lower";
    if (automatic == "VALID") words = "valid";
    if (words == "same" || words == "same_lower") {
        const auto same = [&](Axis& a, std::int64_t n) {
            const std::int64_t outputs = (n + a.s - 1) / a.s;
            std::int64_t total = (outputs - 1) * a.s + a.d * (a.k - 1) + 1 - n;
            if (total < 0) total = 0;
            (words == "same" ? a.before : a.after) = total / 2;
            (words == "same" ? a.after : a.before) = total - total / 2;
        };
        same(h, in.h);
        same(w, in.w);
    } else if (words != "valid") {
        if (const auto* sides = g.list(name)) {
            h.before = static_cast<std::int64_t>(sides->values()[0]);
            w.before = static_cast<std::int64_t>(sides->values()[1]);
            h.after = static_cast<std::int64_t>(sides->values()[2]);
            w.after = static_cast<std::int64_t>(sides->values()[3]);
        } else {
            std::tie(h.before, w.before) = g.pair(name, 0, 0);
            h.after = h.before;
            w.after = w.before;
        }
    }
    return {h, w};
}

Window window_of(const pool::Tensor& x, std::int64_t n, std::int64_t c, const Line& rows,
                 const Line& columns) {
    Window window;
    window.all = static_cast<double>(rows.all * columns.all);
    window.to_padding = static_cast<double>(rows.to_padding * columns.to_padding);
    for (const std::int64_t y : rows.inside) {
        for (const std::int64_t xx : columns.inside) {
            window.x.push_back(static_cast<double>(x.at({n, c, y, xx})));
            window.plane_at.push_back(y * x.shape().w + xx);
            window.at.push_back(x.offset({n, c, y, xx}));
        }
    }
    return window;
}

}  // namespace pool_test
