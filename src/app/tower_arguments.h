#pragma once

#include <stdexcept>
#include <string>

#include "app/commands.h"

namespace CLI {
class App;
}

namespace app {

/// A refusal of what the person asked for.
class UsageError : public std::runtime_error {
 public:
    using std::runtime_error::runtime_error;
};

/// `--camera front`, `oblique`, `top`, or `AZIMUTH,ELEVATION` or `AZIMUTH,ELEVATION,DISTANCE`.
struct TowerArguments {
    std::string camera = "oblique";
    TowerOptions options;

    void add_to(CLI::App& command);
    /// Throws UsageError.
    TowerOptions read() const;
};

}  // namespace app
