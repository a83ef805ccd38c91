#include "scene/renderer.h"

#include <cmath>

#include <gtest/gtest.h>

#include "app/offscreen.h"
#include "evaluations.h"
#include "gpu/debug_log.h"
#include "gpu/framebuffer.h"
#include "ui/theme.h"
#include "ui/tower_view.h"
#include "work/veiled.h"

namespace {

constexpr int kImageWidth = 640;
constexpr int kImageHeight = 400;

struct Color {
    int r = 0, g = 0, b = 0;
    int off(figure::Color c) const { return std::abs(r - c.r) + std::abs(g - c.g) + std::abs(b - c.b); }
};

/// Rows from the bottom, as GL has them.
struct Picture {
    std::vector<unsigned char> rgba;
    Color at(scene::Pixel p) const {
        const int x = std::clamp(static_cast<int>(p.x), 0, kImageWidth - 1);
        const int y = std::clamp(kImageHeight - 1 - static_cast<int>(p.y), 0, kImageHeight - 1);
        const auto i = static_cast<std::size_t>((y * kImageWidth + x) * 4);
        return {rgba[i], rgba[i + 1], rgba[i + 2]};
    }
    /// Pixels that differ from another picture.
    int differing(const Picture& other) const {
        int count = 0;
        for (std::size_t i = 0; i < rgba.size(); i += 4) {
            int off = 0;
            for (std::size_t k = 0; k < 3; ++k) off += std::abs(rgba[i + k] - other.rgba[i + k]);
            count += off > 12 ? 1 : 0;
        }
        return count;
    }
    bool operator==(const Picture&) const = default;
};

class TowerTest : public testing::Test {
 protected:
    scene::Look look() const {
        scene::Look look = ui::scene_look(style_, {0, 1}, {1});
        look.glyphs = glyphs_;
        return look;
    }
    static scene::View view_of(const pool::Evaluation& e, float azimuth = -35) {
        scene::View view;
        view.camera.azimuth = azimuth;
        view.camera = scene::framed(scene::layout(e, 0), view.camera, 1.6F);
        view.flow = false;
        return view;
    }
    Picture draw(const pool::Evaluation& e, const scene::View& view) { return draw(renderer_, e, view); }
    Picture draw(scene::Renderer& renderer, const pool::Evaluation& e, const scene::View& view) {
        const unsigned texture = renderer.render(e, view, look(), kImageWidth, kImageHeight);
        Picture picture{std::vector<unsigned char>(static_cast<std::size_t>(kImageWidth) * kImageHeight * 4)};
        glBindTexture(GL_TEXTURE_2D, texture);
        glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, picture.rgba.data());
        return picture;
    }
    static scene::Pixel pixel(const scene::View& view, scene::Vec3 p) {
        return *scene::project(view.camera, p, kImageWidth, kImageHeight);
    }
    static figure::Color color_of(float value) {
        return figure::sequential(figure::Sequential::viridis, value);
    }

    figure::Style style_;
    std::shared_ptr<const scene::Glyphs> glyphs_;  ///< none: cells have no numbers
    app::OffscreenContext context_{true};
    gpu::DebugLog log_;
    scene::Renderer renderer_;
};

/// The middle of a route, as the shaders bend it.
scene::Vec3 on_route(scene::Vec3 from, scene::Vec3 to, float t) {
    const float s = t * t * (3 - 2 * t);
    return {from.x + (to.x - from.x) * s, from.y + (to.y - from.y) * t, from.z + (to.z - from.z) * s};
}

