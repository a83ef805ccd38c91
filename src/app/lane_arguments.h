#pragma once

#include <cstdint>
#include <string>

#include "app/options.h"
#include "document/document.h"

namespace app {

class Source;

/// In what lane B differs: `--shift DX,DY`, `--rotate`, `--scale`, `--shuffle`, `--input-b` or `--sample-b`,
/// `--stack-b`, `--poolings-b`, `--rule-b`, `--ties-b`.
class LaneArguments {
 public:
    void add_to(Options& command);
    /// Those of the transform alone.
    void add_transform_to(Options& command);
    /// Puts what was given into the document's lane B; its input is prepared as `source` says. Throws
    /// UsageError.
    void apply(document::Document& document, Source& source) const;

 private:
    std::string shift_, input_, sample_, stack_, poolings_, rule_, ties_;
    double angle_ = 0;
    double scale_ = 1;
    std::int64_t shuffle_ = 0;
};

}  // namespace app
