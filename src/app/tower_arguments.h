#pragma once

#include <string>

#include "app/commands.h"
#include "app/options.h"

namespace app {

/// `--camera front`, `oblique`, `top`, or `AZIMUTH,ELEVATION` or `AZIMUTH,ELEVATION,DISTANCE`.
struct TowerArguments {
    std::string camera = "oblique";
    TowerOptions options;

    void add_to(Options& command);
    /// What a figure of the tower may be told.
    void add_view_to(Options& command);
    /// Throws UsageError.
    TowerOptions read() const;
};

}  // namespace app
