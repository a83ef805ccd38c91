#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/figure_job.h"

namespace CLI {
class App;
}

namespace app {

/// Which moments of the walk an animation shows, and for how long.
struct FilmPlan {
    /// Steps of the walk, the first and the last one; none: see `walk`.
    std::optional<std::pair<std::int64_t, std::int64_t>> range;
    bool key = false;      ///< the key moments of the job's layer alone
    bool walk = false;     ///< the whole walk, forward and backward; otherwise the job's layer and phase
    bool stages = true;    ///< the three stages of every window; otherwise its result alone
    float fps = 12;        ///< frames a second, while cells move
    float seconds = 1.2F;  ///< of one window
    float hold = 2;        ///< seconds that the last frame is seen
    int pixels = 800;      ///< width of a frame
};

/// One frame before it is drawn.
struct FilmMoment {
    pool::Cursor cursor;
    int milliseconds = 0;
};
/// The moments of a plan, as the window plays them (work::Walk) at the plan's frame rate. Throws UsageError
/// where its range lies outside the walk.
std::vector<FilmMoment> film_moments(const FigureJob& job, const FilmPlan& plan);

/// The options of `poolscope animate`.
class AnimateArguments {
 public:
    void add_to(CLI::App& command);
    /// Writes the animation or its frames and says first how large and how long it is.
    void run(const FigureJob& job, std::ostream& print) const;

 private:
    std::string out_, frames_, format_ = "png", moments_, range_;
    FilmPlan plan_;
};

}  // namespace app
