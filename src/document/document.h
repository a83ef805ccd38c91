#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pool/evaluation.h"
#include "pool/tensor.h"

namespace document {

/// A point of a stroke in canvas units: (0, 0) is the top left corner, (1, 1) the bottom right one.
struct StrokePoint {
    float x = 0;
    float y = 0;
    bool operator==(const StrokePoint&) const = default;
};

/// One drag of the brush. Stored as drawn, so that another resolution draws it anew.
struct Stroke {
    bool erase = false;
    float size = 0.1F;      ///< brush diameter as a fraction of the canvas's shorter side
    float hardness = 0.7F;  ///< 1: full strength to the rim; 0: falls off from the centre
    float strength = 1.0F;  ///< value at the centre
    std::vector<StrokePoint> points;
    bool operator==(const Stroke&) const = default;
};

enum class Fit { contain, cover, stretch };

/// A picture or an array behind the strokes, kept as loaded.
struct Base {
    std::string name;                            ///< file name or sample name, for display
    std::shared_ptr<const pool::Tensor> values;  ///< N×C×H×W; pictures have N = 1 and values in 0..1
    bool picture =
        false;  ///< true: fitted to the canvas; false: values are used as they are and set the map's size
    bool operator==(const Base& other) const;
};

/// A value typed into a cell.
struct CellEdit {
    pool::Cell cell;
    float value = 0;
    bool operator==(const CellEdit&) const = default;
};

/// Everything that makes up the input map.
struct Input {
    int height = 28;  ///< canvas size in cells (8..256); an array's own size replaces it
    int width = 28;
    Base base;  ///< empty `values`: none
    Fit fit = Fit::contain;
    bool invert = false;
    bool grey = false;            ///< reduce a colour picture to one channel
    std::vector<Stroke> strokes;  ///< drawn over the base, in order, on every channel
    std::vector<CellEdit> edits;  ///< typed values, last word; at most one for each cell
    bool operator==(const Input&) const = default;
};

/// Everything the user made and nothing derived. Copying is undo, comparing is "unsaved changes", writing is
/// save.
struct Document {
    Input input;
    pool::Stack stack;
    pool::Upstream upstream;
    bool operator==(const Document&) const = default;
};

constexpr int kMinCanvas = 8;
constexpr int kMaxCanvas = 256;

/// What the window opens with: the sample "3" on 28×28 and MaxPool2d(2), MaxPool2d(2).
Document first_document();

}  // namespace document
