#include "ui/file_tasks.h"

#include <algorithm>
#include <system_error>

#include "document/prepare.h"
#include "document/samples.h"
#include "io/document_file.h"
#include "io/files.h"
#include "io/link.h"
#include "io/npz.h"
#include "io/readers.h"
#include "io/table.h"
#include "pool/moment.h"
#include "ui/app_state.h"
#include "ui/school.h"
#include "ui/stack_edits.h"
#include "words/utf8.h"

namespace ui {

namespace {

void begin(AppState& app, FileTask task, std::string name) {
    FileDialog& dialog = app.dialogs.file;
    dialog.task = task;
    dialog.just_opened = true;
    dialog.error = {};
    dialog.confirmed.clear();
    dialog.name = std::move(name);
    std::error_code failed;
    if (dialog.folder.empty()) dialog.folder = app.settings.folder;
    if (!std::filesystem::is_directory(dialog.folder, failed))
        dialog.folder = std::filesystem::current_path(failed);
}

/// The folder and the name are offered the next time, also by another session.
void remember(AppState& app, const std::filesystem::path& path) {
    constexpr std::size_t kMost = 10;
    std::error_code failed;
    const std::filesystem::path whole = std::filesystem::absolute(path, failed).lexically_normal();
    const std::string text = whole.string();
    // The settings hold valid UTF-8.
    if (failed || words::one_line(text) != text) return;
    app.settings.folder = whole.parent_path().string();
    app.dialogs.file.folder = whole.parent_path();
    std::vector<std::string>& recent = app.settings.recent;
    std::erase(recent, text);
    recent.insert(recent.begin(), text);
    if (recent.size() > kMost) recent.resize(kMost);
}

/// "digits.csv [3]" as "digits-3", "photo.jpg" as "photo"; empty: the input has no name of its own.
std::string stem_of_input(const document::Base& base) {
    if (!base.values || document::find_sample(base.name)) return {};
    std::string name = base.name.substr(base.name.find_last_of("/\\") + 1);
    std::string item;
    if (const std::size_t open = name.rfind(" ["); open != name.npos && name.ends_with(']')) {
        item = "-" + name.substr(open + 2, name.size() - open - 3);
        name.resize(open);
    }
    if (name.ends_with(".gz")) name.resize(name.size() - 3);
    if (const std::size_t dot = name.rfind('.'); dot != name.npos && dot > 0) name.resize(dot);
    return name + item;
}

/// The document's own name, or that of its input, or the usual one.
std::string proposed_name(const work::Workspace& document) {
    constexpr std::size_t kLongest = 120;  // a file's name has at most 255 bytes
    if (!document.path().empty()) return document.path().filename().string();
    const std::string stem = stem_of_input(document.document().input.base);
    return (stem.empty() ? std::string("lesson") : words::shortened(stem, kLongest)) + ".poolscope.json";
}

/// Takes over what was read: one map becomes the input, of several the person chooses one.
void take(AppState& app, io::DataSet set, const std::filesystem::path& path) {
    if (set.is_set() && set.count > 1) {
        choose_item(app, path, std::make_shared<const io::DataSet>(std::move(set)));
    } else {
        use_as_input(app, set.base(0));
    }
}

/// A teacher's file of lessons begins; `refused` where it has none.
words::Message open_lessons(AppState& app, const std::filesystem::path& path, const words::Message& refused) {
    try {
        if (!begin_own_lessons(app, path.string())) return refused;
    } catch (const io::FileError& failed) {
        return failed.message();
    }
    remember(app, path);
    app.clear_error();
    return {};
}

}  // namespace

words::Message try_open(AppState& app, const std::filesystem::path& path) {
    try {
        if (io::is_link(path.string())) {
            app.requests.link = path.string();
            return {};
        }
        if (io::is_document_path(path)) {
            app.active().open(io::load_document(path), path);
        } else {
            take(app, io::read_data_set(path), path);
        }
        if (path != "-") remember(app, path);
        app.clear_error();
        return {};
    } catch (const io::FileError& refused) {
        if (refused.message().key() == "error.document.lessons")
            return open_lessons(app, path, refused.message());
        // One of several arrays has to be chosen.
        if (refused.message().key() != "error.npz.choose") return refused.message();
        if (path != "-") remember(app, path);
        app.clear_error();
        choose_array(app, path, io::npz_arrays(io::read_file(path), io::display_name(path)));
        return {};
    } catch (const std::exception& failed) {
        return words::message_of(failed);
    }
}

void open_path(AppState& app, const std::filesystem::path& path) {
    if (words::Message refused = try_open(app, path); !refused.empty()) app.show_error(std::move(refused));
}

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

void begin_new(AppState& app) {
    document::Document fresh = document::first_document();
    fresh.input.strokes.clear();
    fresh.input.base = {};
    app.active().open(std::move(fresh), {});
}

void paste(AppState& app, const std::string& text) {
    if (text.empty()) return;
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    words::Message refused;
    try {
        if (io::looks_like_table(text)) {
            take(app, io::read_data_set(bytes, "pasted.csv"), "pasted.csv");
            app.clear_error();
            return;
        }
    } catch (const std::exception& failed) {
        refused = words::message_of(failed);
    }
    // A list of layers begins like a table in brackets.
    const words::Message no_stack = set_notation(app, text);
    if (no_stack.empty())
        app.clear_error();
    else
        app.show_error({"error.paste", {refused.empty() ? no_stack : refused}});
}

words::Message try_save(AppState& app, std::filesystem::path path) {
    if (!io::is_document_path(path)) path += ".poolscope.json";
    try {
        io::save_document(path, app.active().document());
        app.active().mark_saved(path);
        remember(app, path);
        app.clear_error();
        return {};
    } catch (const std::exception& failed) {
        return words::message_of(failed);
    }
}

void begin_open(AppState& app) { begin(app, FileTask::open, {}); }

void begin_save(AppState& app) { begin(app, FileTask::save_document, proposed_name(app.active())); }

void open_worksheet(AppState& app) {
    WorksheetSheet& sheet = app.dialogs.worksheet;
    sheet.open = true;
    sheet.refused = {};
    sheet.confirmed.clear();
    if (!sheet.path.empty()) return;
    std::error_code failed;
    std::filesystem::path folder = app.settings.folder;
    if (!std::filesystem::is_directory(folder, failed)) folder = std::filesystem::current_path(failed);
    sheet.path = (folder / "worksheet.pdf").string();
}

void save_or_ask(AppState& app) {
    if (app.active().path().empty()) {
        begin_save(app);
    } else if (words::Message refused = try_save(app, app.active().path()); !refused.empty()) {
        app.show_error(std::move(refused));
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
    view.veil = app.veil();
    return view;
}

}  // namespace ui
