#pragma once

#include <cstdint>

/// What is read, computed and written at most, for the whole program. Every limit is checked before memory is
/// taken, and what is written keeps to those of reading. README.md lists them for the user.
namespace pool::limits {

constexpr std::int64_t kFileBytes = std::int64_t{512} << 20;     ///< of a file that is read or written
constexpr std::int64_t kPictureBytes = std::int64_t{256} << 20;  ///< of a picture's file: documents embed it
constexpr std::int64_t kPictureCells = std::int64_t{64} << 20;   ///< pixels of a picture
constexpr std::int64_t kInputCells = std::int64_t{64} << 20;     ///< numbers of an array or a table
constexpr std::int64_t kMapCells = std::int64_t{64} << 20;       ///< of the output of one layer
/// Of all maps, gradients and indices that an input and its stack make together.
constexpr std::int64_t kStackBytes = std::int64_t{1} << 30;
/// Comparisons, additions and multiplications of one layer: some seconds.
constexpr std::int64_t kLayerOperations = std::int64_t{1} << 33;
constexpr std::int64_t kLayers = 256;
constexpr std::int64_t kNotationBytes = std::int64_t{1} << 20;
constexpr int kBracketDepth = 64;                            ///< of lists and Sequentials in a notation
constexpr int kJsonDepth = 64;                               ///< of lists and objects in a JSON file
constexpr std::int64_t kJsonValues = std::int64_t{8} << 20;  ///< in a JSON file

}  // namespace pool::limits
