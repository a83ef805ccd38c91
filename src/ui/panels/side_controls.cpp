#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "document/cases.h"
#include "document/lane.h"
#include "document/samples.h"
#include "figure/number.h"
#include "pool/notation.h"
#include "pool/rules.h"
#include "ui/app_state.h"
#include "ui/panels/action_controls.h"
#include "ui/panels/side_parts.h"
#include "ui/popover.h"
#include "ui/side.h"
#include "ui/side_actions.h"
#include "ui/theme.h"

namespace ui {

namespace {

using document::Document;
using document::Transform;

constexpr float kMostShift = 1000;
constexpr float kMarginEm = 1.2F;

/// The next control stands in this line where there is room for it, otherwise in a new one.
void go_on(float width) {
    const float right = ImGui::GetWindowPos().x + ImGui::GetWindowWidth() - kMarginEm * ImGui::GetFontSize();
    const float end = ImGui::GetItemRectMax().x + ImGui::GetStyle().ItemSpacing.x + width;
    if (end < right) ImGui::SameLine();
}

float label_width(const std::string& label) {
    return label.empty() ? 0 : ImGui::CalcTextSize(label.c_str()).x + ImGui::GetStyle().ItemSpacing.x;
}

/// A field whose text is taken when Enter is pressed or it is left. True: `text` is what was typed.
bool typed_field(Frame& f, const std::string& id, const std::string& shown, float width, std::string& text) {
    std::map<std::string, std::string>& typed = f.app.side().stand.typed;
    const auto kept = typed.find(id);
    text = kept == typed.end() ? shown : kept->second;
    const bool taken = f.ui.text_field(id, "", f.t(id + ".tip"), text, width);
    if (ImGui::IsItemActive() && !taken) {
        typed[id] = text;
    } else {
        typed.erase(id);
    }
    return taken;
}

struct Number {
    const char* id;
    double value;
    double least, most;
    void (*set)(Transform&, double);
};

void number_field(Frame& f, const Number& field) {
    const std::string label = f.t(field.id);
    const float width = 3 * f.em();
    go_on(label_width(label) + width);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(label.c_str());
    ImGui::SameLine();
    std::string text;
    if (!typed_field(f, field.id, figure::number(field.value, 6), width, text)) return;
    // A true minus is a minus too.
    if (text.starts_with("\u2212")) text = "-" + text.substr(3);
    if (text.starts_with("+")) text = text.substr(1);
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool read = problem == std::errc{} && end == text.data() + text.size();
    if (!read || !(number >= field.least && number <= field.most)) {
        f.app.show_error(
            {"error.side.number", {text, figure::number(field.least), figure::number(field.most)}});
        return;
    }
    Transform transform = f.work.document().other.transform;
    field.set(transform, number);
    edit_transform(f, transform, {});
}

void numbers_of_b(Frame& f) {
    const Transform& t = f.work.document().other.transform;
    const std::string made = f.t("side.made");
    ImGui::AlignTextToFramePadding();
    f.ui.heading(made);
    f.ui.record("side.made", made);
    for (const Number& field :
         {Number{"side.dx", t.dx, -kMostShift, kMostShift, [](Transform&to, double v) { to.dx = v; }},
          Number{"side.dy", t.dy, -kMostShift, kMostShift, [](Transform&to, double v) { to.dy = v; }},
          Number{"side.angle", t.angle, -3600, 3600, [](Transform&to, double v) { to.angle = v; }},
          Number{"side.scale", t.scale, 0.05, 20, [](Transform&to, double v) { to.scale = v; }}})
        number_field(f, field);
}

/// A list with its name in front of it.
bool choice(Frame& f, const std::string& id, int& index, const std::vector<std::string>& names, float width) {
    const std::string label = f.t(id);
    go_on(label_width(label) + width);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(label.c_str());
    ImGui::SameLine();
    return f.ui.combo(id, "", f.t(id + ".tip"), index, names, width);
}

void input_choice(Frame& f) {
    const document::Lane& lane = f.work.document().other;
    std::vector<std::string> names = {f.t("side.as_a"), f.t("side.kept")};
    int index = lane.input ? 1 : 0;
    for (const document::Sample& sample : document::samples()) {
        if (lane.input && *lane.input == sample.input) index = static_cast<int>(names.size());
        names.push_back(f.t("sample." + sample.id));
    }
    if (!choice(f, "side.input_b", index, names, 7.5F * f.em())) return;
    f.work.edit([index](Document& d) {
        if (index == 0) d.other.input.reset();
        if (index == 1) d.other.input = document::input_b(d), d.other.transform = {};
        if (index > 1) d.other.input = document::samples()[static_cast<std::size_t>(index) - 2].input;
    });
}

void stack_choice(Frame& f) {
    using document::Replacement;
    std::vector<std::string> names = {f.t("side.as_a")};
    for (const char* kind : {"avg", "max", "subsample", "blur"})
        names.push_back(f.t("side.poolings." + std::string(kind)));
    const document::Lane& lane = f.work.document().other;
    if (lane.stack || !lane.rule.empty() || !lane.ties.empty()) names[0] = f.t("side.written");
    int index = static_cast<int>(lane.poolings);
    if (!choice(f, "side.stack_b", index, names, 5.2F * f.em())) return;
    f.work.edit([index](Document& d) {
        d.other.poolings = static_cast<Replacement>(index);
        if (index == 0) d.other.stack.reset(), d.other.rule.clear(), d.other.ties.clear();
    });
}

void case_choice(Frame& f) {
    std::vector<std::string> names;
    int index = -1;
    for (const document::Case& pair : document::cases()) {
        const Document shown = document::document_of(pair, f.work.document());
        if (shown == f.work.document()) index = static_cast<int>(names.size());
        names.push_back(f.t("case." + std::string(pair.id)));
    }
    if (choice(f, "side.case", index, names, 8.0F * f.em()))
        open_case(f.app, std::string(document::cases()[static_cast<std::size_t>(index)].id));
}

}  // namespace

void lane_popover(Frame& f) {
    begin_popover(f, 26 * f.em());
    const document::Lane& lane = f.work.document().other;
    const float width = ImGui::GetContentRegionAvail().x;
    f.ui.heading(f.t("side.notation"));
    std::string text;
    const std::string shown = lane.stack ? pool::notation(*lane.stack) : std::string();
    if (typed_field(f, "side.notation", shown, width, text) && text != shown)
        f.app.side().stand.refused = f.t(set_stack_b(f.app, text));
    if (!f.app.side().stand.refused.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, im_vec(f.palette().error_text));
        f.ui.paragraph(f.app.side().stand.refused, width);
        ImGui::PopStyleColor();
        f.ui.record("side.notation.error", f.app.side().stand.refused);
    }
    std::vector<std::string> rules = {f.t("side.as_a")};
    for (const std::string_view name : pool::rule_names()) rules.push_back(f.t("rule." + std::string(name)));
    const auto rule = std::ranges::find(pool::rule_names(), lane.rule);
    int index = lane.rule.empty() ? 0 : static_cast<int>(rule - pool::rule_names().begin()) + 1;
    if (f.ui.combo("side.rule", f.t("side.rule"), f.t("side.rule.tip"), index, rules, 10 * f.em()))
        f.work.edit([index](Document& d) {
            d.other.rule =
                index == 0 ? "" : std::string(pool::rule_names()[static_cast<std::size_t>(index) - 1]);
        });
    static constexpr std::array<const char*, 5> kTies = {"", "first", "last", "split", "all"};
    int ties = static_cast<int>(std::ranges::find(kTies, lane.ties) - kTies.begin());
    const std::vector<std::string> names = {f.t("side.as_a"), "first", "last", "split", "all"};
    if (f.ui.combo("side.ties", f.t("side.ties"), f.t("side.ties.tip"), ties, names, 10 * f.em()))
        f.work.edit([ties](Document& d) { d.other.ties = kTies[static_cast<std::size_t>(ties)]; });
    std::int64_t shuffle = lane.transform.shuffle;
    constexpr std::int64_t kMostSeed = 9999;
    if (f.ui.stepper("side.shuffle", f.t("side.shuffle"), f.t("side.shuffle.tip"), shuffle, 0, kMostSeed,
                     10 * f.em()))
        f.work.edit([shuffle](Document& d) { d.other.transform.shuffle = shuffle; });
    ImGui::Separator();
    action_button(f, action("side.keep"));
    ImGui::SameLine();
    action_button(f, action("side.swap"));
    end_popover(f);
}

