#include <memory>

#include "checks.h"
#include "document/lane.h"
#include "document/samples.h"
#include "io/document_file.h"
#include "io/files.h"
#include "pool/evaluation.h"
#include "pool/notation.h"
#include "pool/trace.h"
#include "work/evaluate.h"

namespace fuzz {

namespace {

/// Small enough that thousands of them are evaluated in a second.
bool small(const pool::ShapeChain& chain) {
    constexpr std::size_t kMostMaps = 12;
    constexpr std::int64_t kMostCells = 20000;
    std::int64_t cells = 0;
    for (const pool::Shape& shape : chain.shapes) cells += shape.size();
    return !chain.error && cells < kMostCells && chain.shapes.size() < kMostMaps;
}

/// Evaluates a stack that fits and looks where each map's first cell comes from.
void try_stack(const work::Recipe& recipe) {
    const pool::ShapeChain chain = pool::infer_shapes(recipe.input->shape(), recipe.stack);
    if (chain.error) check_message(chain.error->message.text());
    if (!small(chain)) return;
    accepted<pool::StackException>([&] {
        const pool::Evaluation evaluation = work::evaluate(recipe);
        for (std::size_t map = 0; map < evaluation.map_count(); ++map)
            if (!evaluation.map(map).empty()) pool::trace(evaluation, {map, {0, 0, 0, 0}}, true);
    });
}

}  // namespace

void notation(Bytes bytes) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    pool::Stack stack;
    if (!accepted<pool::NotationError>([&] { stack = pool::parse_stack(text); })) return;
    const std::string written = pool::notation(stack);
    pool::Stack again;
    if (!accepted<pool::NotationError>([&] { again = pool::parse_stack(written); }))
        fail("a notation that is written is not read", written);
    if (pool::notation(again) != written) fail("a notation does not read back as itself", written);
    static const auto input = [] {
        pool::Tensor map({2, 3, 9, 7});
        float next = 0;
        for (float& value : map.data()) value = next = next > 9 ? next - 14.25F : next + 3.5F;
        return std::make_shared<const pool::Tensor>(std::move(map));
    }();
    try_stack(work::recipe_of(input, stack, {}));
}

void document(Bytes bytes) {
    const std::string text(bytes.begin(), bytes.end());
    document::Document document;
    if (!accepted<io::FileError>([&] { document = io::from_json(text, "document"); })) return;
    std::string written;
    document::Document again;
    if (!accepted<io::FileError>([&] { written = io::to_json(document); }) ||
        !accepted<io::FileError>([&] { again = io::from_json(written, "document"); }))
        fail("a document that was read is not written and read again", "");
    if (io::to_json(again) != written) fail("a document does not read back as itself", "");
    try_stack(work::recipe_of(document));
    try_stack(work::recipe_of(document::lane_b(document)));
}

}  // namespace fuzz
