#include <charconv>
#include <ostream>

#include "app/animate_job.h"
#include "app/options.h"
#include "figure/number.h"
#include "io/file_set.h"
#include "io/files.h"
#include "io/mp4.h"
#include "ui/export_film.h"

namespace app {

namespace {

std::vector<io::NamedFile> frames_of(const figure::Reel& reel, figure::FileKind kind,
                                     const figure::FileOptions& file) {
    std::vector<io::NamedFile> frames;
    for (std::size_t i = 0; i < reel.drawings.size(); ++i)
        frames.push_back({figure::frame_name(i, kind), figure::frame_file(reel, i, kind, file)});
    return frames;
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

}  // namespace

figure::FilmScene scene_of(const FigureJob& job) { return {job.cursor, {job.n, job.c}, job.windows}; }

void AnimateArguments::add_to(Options& command) {
    command.add("-o,--output", out_,
                "OUT.gif, OUT.webp, OUT.png (animated) or OUT.mp4 (by ffmpeg on the PATH)");
    command.add("--frames", frames_, "A folder for numbered frames, instead of one file");
    command.add("--format", format_, "Of the frames: png, svg, pdf or tex")
        .one_of({"png", "svg", "pdf", "tex"});
    command
        .add("--moments", moments_,
             "stages: cells move; results: one frame a window; key: the windows at which something "
             "new happens. "
             "None: stages of up to 12 windows")
        .one_of({"stages", "results", "key"});
    command.flag("--walk", plan_.walk, "Every window of every layer, forward and backward");
    command.add("--range", range_,
                "FIRST-LAST: steps of the whole walk, forward and backward, 0 is the first");
    command.add("--fps", plan_.fps, "Frames a second while cells move").between(1.0, 50.0);
    command.add("--seconds", plan_.seconds, "Of each window").between(0.05, 60.0);
    command.add("--hold", plan_.hold, "Seconds that the result is seen at the end").between(0.0, 60.0);
    command.add("--pixels", plan_.pixels, "Width of a frame").between(16, 8192);
}

void AnimateArguments::run(const FigureJob& job, std::ostream& print) const {
    if (out_.empty() == frames_.empty()) throw UsageError({"error.usage.animate_out"});
    if (!job.kind->needs.window) throw UsageError({"error.usage.animate_kind", {job.kind->name}});
    if (frames_.empty() && figure::film_format_of(out_) == figure::FilmFormat::mp4) io::require_ffmpeg();
    const FigureSource source(job);
    figure::FilmPlan plan = plan_;
    if (!range_.empty()) plan.range = read_range(range_);
    plan.key = moments_ == "key";
    const work::Live live(job.document);
    const figure::FilmScene scene = scene_of(job);
    plan.stages =
        moments_.empty() ? figure::usually_in_stages(live.evaluation(), scene, plan) : moments_ != "results";
    const std::vector<figure::FilmMoment> moments = figure::film_moments(live, scene, plan);
    const auto request = [&](const pool::Cursor& cursor) { return source.request(job, cursor); };
    const figure::Reel reel = figure::draw_reel(*job.kind, moments, request, job.sheet, plan.pixels);
    print << std::ssize(moments) << " frames, " << reel.width << "×" << reel.height << " pixels, "
          << figure::number(figure::duration(moments) / 1000.0, 3) << " s\n";
    if (frames_.empty()) {
        io::write_file_atomically(out_, ui::film_bytes(reel, figure::film_format_of(out_), plan.fps, out_));
    } else {
        const figure::FileKind kind = figure::kind_of_path("frame." + format_);
        io::write_numbered_files(frames_, frames_of(reel, kind, job.file));
    }
}

}  // namespace app
