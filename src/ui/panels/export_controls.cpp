#include "ui/panels/export_controls.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/app_state.h"
#include "ui/theme.h"

namespace ui {

namespace {

constexpr float kWide = 16.0F / 9.0F;

/// What is wrong about a control, below it.
void beside(Frame& f, const ExportSheet& sheet, const std::string& id) {
    for (const auto* problems : {&sheet.mistyped, &sheet.refused}) {
        const auto found = problems->find(id);
        if (found == problems->end()) continue;
        ImGui::PushStyleColor(ImGuiCol_Text, im_vec(f.palette().error_text));
        f.ui.paragraph(f.t(found->second));
        ImGui::PopStyleColor();
        f.ui.record(id + ".error", f.t(found->second));
        return;
    }
}

/// A control's name before it, where names stand in one column.
void name_before(Frame& f, const std::string& name) {
    constexpr float kColumnEm = 10;
    ImGui::AlignTextToFramePadding();
    const float left = ImGui::GetCursorPosX();
    f.ui.muted(name, false);
    ImGui::SameLine(left + kColumnEm * f.em());
}

/// Changes the choice; a name that nobody changed, and its ending, follow.
template <class Change>
void change_choice(ExportSheet& sheet, Change&& change) {
    const std::string before = sheet.choice.kind + ending_of(sheet.choice);
    const std::string ending = ending_of(sheet.choice);
    change(sheet.choice);
    const std::string now = ending_of(sheet.choice);
    sheet.mistyped.erase("export.path");
    if (sheet.path.ends_with(before)) {
        sheet.path.replace(sheet.path.size() - before.size(), before.size(), sheet.choice.kind + now);
    } else if (now != ending) {
        sheet.path = std::filesystem::path(sheet.path).replace_extension(now).string();
    }
}

void kind_row(Frame& f, ExportSheet& sheet) {
    std::vector<std::string> names;
    int index = 0;
    for (const figure::PlateKind* kind : export_kinds(f.app)) {
        if (kind->name == sheet.choice.kind) index = static_cast<int>(names.size());
        names.emplace_back(kind->name);
    }
    name_before(f, f.t("export.kind"));
    if (f.ui.combo("export.kind", f.t("export.kind"), f.t("export.kind.tip"), index, names, 12 * f.em()))
        change_choice(sheet, [&](ExportChoice& choice) {
            choice.kind = names[static_cast<std::size_t>(index)];
            if (!figure::find_plate(choice.kind)->needs.window) choice.moving = Moving::none;
        });
    f.ui.muted(f.t("plate." + sheet.choice.kind));
}

void preset_row(Frame& f, ExportSheet& sheet) {
    for (const ExportPreset& preset : export_presets()) {
        const std::string key = std::string("export.preset.") + preset.id;
        if (f.ui.button(key, f.t(key), f.t("export.preset.tip"))) {
            change_choice(sheet, [&](ExportChoice& choice) { apply(choice, preset); });
            sheet.width = figure::length_text(sheet.choice.sheet.width);
            sheet.mistyped.erase("export.width");
        }
        if (&preset != &export_presets().back()) ImGui::SameLine();
    }
}

/// A whole number of the choice.
void number_of(Frame& f, const std::string& id, float& value, std::int64_t low, std::int64_t high) {
    std::int64_t whole = std::llround(value);
    if (f.ui.stepper(id, f.t(id), f.t(id + ".tip"), whole, low, high, 6 * f.em()))
        value = static_cast<float>(whole);
}

void size_row(Frame& f, ExportSheet& sheet) {
    if (f.ui.text_field("export.width", f.t("export.width.none"), f.t("export.width.tip"), sheet.width,
                        8 * f.em())) {
        sheet.mistyped.erase("export.width");
        try {
            sheet.choice.sheet.width = sheet.width.empty() ? 0 : figure::read_length(sheet.width);
        } catch (const words::Error& refused) {
            sheet.mistyped["export.width"] = refused.message();
        }
    }
    ImGui::SameLine();
    number_of(f, "export.font_size", sheet.choice.sheet.font_size, 3, 72);
    bool wide = sheet.choice.sheet.aspect > 0;
    ImGui::SameLine();
    if (f.ui.checkbox("export.wide", f.t("export.wide"), f.t("export.wide.tip"), wide))
        sheet.choice.sheet.aspect = wide ? kWide : 0;
    beside(f, sheet, "export.width");
}

void still_row(Frame& f, ExportSheet& sheet) {
    const ExportChoice& now = sheet.choice;
    const bool stills = now.moving == Moving::none || now.moving == Moving::frames;
    for (const auto& [file, name] :
         {std::pair{figure::FileKind::svg, "SVG"}, std::pair{figure::FileKind::pdf, "PDF"},
          std::pair{figure::FileKind::png, "PNG"}, std::pair{figure::FileKind::tex, "TikZ"}}) {
        if (f.ui.toggle(std::string("export.format.") + name, name,
                        f.t(std::string("export.format.tip.") + name), stills && now.file == file))
            change_choice(sheet, [file = file](ExportChoice& choice) {
                choice.file = file;
                if (choice.moving != Moving::frames) choice.moving = Moving::none;
            });
        ImGui::SameLine();
    }
    const bool pixels = now.file == figure::FileKind::png || now.kind == "tower";
    if (now.moving != Moving::none || !pixels) {
        ImGui::NewLine();
    } else {
        std::int64_t dpi = std::llround(now.dpi);
        if (f.ui.stepper("export.dpi", "dpi", f.t("export.dpi.tip"), dpi, 1, 1200, 7 * f.em()))
            sheet.choice.dpi = static_cast<float>(dpi);
    }
    beside(f, sheet, "export.dpi");
}

void moving_row(Frame& f, ExportSheet& sheet) {
    const bool moves = figure::find_plate(sheet.choice.kind)->needs.window;
    const auto toggle = [&](Moving moving, const std::string& id, const std::string& name) {
        if (f.ui.toggle("export.format." + id, name, f.t("export.format.tip." + id),
                        sheet.choice.moving == moving, moves))
            change_choice(sheet, [&](ExportChoice& choice) {
                // The frames' toggle is beside the formats that frames have.
                choice.moving = choice.moving == moving ? Moving::none : moving;
            });
    };
    toggle(Moving::gif, "GIF", "GIF");
    ImGui::SameLine();
    toggle(Moving::webp, "WebP", "WebP");
    ImGui::SameLine();
    toggle(Moving::apng, "APNG", "APNG");
    ImGui::SameLine();
    toggle(Moving::mp4, "MP4", "MP4");
    ImGui::SameLine();
    toggle(Moving::frames, "frames", f.t("export.frames"));
}

void range_row(Frame& f, ExportSheet& sheet) {
    figure::FilmPlan& plan = sheet.choice.film;
    const std::vector<std::string> names = {f.t("export.range.key"), f.t("export.range.layer"),
                                            f.t("export.range.walk"), f.t("export.range.steps")};
    constexpr int kKey = 0, kLayer = 1, kWalk = 2, kSteps = 3;
    const std::int64_t last = pool::step_count(f.work.evaluation()) - 1;
    int index = plan.range ? kSteps : plan.walk ? kWalk : plan.key ? kKey : kLayer;
    name_before(f, f.t("export.range"));
    if (f.ui.combo("export.range", f.t("export.range"), f.t("export.range.tip"), index, names, 10 * f.em())) {
        plan.key = index == kKey;
        plan.walk = index == kWalk;
        plan.range.reset();
        if (index == kSteps) plan.range = {0, std::min<std::int64_t>(last, 15)};
    }
    if (plan.range) {
        name_before(f, f.t("export.first"));
        f.ui.stepper("export.first", "", f.t("export.first.tip"), plan.range->first, 0, plan.range->second,
                     6 * f.em());
        ImGui::SameLine();
        f.ui.muted(f.t("export.last"), false);
        ImGui::SameLine();
        f.ui.stepper("export.last", "", f.t("export.last.tip"), plan.range->second, plan.range->first, last,
                     6 * f.em());
    }
    beside(f, sheet, "export.range");
}

/// A number in tenths.
void seconds_of(Frame& f, const std::string& id, float& value, float low, float high) {
    name_before(f, f.t(id));
    ImGui::SetNextItemWidth(8 * f.em());
    if (f.ui.slider(id, "", f.t(id + ".tip"), value, low, high, "%.1f"))
        value = std::clamp(std::round(10 * value) / 10, low, high);
}

void film_rows(Frame& f, ExportSheet& sheet) {
    if (sheet.choice.moving == Moving::none) return;
    figure::FilmPlan& plan = sheet.choice.film;
    range_row(f, sheet);
    // The command line shows key moments in their stages.
    if (plan.key) plan.stages = true;
    if (!plan.key)
        f.ui.checkbox("export.stages", f.t("export.stages"), f.t("export.stages.tip"), plan.stages);
    name_before(f, f.t("export.fps"));
    std::int64_t fps = std::llround(plan.fps);
    if (f.ui.stepper("export.fps", "", f.t("export.fps.tip"), fps, 1, 50, 6 * f.em()))
        plan.fps = static_cast<float>(fps);
    seconds_of(f, "export.seconds", plan.seconds, 0.1F, 5);
    seconds_of(f, "export.hold", plan.hold, 0, 10);
    name_before(f, f.t("export.frame_pixels"));
    std::int64_t pixels = plan.pixels;
    if (f.ui.stepper("export.frame_pixels", "", f.t("export.frame_pixels.tip"), pixels, 16, 8192, 7 * f.em()))
        plan.pixels = static_cast<int>(pixels);
    beside(f, sheet, "export.frame_pixels");
}

void look_combos(Frame& f, figure::Sheet& sheet) {
    const float wide = 10 * f.em();
    const std::vector<std::string> themes = {f.t("export.theme.light"), f.t("export.theme.dark"),
                                             f.t("export.theme.print")};
    constexpr std::array kThemes = {figure::Theme::light, figure::Theme::dark, figure::Theme::print};
    int theme = static_cast<int>(std::ranges::find(kThemes, sheet.theme) - kThemes.begin());
    name_before(f, f.t("export.theme"));
    if (f.ui.combo("export.theme", f.t("export.theme"), f.t("export.theme.tip"), theme, themes, wide))
        sheet.theme = kThemes[static_cast<std::size_t>(theme)];
    const std::vector<std::string> grounds = {f.t("export.ground.usual"), f.t("export.ground.white"),
                                              f.t("export.ground.paper"), f.t("export.ground.transparent")};
    int ground = sheet.ground ? static_cast<int>(*sheet.ground) + 1 : 0;
    name_before(f, f.t("export.ground"));
    if (f.ui.combo("export.ground", f.t("export.ground"), f.t("export.ground.tip"), ground, grounds, wide)) {
        sheet.ground.reset();
        if (ground > 0) sheet.ground = static_cast<figure::Ground>(ground - 1);
    }
    using figure::Language;
    const std::array<std::vector<Language>, 3> tongues = {
        {{Language::english}, {Language::chinese}, {Language::english, Language::chinese}}};
    const std::vector<std::string> names = {"English", "中文", "English · 中文"};
    int tongue = static_cast<int>(std::ranges::find(tongues, sheet.languages) - tongues.begin());
    name_before(f, f.t("export.language"));
    if (f.ui.combo("export.language", f.t("export.language"), f.t("export.language.tip"), tongue, names,
                   wide))
        sheet.languages = tongues[static_cast<std::size_t>(tongue)];
}

void look_rows(Frame& f, figure::Sheet& sheet) {
    look_combos(f, sheet);
    const float second = ImGui::GetCursorPosX() + 11 * f.em();
    f.ui.checkbox("export.numbers", f.t("export.numbers"), f.t("export.numbers.tip"), sheet.numbers);
    ImGui::SameLine(second);
    f.ui.checkbox("export.names", f.t("export.names"), f.t("export.names.tip"), sheet.names);
    f.ui.checkbox("export.legend", f.t("export.legend"), f.t("export.legend.tip"), sheet.legend);
    ImGui::SameLine(second);
    f.ui.checkbox("export.caption", f.t("export.caption"), f.t("export.caption.tip"), sheet.caption);
    f.ui.text_field("export.title", f.t("export.title.hint"), f.t("export.title.tip"), sheet.title,
                    ImGui::GetContentRegionAvail().x);
}

template <class Act>
void with_style(ExportSheet& sheet, Act&& act) {
    sheet.mistyped.erase("export.style");
    try {
        act();
    } catch (const words::Error& refused) {
        sheet.mistyped["export.style"] = refused.message();
    }
}

/// Styles of the document: choosing one, keeping this look as one, taking one out.
void style_rows(Frame& f, ExportSheet& sheet) {
    std::vector<std::string> names = {f.t("export.style.none")};
    int index = 0;
    for (const document::FigureStyle& style : f.work.document().styles) {
        if (style.name == sheet.style) index = static_cast<int>(names.size());
        names.push_back(style.name);
    }
    const bool locked = f.work.locked();
    name_before(f, f.t("export.style"));
    if (f.ui.combo("export.style", f.t("export.style"), f.t("export.style.tip"), index, names, 10 * f.em()))
        with_style(sheet, [&] {
            choose_style(f.app, sheet, index == 0 ? std::string() : names[static_cast<std::size_t>(index)]);
        });
    ImGui::SameLine();
    if (f.ui.button("export.style.delete", f.t("export.style.delete"), f.t("export.style.delete.tip"),
                    index > 0 && !locked))
        delete_style(f.app, sheet);
    f.ui.text_field("export.style.name", f.t("export.style.name"), f.t("export.style.name.tip"),
                    sheet.style_name, 12 * f.em());
    ImGui::SameLine();
    if (f.ui.button("export.style.save", f.t("export.style.save"), f.t("export.style.save.tip"), !locked))
        with_style(sheet, [&] { save_style(f.app, sheet); });
    beside(f, sheet, "export.style");
}

}  // namespace

void export_controls(Frame& f, ExportSheet& sheet) {
    kind_row(f, sheet);
    ImGui::Separator();
    preset_row(f, sheet);
    size_row(f, sheet);
    still_row(f, sheet);
    moving_row(f, sheet);
    film_rows(f, sheet);
    ImGui::Separator();
    style_rows(f, sheet);
    look_rows(f, sheet.choice.sheet);
}

void export_path_row(Frame& f, ExportSheet& sheet) {
    const bool frames = sheet.choice.moving == Moving::frames;
    if (f.ui.text_field("export.path", f.t("export.path"),
                        f.t(frames ? "export.path.frames.tip" : "export.path.tip"), sheet.path,
                        ImGui::GetContentRegionAvail().x)) {
        sheet.mistyped.erase("export.path");
        try {
            take_ending(sheet.choice, sheet.path);
        } catch (const words::Error& refused) {
            sheet.mistyped["export.path"] = refused.message();
        }
    }
    beside(f, sheet, "export.path");
}

}  // namespace ui
