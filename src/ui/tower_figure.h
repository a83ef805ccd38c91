#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "document/document.h"
#include "figure/sheet.h"
#include "pool/trace.h"
#include "pool/walkthrough.h"
#include "work/veil.h"

namespace ui {

/// What a figure's picture of the tower is made of; the same as `poolscope figure tower` is told.
struct TowerFigure {
    const document::Document& document;
    pool::Cursor cursor{};
    std::int64_t n = 0;
    std::int64_t c = 0;
    std::vector<pool::MapCell> pins{};
    work::Veil veil{};
    figure::Sheet sheet{};
    float dpi = 300;
    float azimuth = 0, elevation = 0;  ///< from where it is looked at, in degrees
    bool orthographic = false;
    float relief = 0;
    bool losers = false;
    int samples = 4;
};
/// Throws words::Error where there is no OpenGL.
using ShootTower = std::function<figure::TowerShot(const TowerFigure&)>;

}  // namespace ui