void side_controls(Frame& f) {
    const ImVec2 window = ImGui::GetWindowPos();
    SideStand& stand = f.app.side().stand;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float wide = ImGui::GetWindowWidth();
    const float em = f.em();
    // A message may stand above; the strip is as high as it came out in the frame before.
    const float cursor = ImGui::GetCursorScreenPos().y;
    const float top = cursor < window.y + em ? window.y : cursor;
    const float below = top + stand.strip;
    list.AddRectFilled(ImVec2(window.x, top), ImVec2(window.x + wide, below), im_color(f.palette().panel));
    list.AddLine(ImVec2(window.x, below), ImVec2(window.x + wide, below), im_color(f.palette().line));
    ImGui::SetCursorScreenPos(ImVec2(window.x, top + 0.5F * em));
    ImGui::Indent(kMarginEm * em);
    numbers_of_b(f);
    input_choice(f);
    stack_choice(f);
    case_choice(f);
    const std::string more = f.t("side.more");
    go_on(label_width(more) + em);
    if (f.ui.button("side.more", more, f.t("side.more.tip"))) {
        f.app.side().stand.refused.clear();
        toggle_popover(f.app, Popover::Kind::lane, item_rect());
    }
    for (const std::string_view id : {"side.large", "side.turn", "side.backward", "side.reset"}) {
        const Action& one = action(id);
        // Where maps and curves stand beside each other there is nothing to switch.
        if (id == "side.turn" && !stand.turns) continue;
        go_on(action_width(f, one));
        action_toggle(f, one);
    }
    ImGui::Unindent(kMarginEm * em);
    stand.strip = ImGui::GetItemRectMax().y - top + 0.5F * em;
    ImGui::SetCursorScreenPos(ImVec2(window.x, top + stand.strip));
}

}  // namespace ui
