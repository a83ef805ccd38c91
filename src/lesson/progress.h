#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "document/document.h"
#include "measure/value.h"

namespace lesson {

enum class StepState { open, seen, solved };

/// One answer, as it is kept. No name of a person stands anywhere.
struct Answered {
    std::string step;
    measure::Value value;
    bool right = false;
    std::optional<bool> sure;
    std::string tag;  ///< the misconception that it shows; empty: none that is known
    double seconds = 0;
    bool operator==(const Answered&) const = default;
};

/// Where the learner stopped.
struct Place {
    std::string lesson, step;
    document::Document document;
    std::string file{};  ///< a teacher's own that holds the lesson; empty: it ships
    bool operator==(const Place&) const = default;
};

/// What a person has seen, solved and answered; kept beside the settings.
class Progress {
 public:
    StepState state(const std::string& step) const;
    /// Never makes a solved step less.
    void reach(const std::string& step, StepState state);
    void add(Answered answered);
    const std::vector<Answered>& answers() const { return answers_; }
    /// Stars of a challenge, 0 to 3; only the most counts. Hints that were opened.
    int stars(const std::string& challenge) const;
    void reach_stars(const std::string& challenge, int stars);
    int hints(const std::string& challenge) const;
    void open_hint(const std::string& challenge, int hints);
    /// Steps whose newest answer was wrong, the newest last; those that were put off are not among them.
    std::vector<std::string> open_questions() const;
    /// The person does not want to be asked them again, until they are answered once more.
    void put_off(const std::vector<std::string>& steps) { put_off_.insert(steps.begin(), steps.end()); }
    /// Misconceptions of wrong answers whose step was not answered rightly since, the newest last.
    std::vector<std::string> open_tags() const;
    /// Forgets these steps (start over).
    void forget(const std::set<std::string>& steps);

    std::optional<Place> place;
    bool operator==(const Progress&) const = default;

 private:
    /// Wrong with a misconception that is known, and no later answer to the same step.
    bool stands_wrong(const Answered& answered) const;
    friend std::string progress_to_json(const Progress&);
    friend Progress progress_from_json(const std::string&, const std::string&);
    std::map<std::string, StepState> states_;
    std::vector<Answered> answers_;
    std::map<std::string, int> stars_, hints_;
    std::set<std::string> put_off_;
};

std::string progress_to_json(const Progress& progress);
/// Throws io::FileError: no JSON, other fields than these, too many of them.
Progress progress_from_json(const std::string& text, const std::string& name);

}  // namespace lesson
