#include "document/paper.h"

#include <cmath>
#include <functional>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "document/prepare.h"
#include "document/raster.h"

// A digit on a sheet of paper as a camera or a scanner has it, 600×800.

namespace {

using document::Input;

constexpr int kWidth = 600;
constexpr int kHeight = 800;
constexpr float kPaper = 0.85F;
constexpr float kInk = 0.15F;

struct Point {
    float x, y;
};

float distance_to(const Point& p, const Point& a, const Point& b) {
    const float dx = b.x - a.x;
    const float dy = b.y - a.y;
    const float t = std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy), 0.0F, 1.0F);
    return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/// What a four of this pen's width leaves of the paper's light at (x, y).
float four(const Point& p, float pen) {
    const float d = std::min({distance_to(p, {330, 180}, {170, 470}), distance_to(p, {170, 470}, {450, 470}),
                              distance_to(p, {370, 330}, {370, 620})});
    return kPaper + (kInk - kPaper) * std::clamp(pen / 2 + 0.5F - d, 0.0F, 1.0F);
}

struct Scene {
    std::function<float(float x, float y)> light = [](float, float) { return 1.0F; };
    int rim = 0;      ///< cells of white around the sheet
    float askew = 0;  ///< the sheet is turned by this many cells on its width
    float pen = 20;
    float noise = 0;
    int dust = 0;  ///< dark specks
};

Input photograph(const Scene& scene) {
    std::mt19937 random(7);
    pool::Tensor picture({1, 1, kHeight, kWidth});
    for (int y = 0; y < kHeight; ++y) {
        for (int x = 0; x < kWidth; ++x) {
            const auto u = static_cast<float>(x);
            const auto v = static_cast<float>(y);
            const float tilt = scene.askew * (u / kWidth - 0.5F);
            const float tilt_down = scene.askew * (v / kHeight - 0.5F);
            const float border =
                std::min({v - tilt, kHeight - 1 - v + tilt, u + tilt_down, kWidth - 1 - u - tilt_down});
            const bool rim = border < static_cast<float>(scene.rim);
            // NOLINTNEXTLINE(cert-msc51-cpp): the same picture each time
            const float grain = scene.noise * (static_cast<float>(random() % 1000) / 500 - 1);
            picture.at({0, 0, y, x}) =
                std::clamp((rim ? 1.0F : four({u, v}, scene.pen) * scene.light(u, v)) + grain, 0.0F, 1.0F);
        }
    }
    for (int i = 0; i < scene.dust; ++i) picture.at({0, 0, 100 + i * 37 % 600, 100 + i * 53 % 400}) = 0.1F;
    Input input;
    input.base.picture = true;
    input.base.values = std::make_shared<const pool::Tensor>(std::move(picture));
    document::fit_canvas(input);
    return input;
}

pool::Tensor after_the_clicks(Input input) {
    EXPECT_TRUE(document::has_light_rim(input));
    input.even_light = input.invert = input.crop_to_ink = true;
    return document::raster(input);
}

float gradient(float x, float) { return 0.3F + 0.7F * x / kWidth; }
/// A shadow over the lower right half, 40 cells from dark to light.
float shadow(float x, float y) {
    constexpr float kSoft = 10;
    return 0.35F + 0.65F / (1 + std::exp((x * 0.8F + y * 0.6F - 520) / kSoft));
}
/// The same, from one cell to the next.
float hard_shadow(float x, float y) { return x * 0.8F + y * 0.6F > 520 ? 0.35F : 1.0F; }
float band(float x, float y) { return std::abs(x * 0.8F + y * 0.6F - 520) < 110 ? 0.4F : 1.0F; }

/// The digit alone: as it comes from a sheet in even light without a rim, no cell off by 0.2 and all of them
/// by 0.015 in the mean.
void expect_as_plain(const Scene& scene, const std::string& what) {
    static std::map<float, pool::Tensor> plains;
    if (!plains.contains(scene.pen)) plains[scene.pen] = after_the_clicks(photograph({.pen = scene.pen}));
    const pool::Tensor& plain = plains[scene.pen];
    const pool::Tensor found = after_the_clicks(photograph(scene));
    ASSERT_EQ(found.shape(), plain.shape());
    float worst = 0;
    double sum = 0;
    for (std::size_t i = 0; i < found.data().size(); ++i) {
        const float difference = std::abs(found.data()[i] - plain.data()[i]);
        worst = std::max(worst, difference);
        sum += static_cast<double>(difference);
    }
    EXPECT_LT(worst, 0.2F) << what;
    EXPECT_LT(sum / static_cast<double>(found.data().size()), 0.015) << what;
}

TEST(Paper, AWhiteRimAndAStrongShadowLeaveTheDigitAlone) {
    for (const float pen : {6.0F, 90.0F})
        for (const int rim : {0, 5, 80}) {
            const std::string what = "pen " + std::to_string(pen) + ", rim " + std::to_string(rim);
            expect_as_plain({.light = gradient, .rim = rim, .pen = pen}, what + ", gradient");
            expect_as_plain({.light = shadow, .rim = rim, .pen = pen}, what + ", shadow");
        }
}

TEST(Paper, AHardShadowABandAndASheetAskewDoNotEither) {
    expect_as_plain({.light = hard_shadow, .rim = 20}, "hard shadow");
    expect_as_plain({.light = band, .rim = 20}, "band");
    expect_as_plain({.light = shadow, .rim = 30, .askew = 20}, "askew");
    expect_as_plain({.light = shadow, .rim = 30, .askew = -40, .pen = 40}, "askew, thick");
}

TEST(Paper, DustAndNoiseAreNotCroppedTo) {
    expect_as_plain({.light = gradient, .rim = 20, .pen = 30, .dust = 40}, "dust");
    expect_as_plain({.light = shadow, .rim = 20, .pen = 30, .noise = 0.02F}, "noise");
}

TEST(Paper, CroppingAloneFindsTheInkInTheShadow) {
    for (const int rim : {0, 15, 60}) {
        Input input = photograph({.light = shadow, .rim = rim, .pen = 30});
        input.crop_to_ink = true;
        for (const bool inverted : {false, true}) {
            input.invert = inverted;
            const pool::Shape shape = document::prepared_picture(input)->shape();
            // 155..465 by 165..635, and a fifth of the longer side around it.
            EXPECT_NEAR(static_cast<double>(shape.w), 310 + 2 * 94, 12) << rim;
            EXPECT_NEAR(static_cast<double>(shape.h), 470 + 2 * 94, 12) << rim;
        }
    }
}

TEST(Paper, AStraightStrokeBesideTheEdgeIsNoRim) {
    const pool::Shape shape{1, 1, 100, 100};
    std::vector<float> plane(10000, 1.0F);
    for (std::size_t y = 20; y < 80; ++y)
        for (std::size_t x = 10; x < 20; ++x) plane[y * 100 + x] = 0;
    EXPECT_EQ(document::ink_of(plane, shape, 1), (pool::Region{20, 80, 10, 20}));
}

TEST(Paper, AMarkLargerThanHalfOfThePictureIsInkToo) {
    const pool::Shape shape{1, 1, 40, 40};
    std::vector<float> plane(1600, 1.0F);
    for (std::size_t y = 5; y < 35; ++y)
        for (std::size_t x = 4; x < 36; ++x) plane[y * 40 + x] = 0;
    EXPECT_EQ(document::ink_of(plane, shape, 1), (pool::Region{5, 35, 4, 36}));
    EXPECT_TRUE(document::ink_of(std::vector<float>(1600, 0.4F), shape, 0.4F).empty());
}

}  // namespace
