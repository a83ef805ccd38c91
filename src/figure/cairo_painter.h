#pragma once

#include <memory>

#include <cairo.h>

#include "figure/drawing.h"

namespace figure {

struct DestroySurface {
    void operator()(cairo_surface_t* s) const { cairo_surface_destroy(s); }
};
using Surface = std::unique_ptr<cairo_surface_t, DestroySurface>;

/// Replays a drawing on a Cairo context, in points.
class CairoPainter : public Painter {
 public:
    /// `cairo` stays owned by the caller.
    explicit CairoPainter(cairo_t* cairo);

    void paint(const Polyline& p) override;
    void paint(const ConvexFill& p) override;
    void paint(const RectFill& p) override;
    void paint(const RectStroke& p) override;
    void paint(const Cubic& p) override;
    void paint(const Circle& p) override;
    void paint(const Text& p) override;
    void paint(const Image& p) override;
    void paint(const PushClip& p) override;
    void paint(const PopClip& p) override;

 private:
    void set(Color color);
    void stroke(Color color, float width, float dash);
    void rectangle(const Rect& rect, float radius);

    cairo_t* cairo_;
};

}  // namespace figure
