#include "ui/file_tasks.h"

#include <algorithm>
#include <system_error>

#include "document/prepare.h"
#include "figure/export.h"
#include "io/document_file.h"
#include "io/files.h"
#include "io/readers.h"
#include "pool/moment.h"
#include "ui/app_state.h"
#include "ui/school.h"

namespace ui {

namespace {

constexpr float kFigureEm = 14;
constexpr figure::Point kFigureSize{900, 520};

void use_as_input(AppState& app, document::Base base) {
    app.active().edit([base = std::move(base)](document::Document& d) {
        d.input.base = base;
        d.input.invert = d.input.even_light = d.input.crop_to_ink = false;
        d.input.channel = -1;
        d.input.black = 0;
        d.input.white = 1;
        document::fit_canvas(d.input);
        d.input.strokes.clear();
        d.input.edits.clear();
    });
}

void begin(AppState& app, FileTask task, std::string name) {
    FileDialog& dialog = app.dialogs.file;
    dialog.task = task;
    dialog.just_opened = true;
    dialog.error = {};
    dialog.confirmed.clear();
    dialog.name = std::move(name);
    std::error_code failed;
    if (dialog.folder.empty()) dialog.folder = std::filesystem::current_path(failed);
}

}  // namespace

void open_path(AppState& app, const std::filesystem::path& path) {
    try {
        if (io::is_document_path(path)) {
            app.active().open(io::load_document(path), path);
        } else {
            const io::DataSet set = io::read_data_set(path);
            if (set.is_set() && set.count > 1) {
                FileDialog& dialog = app.dialogs.file;
                dialog.idx_count = set.count;
                dialog.idx_path = path;
                dialog.idx_item = 0;
                begin(app, FileTask::choose_idx, {});
            } else {
                use_as_input(app, set.base(0));
            }
        }
        app.clear_error();
    } catch (const std::exception& failed) {
        app.show_error(words::message_of(failed));
    }
}

void open_idx_item(AppState& app, const std::filesystem::path& path, std::int64_t index) {
    try {
        use_as_input(app, io::read_input(path, {.item = index}));
    } catch (const std::exception& failed) {
        app.show_error(words::message_of(failed));
    }
}

void save_to(AppState& app, std::filesystem::path path) {
    if (!io::is_document_path(path)) path += ".poolscope.json";
    try {
        io::save_document(path, app.active().document());
        app.active().mark_saved(path);
        app.clear_error();
    } catch (const std::exception& failed) {
        app.show_error(words::message_of(failed));
    }
}

void export_figure(AppState& app, const std::filesystem::path& path) {
    try {
        const figure::FileKind kind = figure::kind_of_path(path);
        const figure::Style style = style_of(app.settings, kFigureEm);
        const figure::Plate plate = figure::compose_pair(app.active().evaluation(), bench_view(app), style,
                                                         figure::Strings(app.settings.language), kFigureSize);
        io::write_file_atomically(path,
                                  figure::render_file(plate.drawing, kind, {.ground = style.palette.paper}));
        app.clear_error();
    } catch (const std::exception& failed) {
        app.show_error(words::message_of(failed));
    }
}

void begin_open(AppState& app) { begin(app, FileTask::open, {}); }

void begin_save(AppState& app) {
    begin(app, FileTask::save_document,
          app.active().path().empty() ? "lesson.poolscope.json" : app.active().path().filename().string());
}

void begin_figure(AppState& app) { begin(app, FileTask::export_figure, "pair.svg"); }

void save_or_ask(AppState& app) {
    if (app.active().path().empty()) {
        begin_save(app);
    } else {
        save_to(app, app.active().path());
    }
}

figure::Style style_of(const Settings& settings, float em) {
    figure::Style style;
    style.palette = figure::palette_of(settings.theme);
    style.activations = settings.grey_map ? figure::Sequential::grey : figure::Sequential::viridis;
    style.em = em;
    // The back row sees marks at a quarter of their size.
    style.presenting = settings.presenting;
    style.line = settings.presenting ? em / 6.5F : em / 11;
    return style;
}

figure::BenchView bench_view(AppState& app) {
    figure::BenchView view;
    view.cursor = app.active().walk().shown();
    const work::Selection& selection = app.active().selection();
    view.n = selection.item();
    view.c = selection.channel();
    int number = 0;
    for (const work::Lineage& pin : selection.pinned()) view.marks.push_back({&pin.trace, 1, ++number});
    if (const work::Lineage* hovered = selection.hovered_lineage())
        view.marks.push_back({&hovered->trace, pool::ease(selection.emphasis()), 0});
    view.same_cell_size = app.settings.same_cell_size;
    // A lesson has its own sentence.
    view.said = !app.school->runs();
    view.images = &app.caches.maps;
    view.below = app.zoom().below;
    view.above = app.zoom().above;
    return view;
}

}  // namespace ui
