#include <algorithm>
#include <charconv>
#include <cmath>
#include <ostream>
#include <system_error>

#include <CLI/CLI.hpp>

#include "app/animate_job.h"
#include "app/tower_arguments.h"
#include "figure/animation.h"
#include "figure/number.h"
#include "io/files.h"
#include "pool/events.h"
#include "words/utf8.h"
#include "work/workspace.h"

namespace app {

namespace {

constexpr std::int64_t kMostWindowsInStages = 12;
constexpr std::int64_t kMostPixels = 200'000'000;  // of all frames together
constexpr float kPointsOfAnInch = 72;

/// The drawings of all frames, on sheets of one size.
std::vector<figure::Drawing> draw_frames(const FigureSource& source, const FigureJob& job,
                                         const std::vector<FilmMoment>& moments) {
    std::vector<figure::Drawing> drawings;
    figure::Point largest;
    for (const FilmMoment& moment : moments) {
        figure::FigureRequest request = source.request(job, moment.cursor);
        request.so_far = true;
        drawings.push_back(figure::compose_sheet(*job.kind, std::move(request), job.sheet).drawing);
        largest = {std::max(largest.x, drawings.back().size.x), std::max(largest.y, drawings.back().size.y)};
    }
    for (figure::Drawing& drawing : drawings) drawing.size = largest;
    return drawings;
}

int milliseconds(float seconds) { return static_cast<int>(std::lround(1000 * seconds)); }

bool same_step(const pool::Cursor& a, const pool::Cursor& b) {
    return a.phase == b.phase && a.layer == b.layer && a.window == b.window;
}

/// The steps that a plan shows, at rest.
std::vector<pool::Cursor> steps_of(const pool::Evaluation& evaluation, const FigureJob& job,
                                   const FilmPlan& plan) {
    std::vector<pool::Cursor> steps;
    if (plan.walk || plan.range) {
        const std::int64_t count = pool::step_count(evaluation);
        const auto [first, last] = plan.range.value_or(std::pair{std::int64_t{0}, count - 1});
        if (last >= count) throw UsageError({"error.usage.animate_range", {first, last, count - 1}});
        for (std::int64_t step = first; step <= last; ++step)
            steps.push_back(pool::cursor_at(evaluation, step));
        return steps;
    }
    pool::Cursor cursor = pool::clamped(evaluation, job.cursor);
    cursor.stage = 0;
    if (plan.key) {
        for (const pool::KeyMoment& moment : pool::key_moments(evaluation, cursor, {job.n, job.c})) {
            cursor.window = moment.window;
            steps.push_back(cursor);
        }
        return steps;
    }
    const std::int64_t all = evaluation.map(cursor.layer + 1).shape().plane();
    for (std::int64_t window = 0; window < all; ++window) {
        if (!job.windows.empty() && std::ranges::find(job.windows, window) == job.windows.end()) continue;
        cursor.window = window;
        steps.push_back(cursor);
    }
    return steps;
}

/// Lets the walk play that step from its beginning, a window in so many seconds.
void play_from(work::Walk& walk, const pool::Evaluation& evaluation, pool::Cursor step, float seconds) {
    constexpr float kBegins = 0.001F;  // 0 is the end of the step
    const std::int64_t windows = evaluation.map(step.layer + 1).shape().plane();
    walk.set_speed(static_cast<float>(pool::seconds_a_window(windows)) / seconds);
    step.stage = kBegins;
    walk.jump(step);
    walk.toggle_play();
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

/// "3-12". Throws UsageError.
std::pair<std::int64_t, std::int64_t> read_range(const std::string& text) {
    std::pair<std::int64_t, std::int64_t> range;
    const char* const end = text.data() + text.size();
    const auto [dash, first] = std::from_chars(text.data(), end, range.first);
    const bool good = first == std::errc{} && dash != end && *dash == '-';
    const auto [last, second] = good ? std::from_chars(dash + 1, end, range.second)
                                     : std::from_chars_result{dash, std::errc::invalid_argument};
    if (!good || second != std::errc{} || last != end || range.first < 0 || range.second < range.first)
        throw UsageError({"error.usage.animate_range_text", {text}});
    return range;
}

std::vector<unsigned char> film_file(const figure::Film& film, const std::string& extension, float dpi) {
    if (extension == ".gif") return figure::encode_gif(film);
    return extension == ".webp" ? figure::encode_webp(film) : figure::encode_apng(film, dpi);
}

}  // namespace

std::vector<FilmMoment> film_moments(const FigureJob& job, const FilmPlan& plan) {
    work::Workspace workspace(job.document);
    work::Walk& walk = workspace.walk();
    walk.set_skips_equal(false);
    const std::vector<pool::Cursor> steps = steps_of(workspace.evaluation(), job, plan);
    const int frame = static_cast<int>(std::lround(1000 / plan.fps));
    std::vector<FilmMoment> moments;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (plan.stages) {
            const bool on = walk.playing() && same_step(walk.cursor(), steps[i]);
            const bool other_layer = i > 0 && steps[i].layer != steps[i - 1].layer;
            if (!on || other_layer) play_from(walk, workspace.evaluation(), steps[i], plan.seconds);
            for (; walk.playing() && same_step(walk.cursor(), steps[i]); walk.advance(1 / plan.fps))
                moments.push_back({walk.shown(), frame});
        }
        // A run that goes on needs no rest.
        const bool goes_on =
            plan.stages && walk.playing() && i + 1 < steps.size() && same_step(walk.cursor(), steps[i + 1]);
        if (!goes_on)
            moments.push_back({steps[i], plan.stages ? frame : std::max(frame, milliseconds(plan.seconds))});
    }
    if (!moments.empty()) moments.back().milliseconds += milliseconds(plan.hold);
    return moments;
}

void AnimateArguments::add_to(CLI::App& command) {
    command.add_option("-o,--output", out_, "OUT.gif, OUT.webp or OUT.png (animated)");
    command.add_option("--frames", frames_, "A folder for numbered frames, instead of one file");
    command.add_option("--format", format_, "Of the frames: png, svg or pdf")
        ->check(CLI::IsMember({"png", "svg", "pdf"}));
    command
        .add_option("--moments", moments_,
                    "stages: cells move; results: one frame a window; key: the windows at which something "
                    "new happens. "
                    "None: stages of up to 12 windows")
        ->check(CLI::IsMember({"stages", "results", "key"}));
    command.add_flag("--walk", plan_.walk, "Every window of every layer, forward and backward");
    command.add_option("--range", range_,
                       "FIRST-LAST: steps of the whole walk, forward and backward, 0 is the first");
    command.add_option("--fps", plan_.fps, "Frames a second while cells move")->check(CLI::Range(1.0, 50.0));
    command.add_option("--seconds", plan_.seconds, "Of each window")->check(CLI::Range(0.05, 60.0));
    command.add_option("--hold", plan_.hold, "Seconds that the result is seen at the end")
        ->check(CLI::Range(0.0, 60.0));
    command.add_option("--pixels", plan_.pixels, "Width of a frame")->check(CLI::Range(16, 8192));
}

void AnimateArguments::run(const FigureJob& job, std::ostream& print) const {
    if (out_.empty() == frames_.empty()) throw UsageError({"error.usage.animate_out"});
    if (!job.kind->needs.window) throw UsageError({"error.usage.animate_kind", {job.kind->name}});
    const std::string extension = words::lower_ascii(std::filesystem::path(out_).extension().string());
    if (frames_.empty() && extension != ".gif" && extension != ".webp" && extension != ".png")
        throw UsageError({"error.usage.animate_ending", {extension}});
    const FigureSource source(job);
    FilmPlan plan = plan_;
    if (!range_.empty()) plan.range = read_range(range_);
    plan.key = moments_ == "key";
    const auto windows = std::ssize(steps_of(source.evaluation(), job, plan));
    plan.stages = moments_.empty() ? windows <= kMostWindowsInStages : moments_ != "results";
    const std::vector<FilmMoment> moments = film_moments(job, plan);
    const std::vector<figure::Drawing> drawings = draw_frames(source, job, moments);
    const float scale = static_cast<float>(plan.pixels) / drawings.front().size.x;
    const auto high = static_cast<std::int64_t>(std::ceil(drawings.front().size.y * scale));
    int duration = 0;
    for (const FilmMoment& moment : moments) duration += moment.milliseconds;
    print << std::ssize(moments) << " frames, " << plan.pixels << "×" << high << " pixels, "
          << figure::number(duration / 1000.0, 3) << " s\n";
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
