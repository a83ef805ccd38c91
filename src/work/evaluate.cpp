#include "work/evaluate.h"

#include <utility>

#include "document/raster.h"
#include "document/samples.h"

namespace work {

Recipe recipe_of(const document::Document& document) {
    return recipe_of(std::make_shared<const pool::Tensor>(document::raster(document.input)), document.stack,
                     document.upstream);
}

Recipe recipe_of(std::shared_ptr<const pool::Tensor> input, const pool::Stack& stack,
                 const pool::Upstream& upstream) {
    Recipe recipe;
    recipe.stack = stack;
    recipe.upstream = document::resolved_upstream(upstream, input->shape());
    recipe.input = std::move(input);
    return recipe;
}

pool::Evaluation evaluate(const Recipe& recipe, pool::Progress* progress) {
    return pool::evaluate(recipe.input, recipe.stack, recipe.upstream, recipe.indices, progress);
}

pool::Evaluation evaluate(const document::Document& document) { return evaluate(recipe_of(document)); }

}  // namespace work
