#include "scene/scene.h"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "app/offscreen.h"
#include "document/raster.h"
#include "gpu/framebuffer.h"
#include "pool/notation.h"
#include "scene/renderer.h"
#include "ui/theme.h"

namespace {

pool::Evaluation evaluate(const std::string& stack, pool::Shape shape = {1, 1, 28, 28}) {
    document::Document d = document::first_document();
    pool::Tensor x = document::raster(d.input);
    if (shape != x.shape()) {
        std::mt19937 random(1);
        x = pool::Tensor(shape);
        for (float& v : x.data()) v = static_cast<float>(random() % 1000) / 1000;
    }
    return pool::evaluate(std::make_shared<const pool::Tensor>(x), pool::parse_stack(stack), {});
}

float uniform(std::mt19937& random, float low, float high) {
    return std::uniform_real_distribution<float>(low, high)(random);
}

scene::Camera random_camera(std::mt19937& random, const scene::Layout& layout) {
    scene::Camera camera;
    camera.azimuth = uniform(random, -180, 180);
    camera.elevation = uniform(random, 5, 87);
    camera.orthographic = random() % 4 == 0;
    return scene::framed(layout, camera, 1.6F);
}

TEST(Camera, ClampsElevationAndZoomsByTheWheel) {
    scene::Camera camera;
    camera.orbit(10, 1000);
    EXPECT_EQ(camera.elevation, 87);
    EXPECT_FLOAT_EQ(camera.azimuth, -40);
    const float before = camera.distance;
    camera.zoom(120);
    EXPECT_NEAR(camera.distance, before * std::pow(1.0013F, -120.0F), 1e-3F);
    const scene::Camera a;
    EXPECT_EQ(scene::between(a, camera, 0), scene::Camera(a));
    EXPECT_NEAR(scene::between(a, camera, 1).distance, camera.distance, 1e-4F);
}

TEST(Layout, OutputCellsStandAboveTheirWindows) {
    const pool::Evaluation e = evaluate("MaxPool2d(2), AvgPool2d(3, stride=2, padding=1)");
    const scene::Layout layout = scene::layout(e, 0);
    ASSERT_EQ(layout.slabs.size(), 3U);
    const scene::Slab& input = layout.slabs[0];
    const scene::Slab& pooled = layout.slabs[1];
    const scene::Vec3 above = pooled.point(3.5F, 5.5F);
    const scene::Vec3 below = input.point(7, 11);
    EXPECT_NEAR(above.x, below.x, 1e-4F);
    EXPECT_NEAR(above.z, below.z, 1e-4F);
    EXPECT_GT(above.y, below.y);
}

TEST(Picking, FindsTheCellWhoseMiddleIsProjected) {
    std::mt19937 random(8);
    const std::vector<std::string> stacks = {"MaxPool2d(2), MaxPool2d(2)",
                                             "AvgPool2d(3, stride=2, padding=1)",
                                             "AdaptiveAvgPool2d(5), MaxPool2d(2)"};
    int found = 0;
    int checked = 0;
    while (checked < 10000) {
        const pool::Evaluation e = evaluate(stacks[random() % stacks.size()],
                                            {1, 1 + static_cast<std::int64_t>(random() % 3), 20, 24});
        const scene::Layout layout = scene::layout(e, 0);
        for (int k = 0; k < 50; ++k) {
            const scene::Camera camera = random_camera(random, layout);
            const scene::Slab& slab = layout.slabs[random() % layout.slabs.size()];
            const auto y = static_cast<std::int64_t>(random()) % slab.rows;
            const auto x = static_cast<std::int64_t>(random()) % slab.columns;
            const auto pixel = scene::project(
                camera, slab.point(static_cast<float>(y) + 0.5F, static_cast<float>(x) + 0.5F), 1600, 1000);
            ASSERT_TRUE(pixel);
            ++checked;
            const auto hit = scene::pick(layout, camera, pixel->x, pixel->y, 1600, 1000);
            ASSERT_TRUE(hit);
            const pool::MapCell wanted{slab.map, {slab.n, slab.c, y, x}};
            // Another map may stand in front; seen from above only a higher one can.
            if (*hit != wanted) {
                ASSERT_GT(hit->map, wanted.map);
                continue;
            }
            ++found;
        }
    }
    EXPECT_GT(found, 5000);
}

class TowerTest : public testing::Test {
 protected:
    scene::Look look() const { return ui::scene_look(figure::Style{}, {0, 1}, 1); }
    scene::View view_of(const pool::Evaluation& e) const {
        scene::View view;
        view.camera = scene::framed(scene::layout(e, 0), {}, 1.6F);
        return view;
    }
    std::vector<unsigned char> pixels(scene::Renderer& renderer, const pool::Evaluation& e,
                                      const scene::View& view) {
        const unsigned texture = renderer.render(e, 1, view, look(), kWidth, kHeight);
        std::vector<unsigned char> rgba(kWidth * kHeight * 4);
        glBindTexture(GL_TEXTURE_2D, texture);
        glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
        return rgba;
    }
    static constexpr int kWidth = 640;
    static constexpr int kHeight = 400;
    app::OffscreenContext context_;
};

TEST_F(TowerTest, DrawsEachMapWhereItIsProjectedInItsColour) {
    const pool::Evaluation e = evaluate("MaxPool2d(2), MaxPool2d(2)");
    scene::Renderer renderer;
    scene::View view = view_of(e);
    view.cursor.window = 100;
    const auto image = pixels(renderer, e, view);
    const scene::Layout layout = scene::layout(e, 0);
    const scene::Slab& top = layout.slabs.back();
    int matching = 0;
    for (std::int64_t y = 0; y < top.rows; ++y) {
        for (std::int64_t x = 0; x < top.columns; ++x) {
            const auto p = scene::project(
                view.camera, top.point(static_cast<float>(y) + 0.4F, static_cast<float>(x) + 0.4F), kWidth,
                kHeight);
            const auto at = static_cast<std::size_t>(
                ((kHeight - 1 - static_cast<int>(p->y)) * kWidth + static_cast<int>(p->x)) * 4);
            const figure::Color c =
                figure::sequential(figure::Sequential::viridis, e.output().at({0, 0, y, x}));
            const int off =
                std::abs(image[at] - c.r) + std::abs(image[at + 1] - c.g) + std::abs(image[at + 2] - c.b);
            matching += off < 40 ? 1 : 0;
        }
    }
    EXPECT_GT(matching, 45);
}

TEST_F(TowerTest, EqualViewsAreEqualPicturesAndUploadOnce) {
    const pool::Evaluation e = evaluate("MaxPool2d(2), AvgPool2d(3, stride=2, padding=1)");
    scene::Renderer renderer;
    const scene::View view = view_of(e);
    const auto first = pixels(renderer, e, view);
    EXPECT_EQ(first, pixels(renderer, e, view));
    EXPECT_EQ(renderer.stats().uploads, 1);
    scene::View backward = view;
    backward.cursor.phase = pool::Phase::backward;
    EXPECT_NE(first, pixels(renderer, e, backward));
    EXPECT_EQ(renderer.stats().uploads, 2);
    EXPECT_EQ(renderer.stats().links_total, 14 * 14 + 7 * 7 * 9);
}

TEST_F(TowerTest, RandomViewsRaiseNoError) {
    std::mt19937 random(3);
    scene::Renderer renderer;
    const std::vector<std::string> stacks = {"MaxPool2d(2)", "AdaptiveAvgPool2d(1)",
                                             "MaxPool2d(3, stride=2, padding=1), AvgPool2d(2)", ""};
    std::uint64_t revision = 1;
    for (int i = 0; i < 60; ++i) {
        const pool::Evaluation e = evaluate(stacks[random() % stacks.size()],
                                            {1, 1 + static_cast<std::int64_t>(random() % 4), 12, 16});
        scene::View view = view_of(e);
        view.camera = random_camera(random, scene::layout(e, 0));
        view.cursor.phase = random() % 2 ? pool::Phase::forward : pool::Phase::backward;
        const pool::Trace trace = pool::trace(e, {0, {0, 0, 3, 3}});
        if (random() % 2) view.lineage = &trace;
        renderer.render(e, ++revision, view, look(), 64 + static_cast<int>(random() % 400),
                        64 + static_cast<int>(random() % 300));
        ASSERT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
    }
}

}  // namespace
