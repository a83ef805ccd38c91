#include <algorithm>
#include <string>

#include "figure/plates/pair_layout.h"
#include "figure/plates/veiled.h"
#include "figure/rich_text.h"
#include "figure/sentence.h"
#include "figure/text.h"
#include "pool/notation.h"

namespace figure {

namespace {

/// "Input", "After MaxPool2d(2)", "grad_input".
std::string map_name(const PairScene& scene, const MapArea& area) {
    if (scene.backward) return &area == &scene.left ? "grad_input" : "grad_output";
    if (area.map == 0) return scene.strings("figure.input");
    return scene.strings.format("figure.after",
                                {pool::notation(scene.evaluation.layers[area.map - 1].layer)});
}

/// "28 × 28", with the shown channel where there are several.
std::string map_detail(const PairScene& scene, const MapArea& area) {
    if (scene.hides_size(area.map)) return kHiddenSize;
    const pool::Shape& shape = scene.evaluation.map(area.map).shape();
    std::string detail = std::to_string(shape.h) + " × " + std::to_string(shape.w);
    if (shape.c > 1)
        detail +=
            " · " + scene.strings.format("figure.channel", {std::to_string(area.c), std::to_string(shape.c)});
    if (shape.n > 1)
        detail +=
            " · " + scene.strings.format("figure.item", {std::to_string(area.n), std::to_string(shape.n)});
    return detail;
}

}  // namespace

void draw_caption(Drawing& drawing, const PairScene& scene, const MapArea& area, const Rect& frame) {
    const float em = scene.em();
    const float size = 1.05F * em;
    const bool left = &area == &scene.left;
    // A narrow map's caption may be as wide as its place.
    const float middle = scene.size.x / 2;
    const float low = left ? 0.3F * em : middle + 0.3F * em;
    const float high = left ? middle - 0.3F * em : scene.size.x - 0.3F * em;
    const std::string detail = map_detail(scene, area);
    const float detail_w = text_width(Face::mono, 0.9F * em, detail) + 0.7F * em;
    const std::string name = map_name(scene, area);
    const float name_w = text_width(Face::text_bold, size, name);
    const bool both = name_w + detail_w <= high - low;
    const std::string shown = elided(Face::text_bold, size, name, high - low);
    const float total = both ? name_w + detail_w : text_width(Face::text_bold, size, shown);
    const float x = std::clamp(frame.x, low, std::max(low, high - total));
    const float y = frame.y - em;
    const Palette& p = scene.palette();
    drawing.add(Text{{x, y}, shown, p.ink, size, Face::text_bold});
    if (!both) return;
    drawing.add(Text{{x + name_w + 0.7F * em, y}, detail, p.muted, 0.9F * em, Face::mono});
    const std::string role =
        scene.backward ? "· " + scene.strings(left ? "figure.arrives.here" : "figure.sent") : std::string();
    const float role_x = x + total + 0.5F * em;
    if (!role.empty() && role_x + text_width(Face::text, 0.9F * em, role) <= high)
        drawing.add(Text{{role_x, y}, role, p.muted, 0.9F * em});
}

void draw_legends(Drawing& drawing, const PairScene& scene) {
    if (!scene.legend_shown) return;
    const float em = scene.em();
    const float y = scene.said.bottom() - 0.9F * em;
    const float width = std::min(14 * em, scene.size.x * 0.4F);
    const auto legend = [&](float center, Range range) {
        const float x = std::clamp(center - width / 2, 0.0F, std::max(0.0F, scene.size.x - width));
        const bool veiled = scene.hides_cells(scene.layer) || scene.hides_cells(scene.layer + 1);
        draw_legend(drawing, {x, y}, width, range, scene.backward, scene.style, veiled);
    };
    if (scene.ranges.shared()) return legend(scene.size.x / 2, scene.ranges.below);
    legend(std::min(scene.left_frame.center().x, scene.size.x / 2 - width / 2), scene.ranges.below);
    legend(std::max(scene.right_frame.center().x, scene.size.x / 2 + width / 2), scene.ranges.above);
}

void draw_pair_sentence(Drawing& drawing, const PairScene& scene) {
    if (!scene.view.said) return;
    const Group group(drawing, "said");
    const Palette& p = scene.palette();
    const float em = scene.em();
    const float width = scene.said.w - 1.6F * em;
    const float room = 1.4F * scene.said_size * static_cast<float>(scene.said_lines);
    const auto said = [&](bool numbers) {
        return said_of(scene.evaluation, scene.cursor, scene.view.n, scene.view.c, scene.strings, numbers,
                       scene.view.veil);
    };
    Said shown = said(true);
    float size = scene.said_size;
    const auto fits = [&] {
        const Point taken = sentence_extent(shown.main, size, width, 99);
        return taken.y <= room + 0.5F && taken.x <= width;
    };
    if (!fits()) shown = said(false);
    while (!fits() && size > 0.7F * em) size *= 0.94F;
    const float taken = sentence_extent(shown.main, size, width, 99).y;
    const float top = scene.said.y + std::max(room - taken, 0.0F) / 2;
    draw_sentence(drawing, {scene.size.x / 2, top}, shown.main, size, width, 99, p.ink, scene.style);
    if (!scene.more_shown || shown.more.empty()) return;
    float small = scene.style.presenting ? 1.1F * em : em;
    while (sentence_extent(shown.more, small, width, 99).y > 1.5F * small && small > 0.7F * em)
        small *= 0.94F;
    draw_sentence(drawing, {scene.size.x / 2, scene.said.y + room}, shown.more, small, width, 1, p.muted,
                  scene.style);
}

}  // namespace figure
