#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "app/options.h"

namespace app {

/// `poolscope worksheet KIND -o sheet.pdf`: exercises on paper, and their answers.
class WorksheetCommand {
 public:
    void add_to(Options& options);
    int run(std::ostream& print) const;

 private:
    std::string kind_, out_, answers_, document_;
    std::string language_ = "en";
    std::string paper_ = "a4";
    int count_ = 6;
    std::uint64_t seed_ = 1;
    bool list_ = false, qr_ = false;
};

}  // namespace app
