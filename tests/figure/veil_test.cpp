#include <algorithm>

#include <gtest/gtest.h>

#include "document/lane.h"
#include "document/samples.h"
#include "figure/sheet.h"
#include "pool/notation.h"
#include "work/evaluate.h"

// What a veil hides may be anything: the drawing is the same.

namespace figure {
namespace {

using work::Hidden;

document::Document document_of(const char* stack) {
    document::Document document;
    document.input = document::find_sample("matrix.textbook")->input;
    document.stack = pool::parse_stack(stack);
    return document;
}

std::string drawn(const char* kind, const pool::Evaluation& evaluation, const work::Veil& veil,
                  pool::Phase phase, const pool::Evaluation* other = nullptr) {
    const pool::Evaluation hidden = work::veiled(evaluation, veil);
    FigureRequest request{hidden};
    const pool::Evaluation other_hidden = other ? work::veiled(*other, veil, true) : pool::Evaluation{};
    if (other) request.other = &other_hidden;
    request.cursor.phase = phase;
    request.veil = veil;
    return dump(compose_sheet(*find_plate(kind), request, {}).drawing);
}

/// The same with other numbers in every map behind the input, and at every gradient below the last.
pool::Evaluation changed(pool::Evaluation e) {
    for (pool::LayerResult& layer : e.layers) {
        for (float& v : layer.forward.output.data()) v = 3 * v + 100;
        for (float& v : layer.grad_input.data()) v = 2 - 5 * v;
    }
    return e;
}

TEST(VeiledFigure, DoesNotDependOnWhatIsHidden) {
    for (const char* stack : {"MaxPool2d(2)", "AvgPool2d(3, stride=1)"}) {
        const pool::Evaluation e = work::evaluate(document_of(stack));
        const std::vector<Hidden> winner{Hidden::winner};
        const work::Veil veil(winner, 1);
        for (const char* kind : {"pair", "backward"}) {
            EXPECT_EQ(drawn(kind, e, veil, pool::Phase::forward),
                      drawn(kind, changed(e), veil, pool::Phase::forward))
                << kind;
            EXPECT_NE(drawn(kind, e, {}, pool::Phase::forward),
                      drawn(kind, changed(e), {}, pool::Phase::forward));
        }
        EXPECT_EQ(drawn("pair", e, veil, pool::Phase::backward),
                  drawn("pair", changed(e), veil, pool::Phase::backward));
    }
}

TEST(VeiledFigure, ShowsNoWinner) {
    const pool::Evaluation e = work::evaluate(document_of("MaxPool2d(2)"));
    // The mean over the same windows has none: beside the layer's own name nothing may differ.
    const pool::Evaluation mean = work::evaluate(document_of("AvgPool2d(2)"));
    const std::vector<Hidden> winner{Hidden::winner};
    const work::Veil veil(winner, 1);
    EXPECT_EQ(drawn("pair", e, veil, pool::Phase::forward), drawn("pair", mean, veil, pool::Phase::forward));
    EXPECT_EQ(drawn("backward", e, veil, pool::Phase::forward),
              drawn("backward", mean, veil, pool::Phase::forward));
}

TEST(VeiledFigure, HidesBothLanesOfAPair) {
    document::Document document = document_of("MaxPool2d(2)");
    document.other.transform.dx = 1;
    const pool::Evaluation a = work::evaluate(document);
    const pool::Evaluation b = work::evaluate(document::lane_b(document));
    const std::vector<Hidden> pair{Hidden::pair};
    const work::Veil veil(pair, 1);
    const pool::Evaluation a_changed = changed(a);
    const pool::Evaluation b_changed = changed(b);
    EXPECT_EQ(drawn("compare", a, veil, pool::Phase::forward, &b),
              drawn("compare", a_changed, veil, pool::Phase::forward, &b_changed));
}

}  // namespace
}  // namespace figure
