#include "app/arguments.h"

#include <algorithm>
#include <charconv>

#include "document/raster.h"

namespace app {

void CursorArguments::add_to(Options& command) {
    options = {
        command.add("--phase", phase, "forward or backward").one_of({"forward", "backward"}),
        command.add("--layer", layer, "Number of the layer, 1 is the first"),
        command.add("--window", window, "Number of the window, row by row, 0 is the first"),
        command
            .add("--stage", stage, "Moment of the animation, 0 to 3: gather, compare, collapse; 0 is at rest")
            .between(0.0, 3.0),
        command.flag("--whole", whole, "All windows of the layer at once")};
}

bool CursorArguments::given() const { return std::ranges::any_of(options, &Option::given); }

pool::Cursor CursorArguments::cursor(const document::Document& document) const {
    const auto chain = pool::infer_shapes(document::input_shape(document.input), document.stack);
    const auto layers = static_cast<std::int64_t>(chain.shapes.size()) - 1;
    if (layer < 1 || layer > std::max<std::int64_t>(layers, 1))
        throw UsageError({"error.usage.layer", {layer, layers}});
    pool::Cursor result;
    if (layers == 0) return result;
    const std::int64_t windows = chain.shapes[static_cast<std::size_t>(layer)].plane();
    if (window < 0 || window >= windows)
        throw UsageError({"error.usage.window", {window, layer, windows - 1}});
    result.phase = phase == "backward" ? pool::Phase::backward : pool::Phase::forward;
    result.layer = static_cast<std::size_t>(layer - 1);
    result.window = window;
    result.stage = stage;
    result.whole = whole;
    return result;
}

void Pins::add_to(Options& command) {
    command
        .add("--pin", texts,
             "MAP,ROW,COLUMN of a cell whose lineage is shown; map 0 is the input. More than "
             "once: several")
        .repeated();
}

std::vector<pool::MapCell> Pins::read(const document::Document& document) const {
    std::vector<pool::MapCell> cells;
    for (const std::string& text : texts) cells.push_back(read_cell("--pin", text, document));
    return cells;
}

std::vector<std::int64_t> read_numbers(const std::string& text, std::size_t count) {
    std::vector<std::int64_t> numbers(count);
    const char* at = text.data();
    const char* end = at + text.size();
    for (std::size_t i = 0; i < count; ++i) {
        const auto [stop, error] = std::from_chars(at, end, numbers[i]);
        const bool last = i + 1 == count;
        if (error != std::errc{} || (last ? stop != end : stop == end || *stop != ',')) return {};
        at = last ? end : stop + 1;
    }
    return numbers;
}

pool::MapCell read_cell(const std::string& option, const std::string& text,
                        const document::Document& document) {
    const std::vector<std::int64_t> v = read_numbers(text, 3);
    if (v.empty()) throw UsageError({"error.usage.cell_text", {option, text}});
    const auto chain = pool::infer_shapes(document::input_shape(document.input), document.stack);
    const bool map = v[0] >= 0 && v[0] < static_cast<std::int64_t>(chain.shapes.size());
    const pool::Shape shape = map ? chain.shapes[static_cast<std::size_t>(v[0])] : pool::Shape{};
    if (!map || v[1] < 0 || v[1] >= shape.h || v[2] < 0 || v[2] >= shape.w)
        throw UsageError({"error.usage.cell", {option, text}});
    return {static_cast<std::size_t>(v[0]), {0, 0, v[1], v[2]}};
}

}  // namespace app