TEST_F(TowerTest, MapsLieWhereTheirCornersAreProjected) {
    const pool::Evaluation e = evaluate_digit("MaxPool2d(2), MaxPool2d(2)");
    scene::View view = view_of(e);
    view.budget = 1;
    const Picture picture = draw(e, view);
    const scene::MapPlace top = scene::layout(e, 0).maps.back();
    for (const float y : {0.0F, 7.0F}) {
        for (const float x : {0.0F, 7.0F}) {
            const float out_y = y > 0 ? 0.35F : -0.35F;
            const float out_x = x > 0 ? 0.35F : -0.35F;
            const auto inside = picture.at(pixel(view, top.point(0, y - out_y, x - out_x)));
            const auto outside = picture.at(pixel(view, top.point(0, y + 2 * out_y, x + 2 * out_x)));
            EXPECT_GT(inside.off(style_.palette.paper), 150) << y << ", " << x;
            // Another map may lie behind, of which no cell is as dark as the corner.
            EXPECT_GT(outside.r + outside.g + outside.b, inside.r + inside.g + inside.b) << y << ", " << x;
        }
    }
}

TEST_F(TowerTest, CellsHaveTheColourOfTheirValue) {
    const pool::Evaluation e = evaluate_on(random_input({1, 3, 12, 12}), "MaxPool2d(2), AvgPool2d(2)");
    scene::View view = view_of(e);
    view.cursor = {pool::Phase::forward, 0, 0, 0};
    const Picture picture = draw(e, view);
    const scene::MapPlace top = scene::layout(e, 0).maps.back();
    for (std::int64_t c = 0; c < 3; ++c)
        for (std::int64_t y = 0; y < 3; ++y)
            for (std::int64_t x = 0; x < 3; ++x)
                EXPECT_LT(picture.at(pixel(view, top.middle({0, c, y, x})))
                              .off(color_of(e.output().at({0, c, y, x}))),
                          40)
                    << c << ", " << y << ", " << x;
}

TEST_F(TowerTest, ARouteRunsFromTheWinnerToItsOutput) {
    pool::Tensor x({1, 1, 2, 8});
    x.at({0, 0, 1, 6}) = 1;
    const pool::Evaluation e = evaluate_on(std::move(x), "MaxPool2d(2)");
    scene::View view = view_of(e, 0);
    view.camera.elevation = 10;
    view.cursor.whole = true;
    const Picture picture = draw(e, view);
    const scene::Layout layout = scene::layout(e, 0);
    const scene::Vec3 from = layout.maps[0].middle({0, 0, 1, 6});
    const scene::Vec3 to = layout.maps[1].middle({0, 0, 0, 3});
    const scene::Vec3 loser = layout.maps[0].middle({0, 0, 1, 7});
    for (const float t : {0.3F, 0.4F, 0.5F, 0.6F, 0.7F}) {
        const Color here = picture.at(pixel(view, on_route(from, to, t)));
        const Color beside = picture.at(pixel(view, on_route(loser, to, t)));
        EXPECT_LT(here.off(style_.palette.winner), 250) << t;
        EXPECT_GT(here.off(style_.palette.paper), 150) << t;
        EXPECT_TRUE(t > 0.55F || beside.off(style_.palette.paper) < 40) << t;
    }
    // While one window is looked at, its own route stands out among paler ones.
    view.cursor.whole = false;
    view.cursor.window = 0;
    const Picture other = draw(e, view);
    view.cursor.window = 3;
    const Picture own = draw(e, view);
    const scene::Vec3 half = on_route(from, to, 0.4F);
    const auto strength = [&](const Picture& drawn) {
        return drawn.at(pixel(view, half)).off(style_.palette.paper);
    };
    EXPECT_LT(strength(other), 0.6 * strength(picture));
    EXPECT_GT(strength(own), strength(other));
}

TEST_F(TowerTest, FlowIsAFunctionOfTime) {
    pool::Tensor x({1, 1, 2, 2});
    x.at({0, 0, 0, 1}) = 1;
    const pool::Evaluation e = evaluate_on(std::move(x), "MaxPool2d(2)");
    scene::View still = view_of(e);
    scene::View view = still;
    view.flow = true;
    view.time = 1.25F;  // the middle of the way: 0.4 crossings a second
    const Picture without = draw(e, still);
    const Picture with = draw(e, view);
    EXPECT_GT(with.differing(without), 30);
    EXPECT_EQ(with, draw(e, view));
    scene::View later = view;
    later.time = 2.9F;
    EXPECT_NE(with, draw(e, later));
    later.time = view.time + 2.5F;
    EXPECT_LT(with.differing(draw(e, later)), 20) << "one crossing later everything is where it was";
}

