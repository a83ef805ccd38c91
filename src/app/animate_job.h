#pragma once

#include <iosfwd>
#include <string>

#include "app/figure_job.h"
#include "app/options.h"
#include "figure/film.h"

namespace app {

/// What of a job's evaluation an animation is of.
figure::FilmScene scene_of(const FigureJob& job);

/// The options of `poolscope animate`.
class AnimateArguments {
 public:
    void add_to(Options& command);
    /// Writes the animation or its frames and says first how large and how long it is.
    void run(const FigureJob& job, std::ostream& print) const;

 private:
    std::string out_, frames_, format_ = "png", moments_, range_;
    figure::FilmPlan plan_;
};

}  // namespace app
