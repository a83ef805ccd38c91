#include <algorithm>
#include <numeric>
#include <span>
#include <vector>

#include "figure/number.h"
#include "figure/plates/blocks.h"
#include "figure/text.h"
#include "pool/notation.h"

// The tower as a picture, with the names and sizes of its maps as text beside it.

namespace figure {

namespace {

constexpr float kTowerEm = 34;  // the picture's width by nature
constexpr float kTowerLeastEm = 10;
constexpr float kLeaderEm = 1.0F;

struct TowerLabel {
    std::string name, size;
    Point anchor;  ///< on the picture
    float y = 0;   ///< of the label's middle
    float width(float em) const {
        return std::max(text_width(Face::text_bold, em, name), text_width(Face::mono, 0.85F * em, size));
    }
};

std::vector<TowerLabel> labels_of(const FigureRequest& request, float scale) {
    const pool::Evaluation& e = request.evaluation;
    const bool gradient = request.cursor.phase == pool::Phase::backward;
    std::vector<TowerLabel> labels;
    for (std::size_t map = 0; map < std::min(e.map_count(), request.tower->anchors.size()); ++map) {
        const Point& at = request.tower->anchors[map];
        const pool::Shape& shape = e.map(map).shape();
        labels.push_back({map_label(request, e, map, gradient),
                          size_text(shape),
                          {at.x * scale, at.y * scale},
                          at.y * scale});
    }
    return labels;
}

/// From the lowest one upwards, each at least a label's height above the one before.
void spread_labels(std::vector<TowerLabel>& labels, float height, float em) {
    std::ranges::sort(labels, {}, [](const TowerLabel& label) { return -label.anchor.y; });
    const float step = 2.6F * em;
    float below = height - step / 2;
    for (TowerLabel& label : labels) below = label.y = std::min(label.y, below), below -= step;
    // What has been pushed beyond the top comes back down.
    float above = step / 2;
    for (std::size_t i = labels.size(); i-- > 0;) {
        labels[i].y = std::max(labels[i].y, above);
        above = labels[i].y + step;
    }
}

void draw_label(Drawing& drawing, const TowerLabel& label, float left, const Style& style) {
    const float em = style.em;
    const Pen quiet = pen(style, Meaning::quiet);
    const float end = left + kLeaderEm * em;
    drawing.add(Polyline{{label.anchor, {end, label.y}}, quiet.color, 0.7F * quiet.width});
    const float x = end + 0.4F * em;
    drawing.add(Text{{x, label.y - 0.6F * em}, label.name, style.palette.ink, em, Face::text_bold});
    drawing.add(Text{{x, label.y + 0.6F * em}, label.size, style.palette.muted, 0.85F * em, Face::mono});
}

}  // namespace

Figure compose_tower_figure(const FigureRequest& request) {
    const Style& style = request.style;
    const float em = style.em;
    const Pixels& pixels = *request.tower->pixels;
    float beside = 0;
    if (request.names)
        for (const TowerLabel& label : labels_of(request, 1))
            beside = std::max(beside, (kLeaderEm + 0.4F) * em + label.width(em));
    const float least = kTowerLeastEm * em + beside;
    if (request.width > 0 && request.width < least) throw DoesNotFit(least, request.width);
    const float wide = request.width > 0 ? request.width - beside : kTowerEm * em;
    const float scale = wide / static_cast<float>(pixels.width);
    std::vector<TowerLabel> labels = labels_of(request, scale);
    const float labelled = request.names ? 2.6F * em * static_cast<float>(labels.size()) : 0;
    const float high = std::max(scale * static_cast<float>(pixels.height), labelled);
    Figure figure;
    Drawing& drawing = figure.drawing;
    const Rect place{0, 0, wide, scale * static_cast<float>(pixels.height)};
    {
        const Group group(drawing, "tower");
        drawing.add(Image{place, request.tower->pixels, request.tower->key});
    }
    if (request.names) {
        const Group group(drawing, "names");
        spread_labels(labels, high, em);
        for (const TowerLabel& label : labels) draw_label(drawing, label, wide, style);
    }
    if (request.cursor.phase == pool::Phase::forward) {
        // As the picture has it: one range for all maps.
        std::vector<std::span<const float>> maps;
        for (std::size_t i = 0; i < request.evaluation.map_count(); ++i)
            if (!request.veil.hides_map(i)) maps.push_back(request.evaluation.map(i).data());
        if (!maps.empty()) legend_below(drawing, request, bounds(drawing).right(), range_of(maps), false);
    }
    trim(drawing, request);
    pool::Stack stack;
    for (const pool::LayerResult& layer : request.evaluation.layers) stack.push_back(layer.layer);
    figure.caption = request.words.sentence(
        "plate.tower.caption", {pool::notation(stack), size_text(request.evaluation.map(0).shape()),
                                size_text(request.evaluation.output().shape())});
    return figure;
}

}  // namespace figure