TEST_F(TowerTest, SharesOfAnAverageTogetherAreAsLargeAsTheWhole) {
    const pool::Evaluation e = evaluate_on(random_input({1, 1, 2, 2}), "AvgPool2d(2)");
    scene::View view = view_of(e, 20);
    view.camera.elevation = 8;
    view.cursor.phase = pool::Phase::backward;
    const auto disc_area = [&](float t) {
        view.time = t / 0.4F;
        view.flow = false;
        const Picture without = draw(e, view);
        view.flow = true;
        return static_cast<float>(draw(e, view).differing(without));
    };
    const float whole = disc_area(0.02F);
    const float parts = disc_area(0.7F);
    EXPECT_GT(whole, 300);
    EXPECT_NEAR(parts / whole, 1, 0.35F);
}

TEST_F(TowerTest, HeightFieldsRiseAndAreLit) {
    pool::Tensor x({1, 1, 4, 4});
    x.at({0, 0, 2, 2}) = 1;
    const pool::Evaluation e = evaluate_on(std::move(x), "");
    scene::View view = view_of(e, 20);
    view.camera.distance *= 2;
    const Picture flat = draw(e, view);
    view.relief = 1;
    const Picture high = draw(e, view);
    const scene::Layout layout = scene::layout(e, 0);
    const scene::Relief relief = scene::relief_of(e, view, look(), layout);
    scene::Vec3 top = layout.maps[0].middle({0, 0, 2, 2});
    const float height = relief.height(0, {0, 0, 2, 2});
    EXPECT_GT(height, 1);
    top.y += height;
    EXPECT_LT(high.at(pixel(view, top)).off(color_of(1)), 40) << "a top shows its value";
    EXPECT_LT(flat.at(pixel(view, top)).off(style_.palette.paper), 40) << "flat, nothing is up there";
    scene::Vec3 side = layout.maps[0].point(0, 3, 2.5F);
    side.y += height / 2;
    const Color wall = high.at(pixel(view, side));
    const figure::Color full = color_of(1);
    EXPECT_LT(wall.r + wall.g, (full.r + full.g) * 0.92F) << "a wall is darker than a top";
    EXPECT_GT(wall.r + wall.g, (full.r + full.g) * 0.5F);
}

TEST_F(TowerTest, UploadsOnlyWhatChanged) {
    pool::Tensor x = random_input({1, 4, 32, 32});
    pool::Evaluation e = evaluate_on(x, "MaxPool2d(2), AvgPool2d(3, stride=2, padding=1)");
    scene::View view = view_of(e);
    const Picture first = draw(e, view);
    const std::int64_t everything = renderer_.stats().uploaded_bytes;
    EXPECT_GT(everything, 4 * 32 * 32 * 4);
    EXPECT_EQ(first, draw(e, view));
    EXPECT_EQ(renderer_.stats().uploaded_bytes, 0);
    view.camera.azimuth += 10;
    draw(e, view);
    EXPECT_EQ(renderer_.stats().uploaded_bytes, 0) << "a camera moves nothing";
    view.flat = 0.5F;
    draw(e, view);
    EXPECT_EQ(renderer_.stats().uploaded_bytes, 0) << "links name cells, not places";
    scene::View backward = view;
    backward.cursor.phase = pool::Phase::backward;
    EXPECT_NE(draw(e, view), draw(e, backward));
    draw(e, view);
    EXPECT_EQ(renderer_.stats().uploaded_bytes, 0) << "both directions stay on the GPU";
    x.at({0, 1, 5, 5}) = 1.5F;
    e = evaluate_on(x, "MaxPool2d(2), AvgPool2d(3, stride=2, padding=1)");
    draw(e, view);
    EXPECT_GT(renderer_.stats().uploaded_bytes, 0);
    EXPECT_LT(renderer_.stats().uploaded_bytes, everything / 20) << "one cell was changed";
    const Picture kept = draw(e, view);
    e.id = pool::EvaluationId::next();
    EXPECT_EQ(draw(e, view), kept) << "the same numbers, uploaded again";
}

