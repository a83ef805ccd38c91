#include "measure/table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace measure {

namespace {

std::size_t commas(std::string_view text) { return static_cast<std::size_t>(std::ranges::count(text, ',')); }

}  // namespace

std::size_t Measure::most() const { return arguments.empty() ? 0 : commas(arguments) + 1; }

std::size_t Measure::fewest() const {
    const std::size_t optional = arguments.find('[');
    if (optional == std::string_view::npos) return most();
    return commas(arguments.substr(0, optional)) + (optional > 0 && arguments[optional - 1] != ',' ? 1 : 0);
}

std::int64_t Call::whole(std::size_t k) const {
    const double value = arguments_[k];
    if (value != std::floor(value) || std::abs(value) > 1e9)
        throw MeasureError({"error.measure.whole", {k + 1}});
    return static_cast<std::int64_t>(value);
}

std::size_t Call::map(std::size_t k) const {
    const std::int64_t map = whole(k);
    const std::size_t last = subject.a().layers.size();
    if (map < 0 || map > static_cast<std::int64_t>(last))
        throw MeasureError({"error.measure.map", {map, last}});
    return static_cast<std::size_t>(map);
}

std::size_t Call::layer(std::size_t k) const {
    const std::int64_t layer = whole(k);
    const std::size_t last = subject.a().layers.size();
    if (last == 0) throw MeasureError({"error.measure.no_layers"});
    if (layer < 1 || layer > static_cast<std::int64_t>(last))
        throw MeasureError({"error.measure.layer", {layer, last}});
    return static_cast<std::size_t>(layer);
}

pool::Cell Call::plane(const pool::Tensor& map) const {
    const pool::Shape& s = map.shape();
    return {std::clamp<std::int64_t>(subject.item, 0, std::max<std::int64_t>(s.n - 1, 0)),
            std::clamp<std::int64_t>(subject.channel, 0, std::max<std::int64_t>(s.c - 1, 0)), 0, 0};
}

pool::Cell Call::cell(std::size_t k, const pool::Tensor& map) const {
    pool::Cell cell = plane(map);
    cell.y = whole(k);
    cell.x = whole(k + 1);
    if (!map.contains(cell))
        throw MeasureError({"error.measure.cell", {cell.y, cell.x, map.shape().h, map.shape().w}});
    return cell;
}

std::span<const std::span<const Measure>> tables() {
    static const std::array all = {maps_table(), windows_table(), gradients_table(), pair_table(),
                                   lab_table()};
    return all;
}

}  // namespace measure
