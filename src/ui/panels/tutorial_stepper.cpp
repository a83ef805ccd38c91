#include <algorithm>
#include <array>
#include <string>

#include "lesson/tutorial.h"
#include "ui/app_state.h"
#include "ui/panels/lesson_answers.h"
#include "ui/school.h"
#include "ui/theme.h"

// The loops of a well-known tutorial, stepped window by window, with their four faults to be repaired one by
// one.

namespace ui {

namespace {

/// Width of the windows and step between them, of the first layer.
std::array<std::int64_t, 2> window_and_stride(const pool::Evaluation& evaluation) {
    const pool::AxisGeometry& axis = evaluation.layers.front().geometry().h();
    const std::int64_t k = std::max<std::int64_t>(axis.window(0).count, 1);
    const std::int64_t s = axis.output() > 1 ? axis.window(1).start - axis.window(0).start : k;
    return {k, std::max<std::int64_t>(s, 1)};
}

/// Played anew where the document or a repair is another one.
const TutorialPlay& played(School& school, const pool::Evaluation& evaluation, bool average) {
    TutorialPlay& play = school.tutorial;
    if (play.of == evaluation.id && play.average == average && play.repairs == school.repairs &&
        !play.listing.lines.empty())
        return play;
    const auto [k, s] = window_and_stride(evaluation);
    play = {evaluation.id, average, school.repairs, lesson::tutorial(average, school.repairs),
            lesson::play_tutorial(average, school.repairs, evaluation.map(0), k, s)};
    return play;
}

void repairs(Frame& f, bool average, lesson::Repairs& done) {
    struct Fault {
        const char* id;
        bool& repaired;
    };
    const std::array<Fault, 4> faults = {{{"tutorial.size", done.size},
                                          {"tutorial.name", done.name},
                                          {"tutorial.width", done.width},
                                          {"tutorial.argmax", done.argmax}}};
    for (const Fault& fault : faults) {
        // Only an average has an argmax too many.
        if (&fault.repaired == &done.argmax && !average) continue;
        if (&fault != faults.data()) ImGui::SameLine();
        if (f.ui.toggle(fault.id, f.t(fault.id), f.t(std::string(fault.id) + ".tip"), fault.repaired))
            fault.repaired = !fault.repaired;
    }
}

void lines(Frame& f, const lesson::TutorialListing& listing, const lesson::TutorialMoment* now, float width) {
    const float line = 1.2F * ImGui::GetTextLineHeight();
    const figure::Palette& p = f.palette();
    ImGui::BeginChild("tutorial.lines", ImVec2(width, std::min(9 * line, listing_room(f, 15))), true);
    compat::push_font(f.fonts.mono(), compat::font_size(f.fonts.mono()));
    std::string shown;
    for (std::size_t i = 0; i < listing.lines.size(); ++i) {
        const bool runs = now && std::ranges::find(now->lines, i) != now->lines.end();
        const bool fails = now && !now->error.empty() && !now->lines.empty() && now->lines.back() == i;
        if (runs) {
            const ImVec2 at = ImGui::GetCursorScreenPos();
            ImGui::GetWindowDrawList()->AddRectFilled(
                at, ImVec2(at.x + width, at.y + line),
                im_color((fails ? p.error : p.window).with_alpha(0.3F)));
            if (now->lines.back() == i) ImGui::SetScrollHereY();
        }
        ImGui::TextUnformatted(listing.lines[i].text.c_str());
        shown += listing.lines[i].text + "\n";
    }
    ImGui::PopFont();
    ImGui::EndChild();
    f.ui.record("tutorial.lines", shown);
}

}  // namespace

void tutorial_stepper(Frame& f, bool average, float width) {
    School& school = *f.app.school;
    if (f.work.evaluation().layers.empty()) return;
    const TutorialPlay& play = played(school, f.work.evaluation(), average);
    const std::vector<lesson::TutorialMoment>& moments = play.moments;
    school.tutorial_window = std::min(school.tutorial_window, moments.empty() ? 0 : moments.size() - 1);
    const lesson::TutorialMoment* now = moments.empty() ? nullptr : &moments[school.tutorial_window];
    lines(f, play.listing, now, width);
    if (f.ui.button("tutorial.previous", "◀", f.t("tutorial.previous.tip"), school.tutorial_window > 0))
        --school.tutorial_window;
    ImGui::SameLine();
    if (f.ui.button("tutorial.next", "▶", f.t("tutorial.next.tip"),
                    school.tutorial_window + 1 < moments.size()))
        ++school.tutorial_window;
    ImGui::SameLine();
    std::string text;
    if (now)
        for (const auto& [name, value] : now->variables)
            text += (text.empty() ? "" : "   ") + name + " = " + value;
    if (now && !now->error.empty()) text += "   " + now->error;
    f.ui.mono(text, false, true);
    f.ui.record("tutorial.variables", text);
    repairs(f, average, school.repairs);
    ImGui::SameLine();
    if (f.ui.button("tutorial.copy", f.t("code.copy"), f.t("code.copy.tip")))
        ImGui::SetClipboardText(play.listing.text().c_str());
}

}  // namespace ui
