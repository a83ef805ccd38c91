#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "figure/animation.h"
#include "figure/sheet.h"
#include "pool/events.h"
#include "work/live.h"

// The walk as a moving picture: which of its moments are shown, their drawings, and the files.

namespace figure {

/// Which moments of the walk a film shows, and for how long.
struct FilmPlan {
    /// Steps of the walk, the first and the last one; none: see `walk`.
    std::optional<std::pair<std::int64_t, std::int64_t>> range{};
    bool key = false;      ///< the key moments of the cursor's layer alone
    bool walk = false;     ///< the whole walk, forward and backward; otherwise the cursor's layer and phase
    bool stages = true;    ///< the three stages of every window; otherwise its result alone
    float fps = 12;        ///< frames a second, while cells move
    float seconds = 1.2F;  ///< of one window
    float hold = 2;        ///< seconds that the last frame is seen
    int pixels = 800;      ///< width of a frame
    bool operator==(const FilmPlan&) const = default;
};
/// What of the evaluation a film is of.
struct FilmScene {
    pool::Cursor cursor;  ///< its layer and phase
    pool::ShownPlane plane;
    std::vector<std::int64_t> windows;  ///< of that layer; empty: all
};

/// One frame before it is drawn.
struct FilmMoment {
    pool::Cursor cursor;
    int milliseconds = 0;
};
/// The moments of a plan, as the window plays them (work::Walk) at the plan's frame rate. Throws words::Error
/// where its range lies outside the walk, and for more than 5000 frames.
std::vector<FilmMoment> film_moments(const work::Live& live, const FilmScene& scene, const FilmPlan& plan);
/// Whether a plan shows so few windows that their stages are shown where nothing is said of it.
bool usually_in_stages(const pool::Evaluation& evaluation, const FilmScene& scene, const FilmPlan& plan);
/// In milliseconds.
int duration(const std::vector<FilmMoment>& moments);

/// The drawings of all frames, on sheets of one size.
struct Reel {
    std::vector<Drawing> drawings;
    std::vector<int> milliseconds;
    float scale = 1;  ///< pixels a point
    int width = 0;    ///< of a frame, in pixels
    int height = 0;
    Color ground{255, 255, 255, 255};
};
/// What a frame shows at a cursor.
using RequestAt = std::function<FigureRequest(const pool::Cursor&)>;
/// Draws all frames. Every function here counts its frames in `progress` where it is given, and throws
/// pool::Cancelled when that tells it to stop.
Reel draw_reel(const PlateKind& kind, const std::vector<FilmMoment>& moments, const RequestAt& request,
               const Sheet& sheet, int pixels, pool::Progress* progress = nullptr);
/// The picture of one moment as it stands in the reel.
Drawing film_frame(const PlateKind& kind, FigureRequest request, const Sheet& sheet);

enum class FilmFormat { gif, webp, apng, mp4 };
/// The format that a path's ending names. Throws words::Error for any other ending.
FilmFormat film_format_of(const std::filesystem::path& path);
/// Throws words::Error where the frames would have too many pixels together for one file.
void check_film_size(std::int64_t width, std::int64_t height, std::int64_t frames);
/// The whole film as one file, of any format but mp4. Throws words::Error where it would be too large.
std::vector<unsigned char> film_file(const Reel& reel, FilmFormat format, pool::Progress* progress = nullptr);
/// The frames of a film as a video has them: at one rate, each as often as it takes to be seen as long as the
/// reel says, without alpha, with an even number of rows and columns.
class VideoFrames {
 public:
    /// The reel lives longer. Throws words::Error where the film would be too large.
    VideoFrames(const Reel& reel, float fps, pool::Progress* progress = nullptr);
    int width() const { return width_; }
    int height() const { return height_; }
    /// The next frame: red, green and blue of its pixels, row by row; empty after the last.
    std::span<const std::uint8_t> next();

 private:
    const Reel& reel_;
    double fps_;
    pool::Progress* progress_;
    int width_;
    int height_;
    std::size_t reached_ = 0;  ///< frames of the reel that were begun
    std::int64_t shown_ = 0;   ///< frames that were given
    std::int64_t until_ = 0;   ///< as many will have been given when the present one has been seen
    std::int64_t milliseconds_ = 0;
    std::vector<std::uint8_t> rgb_;
};

/// Frame `index` as a file of its own; `file` says how, but for its ground and resolution.
std::vector<unsigned char> frame_file(const Reel& reel, std::size_t index, FileKind kind, FileOptions file);
/// "frame-0001.png" is the first.
std::string frame_name(std::size_t index, FileKind kind);

}  // namespace figure
