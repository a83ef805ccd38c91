#include "figure/film.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "words/utf8.h"
#include "work/walk.h"

namespace figure {

namespace {

constexpr std::int64_t kMostWindowsInStages = 12;
constexpr std::int64_t kMostFilmPixels = 200'000'000;  // of all frames together
constexpr std::size_t kMostFrames = 5000;
constexpr float kFramePointsOfAnInch = 72;

int milliseconds(float seconds) { return static_cast<int>(std::lround(1000 * seconds)); }

bool same_step(const pool::Cursor& a, const pool::Cursor& b) {
    return a.phase == b.phase && a.layer == b.layer && a.window == b.window;
}

/// The steps that a plan shows, at rest.
std::vector<pool::Cursor> steps_of(const pool::Evaluation& evaluation, const FilmScene& scene,
                                   const FilmPlan& plan) {
    std::vector<pool::Cursor> steps;
    if (plan.walk || plan.range) {
        const std::int64_t count = pool::step_count(evaluation);
        const auto [first, last] = plan.range.value_or(std::pair{std::int64_t{0}, count - 1});
        if (last >= count) throw words::Error({"error.usage.animate_range", {first, last, count - 1}});
        for (std::int64_t step = first; step <= last; ++step)
            steps.push_back(pool::cursor_at(evaluation, step));
        return steps;
    }
    pool::Cursor cursor = pool::clamped(evaluation, scene.cursor);
    cursor.stage = 0;
    cursor.whole = false;
    if (plan.key) {
        for (const pool::KeyMoment& moment : pool::key_moments(evaluation, cursor, scene.plane)) {
            cursor.window = moment.window;
            steps.push_back(cursor);
        }
        return steps;
    }
    const std::int64_t all = evaluation.map(cursor.layer + 1).shape().plane();
    for (std::int64_t window = 0; window < all; ++window) {
        if (!scene.windows.empty() && std::ranges::find(scene.windows, window) == scene.windows.end())
            continue;
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

void add_moment(std::vector<FilmMoment>& moments, const FilmMoment& moment) {
    if (moments.size() == kMostFrames) throw words::Error({"error.usage.animate_frames", {kMostFrames}});
    moments.push_back(moment);
}

/// Red, green and blue on a ground of that size; what is transparent lies on white.
std::vector<std::uint8_t> video_pixels(const Raster& raster, Color ground, int width, int height) {
    const auto over = [](std::uint8_t value, std::uint8_t alpha) {
        return static_cast<std::uint8_t>((value * alpha + 255 * (255 - alpha) + 127) / 255);
    };
    std::vector<std::uint8_t> rgb;
    rgb.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    const std::array<std::uint8_t, 4> beyond = {ground.r, ground.g, ground.b, ground.a};
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const bool inside = x < raster.width && y < raster.height;
            const std::uint8_t* const pixel =
                inside ? raster.rgba.data() + (static_cast<std::ptrdiff_t>(y) * raster.width + x) * 4
                       : beyond.data();
            for (int i = 0; i < 3; ++i) rgb.push_back(over(pixel[i], pixel[3]));
        }
    }
    return rgb;
}

void count_frame(pool::Progress* progress) {
    if (!progress) return;
    ++progress->done;
    if (progress->cancelled) throw pool::Cancelled();
}

}  // namespace

std::vector<FilmMoment> film_moments(const work::Live& live, const FilmScene& scene, const FilmPlan& plan) {
    const pool::Evaluation& evaluation = live.evaluation();
    work::Walk walk(live);
    walk.set_skips_equal(false);
    const std::vector<pool::Cursor> steps = steps_of(evaluation, scene, plan);
    const int frame = static_cast<int>(std::lround(1000 / plan.fps));
    std::vector<FilmMoment> moments;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (plan.stages) {
            const bool on = walk.playing() && same_step(walk.cursor(), steps[i]);
            const bool other_layer = i > 0 && steps[i].layer != steps[i - 1].layer;
            if (!on || other_layer) play_from(walk, evaluation, steps[i], plan.seconds);
            for (; walk.playing() && same_step(walk.cursor(), steps[i]); walk.advance(1 / plan.fps))
                add_moment(moments, {walk.shown(), frame});
        }
        // A run that goes on needs no rest.
        const bool goes_on =
            plan.stages && walk.playing() && i + 1 < steps.size() && same_step(walk.cursor(), steps[i + 1]);
        if (!goes_on)
            add_moment(moments,
                       {steps[i], plan.stages ? frame : std::max(frame, milliseconds(plan.seconds))});
    }
    if (!moments.empty()) moments.back().milliseconds += milliseconds(plan.hold);
    return moments;
}

