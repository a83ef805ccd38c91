#pragma once

#include <array>
#include <string_view>

#include "lesson/item.h"
#include "lesson/lesson.h"

namespace lesson {

/// The fields of a setup.
constexpr std::array<std::string_view, 10> kSetupFields = {
    "input", "canvas", "pair", "stack", "other_stack", "grad", "phase", "layer", "window", "view"};

/// Puts the fields of a "setup", or of an act of a "solution", into `setup`; what they do not name stays.
/// `null` for "pair" or "other_stack" takes it away. Throws io::FileError.
void read_setup(const Item& item, Setup& setup);
/// Whether an object names anything of a setup.
bool names_setup(const Item& item);
/// A value that a measure is expected to give.
measure::Value read_value(const Node& node);

}  // namespace lesson
