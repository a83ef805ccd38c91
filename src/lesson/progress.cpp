#include "lesson/progress.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "io/document_file.h"
#include "io/files.h"
#include "lesson/limits.h"
#include "lesson/setup_reader.h"

namespace lesson {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const measure::Value& value) {
    if (const bool* truth = value.boolean()) return *truth;
    if (const double* number = value.number()) return *number;
    if (const std::string* text = value.text()) return *text;
    const measure::List* list = value.list();
    if (!list) return nullptr;
    Json json = Json::array();
    for (const measure::Value& item : *list) json.push_back(json_of(item));
    return json;
}

Json answer_json(const Answered& answered) {
    Json json{{"step", answered.step}, {"answer", json_of(answered.value)}, {"right", answered.right}};
    if (answered.sure) json["sure"] = *answered.sure;
    if (!answered.tag.empty()) json["tag"] = answered.tag;
    json["seconds"] = answered.seconds;
    return json;
}

Answered read_answer(const Item& item) {
    item.only({"step", "answer", "right", "sure", "tag", "seconds"});
    Answered answered;
    answered.step = item.id("step");
    if (const Node* value = item.find("answer")) answered.value = read_value(*value);
    answered.right = item.truth("right");
    if (item.has("sure")) answered.sure = item.truth("sure");
    answered.tag = item.text("tag");
    answered.seconds = item.number("seconds").value_or(0);
    return answered;
}

/// {"K01": 2}
std::map<std::string, int> read_counts(const Item& item, std::string_view key) {
    std::map<std::string, int> counts;
    const Node* node = item.find(key);
    if (!node) return counts;
    const Item inner(*node, item.name());
    if (node->fields.size() > kMostKept)
        inner.fail({"error.lesson.many", {key, node->fields.size(), kMostKept}});
    for (const auto& [name, value] : node->fields)
        counts[name] = static_cast<int>(inner.whole(name, 0, 100, 0));
    return counts;
}

std::map<std::string, StepState> read_states(const Item& item) {
    std::map<std::string, StepState> states;
    const Node* node = item.find("steps");
    if (!node) return states;
    const Item inner(*node, item.name());
    if (node->fields.size() > kMostKept)
        inner.fail({"error.lesson.many", {"steps", node->fields.size(), kMostKept}});
    for (const auto& [name, value] : node->fields) {
        const std::string state = inner.text(name);
        if (state != "seen" && state != "solved")
            inner.wrong(name, value, {"error.wanted.one_of", {"seen, solved"}});
        states[name] = state == "solved" ? StepState::solved : StepState::seen;
    }
    return states;
}

}  // namespace

StepState Progress::state(const std::string& step) const {
    const auto found = states_.find(step);
    return found == states_.end() ? StepState::open : found->second;
}

void Progress::reach(const std::string& step, StepState state) {
    if (state == StepState::open) return;
    StepState& now = states_[step];
    now = std::max(now, state);
}

void Progress::add(Answered answered) {
    if (answers_.size() == kMostAnswers) answers_.erase(answers_.begin());
    put_off_.erase(answered.step);
    answers_.push_back(std::move(answered));
}

int Progress::stars(const std::string& challenge) const {
    const auto found = stars_.find(challenge);
    return found == stars_.end() ? 0 : found->second;
}

void Progress::reach_stars(const std::string& challenge, int stars) {
    if (stars > 0) stars_[challenge] = std::max(stars_[challenge], stars);
}

int Progress::hints(const std::string& challenge) const {
    const auto found = hints_.find(challenge);
    return found == hints_.end() ? 0 : found->second;
}

void Progress::open_hint(const std::string& challenge, int hints) {
    if (hints > 0) hints_[challenge] = std::max(hints_[challenge], hints);
}

bool Progress::stands_wrong(const Answered& answered) const {
    if (answered.right || answered.tag.empty()) return false;
    return std::none_of(&answered + 1, answers_.data() + answers_.size(),
                        [&](const Answered& later) { return later.step == answered.step; });
}

std::vector<std::string> Progress::open_tags() const {
    std::vector<std::string> tags;
    for (const Answered& wrong : answers_)
        if (stands_wrong(wrong) && std::ranges::count(tags, wrong.tag) == 0) tags.push_back(wrong.tag);
    return tags;
}

std::vector<std::string> Progress::open_questions() const {
    std::vector<std::string> steps;
    for (const Answered& wrong : answers_)
        if (stands_wrong(wrong) && !put_off_.contains(wrong.step)) steps.push_back(wrong.step);
    return steps;
}

void Progress::forget(const std::set<std::string>& steps) {
    std::erase_if(states_, [&](const auto& entry) { return steps.contains(entry.first); });
    std::erase_if(answers_, [&](const Answered& answered) { return steps.contains(answered.step); });
    if (place && steps.contains(place->step)) place.reset();
}

std::string progress_to_json(const Progress& progress) {
    Json json{{"poolscope_progress", 1}, {"steps", Json::object()}, {"answers", Json::array()}};
    for (const auto& [step, state] : progress.states_)
        json["steps"][step] = state == StepState::solved ? "solved" : "seen";
    for (const Answered& answered : progress.answers_) json["answers"].push_back(answer_json(answered));
    if (!progress.stars_.empty()) json["stars"] = progress.stars_;
    if (!progress.hints_.empty()) json["hints"] = progress.hints_;
    if (!progress.put_off_.empty()) json["put_off"] = progress.put_off_;
    if (progress.place && progress.place->file.size() <= kMostText) {
        json["place"] = {{"lesson", progress.place->lesson},
                         {"step", progress.place->step},
                         {"document", io::to_json(progress.place->document)}};
        if (!progress.place->file.empty()) json["place"]["file"] = progress.place->file;
    }
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Progress progress_from_json(const std::string& text, const std::string& name) {
    const Node root = read_tree(text, name);
    const Item item(root, name);
    item.only({"poolscope_progress", "steps", "answers", "stars", "hints", "put_off", "place"});
    item.need("poolscope_progress");
    item.whole("poolscope_progress", 1, 1, 1);
    Progress progress;
    progress.states_ = read_states(item);
    for (const Node& node : item.list("answers", kMostAnswers))
        progress.answers_.push_back(read_answer({node, name}));
    progress.stars_ = read_counts(item, "stars");
    progress.hints_ = read_counts(item, "hints");
    for (const std::string& step : item.texts("put_off", kMostKept)) progress.put_off_.insert(step);
    if (const Node* node = item.find("place")) {
        const Item inner(*node, name);
        inner.only({"lesson", "step", "document", "file"});
        const Node& document = inner.need("document");
        if (document.kind != Node::Kind::text) inner.wrong("document", document, {"error.wanted.json_text"});
        progress.place = {inner.id("lesson"), inner.id("step"), io::from_json(document.text, name),
                          inner.text("file")};
    }
    return progress;
}

}  // namespace lesson
