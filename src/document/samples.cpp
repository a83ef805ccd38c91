#include "document/samples.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "document/raster.h"
#include "embedded/samples.h"

namespace document {

namespace {

/// Words of one line of assets/samples.txt.
class Line {
 public:
    explicit Line(std::string_view text) : text_(text) {}
    std::string_view word() {
        const std::size_t begin = std::min(text_.find_first_not_of(" ,"), text_.size());
        const std::size_t end = std::min(text_.find_first_of(" ,", begin), text_.size());
        const std::string_view found = text_.substr(begin, end - begin);
        text_.remove_prefix(end);
        return found;
    }
    bool empty() const { return text_.find_first_not_of(" ,") == std::string_view::npos; }
    float number() {
        const std::string_view found = word();
        float value = 0;
        const auto [end, error] = std::from_chars(found.data(), found.data() + found.size(), value);
        if (error != std::errc{} || end != found.data() + found.size())
            throw std::logic_error("assets/samples.txt: \"" + std::string(found) + "\" is not a number");
        return value;
    }

 private:
    std::string_view text_;
};

pool::Tensor matrix_of(Line& line) {
    const auto rows = static_cast<std::int64_t>(line.number());
    const auto columns = static_cast<std::int64_t>(line.number());
    pool::Tensor values({1, 1, rows, columns});
    for (float& value : values.data()) value = line.number();
    return values;
}

std::vector<Sample> read_samples(std::string_view text) {
    std::vector<Sample> result;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        Line line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::string_view key = line.word();
        if (key.empty() || key.starts_with('#')) continue;
        if (key == "sample") {
            Sample sample;
            sample.id = line.word();
            sample.input.height = sample.input.width = static_cast<int>(line.number());
            result.push_back(std::move(sample));
        } else if (key == "stroke") {
            Stroke stroke;
            stroke.size = line.number();
            stroke.hardness = line.number();
            while (!line.empty()) {
                const float x = line.number();
                stroke.points.push_back({x, line.number()});
            }
            result.back().input.strokes.push_back(std::move(stroke));
        } else if (key == "matrix") {
            Input& input = result.back().input;
            input.base.name = result.back().id;
            input.base.values = std::make_shared<const pool::Tensor>(matrix_of(line));
        } else {
            throw std::logic_error("assets/samples.txt: \"" + std::string(key) + "\" is not a kind of line");
        }
    }
    return result;
}

}  // namespace

std::span<const Sample> samples() {
    static const std::vector<Sample> all = read_samples(embedded::samples("samples.txt"));
    return all;
}

std::span<const Preset> presets() {
    static constexpr std::array<Preset, 6> kPresets = {{
        {"preset.once", "MaxPool2d(2)"},
        {"preset.twice", "MaxPool2d(2), MaxPool2d(2)"},
        {"preset.thrice", "MaxPool2d(2), MaxPool2d(2), MaxPool2d(2)"},
        {"preset.average", "AvgPool2d(2), AvgPool2d(2)"},
        {"preset.overlapping", "MaxPool2d(3, stride=2, padding=1)"},
        {"preset.global", "AdaptiveAvgPool2d(1)"},
    }};
    return kPresets;
}

const Sample* find_sample(std::string_view id) {
    const auto all = samples();
    const auto found = std::ranges::find(all, id, &Sample::id);
    return found == all.end() ? nullptr : &*found;
}

pool::Upstream resolved_upstream(const pool::Upstream& upstream, const pool::Shape& shape) {
    pool::Upstream result = upstream;
    if (upstream.source != pool::Upstream::Source::target) return result;
    const Sample* sample = find_sample(upstream.target);
    if (!sample) return result;
    Input input = sample->input;
    input.height = static_cast<int>(shape.h);
    input.width = static_cast<int>(shape.w);
    // An array has a size of its own; as a picture it is fitted.
    input.base.picture = true;
    input.fit = Fit::stretch;
    const pool::Tensor drawn = raster(input);
    auto target = std::make_shared<pool::Tensor>(shape);
    for (std::int64_t n = 0; n < shape.n; ++n)
        for (std::int64_t c = 0; c < shape.c; ++c)
            std::ranges::copy(drawn.plane(0, std::min(c, drawn.shape().c - 1)), target->plane(n, c).begin());
    result.target_input = std::move(target);
    return result;
}

}  // namespace document
