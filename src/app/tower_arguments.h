#pragma once

#include <string>

#include "app/commands.h"
#include "words/message.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace app {

/// A refusal of what the person asked for.
class UsageError : public words::Error {
 public:
    using Error::Error;
};

/// `--camera front`, `oblique`, `top`, or `AZIMUTH,ELEVATION` or `AZIMUTH,ELEVATION,DISTANCE`.
struct TowerArguments {
    std::string camera = "oblique";
    TowerOptions options;

    void add_to(CLI::App& command);
    /// What a figure of the tower may be told.
    void add_view_to(CLI::App& command);
    /// Throws UsageError.
    TowerOptions read() const;
};

}  // namespace app
