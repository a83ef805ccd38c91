#include "ui/export_film.h"

#include "io/mp4.h"

namespace ui {

std::vector<unsigned char> film_bytes(const figure::Reel& reel, figure::FilmFormat format, float fps,
                                      const std::filesystem::path& target, pool::Progress* progress) {
    if (format != figure::FilmFormat::mp4) return figure::film_file(reel, format, progress);
    figure::VideoFrames frames(reel, fps, progress);
    const auto waiting = [progress] {
        if (progress && progress->cancelled) throw pool::Cancelled();
    };
    return io::encode_mp4({frames.width(), frames.height(), fps, [&] { return frames.next(); }}, target,
                          waiting);
}

}  // namespace ui
