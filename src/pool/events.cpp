#include "pool/events.h"

#include <algorithm>

#include "pool/trace.h"

namespace pool {

namespace {

/// None where there is no layer.
std::int64_t windows_of(const Evaluation& evaluation, const Cursor& cursor) {
    if (cursor.layer >= evaluation.layers.size()) return 0;
    return evaluation.layers[cursor.layer].forward.output.shape().plane();
}

/// Calls `visit` with the value of every cell inside the input that the window looks at, until it says false.
template <class Visit>
void visit_cells(const Evaluation& evaluation, std::size_t index, const Cell& output, Visit&& visit) {
    const LayerResult& layer = evaluation.layers[index];
    const Geometry& geometry = layer.geometry();
    const Tensor& input = evaluation.map(index);
    const AxisWindow h = geometry.rows(output);
    const AxisWindow w = geometry.columns(output);
    const AxisGeometry::Range channels = geometry.channels(output.c);
    for (std::int64_t c = channels.first; c < channels.last; ++c) {
        for (std::int64_t j = 0; j < h.count; ++j) {
            for (std::int64_t i = 0; i < w.count; ++i) {
                const Cell cell{geometry.item(output.n), c, h.tap(j), w.tap(i)};
                if (input.contains(cell) && !visit(input.at(cell))) return;
            }
        }
    }
}

bool cells_differ(const Evaluation& evaluation, std::size_t index, const Cell& output) {
    std::int64_t count = 0;
    float first = 0;
    bool differ = false;
    visit_cells(evaluation, index, output, [&](float value) {
        if (count++ == 0) first = value;
        differ = !(value == first);  // NaN differs from everything
        return !differ;
    });
    return differ || (count == 1 && first != 0);
}

/// No two of the cells are equal, and there are two at least.
bool all_differ(const Evaluation& evaluation, std::size_t index, const Cell& output) {
    std::vector<float> seen;
    bool all = true;
    visit_cells(evaluation, index, output, [&](float value) {
        all = std::ranges::find(seen, value) == seen.end();
        seen.push_back(value);
        return all && seen.size() <= 64;
    });
    return all && seen.size() > 1 && seen.size() <= 64;
}

bool selects(const Evaluation& evaluation, std::size_t index) {
    const LayerResult& layer = evaluation.layers[index];
    return layer.kind->reduction(layer.layer.params) == Reduction::select;
}

/// Several cells of a `select` layer's window have the value that wins.
bool has_tie(const Evaluation& evaluation, std::size_t index, const Cell& output) {
    if (!selects(evaluation, index)) return false;
    const float wins = evaluation.layers[index].forward.output.at(output);
    int equal = 0;
    visit_cells(evaluation, index, output, [&](float value) { return (equal += value == wins) < 2; });
    return equal > 1 && cells_differ(evaluation, index, output);
}

bool reaches_padding(const Evaluation& evaluation, std::size_t index, const Cell& output) {
    const Geometry& geometry = evaluation.layers[index].geometry();
    const Shape& below = evaluation.map(index).shape();
    const AxisWindow h = geometry.rows(output);
    const AxisWindow w = geometry.columns(output);
    return h.start < 0 || w.start < 0 || h.end() > below.h || w.end() > below.w;
}

/// Tells of each window, in the order of the walk, whether one before it has been at one of its cells:
/// forward all that it looks at, backward those that it sends a gradient to.
class Meetings {
 public:
    Meetings(const Evaluation& evaluation, const Cursor& cursor)
        : evaluation_(evaluation),
          cursor_(cursor),
          been_(static_cast<std::size_t>(evaluation.map(cursor.layer).shape().plane())) {}

    bool meets(const Cell& output) {
        const LayerResult& layer = evaluation_.layers[cursor_.layer];
        const bool backward = cursor_.phase == Phase::backward;
        if (backward && evaluation_.gradient(cursor_.layer + 1).at(output) == 0) return false;
        const Shape& below = evaluation_.map(cursor_.layer).shape();
        if (backward && selects(evaluation_, cursor_.layer) && !layer.forward.indices.empty()) {
            const std::int64_t winner = layer.forward.indices.at(output);
            return winner >= 0 && came_again(winner);
        }
        const AxisWindow h = layer.geometry().rows(output);
        const AxisWindow w = layer.geometry().columns(output);
        bool met = false;
        for (std::int64_t j = 0; j < h.count; ++j)
            for (std::int64_t i = 0; i < w.count; ++i)
                if (h.tap(j) >= 0 && h.tap(j) < below.h && w.tap(i) >= 0 && w.tap(i) < below.w)
                    met = came_again(h.tap(j) * below.w + w.tap(i)) || met;
        return met;
    }

 private:
    bool came_again(std::int64_t position) {
        const auto at = static_cast<std::size_t>(position);
        const bool been = been_[at];
        been_[at] = true;
        return been;
    }

