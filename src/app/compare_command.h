#pragma once

#include <iosfwd>
#include <string>

#include "app/lane_arguments.h"
#include "app/source.h"

namespace app {

/// `poolscope compare`: the maps of lane A beside those of lane B.
class CompareCommand {
 public:
    void add_to(Options& options);
    int run(std::ostream& print);
    const Source& source() const { return source_; }

 private:
    Source source_;
    LaneArguments lane_;
    std::string rule_, case_, out_, picture_;
    std::string theme_ = "light", language_ = "en";
    bool json_ = false;
};

}  // namespace app
