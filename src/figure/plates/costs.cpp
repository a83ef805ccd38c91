#include <algorithm>
#include <array>

#include "figure/plates/side.h"
#include "figure/text.h"
#include "measure/cost.h"

namespace figure {

namespace {

/// 1234567 as "1 234 567".
std::string grouped(std::int64_t value) {
    std::string digits = std::to_string(value);
    for (std::ptrdiff_t at = std::ssize(digits) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), "\u202F");
    return digits;
}

struct CostRow {
    const char* key;
    std::int64_t (*value)(const measure::MapCost&);
};
constexpr std::array<CostRow, 6> kCostRows = {{
    {"cost.cells", [](const measure::MapCost& c) { return c.cells; }},
    {"cost.bytes", [](const measure::MapCost& c) { return c.bytes; }},
    {"cost.conv.parameters", [](const measure::MapCost& c) { return c.convolution_parameters; }},
    {"cost.conv.operations", [](const measure::MapCost& c) { return c.convolution_multiply_adds; }},
    {"cost.dense.parameters", [](const measure::MapCost& c) { return c.dense_parameters; }},
    {"cost.dense.operations", [](const measure::MapCost& c) { return c.dense_multiply_adds; }},
}};

}  // namespace

Drawing compose_costs(const pool::Evaluation& evaluation, const Style& style, const Strings& strings,
                      Point size) {
    Drawing drawing;
    drawing.size = size;
    const Group group(drawing, "costs");
    const float em = style.em;
    const Palette& p = style.palette;
    drawing.add(Text{{0, 0.8F * em}, strings("cost.title"), p.ink, em, Face::text_bold});
    std::vector<measure::MapCost> costs;
    for (std::size_t map = 0; map < evaluation.map_count(); ++map)
        costs.push_back(measure::cost_behind(evaluation.map(map).shape()));
    float y = 2.4F * em;
    const float block = std::min((size.y - y) / static_cast<float>(kCostRows.size()),
                                 (1.9F + 1.25F * static_cast<float>(costs.size())) * em);
    for (const CostRow& row : kCostRows) {
        drawing.add(Text{{0, y},
                         elided(Face::text_bold, 0.85F * em, strings(row.key), size.x),
                         p.ink,
                         0.85F * em,
                         Face::text_bold});
        const float line = (block - 1.7F * em) / static_cast<float>(costs.size());
        const auto most = static_cast<float>(std::max<std::int64_t>(row.value(costs.front()), 1));
        float at = y + 1.15F * em;
        for (std::size_t map = 0; map < costs.size(); ++map) {
            const std::int64_t value = row.value(costs[map]);
            const std::string number = grouped(value);
            const float wide = text_width(Face::mono, 0.85F * em, number);
            const float left = 3.2F * em;
            const float room = std::max(size.x - left - 7.5F * em, em);
            const float length = std::min(room * static_cast<float>(value) / most, room);
            drawing.add(Text{{0, at},
                             map == 0 ? strings("side.input") : "L" + std::to_string(map),
                             p.muted,
                             0.85F * em,
                             Face::text});
            const float thick = std::min(0.6F * em, 0.7F * line);
            // What does not shrink stands out from what does.
            const bool saved = map == 0 || value < row.value(costs.front());
            drawing.add(RectFill{{left, at - thick / 2, std::max(length, 0.1F * em), thick},
                                 saved ? p.positive : p.winner,
                                 0.1F * em});
            drawing.add(Text{{std::min(left + length + 0.5F * em, size.x - wide), at},
                             number,
                             p.ink,
                             0.85F * em,
                             Face::mono});
            at += line;
        }
        y += block;
    }
    return drawing;
}

}  // namespace figure
