#pragma once

#include <functional>

#include "lesson/answer.h"

namespace lesson {

/// One step, played on a workspace: it sets the workspace up, follows what the learner does, and says whether
/// the gate is open and what the answer is worth. It knows no screen.
class StepRun {
 public:
    /// Both must outlive it. Sets the workspace up: nothing may read its evaluation meanwhile.
    StepRun(const Step& step, work::Workspace& workspace);

    const Step& step() const { return step_; }
    work::Workspace& workspace() const { return workspace_; }

    /// Brings everything below in step with the workspace. Called at the end of a frame, when its edits have
    /// been applied.
    void follow();

    // --- what the learner does ---

    void click(const pool::MapCell& cell);
    void hover(const std::optional<pool::MapCell>& cell);
    void happened(const std::string& event);
    /// Judges an answer at once. Does nothing where the question cannot be answered now.
    void answer(const measure::Value& value);
    /// Does one act of a solution: as if the learner did it. Nothing may read the evaluation meanwhile.
    void perform(const Act& act);
    /// Does them all.
    void show_me();
    /// A new case of the same question, or false where there is none; `passed` cases are left out first.
    /// Nothing may read the evaluation meanwhile.
    bool another(std::uint32_t passed = 0);
    /// Whether another case can be made: the input can be varied.
    bool can_vary() const;

    // --- how it stands ---

    /// The predicate has held, or the question is answered for good.
    bool gate_open() const { return gate_; }
    /// The question has an answer that counts.
    bool answered() const { return answered_; }
    const std::optional<Verdict>& verdict() const { return verdict_; }
    /// The question can be answered on the document as it is now.
    bool can_answer() const { return step_.question && !answered_ && ready_; }
    /// The question says nothing about this document (a tie is asked for where none is).
    bool is_void() const { return step_.question && !answered_ && !ready_ && step_.locks(); }
    /// The document may not be edited now.
    bool locked() const { return step_.locks() && !answered_; }
    bool was_shown() const { return shown_; }
    /// The input is not the one any more that the question came with.
    bool own_input() const;
    /// The question came with another input than the lesson's.
    bool other_case() const;
    /// What is hidden now.
    work::Veil veil() const;
    const Deeds& deeds() const { return deeds_; }
    const Fill& fill() const { return fill_; }
    const std::vector<Offer>& offered() const { return offers_; }

    /// The step's sentence, the one that `says` chooses (may be empty), and what is said to the answer, all
    /// filled.
    std::string sentence(words::Language language) const { return in_words(step_.say, language); }
    std::string saying(words::Language language) const;
    std::string feedback(words::Language language) const;
    std::string in_words(const Text& text, words::Language language) const;

 private:
    void begin(const document::Document& document);
    void observe();
    void collect(Scope& scope);
    void choose_saying(Scope& scope);
    bool stale() const;
    void note();
    /// What a function gives, or `otherwise` where a measure cannot be taken.
    static bool held(Scope& scope, const std::string& predicate);

    const Step& step_;
    work::Workspace& workspace_;
    Deeds deeds_;
    Fill fill_;
    std::optional<words::Message> refusal_;
    std::optional<std::size_t> saying_;
    std::vector<Offer> offers_;
    std::optional<Verdict> verdict_;
    bool gate_ = false;
    bool answered_ = false;
    bool ready_ = false;
    bool shown_ = false;
    std::uint32_t case_ = 0;  ///< how many others there were

    struct Seen {
        pool::EvaluationId evaluation;
        std::size_t revision = 0;
        pool::Cursor cursor;
        std::size_t deeds = 0;
        bool operator==(const Seen&) const = default;
    } seen_;
    std::size_t deeds_count_ = 1;  ///< grows with each deed
};

}  // namespace lesson
