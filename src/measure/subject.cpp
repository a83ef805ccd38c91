#include "measure/subject.h"

#include "document/lane.h"
#include "measure/value.h"
#include "work/evaluate.h"

namespace measure {

Subject::Subject(document::Document document)
    : document_(std::move(document)),
      a_(std::make_shared<const pool::Evaluation>(work::evaluate(document_))),
      maps_(document_.stack) {}

Subject::Subject(document::Document document, std::shared_ptr<const pool::Evaluation> a)
    : document_(std::move(document)), a_(std::move(a)), maps_(document_.stack) {}

const pool::Evaluation& Subject::pair() {
    if (!document::other_input(document_)) throw MeasureError({"error.measure.no_pair"});
    return evaluated(pair_, true, false);
}

const pool::Evaluation& Subject::other() {
    if (!document::other_stack(document_)) throw MeasureError({"error.measure.no_other"});
    return evaluated(other_, false, true);
}

const pool::Evaluation& Subject::other_pair() {
    pair();
    other();
    return evaluated(other_pair_, true, true);
}

Maps& Subject::other_maps() {
    other();
    if (!other_maps_) other_maps_.emplace(document::stack_b(document_));
    return *other_maps_;
}

const pool::Evaluation& Subject::evaluated(std::optional<pool::Evaluation>& kept, bool other_input,
                                           bool other_stack) {
    if (kept) return *kept;
    try {
        document::Document lane{document_.input, document_.stack, document_.upstream, {}, {}};
        if (other_input) lane.input = document::input_b(document_);
        if (other_stack) lane.stack = document::stack_b(document_);
        kept = work::evaluate(lane);
    } catch (const pool::StackException& error) {
        throw MeasureError(
            {other_stack ? "error.measure.other_fits" : "error.measure.fits", {error.message()}});
    }
    return *kept;
}

}  // namespace measure
