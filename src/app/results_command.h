#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "app/options.h"

namespace app {

/// `poolscope results FILE…`: which misconceptions a class showed.
class ResultsCommand {
 public:
    void add_to(Options& options);
    int run(std::ostream& print) const;

 private:
    std::vector<std::string> files_;
};

}  // namespace app
