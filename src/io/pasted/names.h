#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace io::pasted {

/// Modules that change nothing in evaluation: Dropout, Identity, Input, …
bool changes_nothing(std::string_view leaf);
/// Modules and functions behind which there are no feature maps any more, or that are not here: Flatten,
/// Linear, BatchNorm2d, Softmax, Upsample, …
bool ends_the_stack(std::string_view leaf);
/// Modules that only hold others: Sequential, ModuleList, OrderedDict, list, …
bool is_container(std::string_view leaf);
/// Losses, optimizers and the like, which belong to training.
bool belongs_to_training(std::string_view leaf);
/// The known name that a mistyped one is nearest to; empty: none is near.
std::string nearest_name(std::string_view written);
/// The one of these names that a mistyped one is nearest to; empty: none is near.
std::string nearest_of(std::string_view written, const std::vector<std::string_view>& names);
/// "MaxPool2d" for "MaxPool1d", "MaxPooling3D", "max_pool1d"; empty: not a name of another dimension.
std::string two_dimensional(std::string_view written);
std::string in_lower_case(std::string_view text);

}  // namespace io::pasted
