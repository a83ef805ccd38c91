#include "app/results_command.h"

#include <iomanip>
#include <ostream>

#include "io/files.h"
#include "lesson/results.h"

namespace app {

void ResultsCommand::add_to(Options& options) {
    options.add("FILE", files_, "progress.json or exported results, one for each session").required();
}

int ResultsCommand::run(std::ostream& print) const {
    constexpr std::int64_t kMostBytes = std::int64_t{16} << 20;
    std::vector<lesson::Progress> sessions;
    for (const std::string& file : files_)
        sessions.push_back(
            lesson::progress_from_json(io::read_text(file, kMostBytes), io::display_name(file)));
    const lesson::Results results = lesson::results_of(sessions);
    print << results.sessions << " sessions, " << results.answers << " answers, " << results.right
          << " right\n";
    if (!results.tags.empty()) print << "\nsessions answers sure  misconception (steps)\n";
    for (const lesson::TagResult& tag : results.tags) {
        print << std::setw(8) << tag.sessions << std::setw(8) << tag.answers << std::setw(5) << tag.sure
              << "  " << tag.tag << " (";
        const char* comma = "";
        for (const std::string& step : tag.steps) {
            print << comma << step;
            comma = ", ";
        }
        print << ")\n";
    }
    if (!results.steps.empty()) print << "\n   right  step\n";
    for (const lesson::StepResult& step : results.steps)
        print << std::setw(8) << std::to_string(step.right) + "/" + std::to_string(step.answers) << "  "
              << step.step << '\n';
    return 0;
}

}  // namespace app
