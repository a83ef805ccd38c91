#pragma once

#include "figure/plates/blocks.h"

namespace figure {

/// A map that lies in space, seen from the front and above: rows go backwards, columns to the right.
struct Plane {
    std::size_t map = 0;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    Point origin;    ///< of the front left corner
    float cell = 1;  ///< width of a cell

    static constexpr float kBack = 0.45F;  ///< how far a row goes to the right, in cells
    static constexpr float kRise = 0.42F;  ///< and up
    Point at(float row, float column) const {
        const float depth = static_cast<float>(rows) - row;
        return {origin.x + cell * (column + kBack * depth), origin.y - cell * kRise * depth};
    }
    Point middle(std::int64_t y, std::int64_t x) const {
        return at(static_cast<float>(y) + 0.5F, static_cast<float>(x) + 0.5F);
    }
    /// Corners of rows [y0, y1), columns [x0, x1): back left, back right, front right, front left.
    std::vector<Point> corners(const pool::Region& region) const;
    float width() const { return cell * (static_cast<float>(columns) + kBack * static_cast<float>(rows)); }
    float height() const { return cell * kRise * static_cast<float>(rows); }
};

/// The maps from the input up to `last`, one above the other, the input lowest; each with its cells, and its
/// name and size on the right.
class Tower {
 public:
    Tower(const FigureRequest& request, std::size_t last);
    const std::vector<Plane>& planes() const { return planes_; }
    /// Draws map i: its cells, its outline, its name.
    void draw(Drawing& drawing, std::size_t map) const;
    /// The request's letters, each on its cell or beside it; last of all, nothing may lie on them.
    void letters(Drawing& drawing) const;
    /// The scale below all maps, where they have one.
    void legend(Drawing& drawing) const;
    /// What stands below a map's name.
    void note(Drawing& drawing, std::size_t map, const std::string& text) const;

 private:
    float label_left() const;

    const FigureRequest& request_;
    std::vector<Plane> planes_;
    std::vector<MapBlock> blocks_;
    float widest_ = 0;
};

}  // namespace figure
