#include "ui/panels/lesson_answers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "figure/text.h"
#include "lesson/text.h"
#include "lesson/tutorial.h"
#include "ui/app_state.h"
#include "ui/panels/lesson_words.h"
#include "ui/school.h"
#include "ui/theme.h"

namespace ui {

namespace {

using lesson::AnswerKind;

const lesson::Question& question_of(const Frame& f) { return *f.app.school->run()->step().question; }

/// What was typed at the question while no field had the keyboard: the first field takes the keyboard, then
/// this.
void take_typed(Draft& draft) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.WantTextInput || io.KeyCtrl || io.KeyAlt) return;
    for (const ImWchar c : io.InputQueueCharacters)
        if ((c >= '0' && c <= '9') || c == '-' || c == '.' || c == ',') draft.keys += static_cast<char>(c);
}

/// What was typed before stands before what has been typed since.
void type_before(const std::string& keys) {
    ImVector<ImWchar>& queue = ImGui::GetIO().InputQueueCharacters;
    const std::vector<ImWchar> since(queue.begin(), queue.end());
    queue.resize(0);
    for (const char c : keys) queue.push_back(static_cast<ImWchar>(c));
    for (const ImWchar c : since) queue.push_back(c);
}

/// The field of an output cell is typed into: the picture goes to the cell's window.
void follow_field(Frame& f, std::int64_t field) {
    const lesson::Question& question = question_of(f);
    const pool::Cursor cursor = f.work.cursor();
    if (question.kind != AnswerKind::grid || question.gradient || question.map != cursor.layer + 1) return;
    if (cursor.phase != pool::Phase::forward || cursor.window == field) return;
    f.work.walk().jump({cursor.phase, cursor.layer, field, 0});
}

/// Fields for numbers, `columns` of them in a row. Enter in the last one answers.
void number_fields(Frame& f, std::size_t columns) {
    School& school = *f.app.school;
    std::vector<std::string>& typed = school.draft.typed;
    const float width = columns > 2 ? 4 * f.em() : 7 * f.em();
    bool entered = false;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        if (i % columns != 0) ImGui::SameLine(0, 0.3F * f.em());
        const std::string before = typed[i];
        Draft& draft = school.draft;
        if (i == 0) take_typed(draft);
        const bool waits = i == 0 && !draft.keys.empty();
        // A number that is typed with no field open is a new one.
        if (waits && !draft.in_field) typed[i].clear();
        if (waits && draft.in_field) type_before(std::exchange(draft.keys, {}));
        entered = f.ui.text_field("lesson.answer." + std::to_string(i), "?", f.t("lesson.number.tip"),
                                  typed[i], width, waits && !draft.in_field) ||
                  entered;
        if (i == 0) draft.in_field = ImGui::IsItemActive();
        if (ImGui::IsItemActivated()) follow_field(f, static_cast<std::int64_t>(i));
        if (typed[i] != before) read_draft(f.app);
    }
    // In a grid that is not full yet, more may come.
    const bool full = std::ranges::none_of(typed, [](const std::string& text) { return text.empty(); });
    if (entered && full && school.draft.value && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter)))
        give_answer(f.app, std::nullopt);
}

void cells_said(Frame& f) {
    const Draft& draft = f.app.school->draft;
    // The map that is asked about need not be the one that is large.
    const std::size_t map = question_of(f).map;
    const std::string name = map == 0 ? f.t("side.input") : "L" + std::to_string(map);
    if (draft.elsewhere) {
        const std::string said = f.t.format("lesson.click_elsewhere", {name});
        f.ui.paragraph(said);
        f.ui.record("lesson.elsewhere", said);
    }
    if (draft.cells.empty()) {
        const char* key =
            question_of(f).kind == AnswerKind::cell ? "lesson.click_cell" : "lesson.click_cells";
        f.ui.muted(name + ": " + f.t(key));
        return;
    }
    std::string text;
    for (const pool::MapCell& at : draft.cells)
        text += (text.empty() ? "" : "; ") +
                lesson::cell_text(measure::List{at.cell.y, at.cell.x}, f.settings.language);
    f.ui.paragraph(text);
    f.ui.record("lesson.cells", text);
}

void option_rows(Frame& f, float width) {
    School& school = *f.app.school;
    const lesson::StepRun& run = *school.run();
    std::size_t number = 0;
    for (const lesson::Offer& offer : run.offered()) {
        const std::string name = *offer.value.text();
        const std::string words = run.in_words(offer.say, f.settings.language);
        // With the key that chooses it.
        const std::string label = ++number <= kOptionKeys ? std::to_string(number) + "   " + words : words;
        if (f.ui.toggle("lesson.option." + name, label, {}, school.draft.chosen.contains(name), true, width))
            choose_option(f.app, name);
    }
}

