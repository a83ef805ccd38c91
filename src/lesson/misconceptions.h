#pragma once

#include "lesson/worksheet.h"

// Common wrong answers to exercises with one layer. Codes are those of the lessons.

namespace lesson::wrong {

// Outputs.
extern const Misconception kMean, kSum, kFirst, kZeroPadding, kUndivided, kLargest, kRealOnly, kFullWindow;
extern const Misconception kSeparateBins, kOneKernel;
// Indices.
extern const Misconception kInWindow, kFromOne, kSwapped;
// Output sizes.
extern const Misconception kNoPadding, kNotSubtracted, kOtherRounding, kStrideOne, kNoDilation;
// Gradients.
extern const Misconception kCopies, kShares, kSamePlace, kOverwrites, kAverages, kOneCell, kRealShares;
extern const Misconception kSplits, kLast, kAll;

}  // namespace lesson::wrong
