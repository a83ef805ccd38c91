#include <random>

#include <gtest/gtest.h>

#include "app/gui.h"
#include "app/offscreen.h"
#include "document/samples.h"
#include "gpu/framebuffer.h"
#include "pool/notation.h"
#include "ui/app_state.h"

// The window draws only what changed. What stands there in the end is what drawing all of it would give.

namespace {

constexpr int kWide = 1280;
constexpr int kHigh = 800;

class KeptPicture : public testing::Test {
 protected:
    void SetUp() override {
        ImGuiIO& io = ImGui::GetIO();
        io.DisplaySize = ImVec2(kWide, kHigh);
        io.DeltaTime = 1.0F / 60.0F;
        frames(4);
    }
    bool frame() {
        gui_.prepare_fonts(app_, 1);
        window_.bind();
        return gui_.draw_changes(app_, kWide, kHigh, stays_);
    }
    void frames(int count) {
        for (int i = 0; i < count; ++i) frame();
    }
    static std::vector<unsigned> pixels(const gpu::Framebuffer& framebuffer) {
        framebuffer.bind();
        std::vector<unsigned> rgba(std::size_t{kWide} * kHigh);
        glReadPixels(0, 0, kWide, kHigh, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
        return rgba;
    }
    void expect_whole_picture() {
        const std::vector<unsigned> kept = pixels(window_);
        whole_.bind();
        glViewport(0, 0, kWide, kHigh);
        const ImVec4 paper = ImGui::GetStyleColorVec4(ImGuiCol_WindowBg);
        glClearColor(paper.x, paper.y, paper.z, 1);
        glClear(GL_COLOR_BUFFER_BIT);
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
        const std::vector<unsigned> wanted = pixels(whole_);
        std::size_t different = 0;
        for (std::size_t i = 0; i < wanted.size(); ++i) different += kept[i] != wanted[i];
        ASSERT_EQ(different, 0U);
    }
    /// Pixels that the frame after the one before draws again.
    std::int64_t drawn_again() {
        app::Damage damage;
        const auto version = [](ImTextureID) { return std::uint64_t{0}; };
        frame();
        damage.update(*ImGui::GetDrawData(), {kWide, kHigh}, version);
        app_.active().walk().step(1);
        frame();
        std::int64_t sum = 0;
        for (const app::PixelRect& part : damage.update(*ImGui::GetDrawData(), {kWide, kHigh}, version))
            sum += std::int64_t{part.right - part.left} * (part.bottom - part.top);
        return sum;
    }

    void expect_whole_pictures_after_random_events(unsigned seed);

    bool stays_ = false;  ///< what was drawn stays in the window
    app::OffscreenContext context_;
    app::Gui gui_;
    gpu::Framebuffer window_{kWide, kHigh, 0};
    gpu::Framebuffer whole_{kWide, kHigh, 0};
    ui::AppState app_{document::first_document()};
};

void KeptPicture::expect_whole_pictures_after_random_events(unsigned seed) {
    std::mt19937 random(seed);
    using ui::Key;
    static constexpr std::array kKeys = {Key::right, Key::space, Key::left, Key::t, Key::n2, Key::n1,
                                         Key::n3,    Key::s,     Key::f5,   Key::b, Key::f1, Key::escape};
    const int events = std::getenv("POOLSCOPE_FEW") ? 25 : 80;
    for (int i = 0; i < events; ++i) {
        SCOPED_TRACE(i);
        if (random() % 3 == 0)
            app_.key_presses.push_back({kKeys[random() % kKeys.size()], false, false, false, false});
        else
            ui::compat::feed_mouse_position(static_cast<float>(random() % kWide),
                                            static_cast<float>(random() % kHigh));
        if (random() % 8 == 0) ui::compat::feed_mouse_button(0, random() % 2 == 0);
        ImGui::GetIO().DeltaTime = random() % 5 == 0 ? 0.4F : 1.0F / 60.0F;
        frame();
        ASSERT_NO_FATAL_FAILURE(expect_whole_picture());
    }
}

TEST_F(KeptPicture, IsTheWholePictureAfterRandomEvents) { expect_whole_pictures_after_random_events(7); }

TEST_F(KeptPicture, IsTheWholePictureInAWindowThatKeepsIt) {
    stays_ = true;
    gui_.forget_picture();
    expect_whole_pictures_after_random_events(8);
}

TEST_F(KeptPicture, IsNotDrawnAgainAtRest) {
    frames(30);
    EXPECT_FALSE(frame());
    gui_.forget_picture();
    EXPECT_TRUE(frame());
    expect_whole_picture();
}

TEST_F(KeptPicture, AStepDrawsLessThanHalfOfItAgain) {
    frames(30);
    const std::int64_t pixels = drawn_again();
    EXPECT_GT(pixels, 0);
    EXPECT_LT(pixels, std::int64_t{kWide} * kHigh / 2);
}

}  // namespace
