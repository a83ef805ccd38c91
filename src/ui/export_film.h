#pragma once

#include <filesystem>
#include <vector>

#include "figure/film.h"

namespace ui {

/// The bytes of a film of any format, for the window and the command line. An MP4 is made by ffmpeg, beside
/// the file that `target` names and at `fps` frames a second; the others know the length of each frame.
/// Frames are counted in `progress` three times. Throws words::Error, and pool::Cancelled.
std::vector<unsigned char> film_bytes(const figure::Reel& reel, figure::FilmFormat format, float fps,
                                      const std::filesystem::path& target,
                                      pool::Progress* progress = nullptr);

}  // namespace ui
