#include "lesson/check.h"

#include <algorithm>
#include <cmath>

#include "document/raster.h"
#include "document/samples.h"
#include "lesson/challenge.h"
#include "lesson/vary.h"

namespace lesson {

namespace {

using measure::MeasureError;
using measure::Value;

/// Four digits, as they are printed.
bool as_expected(const Value& found, const Value& expected) {
    if (const double* wanted = expected.number()) {
        const double* number = found.number();
        return number && std::abs(*number - *wanted) <= std::max(6e-4 * std::abs(*wanted), 1e-6);
    }
    const measure::List* wanted = expected.list();
    const measure::List* list = found.list();
    if (wanted && list) return std::ranges::equal(*list, *wanted, as_expected);
    return found == expected;
}

/// Whether a name stands in an expression as a word of its own.
bool names(const std::string& expression, const std::string& name) {
    const auto word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    for (std::size_t at = expression.find(name); at != std::string::npos;
         at = expression.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        if ((at == 0 || !word(expression[at - 1])) && (end == expression.size() || !word(expression[end])))
            return true;
    }
    return false;
}

class Checker {
 public:
    explicit Checker(std::vector<Problem>& problems) : problems_(problems) {}

    void step(const Step& step);
    void challenge(const Challenge& challenge);

 private:
    void say(const words::Message& message) { problems_.push_back({id_, line_, message}); }
    /// Runs it; what it throws becomes a problem.
    template <class Work>
    bool try_to(Work work) {
        try {
            work();
            return true;
        } catch (const words::Error& error) {
            say(error.message());
        }
        return false;
    }
    void texts(const Step& step);
    bool measures(const Step& step, const Setup& setup, const words::Message& where);
    void expected(const std::vector<Expected>& expected, const Step& step, const StepRun& run);
    void played(const Step& step);
    void wrong_answers(const Step& step);
    void wrong_answer(const Step& step, const Wrong& wrong);
    void wrong_options(const Step& step);
    void other_inputs(const Step& step);

