#include "lesson/reader.h"

#include <algorithm>
#include <array>

#include "io/files.h"
#include "lesson/limits.h"
#include "lesson/scope.h"
#include "lesson/setup_reader.h"

namespace lesson {

namespace {

/// One of the words that `name_of` gives for the values of an enumeration.
template <class Kind, std::size_t N, class Name>
Kind read_kind(const Item& item, std::string_view key, const std::array<Kind, N>& kinds, Name name_of) {
    const std::string found = item.needed_text(key);
    std::string known;
    for (const Kind kind : kinds) {
        if (found == name_of(kind)) return kind;
        known += (known.empty() ? "" : ", ") + std::string(name_of(kind));
    }
    item.wrong(key, *item.find(key), {"error.wanted.one_of", {known}});
}

StepKind read_step_kind(const Item& item) {
    using enum StepKind;
    return read_kind(item, "kind", std::array{act, look, predict, refute, recap}, kind_name);
}

AnswerKind read_answer_kind(const Item& item) {
    using enum AnswerKind;
    return read_kind(item, "answer",
                     std::array{number, two_numbers, cell, cells, grid, choice, choices, lines}, answer_name);
}

/// {"t": "taps(1, 0, 0)", …}
std::vector<Named> read_named(const Item& item, std::string_view key) {
    std::vector<Named> result;
    const Node* node = item.find(key);
    if (!node) return result;
    const Item inner(*node, item.name());
    if (node->fields.size() > kMostNames)
        inner.fail({"error.lesson.many", {key, node->fields.size(), kMostNames}});
    for (const auto& [name, value] : node->fields) {
        const bool good = !name.empty() && places("{" + name + "}").size() == 1 && name[0] >= 'a';
        if (!good) inner.wrong(name, value, {"error.wanted.place_name"});
        result.push_back({name, inner.needed_text(name)});
    }
    return result;
}

std::vector<Expected> read_expected(const Item& item, std::string_view key) {
    std::vector<Expected> result;
    const Node* node = item.find(key);
    if (!node) return result;
    const Item inner(*node, item.name());
    for (const auto& [name, value] : node->fields) result.push_back({name, read_value(value)});
    return result;
}

pool::MapCell read_map_cell(const Item& item, std::string_view key) {
    const std::vector<Node>& list = item.list(key, 3);
    const auto good = [](const Node& node) {
        return node.kind == Node::Kind::number && node.number >= 0 && node.number < 65536 &&
               node.number == static_cast<double>(static_cast<std::int64_t>(node.number));
    };
    if (list.size() != 3 || !std::ranges::all_of(list, good))
        item.wrong(key, *item.find(key), {"error.wanted.map_cell"});
    return {static_cast<std::size_t>(list[0].number),
            {0, 0, static_cast<std::int64_t>(list[1].number), static_cast<std::int64_t>(list[2].number)}};
}

Act read_act(const Item& item, Setup& setup) {
    item.only({"stage", "click", "hover", "event", "answer"}, kSetupFields);
    Act act;
    if (names_setup(item)) {
        read_setup(item, setup);
        act.setup = setup;
    }
    if (const auto stage = item.number("stage")) {
        if (!(*stage >= 0 && *stage <= 3))
            item.wrong("stage", *item.find("stage"), {"error.wanted.range", {0, 3}});
        act.stage = static_cast<float>(*stage);
    }
    if (item.has("click")) act.click = read_map_cell(item, "click");
    if (item.has("hover")) act.hover = read_map_cell(item, "hover");
    act.event = item.text("event");
    act.answer = item.text("answer");
    return act;
}

/// One act, or a list of them, one after the other.
std::vector<Act> read_acts(const Item& item, std::string_view key, Setup setup) {
    std::vector<Act> acts;
    const Node* node = item.find(key);
    if (!node) return acts;
    if (node->kind == Node::Kind::object) {
        acts.push_back(read_act({*node, item.name()}, setup));
        return acts;
    }
    for (const Node& one : item.list(key, kMostActs)) acts.push_back(read_act({one, item.name()}, setup));
    return acts;
}

std::vector<work::Hidden> read_veil(const Item& item) {
    std::vector<work::Hidden> veil;
    for (const std::string& word : item.texts("veil", work::kHiddenKinds)) {
        const auto hidden = work::find_hidden(word);
        if (!hidden) {
            std::string known;
            for (std::size_t i = 0; i < work::kHiddenKinds; ++i)
                known += (i == 0 ? "" : ", ") + std::string(work::hidden_name(static_cast<work::Hidden>(i)));
            item.wrong("veil", item.need("veil"), {"error.wanted.one_of", {known}});
        }
        veil.push_back(*hidden);
    }
    return veil;
}

Option read_option(const Item& item) {
    item.only({"id", "say", "when", "tag", "feedback"});
    Option option{item.id("id"), item.both("say"), item.needed_text("when"), item.text("tag"), {}};
    if (item.has("feedback")) option.feedback = item.both("feedback");
    return option;
}

Question read_question(const Item& item) {
    item.only({"answer", "right", "within", "ready", "wrong", "options", "map", "gradient", "listing"});
    Question question;
    question.kind = read_answer_kind(item);
    const bool options = question.kind == AnswerKind::choice || question.kind == AnswerKind::choices;
    question.right = options ? item.text("right") : item.needed_text("right");
    question.within = item.number("within").value_or(question.within);
    if (!(question.within >= 0)) item.wrong("within", *item.find("within"), {"error.wanted.above_zero"});
    question.ready = item.text("ready");
    constexpr std::int64_t kMostMap = 64;
    question.map = static_cast<std::size_t>(item.whole("map", 0, kMostMap, 0));
    question.gradient = item.truth("gradient");
    question.listing = item.text("listing");
    for (const Node& node : item.list("wrong", kMostNames)) {
        const Item wrong(node, item.name());
        wrong.only({"value", "tag", "say"});
        question.wrong.push_back({wrong.text("value"), wrong.needed_text("tag"), wrong.both("say")});
    }
    for (const Node& node : item.list("options", kMostNames))
        question.options.push_back(read_option({node, item.name()}));
    if (options && question.options.size() < 2) item.fail({"error.lesson.options"});
    return question;
}

Step read_step(const Item& item, Setup& setup) {
    item.only({"id", "kind", "setup", "veil", "veil_from", "pin", "light", "say", "fill", "remember",
               "collect", "question", "check", "says", "solution", "expect", "expect_solved", "also"});
    Step step;
    step.line = item.line();
    step.id = item.id("id");
    step.kind = read_step_kind(item);
    if (const Node* node = item.find("setup")) {
        const Item inner(*node, item.name());
        inner.only({}, kSetupFields);
        read_setup(inner, setup);
    }
    step.setup = setup;
    step.veil = read_veil(item);
    constexpr std::int64_t kMostMap = 64;
    step.veil_from = static_cast<std::size_t>(item.whole("veil_from", 0, kMostMap, 0));
    if (item.has("pin")) step.pin = read_map_cell(item, "pin");
    step.light = item.texts("light", kMostNames);
    step.say = item.both("say");
    step.fill = read_named(item, "fill");
    step.remember = read_named(item, "remember");
    step.collect = item.text("collect");
    if (const Node* node = item.find("question")) step.question = read_question({*node, item.name()});
    step.check = item.text("check");
    if (!step.question && step.check.empty()) item.fail({"error.lesson.no_gate"});
    for (const Node& node : item.list("says", kMostNames)) {
        const Item says(node, item.name());
        says.only({"when", "say"});
        step.says.push_back({says.needed_text("when"), says.both("say")});
    }
    step.solution = read_acts(item, "solution", setup);
    step.expect = read_expected(item, "expect");
    step.expect_solved = read_expected(item, "expect_solved");
    step.also = item.texts("also", kMostNames);
    step.about_clicks = names_clicks(step);
    return step;
}

Lesson read_lesson(const Item& item) {
    item.only({"id", "title", "goal", "after", "tries", "steps"});
    Lesson lesson{
        item.id("id"), item.both("title"), item.both("goal"), item.texts("after", kMostNames), {}, {}};
    Setup setup;
    for (const Node& node : item.list("steps", kMostSteps)) {
        lesson.steps.push_back(read_step({node, item.name()}, setup));
        const std::string& id = lesson.steps.back().id;
        if (std::ranges::count(lesson.steps, id, &Step::id) > 1)
            refuse(item.name(), node.line, {"error.lesson.same_id", {id}});
    }
    if (lesson.steps.empty()) item.fail({"error.lesson.no_steps"});
    constexpr std::size_t kMostTries = 5;
    for (const Node& node : item.list("tries", kMostTries)) {
        const Item inner(node, item.name());
        inner.only({"say"});
        lesson.tries.push_back(inner.both("say"));
    }
    return lesson;
}

Challenge read_challenge(const Item& item) {
    item.only({"id", "level", "title", "say", "setup", "edit", "fill", "goal", "solution", "hints", "stars"});
    Challenge challenge;
    challenge.line = item.line();
    challenge.id = item.id("id");
    challenge.level = static_cast<int>(item.whole("level", 1, 3, 1));
    challenge.title = item.both("title");
    challenge.say = item.both("say");
    const Item begin(item.need("setup"), item.name());
    begin.only({}, kSetupFields);
    read_setup(begin, challenge.setup);
    challenge.edit = item.texts("edit", kMostNames);
    challenge.fill = read_named(item, "fill");
    challenge.goal = item.needed_text("goal");
    challenge.solution = read_acts(item, "solution", challenge.setup);
    for (const Node& node : item.list("hints", kMostNames)) {
        const Item hint(node, item.name());
        hint.only({"say"});
        challenge.hints.push_back(hint.both("say"));
    }
    for (const Node& node : item.list("stars", 2)) {
        const Item star(node, item.name());
        star.only({"say", "check", "solution"});
        challenge.stars.push_back(
            {star.both("say"), star.needed_text("check"), read_acts(star, "solution", challenge.setup)});
    }
    return challenge;
}

}  // namespace

LessonFile read_lessons(const std::string& text, const std::string& name) {
    if (static_cast<std::int64_t>(text.size()) > kMostLessonBytes)
        throw io::FileError({"error.file.large", {name, text.size() >> 20U, kMostLessonBytes >> 20}});
    const Node root = read_tree(text, name);
    const Item item(root, name);
    constexpr std::string_view kVersion = "poolscope_lessons";
    item.only({kVersion, "lessons", "challenges", "glossary"});
    item.need(kVersion);
    item.whole(kVersion, 1, 1, 1);
    LessonFile file;
    file.name = name;
    for (const Node& node : item.list("lessons", kMostLessons))
        file.lessons.push_back(read_lesson({node, name}));
    for (const Node& node : item.list("challenges", kMostChallenges))
        file.challenges.push_back(read_challenge({node, name}));
    for (const Node& node : item.list("glossary", kMostTerms)) {
        const Item term(node, name);
        term.only({"term", "say"});
        file.glossary.push_back({term.both("term"), term.both("say")});
    }
    return file;
}

LessonFile load_lessons(const std::filesystem::path& path) {
    LessonFile file = read_lessons(io::read_text(path, kMostLessonBytes), io::display_name(path.filename()));
    std::error_code failed;
    file.path = std::filesystem::absolute(path, failed).lexically_normal().string();
    return file;
}

}  // namespace lesson
