#include <gtest/gtest.h>

#include "app/gui.h"
#include "app/offscreen.h"
#include "document/samples.h"
#include "figure/plates/map_images.h"
#include "gpu/framebuffer.h"
#include "pool/notation.h"
#include "ui/app_state.h"
#include "ui/file_tasks.h"

// What stands on the screen in the end: every cell of every map has the colour of its value.

namespace {

constexpr int kWidth = 1280;
constexpr int kHeight = 800;

class Pixels : public testing::Test {
 protected:
    void draw(int frames = 1) {
        for (int i = 0; i < frames; ++i) {
            ImGuiIO& io = ImGui::GetIO();
            io.DisplaySize = ImVec2(kWidth, kHeight);
            io.DeltaTime = 1.0F / 60.0F;
            gui_.prepare_fonts(app_, 1);
            target_.bind();
            gui_.draw(app_, kWidth, kHeight);
        }
        glPixelStorei(GL_PACK_ALIGNMENT, 1);
        glReadPixels(0, 0, kWidth, kHeight, GL_RGBA, GL_UNSIGNED_BYTE, rgba_.data());
    }
    figure::Color at(float x, float y) const {
        const auto row = static_cast<std::size_t>(kHeight - 1 - static_cast<int>(y));
        const std::size_t i = (row * kWidth + static_cast<std::size_t>(x)) * 4;
        return {rgba_[i], rgba_[i + 1], rgba_[i + 2]};
    }
    /// Every cell of a map that is drawn without numbers, as a control says where.
    void expect_values(const std::string& id, const pool::Tensor& values, figure::Range range,
                       bool gradient) {
        const auto control = std::ranges::find(app_.widgets, id, &ui::WidgetRecord::id);
        ASSERT_NE(control, app_.widgets.end()) << id;
        const pool::Shape& shape = values.shape();
        const float w = control->w / static_cast<float>(shape.w);
        const float h = control->h / static_cast<float>(shape.h);
        const figure::Style style = ui::style_of(app_.settings, 14);
        for (std::int64_t y = 0; y < shape.h; ++y) {
            for (std::int64_t x = 0; x < shape.w; ++x) {
                const float value = values.at({0, 0, y, x});
                const figure::Color wanted =
                    gradient ? figure::gradient_color(style.palette, range, value)
                             : figure::activation_color(style.palette, style.activations, range, value);
                const figure::Color seen = at(control->x + (static_cast<float>(x) + 0.5F) * w,
                                              control->y + (static_cast<float>(y) + 0.5F) * h);
                const int off =
                    std::abs(seen.r - wanted.r) + std::abs(seen.g - wanted.g) + std::abs(seen.b - wanted.b);
                ASSERT_LE(off, 3) << id << " (" << y << ", " << x << ")";
            }
        }
    }
    void expect_overview() {
        const pool::Evaluation& e = app_.active().evaluation();
        const bool backward = app_.active().cursor().phase == pool::Phase::backward;
        figure::MapImages images;
        for (std::size_t map = 0; map < e.map_count(); ++map) {
            const pool::Tensor& values = backward ? e.gradient(map) : e.map(map);
            const auto ranges = images.ranges(e, map == 0 ? 0 : map - 1, backward);
            expect_values((backward ? "overview.gradient." : "overview.map.") + std::to_string(map), values,
                          map == 0 ? ranges.below : ranges.above, backward);
        }
    }

    app::OffscreenContext context_;
    app::Gui gui_;
    gpu::Framebuffer target_{kWidth, kHeight, 0};
    ui::AppState app_{document::first_document()};
    std::vector<unsigned char> rgba_ = std::vector<unsigned char>(std::size_t{kWidth} * kHeight * 4);
};

TEST_F(Pixels, OfTheOverviewAreTheEvaluation) {
    for (const char* stack :
         {"MaxPool2d(3, stride=2, padding=1), AvgPool2d(2)", "Conv2d('sobel_x'), ReLU(), MaxPool2d(2)"}) {
        app_.active().edit([&](document::Document& document) { document.stack = pool::parse_stack(stack); });
        for (const bool dark : {false, true}) {
            app_.settings.theme = dark ? figure::Theme::dark : figure::Theme::light;
            for (const pool::Phase phase : {pool::Phase::forward, pool::Phase::backward}) {
                draw(2);
                app_.active().walk().set_cursor({phase, app_.active().evaluation().layers.size() - 1, 0, 0});
                draw(2);
                expect_overview();
                app_.active().walk().set_cursor({phase, 0, 5, 0});
                draw(2);
                expect_overview();
            }
        }
    }
}

}  // namespace