TEST_F(TowerTest, AfterStrokesThePictureIsThatOfTheWholeEvaluation) {
    scene::Renderer whole;
    std::mt19937 random(8);
    for (const char* stack : {"MaxPool2d(3, stride=2, padding=1), AvgPool2d(2)",
                              "SoftPool2d(2), MaxPool2d(2)", "AvgPool2d(3, stride=1), MinPool2d(2)"}) {
        for (const std::int64_t budget : {100000, 150}) {
            auto input = std::make_shared<pool::Tensor>(random_input({1, 2, 24, 20}));
            pool::Evaluation e = pool::evaluate(input, pool::parse_stack(stack), {});
            scene::View view = view_of(e);
            view.budget = budget;
            for (int i = 0; i < 8; ++i) {
                view.cursor.phase = i < 4 ? pool::Phase::forward : pool::Phase::backward;
                view.losers = i % 4 == 3;
                const Picture stroked = draw(e, view);
                scene::View unaware = view;
                unaware.changes = nullptr;
                ASSERT_EQ(stroked, draw(whole, e, unaware)) << stack << " " << budget << " " << i;
                EXPECT_EQ(renderer_.stats().links_shown, whole.stats().links_shown);
                EXPECT_EQ(renderer_.stats().links_total, whole.stats().links_total);
                const auto y = static_cast<std::int64_t>(random() % 20);
                const auto x = static_cast<std::int64_t>(random() % 16);
                input = std::make_shared<pool::Tensor>(*input);
                for (std::int64_t k = 0; k < 6; ++k)
                    input->at({0, k % 2, y + k % 3, x + k / 2}) = uniform(random, 0, 1);
                view.since = e.id;
                const pool::Changes changes = pool::update(e, input, {y, y + 3, x, x + 3});
                view.changes = &changes;
                draw(e, view);
                view.changes = nullptr;
            }
        }
    }
}

TEST_F(TowerTest, DrawCallsAreBoundedByLayers) {
    const pool::Evaluation e =
        evaluate_on(random_input({1, 16, 24, 24}), "MaxPool2d(2), AvgPool2d(2), MaxPool2d(2)");
    scene::View view = view_of(e);
    view.flow = true;
    draw(e, view);
    EXPECT_LE(renderer_.stats().draw_calls, 4 + 2 * 3 + 4);
    view.relief = 0.5F;
    draw(e, view);
    EXPECT_LE(renderer_.stats().draw_calls, 2 * 4 + 2 * 3 + 4);
}

TEST_F(TowerTest, SaysHowManyLinksItShows) {
    const pool::Evaluation e = evaluate_on(random_input({1, 4, 64, 64}), "AvgPool2d(2), MaxPool2d(2)");
    scene::View view = view_of(e);
    draw(e, view);
    EXPECT_EQ(renderer_.stats().links_total, 4 * (64 * 64 + 16 * 16));
    view.budget = 1000;
    draw(e, view);
    EXPECT_LE(renderer_.stats().links_shown, 1000);
    EXPECT_GE(renderer_.stats().links_shown, 900);
    EXPECT_EQ(renderer_.stats().links_total, 4 * (64 * 64 + 16 * 16));
}