    std::vector<Problem>& problems_;
    std::string id_;
    int line_ = 0;
};

std::vector<const Text*> texts_of(const Step& step) {
    std::vector<const Text*> all{&step.say};
    for (const Saying& saying : step.says) all.push_back(&saying.say);
    if (!step.question) return all;
    for (const Wrong& wrong : step.question->wrong) all.push_back(&wrong.say);
    for (const Option& option : step.question->options) {
        all.push_back(&option.say);
        all.push_back(&option.feedback);
    }
    return all;
}

std::vector<std::string> predicates_of(const Step& step) {
    std::vector<std::string> all;
    const auto add = [&all](const std::string& one) {
        if (!one.empty() && one != "else" && one != "check") all.push_back(one);
    };
    add(step.check);
    add(step.collect);
    for (const Saying& saying : step.says) add(saying.when);
    if (step.question) add(step.question->ready);
    return all;
}

void Checker::texts(const Step& step) {
    std::set<std::string> used;
    for (const Text* text : texts_of(step)) {
        const std::set<std::string> found = places(text->en);
        used.insert(found.begin(), found.end());
    }
    for (const std::string& name : used)
        if (std::ranges::count(step.fill, name, &Named::name) == 0) say({"error.lesson.check.place", {name}});
    const std::vector<std::string> predicates = predicates_of(step);
    for (const Named& named : step.fill) {
        const auto in = [&](const std::string& one) { return names(one, named.name); };
        if (!used.contains(named.name) && std::ranges::none_of(predicates, in))
            say({"error.lesson.check.unused", {named.name}});
    }
}

bool Checker::measures(const Step& step, const Setup& setup, const words::Message& where) {
    const std::size_t before = problems_.size();
    const auto fail = [&](const words::Message& message) {
        say(where.empty() ? message : words::Message("error.lesson.check.on", {where, message}));
    };
    try {
        const Shown shown = shown_of(setup);
        if (step.pin && (step.pin->map >= shown.evaluation->map_count() ||
                         !shown.evaluation->map(step.pin->map).contains(step.pin->cell)))
            fail({"error.lesson.check.pin"});
        Deeds deeds;
        deeds.start = setup.document;
        deeds.first = setup.cursor();
        Scope start(shown, deeds);
        std::vector<words::Message> errors;
        deeds.remembered = start.fill(step.remember, &errors);
        Scope scope(shown, deeds);
        scope.fill(step.fill, &errors);
        for (const words::Message& error : errors) fail(error);
        for (const std::string& predicate : predicates_of(step)) scope.evaluate(predicate);
        const bool asked =
            step.question && (step.question->ready.empty() || scope.holds(step.question->ready));
        if (asked) {
            right_answer(*step.question, scope);
            for (const Wrong& wrong : step.question->wrong)
                if (!wrong.value.empty()) scope.evaluate(wrong.value);
        }
    } catch (const words::Error& error) {
        fail(error.message());
    }
    return problems_.size() == before;
}

void Checker::expected(const std::vector<Expected>& expected, const Step& step, const StepRun& run) {
    if (expected.empty()) return;
    Scope scope(shown_of(run.workspace()), run.deeds());
    const Fill fill = scope.fill(step.fill);
    for (const Expected& one : expected) {
        try {
            Value found;
            constexpr std::string_view kWrong = "wrong.";
            if (one.name == "right" && step.question) {
                found = right_answer(*step.question, scope);
            } else if (one.name.starts_with(kWrong) && step.question) {
                const std::size_t i = std::stoul(one.name.substr(kWrong.size()));
                if (i < step.question->wrong.size()) found = scope.evaluate(step.question->wrong[i].value);
            } else if (const auto at = fill.find(one.name); at != fill.end()) {
                found = at->second;
            }
            if (!as_expected(found, one.value))
                say({"error.lesson.check.number",
                     {one.name, value_text(found, words::Language::english),
                      value_text(one.value, words::Language::english)}});
        } catch (const MeasureError& error) {
            say(error.message());
        }
    }
}

void Checker::played(const Step& step) {
    work::Workspace workspace(step.setup.document);
    StepRun run(step, workspace);
    if (run.gate_open()) say({"error.lesson.check.open"});
    expected(step.expect, step, run);
    run.show_me();
    if (!run.gate_open()) say({"error.lesson.check.shut"});
    if (step.question && !(run.verdict() && run.verdict()->right)) say({"error.lesson.check.not_right"});
    expected(step.expect_solved, step, run);
}

void Checker::wrong_answer(const Step& step, const Wrong& wrong) {
    work::Workspace workspace(step.setup.document);
    StepRun run(step, workspace);
    for (const Act& act : step.solution) run.perform(act);
    Scope scope(shown_of(workspace), run.deeds());
    scope.fill(step.fill);
    run.answer(scope.evaluate(wrong.value));
    if (!run.verdict()) return;
    if (run.verdict()->right) {
        say({"error.lesson.check.wrong_is_right", {wrong.tag}});
    } else if (run.verdict()->tag != wrong.tag) {
        say({"error.lesson.check.same_wrong", {wrong.tag, run.verdict()->tag}});
    }
}

void Checker::wrong_options(const Step& step) {
    const Question& question = *step.question;
    if (question.kind != AnswerKind::choice) return;
    for (const Option& option : question.options) {
        work::Workspace workspace(step.setup.document);
        StepRun run(step, workspace);
        for (const Act& act : step.solution) run.perform(act);
        run.answer(option.id);
        const bool silent = run.verdict() && !run.verdict()->right && run.verdict()->say.empty();
        if (silent) say({"error.lesson.check.silent", {option.id}});
    }
}

void Checker::wrong_answers(const Step& step) {
    for (const Wrong& wrong : step.question->wrong)
        if (!wrong.value.empty()) try_to([&] { wrong_answer(step, wrong); });
    try_to([&] { wrong_options(step); });
}

void Checker::other_inputs(const Step& step) {
    Setup setup = step.setup;
    setup.document = other_input(step.setup.document, 0);
    measures(step, setup, {"error.lesson.check.turned"});
    setup.document = other_input(step.setup.document, 1);
    measures(step, setup, {"error.lesson.check.inverted"});
    for (const std::string& name : step.also) {
        const document::Sample* sample = document::find_sample(name);
        if (!sample) {
            say({"error.lesson.check.sample", {name}});
            continue;
        }
        setup.document = step.setup.document;
        setup.document.input = sample->input;
        measures(step, setup, words::Message::plain(name));
    }
}

void Checker::step(const Step& step) {
    id_ = step.id;
    line_ = step.line;
    texts(step);
    // Where the setup itself cannot be measured, everything else would say so again.
    if (!measures(step, step.setup, {})) return;
    try_to([&] { played(step); });
    if (step.question) wrong_answers(step);
    try_to([&] { other_inputs(step); });
}

void Checker::challenge(const Challenge& challenge) {
    id_ = challenge.id;
    line_ = challenge.line;
    const Step step = step_of(challenge);
    texts(step);
    if (!measures(step, step.setup, {})) return;
    const auto stars_after = [&](const std::vector<Act>& acts) {
        work::Workspace workspace(challenge.setup.document);
        Progress progress;
        auto run = std::make_unique<ChallengeRun>(challenge, workspace, progress);
        if (run->goal_met()) say({"error.lesson.check.open"});
        for (const Act& act : acts) {
            run->run().perform(act);
            if (act.answer.empty()) continue;
            Scope scope(shown_of(workspace), run->run().deeds());
            if (const Value value = scope.evaluate(act.answer); value.number()) run->type(*value.number());
        }
        run->follow();
        return run;
    };
    try_to([&] {
        if (!stars_after(challenge.solution)->goal_met()) say({"error.lesson.check.shut"});
        for (std::size_t i = 0; i < challenge.stars.size(); ++i) {
            const Star& star = challenge.stars[i];
            const auto& acts = star.solution.empty() ? challenge.solution : star.solution;
            if (!stars_after(acts)->star_met(i)) say({"error.lesson.check.star", {i + 2}});
        }
    });
}

}  // namespace

std::vector<Problem> check(const LessonFile& file) {
    std::vector<Problem> problems;
    Checker checker(problems);
    for (const Lesson& lesson : file.lessons)
        for (const Step& step : lesson.steps) checker.step(step);
    for (const Challenge& challenge : file.challenges) checker.challenge(challenge);
    return problems;
}

}  // namespace lesson
