#pragma once

#include <memory>

#include "document/document.h"
#include "pool/evaluation.h"

namespace work {

/// What the evaluation of a document is computed from. There is no other way from a document to numbers: the
/// window, the command line, figures, benches and tests all go through here.
struct Recipe {
    std::shared_ptr<const pool::Tensor> input;  ///< the input map, N×C×H×W
    pool::Stack stack;
    pool::Upstream upstream;  ///< with the input map of its target, where it has one
    /// For a MaxUnpool2d at the beginning of the stack; none: nullptr.
    std::shared_ptr<const pool::Indices> indices;
};

/// The document's recipe, its input drawn anew.
Recipe recipe_of(const document::Document& document);
/// The recipe of a stack and an upstream gradient over an input map that is drawn already.
Recipe recipe_of(std::shared_ptr<const pool::Tensor> input, const pool::Stack& stack,
                 const pool::Upstream& upstream);

/// Forward and backward. Throws pool::StackException where the stack does not fit the input, pool::Cancelled
/// where `progress` was told to.
pool::Evaluation evaluate(const Recipe& recipe, pool::Progress* progress = nullptr);
pool::Evaluation evaluate(const document::Document& document);

}  // namespace work
