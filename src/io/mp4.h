#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

namespace io {

/// Frames of one size and one rate, as bytes.
struct RawVideo {
    int width = 0;  ///< in pixels; even
    int height = 0;
    float fps = 0;
    /// The next frame: red, green and blue of its pixels, row by row; empty after the last.
    std::function<std::span<const std::uint8_t>()> next;
};

/// Throws words::Error where no ffmpeg lies on the PATH; asked before the work that needs it.
void require_ffmpeg();
/// The bytes of an MP4 file (H.264, 4:2:0, no sound), made by the `ffmpeg` on the PATH; the same frames give
/// the same bytes with the same ffmpeg. It writes into a file beside `target`, which goes in any case: what
/// comes of the bytes is for the caller to do. `waiting` is called while ffmpeg is waited for, and may throw
/// to end it. Throws words::Error with ffmpeg's last line where it fails.
std::vector<std::uint8_t> encode_mp4(const RawVideo& video, const std::filesystem::path& target,
                                     const std::function<void()>& waiting);

}  // namespace io
