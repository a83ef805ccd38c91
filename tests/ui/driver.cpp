#include "ui/driver.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <gtest/gtest.h>

namespace ui_test {

namespace {
constexpr int kDragSteps = 12;
}

std::size_t NamedTextures::hash_of(const figure::Image& image) {
    const std::vector<std::uint8_t>& rgba = image.pixels->rgba;
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(rgba.data()), rgba.size()});
}

ImTextureID NamedTextures::texture(const figure::Image& image) {
    const std::size_t hash = hash_of(image);
    newest_.insert(hash);
    const auto known = shown_.emplace(image.key, hash).first;
    EXPECT_EQ(known->second, hash) << "two pictures are named " << image.key;
    return ui::compat::texture_id(1);
}

Driver::Driver(document::Document document, float width, float height, float em) : app_(std::move(document)) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = ImVec2(width, height);
    io.DeltaTime = 1.0F / 60.0F;
    ui::compat::prepare_without_renderer();
    ui::compat::map_keys_without_window();
    fonts_.build(*io.Fonts, em, app_.settings.language);
    io.FontDefault = fonts_.text();
    ui::compat::build_atlas_without_renderer();
    move_to(-1, -1);
    // Tests begin at the first window, with all that can be unfolded in sight.
    app_.settings.show_right = true;
    app_.settings.show_details = true;
    app_.active().walk().set_skips_equal(false);
    app_.active().walk().set_cursor({});
    frames(3);
}

Driver::~Driver() { ImGui::DestroyContext(); }

void Driver::frames(int count) {
    for (int i = 0; i < count; ++i) {
        ui::FrameContext context{fonts_, textures_, {}, shoot_tower};
        ui::draw_frame(app_, context);
        ui::compat::serve_textures_without_renderer();
        pictures_ = textures_.take_newest();
    }
}

void Driver::wait(float seconds) {
    // The interface takes no frame for longer than that.
    constexpr float kLongest = 0.1F;
    float& of_a_frame = ImGui::GetIO().DeltaTime;
    const float before = std::exchange(of_a_frame, kLongest);
    frames(static_cast<int>(std::lround(seconds / kLongest)));
    of_a_frame = before;
}

const ui::WidgetRecord* Driver::find(std::string_view id) const {
    const auto found = std::ranges::find(app_.widgets, id, &ui::WidgetRecord::id);
    return found == app_.widgets.end() ? nullptr : &*found;
}

ui::WidgetRecord Driver::widget(std::string_view id) {
    const ui::WidgetRecord* record = find(id);
    EXPECT_NE(record, nullptr) << "no control with the id " << id;
    return record ? *record : ui::WidgetRecord{};
}

void Driver::reveal(std::string_view id) {
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    for (const float x : {100.0F, 330.0F, size.x - 100.0F}) {
        move_to(x, size.y / 2);
        frames(2);
        for (const float way : {-1.0F, 1.0F}) {
            for (int i = 0; i < 60 && !has(id); ++i) {
                wheel(way);
                frames(2);
            }
        }
    }
}

void Driver::move_to(float x, float y) { ui::compat::feed_mouse_position(x, y); }
void Driver::press(int button) {
    ui::compat::feed_mouse_button(button, true);
    frames();
}
void Driver::release(int button) {
    ui::compat::feed_mouse_button(button, false);
    frames();
}

void Driver::click_at(float x, float y, int button) {
    move_to(x, y);
    frames(2);
    press(button);
    release(button);
    frames(2);
}

void Driver::double_click_at(float x, float y) {
    move_to(x, y);
    frames(2);
    press();
    release();
    press();
    release();
    frames(2);
}

void Driver::click(std::string_view id) {
    if (!has(id)) reveal(id);
    const ui::WidgetRecord record = widget(id);
    // A click straight after another at the same place would count as a double click.
    move_to(-1, -1);
    wait(0.5F);
    const ui::WidgetRecord now = has(id) ? widget(id) : record;
    click_at(now.x + now.w / 2, now.y + now.h / 2);
}

void Driver::drag(std::string_view id, float x0, float y0, float x1, float y1, int button) {
    const ui::WidgetRecord record = widget(id);
    move_to(record.x + x0 * record.w, record.y + y0 * record.h);
    frames(2);
    press(button);
    for (int i = 1; i <= kDragSteps; ++i) {
        const float t = static_cast<float>(i) / kDragSteps;
        move_to(record.x + (x0 + (x1 - x0) * t) * record.w, record.y + (y0 + (y1 - y0) * t) * record.h);
        frames();
    }
    release(button);
    frames(2);
}

void Driver::wheel(float notches) {
    ui::compat::feed_mouse_wheel(notches);
    frames();
}

void Driver::key(ui::Key key, bool ctrl, bool shift) {
    ui::compat::feed_modifiers(ctrl, shift, false);
    if (key != ui::Key::tab) ui::compat::feed_key(key, true);
    app_.key_presses.push_back({key, ctrl, shift, false, false});
    frames();
    if (key != ui::Key::tab) ui::compat::feed_key(key, false);
    ui::compat::feed_modifiers(false, false, false);
    frames(2);
}

void Driver::type(const std::string& text) {
    ImGui::GetIO().AddInputCharactersUTF8(text.c_str());
    frames(2);
}

void Driver::enter_text(std::string_view id, const std::string& text) {
    click(id);
    key(ui::Key::a, true);
    key(ui::Key::backspace);
    type(text);
    key(ui::Key::enter);
    frames(2);
}

}  // namespace ui_test
