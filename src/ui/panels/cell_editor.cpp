#include <charconv>
#include <string>

#include "pool/evaluation.h"
#include "ui/dialogs.h"
#include "ui/panels/panels.h"
#include "ui/theme.h"

namespace ui {

namespace {

std::optional<float> read_value(std::string text) {
    // The sign that the screen shows is accepted as well as the one on the keyboard.
    if (const auto at = text.find("−"); at != std::string::npos) text.replace(at, 3, "-");
    std::erase(text, ' ');
    const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
    float value = 0;
    const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

void apply(work::Workspace& work, const CellEditor& editor, float value) {
    if (!editor.upstream) {
        work.edit([cell = editor.cell, value](document::Document& d) {
            std::erase_if(d.input.edits, [&](const document::CellEdit& e) { return e.cell == cell; });
            d.input.edits.push_back({cell, value});
        });
        return;
    }
    work.edit([cell = editor.cell, value, now = work.evaluation().upstream](document::Document& d) {
        d.upstream.source = pool::Upstream::Source::values;
        auto values = std::make_shared<pool::Tensor>(now);
        values->at(cell) = value;
        d.upstream.values = std::move(values);
    });
}

}  // namespace

void cell_editor(Frame& f) {
    CellEditor& editor = f.dialogs.cell;
    constexpr const char* kPopup = "cell.editor";
    if (editor.open && editor.just_opened) ImGui::OpenPopup(kPopup);
    if (!ImGui::BeginPopup(kPopup)) {
        editor.open = false;
        return;
    }
    const std::string place = "[" + std::to_string(editor.cell.n) + ", " + std::to_string(editor.cell.c) +
                              ", " + std::to_string(editor.cell.y) + ", " + std::to_string(editor.cell.x) +
                              "]";
    ImGui::TextUnformatted(f.t(editor.upstream ? "cell.upstream" : "cell.input").c_str());
    ImGui::SameLine();
    f.ui.mono(place, true);
    const bool focus = editor.just_opened;
    editor.just_opened = false;
    ImGui::SetNextItemWidth(f.em() * 12);
    if (focus) ImGui::SetKeyboardFocusHere();
    f.ui.before_field("cell.value");
    const bool entered =
        ImGui::InputText("##cell.value", &editor.text,
                         ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
    f.ui.after_field("cell.value", f.t("cell.value"), editor.text);
    ImGui::SameLine();
    const bool pressed = f.ui.button("cell.apply", f.t("cell.apply"), f.t("cell.apply.tip"));
    if (entered || pressed) {
        if (const std::optional<float> value = read_value(editor.text)) {
            apply(f.work, editor, *value);
            editor.open = false;
        } else {
            editor.error = f.t.format("cell.error", {editor.text});
        }
    }
    if (!editor.error.empty()) {
        ImGui::PushStyleColor(ImGuiCol_Text, im_vec(f.palette().error_text));
        ImGui::TextUnformatted(editor.error.c_str());
        ImGui::PopStyleColor();
    }
    if (!editor.open) ImGui::CloseCurrentPopup();
    ImGui::EndPopup();
}

}  // namespace ui
