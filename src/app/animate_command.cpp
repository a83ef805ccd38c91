#include <algorithm>
#include <cmath>
#include <ostream>
#include <system_error>

#include <CLI/CLI.hpp>

#include "app/animate_job.h"
#include "app/tower_arguments.h"
#include "figure/animation.h"
#include "figure/number.h"
#include "io/files.h"

namespace app {

namespace {

constexpr std::int64_t kMostWindowsInStages = 12;
constexpr float kMoving = 0.75F;                   // of a window's time; then it rests
constexpr std::int64_t kMostPixels = 200'000'000;  // of all frames together
constexpr float kPointsOfAnInch = 72;

/// The drawings of all frames, on sheets of one size.
std::vector<figure::Drawing> draw_frames(const FigureSource& source, const FigureJob& job,
                                         const std::vector<FilmMoment>& moments) {
    std::vector<figure::Drawing> drawings;
    figure::Point largest;
    for (const FilmMoment& moment : moments) {
        figure::FigureRequest request = source.request(job);
        request.cursor = moment.cursor;
        request.so_far = true;
        drawings.push_back(figure::compose_sheet(*job.kind, std::move(request), job.sheet).drawing);
        largest = {std::max(largest.x, drawings.back().size.x), std::max(largest.y, drawings.back().size.y)};
    }
    for (figure::Drawing& drawing : drawings) drawing.size = largest;
    return drawings;
}

std::string four_digits(std::size_t number) {
    const std::string text = std::to_string(number);
    return std::string(text.size() < 4 ? 4 - text.size() : 0, '0') + text;
}

void write_frames(const std::vector<figure::Drawing>& drawings, const std::filesystem::path& folder,
                  const std::string& format, const figure::FileOptions& file) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed)
        throw words::Error(
            {"error.usage.out_folder", {io::display_name(folder), io::system_reason(failed.value())}});
    for (std::size_t i = 0; i < drawings.size(); ++i) {
        const std::filesystem::path path = folder / ("frame-" + four_digits(i + 1) + "." + format);
        io::write_file_atomically(path, figure::render_file(drawings[i], figure::kind_of_path(path), file));
    }
}

std::vector<unsigned char> film_file(const figure::Film& film, const std::string& extension, float dpi) {
    if (extension == ".gif") return figure::encode_gif(film);
    return extension == ".webp" ? figure::encode_webp(film) : figure::encode_apng(film, dpi);
}

}  // namespace

std::vector<FilmMoment> film_moments(const pool::Evaluation& evaluation, const FigureJob& job,
                                     const FilmPlan& plan) {
    std::vector<pool::Cursor> steps;
    if (plan.walk) {
        const std::int64_t count = pool::step_count(evaluation);
        for (std::int64_t step = 0; step < count; ++step) steps.push_back(pool::cursor_at(evaluation, step));
    } else {
        pool::Cursor cursor = pool::clamped(evaluation, job.cursor);
        const std::int64_t all = evaluation.map(cursor.layer + 1).shape().plane();
        for (std::int64_t window = 0; window < all; ++window) {
            if (!job.windows.empty() && std::ranges::find(job.windows, window) == job.windows.end()) continue;
            cursor.window = window;
            cursor.stage = 0;
            steps.push_back(cursor);
        }
    }
    std::vector<FilmMoment> moments;
    const int moving =
        plan.stages ? std::max(1, static_cast<int>(std::lround(kMoving * plan.seconds * plan.fps))) : 0;
    const int frame = static_cast<int>(std::lround(1000 / plan.fps));
    const int whole = static_cast<int>(std::lround(1000 * plan.seconds));
    for (pool::Cursor cursor : steps) {
        for (int i = 0; i < moving; ++i) {
            cursor.stage = 3 * (static_cast<float>(i) + 0.5F) / static_cast<float>(moving);
            moments.push_back({cursor, frame});
        }
        cursor.stage = 0;
        moments.push_back({cursor, std::max(frame, whole - moving * frame)});
    }
    if (!moments.empty()) moments.back().milliseconds += static_cast<int>(std::lround(1000 * plan.hold));
    return moments;
}

void AnimateArguments::add_to(CLI::App& command) {
    command.add_option("-o,--output", out_, "OUT.gif, OUT.webp or OUT.png (animated)");
    command.add_option("--frames", frames_, "A folder for numbered frames, instead of one file");
    command.add_option("--format", format_, "Of the frames: png, svg or pdf")
        ->check(CLI::IsMember({"png", "svg", "pdf"}));
    command
        .add_option("--moments", moments_,
                    "stages: cells move; results: one frame a window. None: stages of up to 12 windows")
        ->check(CLI::IsMember({"stages", "results"}));
    command.add_flag("--walk", plan_.walk, "Every window of every layer, forward and backward");
    command.add_option("--fps", plan_.fps, "Frames a second while cells move")->check(CLI::Range(1.0, 50.0));
    command.add_option("--seconds", plan_.seconds, "Of each window")->check(CLI::Range(0.05, 60.0));
    command.add_option("--hold", plan_.hold, "Seconds that the result is seen at the end")
        ->check(CLI::Range(0.0, 60.0));
    command.add_option("--pixels", plan_.pixels, "Width of a frame")->check(CLI::Range(16, 8192));
}

void AnimateArguments::run(const FigureJob& job, std::ostream& print) const {
    if (out_.empty() == frames_.empty()) throw UsageError({"error.usage.animate_out"});
    if (!job.kind->needs.window) throw UsageError({"error.usage.animate_kind", {job.kind->name}});
    const std::string extension = std::filesystem::path(out_).extension().string();
    if (frames_.empty() && extension != ".gif" && extension != ".webp" && extension != ".png")
        throw UsageError({"error.usage.animate_ending", {extension}});
    const FigureSource source(job);
    FilmPlan plan = plan_;
    const pool::Evaluation& evaluation = source.evaluation();
    const std::vector<FilmMoment> results = [&] {
        plan.stages = false;
        return film_moments(evaluation, job, plan);
    }();
    plan.stages = moments_.empty() ? std::ssize(results) <= kMostWindowsInStages : moments_ == "stages";
    const std::vector<FilmMoment> moments = film_moments(evaluation, job, plan);
    const std::vector<figure::Drawing> drawings = draw_frames(source, job, moments);
    const float scale = static_cast<float>(plan.pixels) / drawings.front().size.x;
    const auto high = static_cast<std::int64_t>(std::ceil(drawings.front().size.y * scale));
    int milliseconds = 0;
    for (const FilmMoment& moment : moments) milliseconds += moment.milliseconds;
    print << std::ssize(moments) << " frames, " << plan.pixels << "×" << high << " pixels, "
          << figure::number(milliseconds / 1000.0, 3) << " s\n";
    if (!frames_.empty()) {
        figure::FileOptions file = job.file;
        file.dpi = scale * kPointsOfAnInch;
        return write_frames(drawings, frames_, format_, file);
    }
    if (high * plan.pixels * std::ssize(moments) > kMostPixels)
        throw UsageError({"error.usage.animate_size", {kMostPixels / 1'000'000}});
    figure::Film film;
    for (std::size_t i = 0; i < moments.size(); ++i) {
        film.frames.push_back(figure::rasterize(drawings[i], job.file.ground, scale));
        film.milliseconds.push_back(moments[i].milliseconds);
    }
    figure::merge_equal_frames(film);
    io::write_file_atomically(out_, film_file(film, extension, scale * kPointsOfAnInch));
}

}  // namespace app