/// The tutorial's loops; its lines are clicked.
void listing_lines(Frame& f, float width) {
    School& school = *f.app.school;
    const lesson::TutorialListing listing = lesson::tutorial(question_of(f).listing == "average");
    const float line = ImGui::GetTextLineHeight();
    const float room = std::min(1.15F * line * static_cast<float>(listing.lines.size()), listing_room(f, 11));
    ImGui::BeginChild("lesson.lines", ImVec2(width, room), true);
    compat::push_font(f.fonts.mono(), compat::font_size(f.fonts.mono()));
    for (std::size_t i = 0; i < listing.lines.size(); ++i) {
        const lesson::TutorialLine& one = listing.lines[i];
        const std::string name = one.mark.empty() ? "line" + std::to_string(i) : one.mark;
        const bool on = school.draft.chosen.contains(name);
        if (!f.ui.selectable("lesson.line." + name, one.text, on)) continue;
        on ? void(school.draft.chosen.erase(name)) : void(school.draft.chosen.insert(name));
        read_draft(f.app);
    }
    ImGui::PopFont();
    ImGui::EndChild();
}

/// One offered answer of a vote, large enough for the back row.
struct PollRow {
    std::size_t index = 0;
    bool right = false;
    std::string text;  ///< "A   6", in lines
    std::size_t lines = 1;
    float width = 0;
};

float poll_size(const Frame& f) { return 1.3F * f.em(); }

std::vector<PollRow> poll_rows(const Frame& f, float width) {
    const lesson::StepRun& run = *f.app.school->run();
    const float size = poll_size(f);
    const auto wide = [size](std::string_view text) {
        return figure::text_width(figure::Face::text_bold, size, text);
    };
    std::vector<PollRow> rows;
    for (const lesson::Offer& offer : run.offered()) {
        if (rows.size() == f.app.school->poll.votes.size()) break;
        const std::string said =
            offer.say.empty() ? answer_text(f, offer.value) : run.in_words(offer.say, f.settings.language);
        PollRow row{rows.size(), offer.right, {}, 1, 0};
        row.text = std::string(1, static_cast<char>('A' + row.index)) + "   " + said;
        row.width = wide(row.text);
        row.text = figure::broken_into_lines(row.text, width - 5 * f.em(), wide);
        row.lines += static_cast<std::size_t>(std::ranges::count(row.text, '\n'));
        rows.push_back(std::move(row));
    }
    return rows;
}

/// Returns whether it was pressed. Counts are shown after the reveal alone: nobody votes with the crowd.
bool poll_row(Frame& f, const PollRow& row, float width) {
    const Poll& poll = f.app.school->poll;
    const bool open = poll_is_open(f.app);
    const figure::Palette& p = f.palette();
    const int all = poll.votes[0] + poll.votes[1] + poll.votes[2] + poll.votes[3];
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const figure::Face face = !open && row.right ? figure::Face::text_bold : figure::Face::text;
    const float glyphs = f.fonts.line_height(face, poll_size(f));
    const float height = static_cast<float>(row.lines) * glyphs + 0.3F * f.em();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (!open && poll.votes[row.index] > 0) {
        const float part = static_cast<float>(poll.votes[row.index]) / static_cast<float>(all);
        list.AddRectFilled(at, ImVec2(at.x + width * part, at.y + height),
                           im_color(mixed(p.panel, row.right ? p.output : p.muted, 0.3F)), 3);
    }
    // A count belongs to the answer in whose frame it stands.
    compat::add_rect(&list, at, ImVec2(at.x + width, at.y + height), im_color(p.line), 3, 1);
    const std::string letter = row.text.substr(0, 1);
    const bool pressed = f.ui.area("lesson.vote." + letter, row.text, ImVec2(width, height));
    ImFont* const font = f.fonts.nearest(face, poll_size(f), row.text);
    const float top = at.y + 0.15F * f.em();
    list.AddText(font, glyphs, ImVec2(at.x + 0.5F * f.em(), top),
                 im_color(!open && row.right ? p.output_text : p.ink), row.text.c_str());
    if (open || (all == 0 && !poll.second)) return pressed;
    std::string count = std::to_string(poll.votes[row.index]);
    if (poll.second) count = std::to_string(poll.before[row.index]) + " → " + count;
    const float w = compat::text_width(font, glyphs, count.data(), count.data() + count.size());
    list.AddText(font, glyphs, ImVec2(at.x + width - w - 0.5F * f.em(), top), im_color(p.ink), count.c_str());
    return pressed;
}

