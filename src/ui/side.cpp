#include "ui/side.h"

#include <algorithm>

#include "document/lane.h"
#include "work/workspace.h"

namespace ui {

namespace {

bool same_request(const measure::SweepRequest& a, const measure::SweepRequest& b) {
    return a.axis == b.axis && a.kinds == b.kinds && a.values == b.values && a.base == b.base &&
           a.stack == b.stack && a.input == b.input;
}

/// The axis itself is what varies: where B stands on it changes nothing.
document::Transform beside_axis(document::Transform transform, measure::Axis axis) {
    return measure::at(axis, transform, axis == measure::Axis::scale ? 1 : 0);
}

}  // namespace

void Side::follow_b(const work::Workspace& work) {
    const DocumentKey key{work.live().input_id(), work.history().revision()};
    if (b_ && followed_ == key) {
        b_->poll();
    } else {
        followed_ = key;
        const document::Document lane = document::lane_b(work.document());
        if (b_) {
            b_->follow(lane);
        } else {
            b_.emplace(lane);
        }
    }
    error_ = b_->chain().error ? b_->chain().error->message : words::Message{};
}

void Side::follow_curves(const work::Workspace& work) {
    using document::Replacement;
    if (auto result = curves_job_.take()) {
        curves_error_ = result->error;
        if (result->curves) curves_ = std::move(result->curves);
    }
    const CurvesKey key{
        {work.live().input_id(), work.history().revision()}, stand.axis, stand.kinds, stand.digits};
    if (swept_ == key) return;
    const bool switched = !swept_ || swept_->digits != key.digits;
    swept_ = key;
    const document::Document& document = work.document();
    measure::SweepRequest request{document.input,
                                  beside_axis(document.other.transform, stand.axis),
                                  document.stack,
                                  stand.axis,
                                  measure::usual_steps(stand.axis),
                                  {Replacement::as_given}};
    if (stand.kinds)
        request.kinds = {Replacement::as_given, Replacement::average, Replacement::maximum,
                         Replacement::subsample, Replacement::blur};
    if (!switched && request_ && same_request(*request_, request)) return;
    request_ = request;
    curves_job_.start(std::move(request), stand.digits);
}

void Side::follow_shifts(const work::Workspace& work) {
    try {
        if (auto study = shifts_job_.take()) shifts_ = std::move(*study);
    } catch (const words::Error&) {
        // The stack does not fit now: what is shown is of the last one that did.
        shifts_.reset();
    }
    const ShiftsKey key{work.live().input_id(), work.document().stack, stand.row};
    if (shifted_ == key) return;
    shifted_ = key;
    // Strokes go on changing the map itself.
    auto input = std::make_shared<const pool::Tensor>(work.live().input());
    shifts_job_.start(measure::kStudySteps,
                      [input, stack = key.stack, map = key.map](pool::Progress& progress) {
                          return measure::study_shifts(input, stack, map, progress);
                      });
}

void Side::follow(const work::Workspace& work) {
    follow_b(work);
    const pool::Evaluation& a = work.evaluation();
    const LanesKey key{a.id, b_->evaluation().id, work.document().other.transform};
    if (compared_ != key) {
        compared_ = key;
        pairs_ = measure::compare_lanes(work.document(), a, b_->evaluation());
    }
    if (stand.layer != work.cursor().layer) {
        // The walk went on to another layer: large, to what it reads, otherwise to what it makes.
        stand.layer = work.cursor().layer;
        stand.row = stand.layer + (stand.large ? 0 : 1);
    }
    const std::size_t count = std::max<std::size_t>(pairs_.maps.size(), 1);
    // A case asks for its last map; it is there once the case's own stack is evaluated.
    if (stand.last_of != 0 && work.history().revision() >= stand.last_of) {
        stand.row = count - 1;
        stand.last_of = 0;
    }
    stand.row = std::min(stand.row, count - 1);
    follow_shifts(work);
    follow_curves(work);
}

}  // namespace ui
