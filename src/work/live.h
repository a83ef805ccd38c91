#pragma once

#include <memory>
#include <optional>

#include "document/raster.h"
#include "work/evaluation_job.h"

namespace work {

/// How the shown evaluation came from the one before, where a stroke or a typed value was all: only these
/// regions of its maps differ.
struct Change {
    pool::EvaluationId from;
    pool::EvaluationId to;
    pool::Changes changes;
};
/// The same of the input map alone.
struct InputChange {
    pool::EvaluationId from;
    pool::EvaluationId to;
    pool::Region region;
};

/// Keeps an Evaluation in step with a document: strokes and typed values evaluate only what they can change,
/// everything else evaluates anew, a large map on a thread of its own while the evaluation before stays.
/// While a stack does not fit, the last one that did goes on with the new input; where that does not fit
/// either, the layers below the one that does not.
class Live {
 public:
    /// The evaluation is there at once, however large the input is.
    explicit Live(const document::Document& document);

    /// Brings everything up to date.
    void follow(const document::Document& document);
    /// The same for another document altogether: nothing of the one before is shown.
    void restart(const document::Document& document);
    /// Takes the evaluation that was computed aside, once it is there.
    void poll();
    /// Ends the evaluation aside; what is shown stays.
    void cancel() { job_.cancel(); }
    /// What changed so far has been taken note of: `change` and `input_change` tell only of what comes now.
    void forget_changes() {
        change_.reset();
        input_change_.reset();
    }
    /// Shows the input and no layers.
    void show_input_alone();

    /// The input map as it is now, also while the stack does not fit it.
    const pool::Tensor& input() const { return *raster_.map(); }
    pool::EvaluationId input_id() const { return input_id_; }
    /// The newest evaluation that worked.
    const pool::Evaluation& evaluation() const { return evaluation_; }
    /// What is differentiated (pool::loss).
    double loss() const { return loss_; }
    /// Shapes of the stack as it is now, up to the first layer that does not fit.
    const pool::ShapeChain& chain() const { return chain_; }
    /// True while a large map is evaluated aside; what is shown is the evaluation before.
    bool busy() const { return job_.busy(); }
    float progress() const { return job_.progress(); }

    /// What led to the shown evaluation; nothing where more than a stroke did.
    const Change* change() const { return change_ && change_->to == evaluation_.id ? &*change_ : nullptr; }
    /// What led to the input map.
    const InputChange* input_change() const {
        return input_change_ && input_change_->to == input_id_ ? &*input_change_ : nullptr;
    }

 private:
    /// What is computed over the input map.
    struct Over {
        pool::Stack stack;
        pool::Upstream upstream;
        bool operator==(const Over&) const = default;
    };
    /// What is shown while the stack does not fit.
    Over fitting(const document::Document& document) const;
    void evaluate(const document::Document& document, bool aside);
    std::optional<pool::Region> draw(const document::Input& input);
    /// Evaluates the changed region; false when the stack refuses the new values.
    bool follow_input(const pool::Region& changed);
    void start(const Over& over, bool aside);
    void adopt(pool::Evaluation evaluation);
    void refuse(const pool::StackException& refused);

    document::Raster raster_;
    pool::EvaluationId input_id_;
    pool::ShapeChain chain_;
    pool::Evaluation evaluation_;
    Over evaluated_;
    double loss_ = 0;
    bool in_step_ = false;  ///< the shown evaluation's input is the input map
    EvaluationJob job_;
    Over wanted_;          ///< what is evaluated aside
    pool::Region behind_;  ///< what of the input has changed since that began
    std::optional<Change> change_;
    std::optional<InputChange> input_change_;
};

}  // namespace work
