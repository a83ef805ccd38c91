#pragma once

#include <cstddef>
#include <cstdint>

namespace lesson {

// What a lesson file may hold at most.
constexpr std::int64_t kMostLessonBytes = std::int64_t{4} << 20;
constexpr std::size_t kMostLessons = 100;
constexpr std::size_t kMostSteps = 100;  ///< of a lesson
constexpr std::size_t kMostChallenges = 100;
constexpr std::size_t kMostTerms = 500;
constexpr std::size_t kMostNames = 40;
constexpr std::size_t kMostActs = 40;
/// Bytes of a text.
constexpr std::size_t kMostText = 1000;

// What is kept of a person's work.
constexpr std::size_t kMostAnswers = 10000;
constexpr std::size_t kMostKept = 5000;  ///< steps, or challenges

}  // namespace lesson
