#include "scene/scene.h"

#include <cmath>

#include <gtest/gtest.h>

#include "evaluations.h"

namespace {

constexpr float kViewWidth = 1600;
constexpr float kViewHeight = 1000;

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

TEST(Camera, LooksStraightDownWithTheRowsUpright) {
    scene::Camera camera;
    camera.azimuth = 0;
    camera.elevation = 90;
    const auto middle = scene::project(camera, {0, 0, 0}, kViewWidth, kViewHeight);
    const auto right = scene::project(camera, {1, 0, 0}, kViewWidth, kViewHeight);
    const auto below = scene::project(camera, {0, 0, 1}, kViewWidth, kViewHeight);
    EXPECT_GT(right->x, middle->x + 1);
    EXPECT_NEAR(right->y, middle->y, 0.01F);
    EXPECT_GT(below->y, middle->y + 1);
    EXPECT_NEAR(below->x, middle->x, 0.01F);
}

TEST(Camera, FramesEverythingTightlyAndInTheMiddle) {
    std::mt19937 random(4);
    const pool::Evaluation e = evaluate_digit("MaxPool2d(2), MaxPool2d(2)");
    for (int i = 0; i < 50; ++i) {
        const scene::Layout layout = scene::layout(e, 0, static_cast<float>(i % 3) / 2);
        const scene::Camera camera = random_camera(random, layout);
        float left = kViewWidth, right = 0, top = kViewHeight, bottom = 0;
        for (int corner = 0; corner < 8; ++corner) {
            const scene::Vec3 p{(corner & 1) ? layout.high.x : layout.low.x,
                                (corner & 2) ? layout.high.y : layout.low.y,
                                (corner & 4) ? layout.high.z : layout.low.z};
            const auto pixel = scene::project(camera, p, kViewWidth, kViewHeight);
            ASSERT_TRUE(pixel);
            left = std::min(left, pixel->x);
            right = std::max(right, pixel->x);
            top = std::min(top, pixel->y);
            bottom = std::max(bottom, pixel->y);
        }
        EXPECT_GE(left, 0);
        EXPECT_LE(right, kViewWidth);
        EXPECT_GE(top, 0);
        EXPECT_LE(bottom, kViewHeight);
        EXPECT_NEAR((left + right) / 2, kViewWidth / 2, 0.04F * kViewWidth);
        EXPECT_NEAR((top + bottom) / 2, kViewHeight / 2, 0.04F * kViewHeight);
        EXPECT_GT(std::max((right - left) / kViewWidth, (bottom - top) / kViewHeight), 0.8F);
    }
}

TEST(Camera, FramesWindowsThatReachIntoThePadding) {
    for (const char* stack : {"MaxPool2d(3, stride=2, padding=1)", "AvgPool2d(5, stride=3, padding=2)",
                              "MaxPool2d(2), MaxPool2d(2, padding=1)", "MaxPool2d(2)"}) {
        const pool::Evaluation e = evaluate_on(random_input({1, 2, 4, 4}), stack);
        const scene::Layout layout = scene::layout(e, 0);
        std::mt19937 random(7);
        for (int i = 0; i < 20; ++i) {
            const scene::Camera camera = scene::framed(layout, random_camera(random, layout), 1.5F);
            for (std::size_t layer = 0; layer < e.layers.size(); ++layer) {
                const pool::Geometry& g = e.layers[layer].geometry();
                const pool::Shape& out = e.map(layer + 1).shape();
                for (const std::int64_t y : {std::int64_t{0}, out.h - 1}) {
                    for (const std::int64_t x : {std::int64_t{0}, out.w - 1}) {
                        const pool::AxisWindow h = g.rows({0, 1, y, x});
                        const pool::AxisWindow w = g.columns({0, 1, y, x});
                        for (const std::int64_t row : {h.start, h.end()}) {
                            for (const std::int64_t column : {w.start, w.end()}) {
                                const auto at =
                                    scene::project(camera,
                                                   layout.maps[layer].point(1, static_cast<float>(row),
                                                                            static_cast<float>(column)),
                                                   1.5F, 1);
                                ASSERT_TRUE(at && at->x >= 0 && at->x <= 1.5F && at->y >= 0 && at->y <= 1)
                                    << stack;
                            }
                        }
                    }
                }
            }
        }
    }
}

TEST(Layout, OutputCellsStandAboveTheirWindows) {
    const pool::Evaluation e = evaluate_digit("MaxPool2d(2), AvgPool2d(3, stride=2, padding=1)");
    const scene::Layout layout = scene::layout(e, 0);
    ASSERT_EQ(layout.maps.size(), 3U);
    const scene::Vec3 above = layout.maps[1].point(0, 3.5F, 5.5F);
    const scene::Vec3 below = layout.maps[0].point(0, 7, 11);
    EXPECT_NEAR(above.x, below.x, 1e-4F);
    EXPECT_NEAR(above.z, below.z, 1e-4F);
    EXPECT_GT(above.y, below.y);
}

TEST(Layout, ChannelsFanOutWithoutTouching) {
    for (const std::int64_t channels : {1, 3, 8, 9, 64}) {
        const pool::Evaluation e = evaluate_on(random_input({1, channels, 8, 12}), "MaxPool2d(2)");
        for (const float flat : {0.0F, 0.4F, 1.0F}) {
            const scene::Layout layout = scene::layout(e, 0, flat);
            for (const scene::MapPlace& place : layout.maps) {
                ASSERT_EQ(place.channels, channels);
                for (std::int64_t a = 0; a < channels; ++a) {
                    for (std::int64_t b = 0; b < a; ++b) {
                        const scene::Vec3 p = place.point(a, 0, 0);
                        const scene::Vec3 q = place.point(b, 0, 0);
                        const bool apart =
                            std::abs(p.x - q.x) > static_cast<float>(place.columns) * place.cell_w ||
                            std::abs(p.z - q.z) > static_cast<float>(place.rows) * place.cell_h;
                        ASSERT_TRUE(apart) << channels << " channels, " << a << " and " << b;
                    }
                }
            }
        }
    }
}

TEST(Layout, FlatMapsLieSideBySideInOrder) {
    const pool::Evaluation e = evaluate_digit("MaxPool2d(2), MaxPool2d(2)");
    const scene::Layout layout = scene::layout(e, 0, 1);
    for (std::size_t i = 0; i + 1 < layout.maps.size(); ++i) {
        const scene::MapPlace& a = layout.maps[i];
        EXPECT_EQ(a.corner.y, 0);
        EXPECT_LT(a.point(0, 0, static_cast<float>(a.columns)).x, layout.maps[i + 1].corner.x);
    }
    EXPECT_NEAR(layout.low.x, -layout.high.x, 1e-3F);
}

TEST(Picking, FindsEveryCellWhoseMiddleIsProjected) {
    std::mt19937 random(8);
    const std::vector<std::string> stacks = {"MaxPool2d(2), MaxPool2d(2)",
                                             "AvgPool2d(3, stride=2, padding=1)",
                                             "AdaptiveAvgPool2d(5), MaxPool2d(2)"};
    int checked = 0;
    int hidden = 0;
    while (checked < 10000) {
        const pool::Evaluation e =
            evaluate_on(random_input({1, 1 + static_cast<std::int64_t>(random() % 3), 20, 24}),
                        stacks[random() % stacks.size()]);
        const scene::Layout layout = scene::layout(e, 0, random() % 3 == 0 ? uniform(random, 0, 1) : 0.0F);
        for (int k = 0; k < 50; ++k) {
            const scene::Camera camera = random_camera(random, layout);
            const scene::MapPlace& place = layout.maps[random() % layout.maps.size()];
            const pool::Cell cell{place.n, static_cast<std::int64_t>(random()) % place.channels,
                                  static_cast<std::int64_t>(random()) % place.rows,
                                  static_cast<std::int64_t>(random()) % place.columns};
            const pool::MapCell wanted{place.map, cell};
            const auto pixel = scene::project(camera, place.middle(cell), kViewWidth, kViewHeight);
            ASSERT_TRUE(pixel);
            ++checked;
            scene::Layout alone = layout;
            alone.maps = {place};
            const auto own = scene::pick(alone, {}, camera, pixel->x, pixel->y, kViewWidth, kViewHeight);
            ASSERT_TRUE(own);
            ASSERT_EQ(*own, wanted);
            const auto hit = scene::pick(layout, {}, camera, pixel->x, pixel->y, kViewWidth, kViewHeight);
            ASSERT_TRUE(hit);
            // Seen from above only a higher map can stand in front.
            if (*hit == wanted) continue;
            ++hidden;
            ASSERT_GT(hit->map, wanted.map);
        }
    }
    EXPECT_LT(hidden, checked / 2);
}

TEST(Picking, MeetsTheBoxesOfAHeightField) {
    std::mt19937 random(5);
    const pool::Evaluation e = evaluate_on(random_input({1, 1, 12, 12}), "MaxPool2d(2)");
    const scene::Layout layout = scene::layout(e, 0);
    const scene::Relief relief{&e, false, 5, 0, 1};
    scene::Layout alone = layout;
    alone.maps = {layout.maps[0]};
    const scene::MapPlace& place = alone.maps[0];
    int in_front = 0;
    for (int i = 0; i < 2000; ++i) {
        const scene::Camera camera = random_camera(random, alone);
        const pool::Cell cell{0, 0, static_cast<std::int64_t>(random() % 12),
                              static_cast<std::int64_t>(random() % 12)};
        scene::Vec3 top = place.middle(cell);
        top.y += relief.height(0, cell);
        const auto pixel = scene::project(camera, top, kViewWidth, kViewHeight);
        ASSERT_TRUE(pixel);
        const auto hit = scene::pick(alone, relief, camera, pixel->x, pixel->y, kViewWidth, kViewHeight);
        ASSERT_TRUE(hit);
        if (hit->cell == cell) continue;
        // Only a higher box that is nearer hides a top.
        ++in_front;
        ASSERT_GT(relief.height(0, hit->cell), relief.height(0, cell));
    }
    EXPECT_GT(in_front, 20);
    EXPECT_LT(in_front, 1000);
}

TEST(Layout, ManyMapsClimbAlongADiagonal) {
    const pool::Evaluation few = evaluate_digit("MaxPool2d(2), MaxPool2d(2)");
    const scene::Layout column = scene::layout(few, 0);
    EXPECT_LT(column.high.x - column.low.x, 1.1F * 28);
    const pool::Evaluation many =
        evaluate_digit("ReLU(), ReLU(), MaxPool2d(2), ReLU(), ReLU(), MaxPool2d(2)");
    const scene::Layout stairs = scene::layout(many, 0);
    for (std::size_t i = 1; i < stairs.maps.size(); ++i) {
        EXPECT_GT(stairs.maps[i].corner.x +
                      0.5F * stairs.maps[i].cell_w * static_cast<float>(stairs.maps[i].columns),
                  stairs.maps[i - 1].corner.x +
                      0.5F * stairs.maps[i - 1].cell_w * static_cast<float>(stairs.maps[i - 1].columns));
        EXPECT_GT(stairs.maps[i].corner.y, stairs.maps[i - 1].corner.y);
    }
}

TEST(Picking, KnowsWhatHidesAPoint) {
    const pool::Evaluation e = evaluate_digit("MaxPool2d(2), MaxPool2d(2)");
    const scene::Layout layout = scene::layout(e, 0);
    scene::Camera camera = scene::framed(layout, {}, 1.5F);
    for (std::size_t map = 0; map < 2; ++map) {
        for (std::int64_t y = 0; y < e.map(map).shape().h; ++y) {
            for (std::int64_t x = 0; x < e.map(map).shape().w; ++x) {
                const scene::Vec3 middle = layout.maps[map].middle({0, 0, y, x});
                const auto pixel = scene::project(camera, middle, 900, 600);
                ASSERT_TRUE(pixel);
                const auto nearest = scene::pick(layout, {}, camera, pixel->x, pixel->y, 900, 600);
                const bool hidden = scene::hides(layout.maps[1], camera, middle) ||
                                    scene::hides(layout.maps[2], camera, middle);
                ASSERT_TRUE(nearest);
                EXPECT_EQ(hidden, nearest->map != map) << map << " " << y << " " << x;
            }
        }
    }
    EXPECT_FALSE(scene::hides(layout.maps[0], camera, layout.maps[1].middle({0, 0, 3, 3})));
}

}  // namespace