TEST_F(TowerTest, NumbersAreReadNear) {
    pool::Tensor x({1, 1, 2, 2});
    x.at({0, 0, 0, 0}) = 0.5F;
    const pool::Evaluation e = evaluate_on(std::move(x), "");
    scene::View view;
    view.camera.elevation = 90;
    view.camera.azimuth = 0;
    view.camera = scene::framed(scene::layout(e, 0), view.camera, 1.6F);
    const Picture plain = draw(e, view);
    glyphs_ = ui::tower_glyphs();
    const Picture written = draw(e, view);
    EXPECT_GT(renderer_.stats().uploaded_bytes, 0);
    EXPECT_GT(written.differing(plain), 400);
    EXPECT_EQ(written, draw(e, view));
    EXPECT_EQ(renderer_.stats().uploaded_bytes, 0);
    view.camera.distance *= 30;
    const Picture far = draw(e, view);
    glyphs_.reset();
    EXPECT_EQ(far, draw(e, view));
}

TEST_F(TowerTest, WindowCellsMoveThroughTheThreeStages) {
    const pool::Evaluation e = evaluate_on(random_input({1, 1, 6, 6}), "MaxPool2d(3), AvgPool2d(2)");
    for (const pool::Phase phase : {pool::Phase::forward, pool::Phase::backward}) {
        for (const std::size_t layer : {0U, 1U}) {
            std::vector<Picture> seen;
            for (const float stage : {0.0F, 0.6F, 1.5F, 2.4F}) {
                scene::View view = view_of(e);
                view.cursor = {phase, layer, 0, stage};
                seen.push_back(draw(e, view));
                for (std::size_t i = 0; i + 1 < seen.size(); ++i)
                    EXPECT_GT(seen[i].differing(seen.back()), 25) << layer << " at " << stage;
            }
        }
    }
}

TEST_F(TowerTest, ATransparentBackgroundHasNoColour) {
    const pool::Evaluation e = evaluate_digit("MaxPool2d(2)");
    scene::View view = view_of(e);
    view.transparent = true;
    const Picture picture = draw(e, view);
    EXPECT_EQ(picture.rgba[3], 0);
    int opaque = 0;
    for (std::size_t i = 3; i < picture.rgba.size(); i += 4) opaque += picture.rgba[i] == 255 ? 1 : 0;
    EXPECT_GT(opaque, 1000);
}

TEST_F(TowerTest, APictureForAPageHasTheColoursOfItsScale) {
    const pool::Evaluation e = evaluate_on(random_input({1, 1, 16, 16}), "MaxPool2d(2), MaxPool2d(2)");
    scene::View view = view_of(e);
    view.lines = false;
    const auto pale = [&](bool transparent) {
        view.transparent = transparent;
        view.cursor = {pool::Phase::forward, 0, 3, 0, false};
        const Picture window = draw(e, view);
        view.cursor.whole = true;  // hides nothing, so that nothing is a veil
        return window.differing(draw(e, view));
    };
    EXPECT_GT(pale(false), 100) << "on the screen, what hides the window is a veil";
    EXPECT_EQ(pale(true), 0);
}

TEST_F(TowerTest, HeightsAreLeftOutWhereTheMachineIsTooSlow) {
    const std::string name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
    if (name.find("llvmpipe") == name.npos)
        GTEST_SKIP() << name << " bears more cells than a test should have";
    const pool::Evaluation e = evaluate_on(random_input({1, 4, 100, 100}), "");
    scene::View view = view_of(e);
    const Picture flat = draw(e, view);
    view.relief = 1;
    EXPECT_EQ(draw(e, view), flat);
    EXPECT_TRUE(renderer_.stats().relief_left_out);
    const pool::Evaluation small = evaluate_digit("");
    draw(small, view);
    EXPECT_FALSE(renderer_.stats().relief_left_out);
}

TEST_F(TowerTest, AMapBeyondTheDriverIsRefusedInWords) {
    GLint most = 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &most);
    const pool::Evaluation e = evaluate_on(pool::Tensor({1, 1, most + 1, 1}), "");
    try {
        draw(e, view_of(e));
        FAIL() << "the map was accepted";
    } catch (const gpu::GlError& error) {
        EXPECT_NE(std::string(error.what()).find(std::to_string(most + 1)), std::string::npos);
    }
    const pool::Evaluation small = evaluate_digit("MaxPool2d(2)");
    EXPECT_EQ(draw(small, view_of(small)), draw(small, view_of(small)));
}

