#include "io/mp4.h"

#include <array>
#include <charconv>
#include <string>

#include "io/files.h"
#include "io/process.h"
#include "words/message.h"
#include "words/utf8.h"

namespace io {

namespace {

/// Every option that chance, the date or the number of processors could have a say in is given.
std::vector<std::string> mp4_command(const RawVideo& video, const std::string& out) {
    std::array<char, 32> fps{};
    const char* const end = std::to_chars(fps.data(), fps.data() + fps.size(), video.fps).ptr;
    return {"ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt",
            "rgb24", "-video_size", std::to_string(video.width) + "x" + std::to_string(video.height),
            "-framerate", std::string(fps.data(), static_cast<std::size_t>(end - fps.data())), "-i", "pipe:0",
            "-an", "-vf",
            // The colours of films, and said to be those.
            "scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int+bitexact",
            "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv",
            "-c:v", "libx264", "-crf", "16", "-pix_fmt", "yuv420p", "-threads", "1", "-map_metadata", "-1",
            "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart", "-f", "mp4", out};
}

}  // namespace

void require_ffmpeg() {
    if (!on_path("ffmpeg")) throw words::Error({"error.film.ffmpeg_missing"});
}

std::vector<std::uint8_t> encode_mp4(const RawVideo& video, const std::filesystem::path& target,
                                     const std::function<void()>& waiting) {
    require_ffmpeg();
    const auto out = file_beside(target);
    FedProgram ffmpeg(mp4_command(video, out->string()));
    if (!ffmpeg.started()) throw words::Error({"error.film.ffmpeg_missing"});
    bool good = true;
    while (good) {
        const std::span<const std::uint8_t> frame = video.next();
        if (frame.empty()) break;
        good = ffmpeg.feed(frame, waiting);
    }
    good = ffmpeg.finish(waiting) && good;
    std::error_code none;
    if (good && std::filesystem::file_size(*out, none) > 0 && !none) return read_file(*out);
    const std::string last = words::one_line(ffmpeg.last_words());
    if (last.empty()) throw words::Error({"error.film.ffmpeg_silent"});
    throw words::Error({"error.film.ffmpeg", {last}});
}

}  // namespace io