bool usually_in_stages(const pool::Evaluation& evaluation, const FilmScene& scene, const FilmPlan& plan) {
    return std::ssize(steps_of(evaluation, scene, plan)) <= kMostWindowsInStages;
}

int duration(const std::vector<FilmMoment>& moments) {
    int all = 0;
    for (const FilmMoment& moment : moments) all += moment.milliseconds;
    return all;
}

Drawing film_frame(const PlateKind& kind, FigureRequest request, const Sheet& sheet) {
    request.so_far = true;
    return compose_sheet(kind, std::move(request), sheet).drawing;
}

Reel draw_reel(const PlateKind& kind, const std::vector<FilmMoment>& moments, const RequestAt& request,
               const Sheet& sheet, int pixels, pool::Progress* progress) {
    Reel reel;
    Point largest;
    for (const FilmMoment& moment : moments) {
        reel.drawings.push_back(film_frame(kind, request(moment.cursor), sheet));
        reel.milliseconds.push_back(moment.milliseconds);
        const Point& size = reel.drawings.back().size;
        largest = {std::max(largest.x, size.x), std::max(largest.y, size.y)};
        count_frame(progress);
    }
    for (Drawing& drawing : reel.drawings) drawing.size = largest;
    reel.scale = static_cast<float>(pixels) / largest.x;
    const PixelSize size = pixel_size(largest, reel.scale);
    reel.width = size.width;
    reel.height = size.height;
    reel.ground = ground_of(sheet);
    return reel;
}

FilmFormat film_format_of(const std::filesystem::path& path) {
    const std::string extension = words::lower_ascii(path.extension().string());
    if (extension == ".gif") return FilmFormat::gif;
    if (extension == ".webp") return FilmFormat::webp;
    if (extension == ".png") return FilmFormat::apng;
    if (extension == ".mp4") return FilmFormat::mp4;
    throw words::Error({"error.usage.animate_ending", {extension}});
}

void check_film_size(std::int64_t width, std::int64_t height, std::int64_t frames) {
    if (width * height * frames > kMostFilmPixels)
        throw words::Error({"error.usage.animate_size", {kMostFilmPixels / 1'000'000}});
}

std::vector<unsigned char> film_file(const Reel& reel, FilmFormat format, pool::Progress* progress) {
    check_film_size(reel.width, reel.height, std::ssize(reel.drawings));
    Film film;
    for (std::size_t i = 0; i < reel.drawings.size(); ++i) {
        film.frames.push_back(rasterize(reel.drawings[i], reel.ground, reel.scale));
        film.milliseconds.push_back(reel.milliseconds[i]);
        count_frame(progress);
    }
    merge_equal_frames(film);
    film.each = [progress] { count_frame(progress); };
    if (format == FilmFormat::gif) return encode_gif(film);
    if (format == FilmFormat::webp) return encode_webp(film);
    return encode_apng(film, reel.scale * kFramePointsOfAnInch);
}

VideoFrames::VideoFrames(const Reel& reel, float fps, pool::Progress* progress)
    : reel_(reel),
      fps_(static_cast<double>(fps)),
      progress_(progress),
      width_(reel.width + reel.width % 2),
      height_(reel.height + reel.height % 2) {
    check_film_size(width_, height_, std::ssize(reel.drawings));
}

std::span<const std::uint8_t> VideoFrames::next() {
    if (shown_ == until_) {
        if (reached_ > 0) count_frame(progress_);
        if (reached_ == reel_.drawings.size()) return {};
        rgb_ = video_pixels(rasterize(reel_.drawings[reached_], reel_.ground, reel_.scale), reel_.ground,
                            width_, height_);
        // By the time since the beginning, so that no rounding adds up.
        milliseconds_ += reel_.milliseconds[reached_];
        until_ = std::max<std::int64_t>(shown_ + 1,
                                        std::llround(static_cast<double>(milliseconds_) * fps_ / 1000));
        ++reached_;
        count_frame(progress_);
    }
    ++shown_;
    return rgb_;
}

std::vector<unsigned char> frame_file(const Reel& reel, std::size_t index, FileKind kind, FileOptions file) {
    file.ground = reel.ground;
    file.dpi = reel.scale * kFramePointsOfAnInch;
    return render_file(reel.drawings[index], kind, file);
}

std::string frame_name(std::size_t index, FileKind kind) {
    const std::string number = std::to_string(index + 1);
    return "frame-" + std::string(number.size() < 4 ? 4 - number.size() : 0, '0') + number +
           std::string(ending_of(kind));
}

}  // namespace figure
