#include "lesson/results.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace lesson {

Results results_of(std::span<const Progress> sessions) {
    Results results;
    results.sessions = sessions.size();
    std::map<std::string, TagResult> tags;
    std::map<std::string, StepResult> steps;
    for (const Progress& session : sessions) {
        std::set<std::string> shown;
        for (const Answered& answered : session.answers()) {
            ++results.answers;
            StepResult& step = steps[answered.step];
            step.step = answered.step;
            ++step.answers;
            if (answered.right) {
                ++results.right;
                ++step.right;
                continue;
            }
            if (answered.tag.empty()) continue;
            TagResult& tag = tags[answered.tag];
            tag.tag = answered.tag;
            ++tag.answers;
            if (answered.sure.value_or(false)) ++tag.sure;
            tag.steps.insert(answered.step);
            if (shown.insert(answered.tag).second) ++tag.sessions;
        }
    }
    for (auto& [name, tag] : tags) results.tags.push_back(std::move(tag));
    for (auto& [name, step] : steps) results.steps.push_back(std::move(step));
    std::ranges::stable_sort(results.tags, [](const TagResult& a, const TagResult& b) {
        return std::tie(a.sessions, a.answers) > std::tie(b.sessions, b.answers);
    });
    std::ranges::stable_sort(results.steps, [](const StepResult& a, const StepResult& b) {
        return a.right * b.answers < b.right * a.answers;
    });
    return results;
}

}  // namespace lesson
