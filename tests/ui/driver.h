#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "ui/app_state.h"
#include "ui/draw_frame.h"
#include "ui/tower_view.h"

namespace ui_test {

/// Draws nothing, but sees to it that equal names mean equal pictures.
class NamedTextures : public ui::Textures {
 public:
    ImTextureID texture(const figure::Image& image) override;
    static std::size_t hash_of(const figure::Image& image);
    /// Hashes of the pictures since the last call.
    std::set<std::size_t> take_newest() { return std::exchange(newest_, {}); }

 private:
    std::set<std::size_t> newest_;
    std::unordered_map<std::uint64_t, std::size_t> shown_;  ///< hashes of the pixels
};

/// The real interface without a window: finds controls by their id and feeds mouse and keys.
class Driver {
 public:
    /// `em`: the size of the text in pixels.
    explicit Driver(document::Document document, float width = 1280, float height = 800, float em = 14);
    ~Driver();
    Driver(const Driver&) = delete;
    Driver& operator=(const Driver&) = delete;

    ui::AppState& app() { return app_; }
    work::Workspace& work() { return app_.active(); }
    const ui::Fonts& fonts() const { return fonts_; }
    /// How figures get their picture of the tower; none until it is set.
    ui::ShootTower shoot_tower;
    /// Draws frames of 1/60 s.
    void frames(int count = 1);
    /// Lets so much time pass in few frames.
    void wait(float seconds);
    /// Draws until the condition holds; false after `limit` frames.
    template <class Condition>
    bool until(Condition&& condition, int limit = 600) {
        for (int i = 0; i < limit; ++i) {
            if (condition()) return true;
            frames();
        }
        return condition();
    }

    /// Whether a picture with these pixels was drawn in the newest frame.
    bool shows(const figure::Image& image) const { return pictures_.contains(NamedTextures::hash_of(image)); }
    /// Hashes of all pictures of the newest frame.
    const std::set<std::size_t>& pictures() const { return pictures_; }
    bool has(std::string_view id) const { return find(id) != nullptr; }
    /// The control's record in the newest frame; the test fails when there is none.
    ui::WidgetRecord widget(std::string_view id);
    /// Scrolls the left column until the control is in sight.
    void reveal(std::string_view id);

    void move_to(float x, float y);
    void press(int button = 0);
    void release(int button = 0);
    void click(std::string_view id);
    void double_click_at(float x, float y);
    void click_at(float x, float y, int button = 0);
    /// From a point to a point, both fractions of the control's rectangle, in small moves.
    void drag(std::string_view id, float x0, float y0, float x1, float y1, int button = 0);
    void wheel(float notches);
    void key(ui::Key key, bool ctrl = false, bool shift = false);
    void type(const std::string& text);
    /// Replaces the text of a field and presses Enter.
    void enter_text(std::string_view id, const std::string& text);

 private:
    const ui::WidgetRecord* find(std::string_view id) const;

    ui::AppState app_;
    ui::Fonts fonts_;
    NamedTextures textures_;
    std::set<std::size_t> pictures_;
};

}  // namespace ui_test
