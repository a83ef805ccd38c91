#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "figure/text.h"
#include "ui/app_state.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"
#include "ui/veiled.h"

namespace ui {

namespace {

/// Longer lines (the values of a map) are cut on the screen; what is copied is whole.
constexpr std::size_t kLongestLine = 96;
constexpr std::size_t kCutLine = 40;
constexpr float kVeiledEm = 6;  // of the hatched end of a line

constexpr std::array<std::pair<listing::CodeLanguage, const char*>, 3> kLanguages = {
    {{listing::CodeLanguage::numpy, "NumPy"},
     {listing::CodeLanguage::pytorch, "PyTorch"},
     {listing::CodeLanguage::cpp, "C++"}}};

void tabs(Frame& f) {
    listing::CodeLanguage& chosen = f.app.code_language;
    for (const auto& [language, name] : kLanguages) {
        if (f.ui.toggle(std::string("code.") + name, name, f.t("code.tab.tip"), chosen == language))
            chosen = language;
        ImGui::SameLine();
    }
    const std::string copy = f.t("code.copy");
    if (f.ui.button("code.copy", copy, f.t("code.copy.tip")))
        ImGui::SetClipboardText(f.caches.listing.listing.text().c_str());
}

/// A line as the narrow panel shows it: indented by half, long lists of values cut in the middle. Comments
/// that stand for a program are whole.
std::string shown(const listing::Listing& listing, const std::string& line) {
    std::string text = line.substr(std::min(line.find_first_not_of(' '), line.size()) / 2);
    if (text.size() <= kLongestLine || !listing.complete) return text;
    const std::size_t tail = text.find_last_of("]}");
    return text.substr(0, kCutLine) + " … " + (tail == std::string::npos ? "" : text.substr(tail));
}

/// Scrolls the lines when the line that runs is out of sight. Only when another line runs: a person may look
/// elsewhere.
void follow(ListingCache& code, const listing::Execution& now, float top, float height) {
    if (now.lines == code.followed || now.lines.empty()) return;
    code.followed = now.lines;
    const float local = top + static_cast<float>(now.lines.back()) * height - ImGui::GetWindowPos().y;
    const float first = top + static_cast<float>(now.lines.front()) * height - ImGui::GetWindowPos().y;
    const float room = ImGui::GetWindowHeight();
    if (first >= height && local <= room - 3 * height) return;
    // The loops around the line are seen too, where there is room for both.
    const float middle = local - first < room - 4 * height ? (first + local + height) / 2 : local;
    ImGui::SetScrollY(ImGui::GetScrollY() + middle - room / 2);
}

void lines(Frame& f, const listing::Execution& now) {
    const ListingCache& code = f.caches.listing;
    const std::vector<listing::Line>& all = code.listing.lines;
    const figure::Palette& p = f.palette();
    const float size = 0.86F * f.em();
    ImFont* font = f.fonts.nearest(figure::Face::mono, size, code.listing.text());
    const float glyphs = f.fonts.line_height(figure::Face::mono, size);
    const float height = std::round(1.12F * glyphs);
    float widest = 0;
    for (const listing::Line& line : all)
        widest =
            std::max(widest, figure::text_width(figure::Face::mono, size, shown(code.listing, line.text)));
    ImGui::PushStyleColor(ImGuiCol_ChildBg, im_vec(p.paper));
    // As high as the panel has room, so that the tabs and the variables stay in sight.
    const float whole = height * static_cast<float>(all.size()) + 2.2F * f.em();
    const float room = std::max(ImGui::GetContentRegionAvail().y, 4 * f.em());
    ImGui::BeginChild("code.lines", ImVec2(0, std::min(whole, room)), true,
                      ImGuiWindowFlags_HorizontalScrollbar);
    ImGui::PopStyleColor();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = std::max(widest + f.em(), ImGui::GetContentRegionAvail().x);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const float y = at.y + static_cast<float>(i) * height;
        const bool runs = std::ranges::find(now.lines, i) != now.lines.end();
        if (runs) {
            const bool loop =
                all[i].role == listing::LineRole::loop || all[i].role == listing::LineRole::window;
            list.AddRectFilled(ImVec2(at.x, y), ImVec2(at.x + width, y + height),
                               im_color(p.window.with_alpha(loop ? 0.12F : 0.36F)));
            list.AddRectFilled(ImVec2(at.x, y), ImVec2(at.x + 0.2F * f.em(), y + height), im_color(p.window));
        }
        const bool comment = all[i].text.starts_with("#") || all[i].text.starts_with("//");
        list.AddText(font, glyphs, ImVec2(std::round(at.x + 0.45F * f.em()), std::round(y)),
                     im_color(comment ? p.muted : p.ink), shown(code.listing, all[i].text).c_str());
        if (!all[i].veiled) continue;
        const float end =
            figure::text_width(figure::Face::mono, size, shown(code.listing, all[i].text)) + 0.6F * f.em();
        draw_veiled_at(f, {at.x + end, y + 0.1F * height, kVeiledEm * f.em(), 0.8F * height});
    }
    ImGui::Dummy(ImVec2(width, height * static_cast<float>(all.size())));
    follow(f.caches.listing, now, at.y, height);
    ImGui::EndChild();
    f.ui.record("code.lines", code.listing.text());
}

/// What the loops' variables hold now.
void variables(Frame& f, const listing::Execution& now) {
    if (hides(f, work::Hidden::formula)) return veiled(f, "code.variables", ImGui::GetContentRegionAvail().x);
    if (now.variables.empty()) return;
    std::string text;
    for (const auto& [name, value] : now.variables) text += (text.empty() ? "" : "  ") + name + " = " + value;
    f.ui.mono(text);
    f.ui.record("code.variables", text);
}

}  // namespace

void code_panel(Frame& f) {
    const pool::Evaluation& evaluation = f.work.evaluation();
    if (evaluation.layers.empty()) {
        f.ui.muted(f.t("hint.no_layers"));
        return;
    }
    tabs(f);
    f.caches.listing.refresh(evaluation, f.work.cursor(), f.app.code_language, f.app.veil());
    listing::Execution now =
        listing::execution(evaluation, f.work.walk().shown(), f.work.selection().item(),
                           f.work.selection().channel(), f.caches.listing.listing, f.app.code_language);
    const std::vector<listing::Line>& all = f.caches.listing.listing.lines;
    if (hides(f, work::Hidden::window))
        std::erase_if(now.lines, [&](std::size_t i) { return all[i].role != listing::LineRole::loop; });
    variables(f, now);
    lines(f, now);
    if (!f.caches.listing.listing.complete) f.ui.muted(f.t("code.none"));
}

}  // namespace ui