    const Evaluation& evaluation_;
    const Cursor& cursor_;
    std::vector<bool> been_;
};

/// The layer after (+1) or before (−1) the cursor's in the walk, at its first or last window.
std::optional<Cursor> next_layer(const Evaluation& evaluation, const Cursor& cursor, int way) {
    const auto layers = static_cast<std::int64_t>(evaluation.layers.size());
    const auto layer = static_cast<std::int64_t>(cursor.layer);
    const std::int64_t now = cursor.phase == Phase::forward ? layer : 2 * layers - 1 - layer;
    const std::int64_t next = now + way;
    if (next < 0 || next >= 2 * layers) return std::nullopt;
    Cursor result = cursor;
    result.phase = next < layers ? Phase::forward : Phase::backward;
    result.layer = static_cast<std::size_t>(next < layers ? next : 2 * layers - 1 - next);
    result.window = way > 0 ? 0 : windows_of(evaluation, result) - 1;
    result.stage = 0;
    return result;
}

}  // namespace

bool is_eventful(const Evaluation& evaluation, const Cursor& cursor, const ShownPlane& shown) {
    const Cell output = output_cell(evaluation, cursor, shown.n, shown.c);
    if (cursor.phase == Phase::backward) return evaluation.gradient(cursor.layer + 1).at(output) != 0;
    return cells_differ(evaluation, cursor.layer, output);
}

std::int64_t eventful_windows(const Evaluation& evaluation, const Cursor& cursor, const ShownPlane& shown) {
    Cursor at = cursor;
    std::int64_t count = 0;
    for (at.window = 0; at.window < windows_of(evaluation, cursor); ++at.window)
        count += is_eventful(evaluation, at, shown) ? 1 : 0;
    return count;
}

std::optional<Cursor> next_eventful(const Evaluation& evaluation, const Cursor& cursor, int way,
                                    const ShownPlane& shown) {
    if (evaluation.layers.empty()) return std::nullopt;
    Cursor at = cursor;
    at.stage = 0;
    at.window += way;
    while (true) {
        for (; at.window >= 0 && at.window < windows_of(evaluation, at); at.window += way)
            if (is_eventful(evaluation, at, shown)) return at;
        const std::optional<Cursor> next = next_layer(evaluation, at, way);
        if (!next) return std::nullopt;
        at = *next;
    }
}

Cursor opening(const Evaluation& evaluation, const ShownPlane& shown) {
    if (evaluation.layers.empty()) return {};
    Cursor at;
    for (; at.window < windows_of(evaluation, at); ++at.window)
        if (all_differ(evaluation, at.layer, output_cell(evaluation, at, shown.n, shown.c))) return at;
    at.window = -1;
    const std::optional<Cursor> first = next_eventful(evaluation, at, 1, shown);
    return first && first->phase == Phase::forward && first->layer == 0 ? *first : Cursor{};
}

double seconds_a_window(std::int64_t windows) {
    constexpr double kLayer = 20;
    constexpr double kMost = 1.5;
    return std::min(kMost, kLayer / static_cast<double>(std::max<std::int64_t>(windows, 1)));
}

std::vector<KeyMoment> key_moments(const Evaluation& evaluation, const Cursor& cursor,
                                   const ShownPlane& shown) {
    std::vector<KeyMoment> moments;
    std::array<bool, 5> found{};
    const auto add = [&](Idea idea, std::int64_t window, bool is) {
        const auto known = [&](const KeyMoment& moment) { return moment.window == window; };
        if (!is || found[static_cast<std::size_t>(idea)]) return;
        found[static_cast<std::size_t>(idea)] = true;
        if (std::ranges::none_of(moments, known)) moments.push_back({window, idea});
    };
    Meetings meetings(evaluation, cursor);
    Cursor at = cursor;
    const std::int64_t windows = windows_of(evaluation, cursor);
    for (at.window = 0; at.window < windows; ++at.window) {
        const Cell output = output_cell(evaluation, at, shown.n, shown.c);
        const bool meets = !found[2] && meetings.meets(output);
        if (!is_eventful(evaluation, at, shown)) continue;
        add(Idea::first, at.window, true);
        add(Idea::tie, at.window, !found[1] && has_tie(evaluation, at.layer, output));
        add(Idea::overlap, at.window, meets);
        add(Idea::border, at.window, !found[3] && reaches_padding(evaluation, at.layer, output));
    }
    add(Idea::last, windows - 1, windows > 0);
    return moments;
}

std::optional<Cursor> next_key_moment(const Evaluation& evaluation, const Cursor& cursor, int way,
                                      const ShownPlane& shown) {
    if (evaluation.layers.empty()) return std::nullopt;
    Cursor at = cursor;
    at.stage = 0;
    bool here = true;
    while (true) {
        std::vector<KeyMoment> moments = key_moments(evaluation, at, shown);
        if (way < 0) std::ranges::reverse(moments);
        for (const KeyMoment& moment : moments) {
            if (here && (way > 0 ? moment.window <= cursor.window : moment.window >= cursor.window)) continue;
            at.window = moment.window;
            return at;
        }
        const std::optional<Cursor> next = next_layer(evaluation, at, way);
        if (!next) return std::nullopt;
        at = *next;
        here = false;
    }
}

}  // namespace pool
