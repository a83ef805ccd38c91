#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "app/figure_job.h"

namespace CLI {
class App;
}

namespace app {

/// Which moments of the walk an animation shows, and for how long.
struct FilmPlan {
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
/// The moments of a plan. `windows`: of the job's layer; empty: all.
std::vector<FilmMoment> film_moments(const pool::Evaluation& evaluation, const FigureJob& job,
                                     const FilmPlan& plan);

/// The options of `poolscope animate`.
class AnimateArguments {
 public:
    void add_to(CLI::App& command);
    /// Writes the animation or its frames and says first how large and how long it is.
    void run(const FigureJob& job, std::ostream& print) const;

 private:
    std::string out_, frames_, format_ = "png", moments_;
    FilmPlan plan_;
};

}  // namespace app
