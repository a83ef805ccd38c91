#include "pool/walkthrough.h"

#include <algorithm>

namespace pool {

namespace {

std::int64_t windows_of(const Evaluation& evaluation, std::size_t layer) {
    return evaluation.layers[layer].forward.output.shape().plane();
}

std::int64_t forward_steps(const Evaluation& evaluation) {
    std::int64_t count = 0;
    for (std::size_t i = 0; i < evaluation.layers.size(); ++i) count += windows_of(evaluation, i);
    return count;
}

}  // namespace

std::int64_t step_count(const Evaluation& evaluation) { return 2 * forward_steps(evaluation); }

Cursor cursor_at(const Evaluation& evaluation, std::int64_t step) {
    const std::size_t layers = evaluation.layers.size();
    for (std::size_t i = 0; i < layers; ++i) {
        const std::int64_t count = windows_of(evaluation, i);
        if (step < count) return {Phase::forward, i, step, 0};
        step -= count;
    }
    for (std::size_t i = layers; i-- > 0;) {
        const std::int64_t count = windows_of(evaluation, i);
        if (step < count) return {Phase::backward, i, step, 0};
        step -= count;
    }
    return {};
}

std::int64_t step_of(const Evaluation& evaluation, const Cursor& cursor) {
    std::int64_t step = cursor.window;
    const bool forward = cursor.phase == Phase::forward;
    if (!forward) step += forward_steps(evaluation);
    for (std::size_t i = 0; i < evaluation.layers.size(); ++i)
        if (forward ? i < cursor.layer : i > cursor.layer) step += windows_of(evaluation, i);
    return step;
}

Cursor clamped(const Evaluation& evaluation, Cursor cursor) {
    if (evaluation.layers.empty()) return {};
    cursor.layer = std::min(cursor.layer, evaluation.layers.size() - 1);
    cursor.window = std::clamp<std::int64_t>(cursor.window, 0, windows_of(evaluation, cursor.layer) - 1);
    cursor.stage = std::clamp(cursor.stage, 0.0F, 3.0F);
    return cursor;
}

Cell output_cell(const Evaluation& evaluation, const Cursor& cursor, std::int64_t n, std::int64_t c) {
    const Shape& shape = evaluation.layers[cursor.layer].forward.output.shape();
    return {std::clamp<std::int64_t>(n, 0, shape.n - 1), std::clamp<std::int64_t>(c, 0, shape.c - 1),
            cursor.window / shape.w, cursor.window % shape.w};
}

}  // namespace pool
