#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "lesson/progress.h"

namespace lesson {

/// How often one misconception was shown in several sessions.
struct TagResult {
    std::string tag;
    std::size_t sessions = 0;  ///< that showed it at least once
    std::size_t answers = 0;
    std::size_t sure = 0;         ///< answers that the learner was sure of
    std::set<std::string> steps;  ///< where
};
struct StepResult {
    std::string step;
    std::size_t answers = 0;
    std::size_t right = 0;
};
struct Results {
    std::size_t sessions = 0;
    std::size_t answers = 0;
    std::size_t right = 0;
    std::vector<TagResult> tags;    ///< those of most sessions first, then of most answers, then by name
    std::vector<StepResult> steps;  ///< those with the fewest right answers first
};
Results results_of(std::span<const Progress> sessions);

}  // namespace lesson
