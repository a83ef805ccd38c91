#include <algorithm>
#include <array>
#include <string>

#include "document/lane.h"
#include "document/transform.h"
#include "figure/number.h"
#include "figure/plates/side.h"
#include "figure/rich_text.h"
#include "figure/text.h"
#include "ui/app_state.h"
#include "ui/layout.h"
#include "ui/panels/panels.h"
#include "ui/panels/side_parts.h"
#include "ui/side.h"
#include "ui/side_actions.h"
#include "ui/theme.h"
#include "ui/views.h"

namespace ui {

namespace {

using document::Document;
using document::Transform;

bool backward(const Frame& f) { return f.work.cursor().phase == pool::Phase::backward; }

/// What became of the chosen map, from the numbers; or why there is no lane B.
std::string main_sentence(Frame& f) {
    const Side& side = f.app.side();
    if (!side.error().empty()) return f.t(side.error());
    const auto& pairs = backward(f) ? side.pairs().gradients : side.pairs().maps;
    if (side.stand.row >= pairs.size() || hides_comparison(side_view(f, false), side.stand.row)) return {};
    return figure::side_sentence(pairs[side.stand.row], backward(f), f.t);
}

/// In what B differs, and how its cells were found.
std::string made_text(Frame& f) {
    const Document& document = f.work.document();
    const document::Input& input = document.other.input.value_or(document.input);
    std::string text;
    const auto add = [&](const char* key) { text += (text.empty() ? "" : " · ") + f.t(key); };
    if (!(input == document.input)) add("side.how.input");
    constexpr std::array<const char*, 4> kHow = {nullptr, "side.how.cells", "side.how.strokes",
                                                 "side.how.bilinear"};
    const document::Resampling how = document::resampling(input, document.other.transform);
    if (const char* key = kHow[static_cast<std::size_t>(how)]) add(key);
    if (document::other_stack(document)) add("side.how.stack");
    if (text.empty()) add("side.how.none");
    const bool asked = f.app.veil().hides(work::Hidden::difference);
    if (f.app.side().stand.digit_pairs && f.app.side().shifts() && !asked)
        text += " · " + f.t.format("side.pairs", {std::to_string(f.app.side().shifts()->equal_pairs)});
    return text;
}

/// The values of both lanes below the pointer.
std::string pointed_text(Frame& f, const pool::MapCell& at) {
    const pool::Tensor& a = figure::map_of(f.work.evaluation(), at.map, backward(f));
    const pool::Evaluation& lane = f.app.side().b();
    const std::string place = std::to_string(at.cell.y) + ", " + std::to_string(at.cell.x);
    if (at.map >= lane.map_count() || !a.contains(at.cell)) return {};
    const pool::Tensor& b = figure::map_of(lane, at.map, backward(f));
    if (!b.contains(at.cell)) return {};
    const float of_a = a.at(at.cell);
    const float of_b = b.at(at.cell);
    return f.t.format(
        "side.pointed",
        {place, figure::number(static_cast<double>(of_a)), figure::number(static_cast<double>(of_b)),
         figure::number(static_cast<double>(of_b) - static_cast<double>(of_a))});
}

std::string second_line(Frame& f) {
    if (const auto& at = f.work.selection().hovered(); at && !hides_comparison(side_view(f, false), at->map))
        if (std::string text = pointed_text(f, *at); !text.empty()) return text;
    if (f.app.side().stand.focus) return f.t("side.hint.focus");
    return f.settings.presenting ? made_text(f) : made_text(f) + " · " + f.t("side.hint");
}

void side_foot(Frame& f, figure::Rect rect) {
    const bool failed = !f.app.side().error().empty();
    const figure::Palette& p = f.palette();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(ImVec2(rect.x, rect.y), ImVec2(rect.right(), rect.bottom()), im_color(p.panel));
    list.AddLine(ImVec2(rect.x, rect.y), ImVec2(rect.right(), rect.y), im_color(p.line));
    figure::Drawing drawing;
    const float em = f.em();
    const std::string text = main_sentence(f);
    float size = em * (f.settings.presenting ? 1.8F : 1.45F);
    const float room = rect.w - 2 * em;
    const float wide = figure::sentence_extent(text, size, 1e6F, 1).x;
    if (wide > room) size *= room / wide;
    const float top = rect.h * 0.36F - 0.7F * size;
    figure::draw_sentence(drawing, {rect.w / 2, top}, text, size, rect.w, 1, failed ? p.error_text : p.ink,
                          f.style);
    const float small = 0.9F * em;
    const std::string second = second_line(f);
    drawing.add(figure::Text{{rect.w / 2, rect.h * 0.76F},
                             figure::elided(figure::Face::text, small, second, room),
                             p.muted,
                             small,
                             figure::Face::text,
                             figure::Align::center});
    draw_at(f, drawing, {rect.x, rect.y});
    f.ui.record("side.sentence", figure::unmarked(text), ImVec2(rect.x, rect.y),
                ImVec2(rect.right(), rect.y + rect.h / 2));
    f.ui.record("side.second", second, ImVec2(rect.x, rect.y + rect.h / 2),
                ImVec2(rect.right(), rect.bottom()));
}

bool side_animates(const AppState& app) { return app.side().busy(); }

/// X is held, and not typed into a field.
bool blinks() {
    const ImGuiIO& io = ImGui::GetIO();
    return ImGui::IsKeyDown(compat::key_code(Key::x)) && !io.WantTextInput && !io.KeyCtrl && !io.KeyAlt;
}

void side_panel(Frame& f) {
    Side& side = f.app.side();
    side.follow(f.work);
    const float em = f.em();
    const ImVec2 window = ImGui::GetWindowPos();
    const ImVec2 all = ImGui::GetWindowSize();
    if (!f.settings.presenting) side_controls(f);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float left = window.x + 1.2F * em;
    const float width = all.x - 2.4F * em;
    const float foot = (f.settings.presenting ? 4.4F : 3.9F) * em;
    const float top = at.y + 0.3F * em;
    const float height = window.y + all.y - foot - 0.6F * em - top;
    const figure::Rect room{left, top, width, std::max(height, em)};
    const float rows = figure::side_width(side.pairs().maps.size(), room.h, f.style);
    SideLayout layout = lay_out_side(room, em, f.settings.presenting, rows, figure::least_side_width(f.style),
                                     side.stand.curves_turn);
    side.stand.turns = layout.turns;
    if (side.stand.large) layout = {room, {}, layout.turns};
    if (layout.maps.w > 0) side_maps(f, layout.maps, blinks());
    if (layout.curves.w > 0) side_curves(f, layout.curves);
    side_foot(f, {window.x, window.y + all.y - foot, all.x, foot});
}

}  // namespace

constinit const View kSideView{"side", "view.side", side_panel, side_actions, side_animates, side_key, true};

}  // namespace ui
