#include "document/samples.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "document/raster.h"
#include "document/transform.h"
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

/// Values behind their shape: rows and columns ("matrix"), or all four lengths ("array"). Values that are
/// left out repeat those before them.
pool::Tensor values_of(Line& line, bool array) {
    const auto length = [&] { return static_cast<std::int64_t>(line.number()); };
    pool::Shape shape;
    if (array) {
        shape.n = length();
        shape.c = length();
    }
    shape.h = length();
    shape.w = length();
    pool::Tensor values(shape);
    std::size_t read = 0;
    for (float& value : values.data()) {
        if (!line.empty()) {
            value = line.number();
            ++read;
        } else if (read > 0) {
            const auto at = static_cast<std::size_t>(&value - values.data().data());
            value = values.data()[at - read];
        } else {
            throw std::logic_error("assets/samples.txt: a matrix has no values");
        }
    }
    return values;
}

/// `like ID` and what is changed in it: `edit ROW COLUMN VALUE`, `turn DEGREES`, `shuffle SEED`.
void change_sample(Input& input, std::string_view key, Line& line) {
    if (key == "edit") {
        const auto row = static_cast<std::int64_t>(line.number());
        const auto column = static_cast<std::int64_t>(line.number());
        input.edits.push_back({{0, 0, row, column}, line.number()});
        return;
    }
    Transform transform;
    if (key == "turn") {
        transform.angle = static_cast<double>(line.number());
    } else {
        transform.shuffle = static_cast<std::int64_t>(line.number());
    }
    input = transformed(input, transform);
}

struct Samples {
    std::vector<Sample> all;
    std::size_t shown = 0;  ///< those before the first `extra`
};

Samples read_samples(std::string_view text) {
    Samples samples;
    std::vector<Sample>& result = samples.all;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        Line line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::string_view key = line.word();
        if (key.empty() || key.starts_with('#')) continue;
        if (key == "sample" || key == "extra") {
            Sample sample;
            sample.id = line.word();
            sample.input.height = sample.input.width = static_cast<int>(line.number());
            result.push_back(std::move(sample));
            if (key == "sample") samples.shown = result.size();
        } else if (key == "stroke") {
            Stroke stroke;
            stroke.size = line.number();
            stroke.hardness = line.number();
            while (!line.empty()) {
                const float x = line.number();
                stroke.points.push_back({x, line.number()});
            }
            result.back().input.strokes.push_back(std::move(stroke));
        } else if (key == "matrix" || key == "array") {
            Input& input = result.back().input;
            input.base.name = result.back().id;
            input.base.values = std::make_shared<const pool::Tensor>(values_of(line, key == "array"));
        } else if (key == "like") {
            const std::string_view id = line.word();
            const auto other = std::ranges::find(result, id, &Sample::id);
            if (other == result.end())
                throw std::logic_error("assets/samples.txt: there is no sample " + std::string(id));
            result.back().input = other->input;
        } else if (key == "edit" || key == "turn" || key == "shuffle") {
            Sample& sample = result.back();
            change_sample(sample.input, key, line);
            if (sample.input.base.values) sample.input.base.name = sample.id;
        } else {
            throw std::logic_error("assets/samples.txt: \"" + std::string(key) + "\" is not a kind of line");
        }
    }
    return samples;
}

const Samples& kept() {
    static const Samples samples = read_samples(embedded::samples("samples.txt"));
    return samples;
}

}  // namespace

std::span<const Sample> samples() { return std::span(kept().all).first(kept().shown); }

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
    const std::vector<Sample>& all = kept().all;
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
