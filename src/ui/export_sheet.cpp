#include "ui/export_sheet.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "figure/number.h"
#include "figure/tikz.h"
#include "io/files.h"
#include "io/mp4.h"
#include "io/process.h"
#include "ui/export_film.h"
#include "ui/views.h"

namespace ui {

namespace {

constexpr float kPointsAnInch = 72;

const figure::PlateKind& plate_of(const ExportSheet& sheet) { return *figure::find_plate(sheet.choice.kind); }

figure::FilmScene film_scene(const AppState& app) {
    const work::Selection& selection = app.active().selection();
    pool::Cursor cursor = app.active().cursor();
    // All windows of its layer are shown, whichever the cursor is at.
    cursor.window = 0;
    cursor.stage = 0;
    return {cursor, {selection.item(), selection.channel()}, {}};
}

/// How large its frames are: as large as the largest, and those of one layer and direction are alike.
figure::Point frame_size(const AppState& app, ExportSheet& sheet) {
    figure::Point largest;
    for (std::size_t i = 0; i < sheet.moments.size(); ++i) {
        const pool::Cursor& now = sheet.moments[i].cursor;
        const bool last = i + 1 == sheet.moments.size() || sheet.moments[i + 1].cursor.layer != now.layer ||
                          sheet.moments[i + 1].cursor.phase != now.phase;
        if (!last) continue;
        const auto request = sheet.source.scene(app)->request(plate_of(sheet), now);
        const figure::Point size = figure::film_frame(plate_of(sheet), request, sheet.choice.sheet).size;
        largest = {std::max(largest.x, size.x), std::max(largest.y, size.y)};
    }
    return largest;
}

/// The moments of the animation and the size of its frames.
void plan_film(const AppState& app, ExportSheet& sheet) {
    const std::string wanted = export_key(app, sheet.choice, film_scene(app).cursor);
    if (sheet.planned_for == wanted) return;
    sheet.planned_for = wanted;
    sheet.drawn_for.clear();
    sheet.moments.clear();
    sheet.refused.clear();
    sheet.frame = {};
    const figure::FilmPlan& plan = sheet.choice.film;
    std::string where = "export.range";
    try {
        sheet.moments = figure::film_moments(app.active().live(), film_scene(app), plan);
        where = "";
        sheet.frame = frame_size(app, sheet);
        where = "export.frame_pixels";
        const auto size = figure::pixel_size(sheet.frame, static_cast<float>(plan.pixels) / sheet.frame.x);
        where = "export.range";
        if (sheet.choice.moving != Moving::frames)
            figure::check_film_size(size.width, size.height, std::ssize(sheet.moments));
    } catch (const figure::DoesNotFit& narrow) {
        sheet.refused["export.width"] = narrow.message();
    } catch (const std::exception& failed) {
        sheet.refused[where] = words::message_of(failed);
        if (where != "export.range") sheet.frame = {};
    }
}

/// The moment that the preview shows.
const figure::FilmMoment& played(const AppState& app, const ExportSheet& sheet) {
    if (app.settings.still) return sheet.moments.back();
    const double all = figure::duration(sheet.moments) / 1000.0;
    double left = 1000 * std::fmod(sheet.film_time, std::max(all, 0.001));
    for (const figure::FilmMoment& moment : sheet.moments) {
        left -= moment.milliseconds;
        if (left < 0) return moment;
    }
    return sheet.moments.back();
}

void compose_film(const AppState& app, ExportSheet& sheet, double seconds) {
    plan_film(app, sheet);
    sheet.notes.clear();
    sheet.film_time += seconds;
    if (sheet.moments.empty() || sheet.frame.x <= 0) {
        sheet.drawing = {};
        return;
    }
    const figure::FilmMoment& moment = played(app, sheet);
    const std::string wanted = export_key(app, sheet.choice, moment.cursor);
    if (sheet.drawn_for == wanted) return;
    sheet.drawn_for = wanted;
    sheet.drawing = {};
    try {
        const auto request = sheet.source.scene(app)->request(plate_of(sheet), moment.cursor);
        sheet.drawing = figure::film_frame(plate_of(sheet), request, sheet.choice.sheet);
        sheet.drawing.size = sheet.frame;
    } catch (const std::exception& failed) {
        sheet.refused[""] = words::message_of(failed);
    }
}

void compose_still(const AppState& app, ExportSheet& sheet) {
    const pool::Cursor cursor = app.active().cursor();
    const std::string wanted = export_key(app, sheet.choice, cursor);
    if (sheet.drawn_for == wanted) return;
    sheet.drawn_for = wanted;
    sheet.planned_for.clear();
    sheet.drawing = {};
    sheet.notes.clear();
    sheet.refused.clear();
    std::string where;
    try {
        figure::Figure composed = figure::compose_sheet(
            plate_of(sheet), sheet.source.request(app, sheet.choice, cursor, sheet.shoot_tower),
            sheet.choice.sheet);
        where = "export.dpi";
        if (sheet.choice.file == figure::FileKind::tex) figure::check_tikz(composed.drawing);
        if (sheet.choice.file == figure::FileKind::png)
            (void)figure::pixel_size(composed.drawing.size, sheet.choice.dpi / kPointsAnInch);
        sheet.drawing = std::move(composed.drawing);
        sheet.notes = std::move(composed.notes);
    } catch (const figure::DoesNotFit& narrow) {
        sheet.refused["export.width"] = narrow.message();
    } catch (const std::exception& failed) {
        sheet.refused[where] = words::message_of(failed);
    }
}

/// Made on a thread of its own: nothing here may be the state's.
ExportFilm make_film(const ExportScene& scene, const ExportChoice& choice,
                     const std::vector<figure::FilmMoment>& moments, const std::string& path,
                     pool::Progress& progress) {
    const figure::PlateKind& kind = *figure::find_plate(choice.kind);
    const auto request = [&](const pool::Cursor& cursor) { return scene.request(kind, cursor); };
    const figure::Reel reel =
        figure::draw_reel(kind, moments, request, choice.sheet, choice.film.pixels, &progress);
    ExportFilm film{{}, path, choice.moving == Moving::frames, moments.size(), figure::duration(moments)};
    if (!film.folder) {
        const auto format =
            choice.moving == Moving::apng ? figure::FilmFormat::apng : figure::film_format_of(path);
        film.files.push_back({path, film_bytes(reel, format, choice.film.fps, path, &progress)});
        return film;
    }
    for (std::size_t i = 0; i < reel.drawings.size(); ++i) {
        if (progress.cancelled) throw pool::Cancelled();
        film.files.push_back({figure::frame_name(i, choice.file),
                              figure::frame_file(reel, i, choice.file, {.dpi = choice.dpi})});
        ++progress.done;
    }
    return film;
}

void start_film(AppState& app, ExportSheet& sheet) {
    const auto count = std::ssize(sheet.moments);
    // Drawn, turned into pixels, encoded; or drawn and written as a frame.
    const std::int64_t steps = sheet.choice.moving == Moving::frames ? 2 * count : 3 * count;
    sheet.said = {};
    sheet.job.start(steps, [scene = sheet.source.scene(app), choice = sheet.choice, moments = sheet.moments,
                            path = sheet.path](pool::Progress& progress) {
        return make_film(*scene, choice, moments, path, progress);
    });
}

std::string absolute(const std::string& path) { return std::filesystem::absolute(path).string(); }

/// The kind that belongs to the view; of the bench the one that was chosen last.
std::string kind_of_view(const AppState& app, const std::string& last) {
    if (&shown_view(app) == &kTowerView) return "tower";
    if (&shown_view(app) == &kSideView) return "compare";
    return last == "tower" || last == "compare" ? "pair" : last;
}

}  // namespace

void open_export(AppState& app) {
    auto sheet = std::make_shared<ExportSheet>();
    sheet->choice = choice_of(app.settings.exporting);
    // The first time; later as it was chosen.
    if (app.settings.exporting.empty()) sheet->choice.sheet.languages = {app.settings.language};
    sheet->choice.kind = kind_of_view(app, sheet->choice.kind);
    if (!figure::find_plate(sheet->choice.kind)->needs.window) sheet->choice.moving = Moving::none;
    if (sheet->choice.sheet.width > 0) sheet->width = figure::length_text(sheet->choice.sheet.width);
    std::error_code failed;
    const std::filesystem::path folder = app.active().path().empty() ? std::filesystem::current_path(failed)
                                                                     : app.active().path().parent_path();
    sheet->path = (folder / (sheet->choice.kind + ending_of(sheet->choice))).string();
    app.dialogs.exporting = std::move(sheet);
}

void close_export(AppState& app) {
    ExportSheet& sheet = *app.dialogs.exporting;
    if (!sheet.job.busy()) return app.dialogs.exporting.reset();
    sheet.job.cancel();
    sheet.say({"export.cancelled"});
}

bool export_animates(const AppState& app) {
    const ExportSheet* sheet = app.dialogs.exporting.get();
    if (!sheet) return false;
    return sheet->job.busy() || (sheet->choice.moving != Moving::none && !app.settings.still);
}

void compose_export(AppState& app, ExportSheet& sheet, double seconds) {
    if (sheet.choice.moving != Moving::none) return compose_film(app, sheet, seconds);
    compose_still(app, sheet);
}

std::vector<unsigned char> export_png(AppState& app, ExportSheet& sheet) {
    if (sheet.choice.moving == Moving::none)
        return figure::sheet_file(
            plate_of(sheet),
            sheet.source.request(app, sheet.choice, app.active().cursor(), sheet.shoot_tower),
            sheet.choice.sheet, figure::FileKind::png, {.dpi = sheet.choice.dpi});
    const float dpi = kPointsAnInch * static_cast<float>(sheet.choice.film.pixels) / sheet.drawing.size.x;
    return figure::render_file(sheet.drawing, figure::FileKind::png,
                               {.ground = figure::ground_of(sheet.choice.sheet), .dpi = dpi});
}

void write_export(AppState& app, ExportSheet& sheet) {
    sheet.mistyped.erase("export.path");
    try {
        if (std::filesystem::path(sheet.path).extension().empty()) sheet.path += ending_of(sheet.choice);
        take_ending(sheet.choice, sheet.path);
        if (sheet.choice.moving != Moving::none) {
            if (sheet.choice.moving == Moving::mp4) io::require_ffmpeg();
            plan_film(app, sheet);
            if (sheet.possible()) start_film(app, sheet);
            return;
        }
        const auto bytes = figure::sheet_file(
            plate_of(sheet),
            sheet.source.request(app, sheet.choice, app.active().cursor(), sheet.shoot_tower),
            sheet.choice.sheet, sheet.choice.file, {.dpi = sheet.choice.dpi});
        io::write_file_atomically(sheet.path, bytes);
        sheet.written = absolute(sheet.path);
        sheet.say({"export.written", {io::display_name(sheet.written)}});
    } catch (const std::exception& failed) {
        sheet.said = {};
        sheet.mistyped["export.path"] = words::message_of(failed);
    }
}

void finish_export(ExportSheet& sheet) {
    try {
        const std::optional<ExportFilm> film = sheet.job.take();
        if (!film) return;
        std::size_t bytes = 0;
        for (const io::NamedFile& file : film->files) bytes += file.bytes.size();
        if (film->folder) {
            io::write_numbered_files(film->path, film->files);
        } else {
            io::write_file_atomically(film->path, film->files.front().bytes);
        }
        sheet.written = absolute(film->path);
        sheet.say({"export.written_film",
                   {io::display_name(sheet.written), film->frames,
                    figure::number(film->milliseconds / 1000.0, 3), (bytes + 999) / 1000}});
    } catch (const std::exception& failed) {
        sheet.said = {};
        sheet.mistyped["export.path"] = words::message_of(failed);
    }
}

void copy_picture(const std::vector<unsigned char>& png) {
    constexpr double kSeconds = 3;
    std::vector<std::string> command;
    if (std::getenv("WAYLAND_DISPLAY") && io::on_path("wl-copy")) {
        command = {"wl-copy", "--type", "image/png"};
    } else if (std::getenv("DISPLAY") && io::on_path("xclip")) {
        command = {"xclip", "-selection", "clipboard", "-t", "image/png", "-i"};
    } else {
        throw words::Error({"error.export.no_clipboard"});
    }
    if (!io::feed_program(command, png, kSeconds))
        throw words::Error({"error.export.clipboard", {command.front()}});
}

}  // namespace ui
