#pragma once

#include <iosfwd>
#include <string>

#include "app/lane_arguments.h"
#include "app/source.h"

namespace app {

/// `poolscope sweep`: curves over shifts, angles or scales as CSV or as a picture.
class SweepCommand {
 public:
    void add_to(Options& options);
    int run(std::ostream& print);
    const Source& source() const { return source_; }

 private:
    Source source_;
    LaneArguments lane_;
    std::string rule_, transform_, kinds_ = "as-given", out_, measure_ = "relative_difference";
    std::string theme_ = "light", language_ = "en";
    bool digits_ = false;
};

}  // namespace app
