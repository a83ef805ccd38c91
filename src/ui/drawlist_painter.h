#pragma once

#include "figure/drawing.h"
#include "ui/fonts.h"
#include "ui/textures.h"

namespace ui {

/// Replays a figure::Drawing on a Dear ImGui draw list, moved to `origin`.
class DrawListPainter : public figure::Painter {
 public:
    DrawListPainter(ImDrawList& list, ImVec2 origin, const Fonts& fonts, Textures& textures)
        : list_(list), origin_(origin), fonts_(fonts), textures_(textures) {}

    /// All texts are exactly as wide as in a file, where glyphs stand between pixels: for previews of files.
    void keep_widths() { keeps_widths_ = true; }

    void paint(const figure::Polyline& p) override;
    void paint(const figure::ConvexFill& p) override;
    void paint(const figure::RectFill& p) override;
    void paint(const figure::RectStroke& p) override;
    void paint(const figure::Cubic& p) override;
    void paint(const figure::Circle& p) override;
    void paint(const figure::Text& p) override;
    void paint(const figure::Image& p) override;
    void paint(const figure::PushClip& p) override;
    void paint(const figure::PopClip& p) override;

 private:
    ImVec2 at(figure::Point p) const { return ImVec2(origin_.x + p.x, origin_.y + p.y); }
    void dashed(ImVec2 a, ImVec2 b, ImU32 color, float width, float dash);

    ImDrawList& list_;
    ImVec2 origin_;
    const Fonts& fonts_;
    Textures& textures_;
    std::vector<ImVec2> points_;
    bool keeps_widths_ = false;
};

}  // namespace ui