TEST_F(TowerTest, AThousandRandomViewsRaiseNoComplaint) {
    ASSERT_TRUE(log_.listening());
    std::mt19937 random(3);
    const std::vector<std::string> stacks = {"MaxPool2d(2)", "AdaptiveAvgPool2d(1)",
                                             "MaxPool2d(3, stride=2, padding=1), AvgPool2d(2)",
                                             "LPPool2d(2, 2), AvgPool2d(2)", ""};
    glyphs_ = ui::tower_glyphs();
    const scene::Look with_numbers = look();
    pool::Evaluation e = evaluate_digit("");
    for (int i = 0; i < 1000; ++i) {
        if (i % 10 == 0) {
            e = evaluate_on(random_input({1, 1 + static_cast<std::int64_t>(random() % 4),
                                          12 + static_cast<std::int64_t>(random() % 12), 16},
                                         static_cast<unsigned>(i)),
                            stacks[random() % stacks.size()]);
        }
        scene::View view = view_of(e);
        view.flat = random() % 3 == 0 ? uniform(random, 0, 1) : 0.0F;
        view.camera = random_camera(random, scene::layout(e, 0, view.flat));
        view.camera.zoom(uniform(random, -500, 1500));
        view.relief = random() % 3 == 0 ? uniform(random, 0, 1) : 0.0F;
        view.cursor.phase = random() % 2 ? pool::Phase::forward : pool::Phase::backward;
        view.cursor.stage = random() % 3 == 0 ? uniform(random, 0, 3) : 0.0F;
        view.cursor.whole = random() % 4 == 0;
        view.losers = random() % 4 == 0;
        view.flow = random() % 2 == 0;
        view.time = uniform(random, 0, 100);
        const pool::Trace trace = pool::trace(e, {0, {0, 0, 3, 3}});
        if (random() % 2) view.lineage = &trace;
        renderer_.render(e, view, with_numbers, 64 + static_cast<int>(random() % 2) * 60,
                         64 + static_cast<int>(random() % 2) * 40);
        ASSERT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
    }
    EXPECT_TRUE(log_.messages().empty()) << log_.messages().front();
}

/// The tower at rest and on its way, flat and in relief, with a lineage: as it is and with everything that is
/// hidden replaced.
TEST_F(TowerTest, WhatALessonHidesCannotBeSeen) {
    using enum work::Hidden;
    for (const work::Hidden what : {winner, gradient, window, shape, lineage, receptive_field, sums}) {
        const std::vector<work::Hidden> named = {what};
        const work::Veil veil(named, 1);
        const veiled::Disguise disguise = veiled::disguise_for(veil, 1);
        const std::shared_ptr<const pool::Tensor> input = evaluate_digit("MaxPool2d(2)").input;
        const pool::Evaluation real = veiled::disguised(input, {disguise.shown, disguise.shown}, {});
        pool::Evaluation other = veiled::disguised(input, disguise, {});
        veiled::replace_hidden(other, veil);
        const pool::Trace of_real = pool::trace(real, {1, {}});
        const pool::Trace of_other = pool::trace(other, {1, {}});
        for (const pool::Phase phase : {pool::Phase::forward, pool::Phase::backward}) {
            for (const float stage : {0.0F, 1.5F}) {
                SCOPED_TRACE(std::string(work::hidden_name(what)) +
                             (phase == pool::Phase::forward ? " forward " : " backward ") +
                             std::to_string(stage));
                scene::View view = view_of(real);
                view.veil = veil;
                view.cursor = {phase, 0, 0, stage, false};
                view.relief = stage > 0 ? 1.0F : 0.0F;
                view.lineage = stage > 0 ? nullptr : &of_real;
                const Picture a = draw(real, view);
                if (view.lineage) view.lineage = &of_other;
                EXPECT_EQ(a.differing(draw(other, view)), 0);
            }
        }
    }
}

}  // namespace