/// "0 0 0 0 | 0 0 1.6 4": the rows of a map, which a list of sixteen numbers does not show.
std::string rows_text(const Frame& f, const measure::List& list) {
    const std::int64_t columns = f.work.evaluation().map(question_of(f).map).shape().w;
    std::string text;
    for (std::int64_t i = 0; i < std::ssize(list); ++i) {
        if (i > 0) text += columns > 0 && i % columns == 0 ? " | " : " ";
        text += lesson::value_text(list[static_cast<std::size_t>(i)], f.settings.language);
    }
    return text;
}

/// The lines themselves: their names are the file's.
std::string lines_text(const lesson::Question& question, const measure::List& names) {
    const lesson::TutorialListing listing = lesson::tutorial(question.listing == "average");
    std::string text;
    for (const lesson::TutorialLine& line : listing.lines) {
        if (line.mark.empty() || std::ranges::count(names, measure::Value(line.mark)) == 0) continue;
        const std::size_t begin = line.text.find_first_not_of(' ');
        text += (text.empty() ? "" : "; ") + line.text.substr(std::min(begin, line.text.size()));
    }
    return text;
}

}  // namespace

float listing_room(const Frame& f, float others) {
    constexpr float kLeastEm = 6;
    constexpr float kMostEm = 15;
    const float em = f.em();
    return std::clamp(0.5F * f.app.layout.center.h - others * em, kLeastEm * em, kMostEm * em);
}

std::string answer_text(const Frame& f, const measure::Value& value) {
    const lesson::StepRun& run = *f.app.school->run();
    const lesson::Question& question = question_of(f);
    const measure::List* list = value.list();
    const auto option = [&](const measure::Value& one) {
        for (const lesson::Option& known : question.options)
            if (one.text() && *one.text() == known.id) return run.in_words(known.say, f.settings.language);
        return lesson::value_text(one, f.settings.language);
    };
    if (list && question.kind == AnswerKind::lines) return lines_text(question, *list);
    if (question.kind == AnswerKind::cell) return lesson::cell_text(value, f.settings.language);
    if (list && question.kind == AnswerKind::grid) return rows_text(f, *list);
    if (!list || question.options.empty()) {
        if (question.kind != AnswerKind::cells || !list)
            return list ? lesson::value_text(value, f.settings.language) : option(value);
        std::string text;
        for (const measure::Value& cell : *list)
            text += (text.empty() ? "" : "; ") + lesson::cell_text(cell, f.settings.language);
        return text;
    }
    std::string text;
    for (const measure::Value& one : *list) text += (text.empty() ? "" : "; ") + option(one);
    return text;
}

void answer_controls(Frame& f, float width) {
    switch (question_of(f).kind) {
        case AnswerKind::number:
        case AnswerKind::two_numbers:
            return number_fields(f, 2);
        case AnswerKind::grid: {
            const pool::Shape& shape = f.work.evaluation().map(question_of(f).map).shape();
            return number_fields(f, static_cast<std::size_t>(std::max<std::int64_t>(shape.w, 1)));
        }
        case AnswerKind::cell:
        case AnswerKind::cells:
            return cells_said(f);
        case AnswerKind::choice:
        case AnswerKind::choices:
            return option_rows(f, width);
        case AnswerKind::lines:
            return listing_lines(f, width);
    }
}

void poll_controls(Frame& f, float width) {
    School& school = *f.app.school;
    const bool open = poll_is_open(f.app);
    const std::vector<PollRow> rows = poll_rows(f, width);
    // Short answers stand two in a row, which leaves more room to the picture.
    const bool two = rows.size() > 2 && std::ranges::all_of(rows, [&](const PollRow& row) {
                         return row.lines == 1 && row.width < 0.42F * width;
                     });
    const float gap = 0.5F * f.em();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (two && i % 2 == 1) ImGui::SameLine(0, gap);
        if (poll_row(f, rows[i], two ? (width - gap) / 2 : width) && open) ++school.poll.votes[i];
    }
    if (!open) return;
    const int votes =
        school.poll.votes[0] + school.poll.votes[1] + school.poll.votes[2] + school.poll.votes[3];
    std::string state = f.t.format("lesson.votes", {std::to_string(votes)});
    if (school.poll.left > 0)
        state += "   " + std::to_string(static_cast<int>(std::ceil(school.poll.left))) + " s";
    f.ui.muted(state, false);
    f.ui.record("lesson.votes", state);
}

}  // namespace ui
