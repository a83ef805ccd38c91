#include <algorithm>
#include <memory>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "figure/number.h"
#include "figure/plates/plates.h"
#include "figure/sentence.h"
#include "pool/notation.h"
#include "work/evaluate.h"
#include "work/veiled.h"

// What a lesson hides cannot be read from any plate: with every hidden quantity replaced by another value the
// same pictures are drawn.

namespace {

using namespace figure;
using work::Hidden;
using work::Veil;

pool::Upstream random_upstream() {
    pool::Upstream upstream;
    upstream.source = pool::Upstream::Source::random;
    return upstream;
}

std::shared_ptr<const pool::Tensor> random_input() {
    std::mt19937 random(7);
    auto input = std::make_shared<pool::Tensor>(pool::Shape{1, 2, 8, 8});
    for (float& v : input->data()) v = static_cast<float>(random() % 1000) / 250;
    return input;
}

/// One moment of the walk.
struct Moment {
    pool::Phase phase;
    std::size_t layer;
    float stage;
    bool whole;
};

std::vector<Moment> moments() {
    std::vector<Moment> all;
    for (const pool::Phase phase : {pool::Phase::forward, pool::Phase::backward})
        for (const std::size_t layer : {0U, 1U})
            for (const float stage : {0.0F, 0.6F, 1.5F, 2.6F})
                for (const bool whole : {false, true}) all.push_back({phase, layer, stage, whole});
    return all;
}

/// All that the bench draws and says at one moment, as text.
std::string drawn(const pool::Evaluation& e, const Veil& veil, const Moment& moment) {
    const pool::Trace pinned = pool::trace(e, {1, {0, 0, 1, 1}});
    const pool::Trace hovered = pool::trace(e, {0, {0, 0, 2, 2}});
    BenchView view;
    view.cursor = {moment.phase, moment.layer, 0, moment.stage, moment.whole};
    view.marks = {{&pinned, 1, 1}, {&hovered, 0.7F, 0}};
    view.veil = veil;
    std::ostringstream text;
    for (const bool presenting : {false, true}) {
        Style style;
        style.presenting = presenting;
        for (const auto compose : {compose_pair, compose_overview, compose_channels}) {
            const Plate plate = compose(e, view, style, Strings(), {1000, 600});
            text << dump(plate.drawing);
            for (const Primitive& item : plate.drawing.items)
                if (const auto* image = std::get_if<Image>(&item)) text << image->key << "\n";
            for (const MapArea& area : plate.areas)
                text << area.rect.x << " " << area.rect.y << " " << area.rows << " " << area.cell << "\n";
        }
    }
    for (const bool numbers : {false, true}) {
        const Said said = said_of(e, view.cursor, 0, 0, Strings(), numbers, veil);
        text << said.main << "\n" << said.more << "\n";
    }
    return text.str();
}

TEST(BenchVeil, AHiddenGradientLeavesTheValuesOfItsMap) {
    const auto input = random_input();
    const std::vector<Hidden> gradient{Hidden::gradient};
    const Veil veil(gradient, 1);
    BenchView view;
    view.cursor = {pool::Phase::backward, 0, 0, 0};
    view.veil = veil;
    const auto values = [&](Point size) {
        const pool::Evaluation e = work::evaluate(
            work::Recipe{input, pool::parse_stack("MaxPool2d(2)"), random_upstream(), nullptr});
        const std::string text = dump(compose_pair(e, view, Style(), Strings(), size).drawing);
        const std::size_t at = text.find("group values");
        return at == text.npos ? std::string() : text.substr(at);
    };
    // A question about the gradient is answered from them, in small cells and in large ones.
    for (const Point size : {Point{1000, 600}, Point{700, 420}})
        for (const std::int64_t i : {0, 27, 63})
            EXPECT_NE(
                values(size).find(number(static_cast<double>(input->data()[static_cast<std::size_t>(i)]), 3)),
                std::string::npos)
                << i << values(size).substr(0, 300);
}

/// The first line in which two texts differ.
std::string difference(const std::string& a, const std::string& b) {
    std::istringstream x(a), y(b);
    std::string p, q;
    while (std::getline(x, p) && std::getline(y, q))
        if (p != q) return p + "\n" + q;
    return "one is longer";
}

void expect_hidden(const Veil& veil, std::size_t layer, const std::string& name) {
    const veiled::Disguise disguise = veiled::disguise_for(veil, layer);
    const auto input = random_input();
    const pool::Evaluation real =
        veiled::disguised(input, {disguise.shown, disguise.shown}, random_upstream());
    pool::Evaluation other = veiled::disguised(input, disguise, random_upstream());
    veiled::replace_hidden(other, veil);
    bool differs = false;
    for (const Moment& moment : moments()) {
        SCOPED_TRACE(name + (moment.phase == pool::Phase::forward ? " forward" : " backward") + " layer " +
                     std::to_string(moment.layer) + " stage " + std::to_string(moment.stage) +
                     (moment.whole ? " whole" : ""));
        const std::string a = drawn(real, veil, moment);
        const std::string b = drawn(other, veil, moment);
        EXPECT_TRUE(a == b) << difference(a, b);
        // What goes by a wrong name can only be drawn where the veil hides it.
        if (disguise.shown == disguise.real) differs |= drawn(real, {}, moment) != drawn(other, {}, moment);
    }
    // Otherwise nothing was replaced that these plates show.
    if (veil.hides(Hidden::gradient) && disguise.shown == disguise.real) {
        EXPECT_TRUE(differs) << name;
    }
}

TEST(Veil, NoPlateTellsWhatIsHidden) {
    for (std::size_t i = 0; i < work::kHiddenKinds; ++i) {
        const auto what = static_cast<Hidden>(i);
        const std::vector<Hidden> named = {what};
        for (const std::size_t layer : {1U, 2U})
            expect_hidden(Veil(named, layer), layer,
                          std::string(work::hidden_name(what)) + " of layer " + std::to_string(layer));
    }
}

TEST(Veil, PaddingSumsAndLineageAreNotDrawnWhereTheyAreHidden) {
    const pool::Evaluation e = veiled::disguised(
        random_input(), {"MaxPool2d(3, stride=1, padding=1)", "MaxPool2d(3, stride=1, padding=1)"},
        random_upstream());
    const auto shows = [&](pool::Phase phase, Hidden hidden, const std::string& what) {
        const auto with = [&](const Veil& veil) {
            return drawn(e, veil, {phase, 0, 0, false}).find(what) != std::string::npos;
        };
        const std::vector<Hidden> named = {hidden};
        EXPECT_TRUE(with({})) << what;
        return with(Veil(named, 1));
    };
    EXPECT_FALSE(shows(pool::Phase::forward, Hidden::padding, "−∞"));
    EXPECT_FALSE(shows(pool::Phase::forward, Hidden::lineage, "lineage.links"));
    EXPECT_FALSE(shows(pool::Phase::forward, Hidden::winner, "keeps its"));
    EXPECT_FALSE(shows(pool::Phase::backward, Hidden::gradient, "goes to"));
}

TEST(Veil, WhatIsHiddenLeavesHatchedPaper) {
    const pool::Evaluation e =
        veiled::disguised(random_input(), {"MaxPool2d(2)", "MaxPool2d(2)"}, random_upstream());
    const auto count = [&](const Veil& veil) {
        BenchView view;
        view.veil = veil;
        const Plate plate = compose_pair(e, view, {}, Strings(), {1000, 600});
        return std::ranges::count(plate.drawing.items, Primitive(BeginGroup{"veiled"}));
    };
    EXPECT_EQ(count({}), 0);
    const std::vector<Hidden> output = {Hidden::output};
    EXPECT_EQ(count(Veil(output, 1)), 1);
}

}  // namespace
