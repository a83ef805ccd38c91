#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include <imgui.h>

namespace app {

/// A rectangle of the framebuffer in pixels; y points down, the last row and column are not part of it.
struct PixelRect {
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;

    bool empty() const { return left >= right || top >= bottom; }
    bool operator==(const PixelRect&) const = default;
};

/// Finds where a frame may look different from the one before, from what Dear ImGui wants drawn. The screen
/// is cut into square tiles; every tile keeps a digest of the triangles that touch it, in their order. Only
/// tiles with another digest need to be drawn again. Shapes are taken by their bounds, so that the answer may
/// be too large, but never too small.
class Damage {
 public:
    /// Changes when what a texture holds does.
    using Version = std::function<std::uint64_t(ImTextureID)>;

    /// The rectangles to draw again; they do not overlap. All of the screen for the first frame, for another
    /// size and after forget(). `framebuffer` is the size in pixels.
    std::vector<PixelRect> update(const ImDrawData& data, std::array<int, 2> framebuffer,
                                  const Version& version);
    /// The next frame is drawn whole.
    void forget() { tiles_.clear(); }

 private:
    std::vector<std::uint64_t> tiles_;
    std::array<int, 2> framebuffer_{};
};

/// A part of `data` as draw lists of its own for as long as it lives: the triangles that touch `part`,
/// clipped to it. Gives `data` back as it was.
class PartOfFrame {
 public:
    PartOfFrame(ImDrawData& data, const PixelRect& part);
    ~PartOfFrame();
    PartOfFrame(const PartOfFrame&) = delete;
    PartOfFrame& operator=(const PartOfFrame&) = delete;

 private:
    void swap();

    ImDrawData& data_;
    struct List {
        ImVector<ImDrawIdx> indices;
        ImVector<ImDrawCmd> commands;
    };
    std::vector<List> lists_;
};

}  // namespace app
