#include <algorithm>

#include "figure/sheet_options.h"
#include "ui/export_sheet.h"

namespace ui {

void choose_style(const AppState& app, ExportSheet& sheet, const std::string& name) {
    figure::Sheet look;
    if (!name.empty()) {
        const auto& styles = app.active().document().styles;
        const auto found = std::ranges::find(styles, name, &document::FigureStyle::name);
        if (found != styles.end()) look = figure::sheet_of(found->options);
    }
    look.title = sheet.choice.sheet.title;
    sheet.choice.sheet = std::move(look);
    sheet.style = sheet.style_name = name;
    sheet.mistyped.erase("export.width");
    sheet.width = sheet.choice.sheet.width > 0 ? figure::length_text(sheet.choice.sheet.width) : "";
}

void save_style(AppState& app, ExportSheet& sheet) {
    const document::FigureStyle style{sheet.style_name, figure::options_of(sheet.choice.sheet)};
    if (style.name.empty() || style.name.size() > document::kMostFigureStyleBytes)
        throw words::Error({"error.export.style_name", {document::kMostFigureStyleBytes}});
    const auto& styles = app.active().document().styles;
    if (styles.size() >= document::kMostFigureStyles &&
        std::ranges::find(styles, style.name, &document::FigureStyle::name) == styles.end())
        throw words::Error({"error.export.styles_full", {document::kMostFigureStyles}});
    sheet.style = style.name;
    app.active().edit([style](document::Document& d) {
        const auto found = std::ranges::find(d.styles, style.name, &document::FigureStyle::name);
        if (found == d.styles.end()) {
            d.styles.push_back(style);
        } else {
            *found = style;
        }
    });
}

void delete_style(AppState& app, ExportSheet& sheet) {
    app.active().edit([name = sheet.style](document::Document& d) {
        std::erase_if(d.styles, [&](const document::FigureStyle& style) { return style.name == name; });
    });
    sheet.style.clear();
}

}  // namespace ui
