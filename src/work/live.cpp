#include "work/live.h"

#include <utility>

namespace work {

namespace {

/// Stacks whose maps have more cells together are evaluated aside, so that no frame waits for them.
constexpr std::int64_t kMostAtOnce = 512 * 512;

/// A small input can have a large output.
std::int64_t cells_of(const pool::ShapeChain& chain) {
    std::int64_t cells = 0;
    for (const pool::Shape& shape : chain.shapes) cells += shape.size();
    return cells;
}

}  // namespace

Live::Live(const document::Document& document) { evaluate(document, false); }

void Live::follow(const document::Document& document) { evaluate(document, true); }

void Live::restart(const document::Document& document) {
    job_.cancel();
    evaluated_ = {};
    evaluation_ = {};
    in_step_ = false;
    evaluate(document, true);
}

std::optional<pool::Region> Live::draw(const document::Input& input) {
    std::optional<pool::Region> changed = raster_.update(input);
    if (changed && changed->empty()) return changed;
    const pool::EvaluationId before = std::exchange(input_id_, pool::EvaluationId::next());
    if (changed) input_change_ = InputChange{before, input_id_, *changed};
    return changed;
}

Live::Over Live::fitting(const document::Document& document) const {
    if (!evaluated_.stack.empty() && !pool::infer_shapes(input().shape(), evaluated_.stack).error)
        return evaluated_;
    const auto end = document.stack.begin() + static_cast<std::ptrdiff_t>(chain_.error->position);
    return {{document.stack.begin(), end}, {}};
}

void Live::evaluate(const document::Document& document, bool aside) {
    const std::optional<pool::Region> changed = draw(document.input);
    chain_ = pool::infer_shapes(input().shape(), document.stack);
    const bool wrong = chain_.error.has_value();
    const Over over = wrong ? fitting(document) : Over{document.stack, document.upstream};
    in_step_ = in_step_ && changed && evaluation_.input;
    if (in_step_ && !follow_input(*changed)) return;
    if (in_step_ && evaluated_ == over) return job_.cancel();
    if (job_.busy() && changed && wanted_ == over) {
        behind_ = behind_.with(*changed);
        return;
    }
    job_.cancel();
    start(over, aside);
}

void Live::start(const Over& over, bool aside) {
    wanted_ = over;
    behind_ = {};
    Recipe recipe = recipe_of(raster_.map(), over.stack, over.upstream);
    if (aside && cells_of(chain_) > kMostAtOnce) {
        if (!evaluation_.input) show_input_alone();
        // Strokes go on changing the map itself.
        recipe.input = std::make_shared<const pool::Tensor>(input());
        job_.start(std::move(recipe));
        return;
    }
    try {
        adopt(work::evaluate(recipe));
    } catch (const pool::StackException& refused) {
        refuse(refused);
    }
}

bool Live::follow_input(const pool::Region& changed) {
    if (changed.empty()) return true;
    const pool::EvaluationId before = evaluation_.id;
    try {
        pool::Changes changes = pool::update(evaluation_, raster_.map(), changed);
        change_ = Change{before, evaluation_.id, std::move(changes)};
    } catch (const pool::StackException& refused) {
        refuse(refused);
        return false;
    }
    loss_ = pool::loss(evaluation_);
    return true;
}

void Live::adopt(pool::Evaluation evaluation) {
    evaluation_ = std::move(evaluation);
    evaluated_ = wanted_;
    in_step_ = true;
    // What was drawn while it was computed.
    pool::update(evaluation_, raster_.map(), behind_);
    behind_ = {};
    loss_ = pool::loss(evaluation_);
}

void Live::poll() {
    if (!job_.busy()) return;
    try {
        if (std::optional<pool::Evaluation> done = job_.take()) adopt(std::move(*done));
    } catch (const pool::StackException& refused) {
        refuse(refused);
    }
}

void Live::refuse(const pool::StackException& refused) {
    chain_.error = refused.error();
    show_input_alone();
}

void Live::show_input_alone() {
    evaluation_ = work::evaluate({raster_.map(), {}, {}, nullptr});
    evaluated_ = {};
    in_step_ = true;
    loss_ = pool::loss(evaluation_);
}

}  // namespace work
