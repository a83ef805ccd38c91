#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
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

/// The points of a stroke. Copies share them until one of the copies is changed, so that a long past of
/// documents holds every stroke once.
class StrokePoints {
 public:
    StrokePoints() = default;
    StrokePoints(std::vector<StrokePoint> points)
        : points_(std::make_shared<std::vector<StrokePoint>>(std::move(points))) {}
    StrokePoints(std::initializer_list<StrokePoint> points)
        : StrokePoints(std::vector<StrokePoint>(points)) {}

    std::size_t size() const { return points_ ? points_->size() : 0; }
    bool empty() const { return size() == 0; }
    const StrokePoint* begin() const { return points_ ? points_->data() : nullptr; }
    const StrokePoint* end() const { return begin() + size(); }
    const StrokePoint& operator[](std::size_t i) const { return (*points_)[i]; }
    void push_back(StrokePoint point) { own().push_back(point); }
    void resize(std::size_t size) { own().resize(size); }
    bool operator==(const StrokePoints& other) const {
        return points_ == other.points_ || std::ranges::equal(*this, other);
    }

 private:
    std::vector<StrokePoint>& own() {
        if (!points_)
            points_ = std::make_shared<std::vector<StrokePoint>>();
        else if (points_.use_count() > 1)
            points_ = std::make_shared<std::vector<StrokePoint>>(*points_);
        return *points_;
    }
    std::shared_ptr<std::vector<StrokePoint>> points_;
};

/// One drag of the brush. Stored as drawn, so that another resolution draws it anew.
struct Stroke {
    bool erase = false;
    float size = 0.1F;      ///< brush diameter as a fraction of the canvas's shorter side
    float hardness = 0.7F;  ///< 1: full strength to the rim; 0: falls off from the centre
    float strength = 1.0F;  ///< value at the centre
    StrokePoints points;
    bool operator==(const Stroke&) const = default;
};

enum class Fit { contain, cover, stretch };

/// A picture or an array behind the strokes, kept as loaded.
struct Base {
    std::string name;                            ///< file name or sample name, for display
    std::shared_ptr<const pool::Tensor> values;  ///< N×C×H×W; pictures have N = 1 and values in 0..1
    bool picture =
        false;  ///< true: fitted to the canvas; false: values are used as they are and set the map's size
    /// A picture's own file, from which `values` were decoded: what is saved in their place. None: they are
    /// saved themselves.
    std::shared_ptr<const std::vector<std::uint8_t>> file = {};
    std::string label = {};  ///< the class of an item of a data set; empty: none is known
    std::string about = {};  ///< how it was read, where that is not plain: "separator ;, decimal comma"
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
    int height = 28;  ///< canvas size in cells (1..256); an array's own size replaces it
    int width = 28;
    Base base;  ///< empty `values`: none
    Fit fit = Fit::contain;
    bool invert = false;
    bool grey = false;            ///< reduce a colour picture to one channel
    int channel = -1;             ///< only this channel of the base; -1: all
    bool even_light = false;      ///< divide a picture by the light on its paper
    float black = 0;              ///< levels of a picture: what is 0 …
    float white = 1;              ///< … and what is 1, before it is inverted
    bool crop_to_ink = false;     ///< only what differs from a picture's rim, with a margin
    std::vector<Stroke> strokes;  ///< drawn over the base, in order, on every channel
    std::vector<CellEdit> edits;  ///< typed values, last word; at most one for each cell
    bool operator==(const Input&) const = default;
};

/// How an input is moved: turned and scaled about its middle, ((H−1)/2, (W−1)/2), then shifted; or its cells
/// are shuffled before that. What comes in from outside is 0. See transform.h.
struct Transform {
    double dx = 0;             ///< cells to the right
    double dy = 0;             ///< cells down
    double angle = 0;          ///< degrees, counter-clockwise as seen
    double scale = 1;          ///< factor, above 0
    std::int64_t shuffle = 0;  ///< 0: the cells stay; otherwise the seed of their order
    bool operator==(const Transform&) const = default;
};

/// What stands in the place of every pooling layer of a stack.
enum class Replacement { as_given, average, maximum, subsample, blur };

/// In what the second lane, B, differs from the document itself, lane A. An empty lane is A once more.
struct Lane {
    std::optional<Input> input;        ///< another input; none: A's
    Transform transform;               ///< of that input
    std::optional<pool::Stack> stack;  ///< another stack; none: A's
    Replacement poolings = Replacement::as_given;
    std::string rule;  ///< of all layers that know rules (pool/rules.h); empty: as written
    std::string ties;  ///< of all layers that know ties; empty: as written
    bool operator==(const Lane&) const = default;
};

/// A look of figures by its name: what figure::SheetOptions says of a sheet. Here it is text that is kept.
struct FigureStyle {
    std::string name;
    std::vector<std::pair<std::string, std::string>> options;  ///< name and value
    bool operator==(const FigureStyle&) const = default;
};
constexpr std::size_t kMostFigureStyles = 64;        ///< of a document
constexpr std::size_t kMostFigureStyleOptions = 32;  ///< of a style
constexpr std::size_t kMostFigureStyleBytes = 120;   ///< of a name or a value

/// Everything the user made and nothing derived. Copying is undo, comparing is "unsaved changes", writing is
/// save.
struct Document {
    Input input;
    pool::Stack stack;
    pool::Upstream upstream;
    Lane other;                       ///< lane B, which the document is compared with
    std::vector<FigureStyle> styles;  ///< of its figures; each name once
    bool operator==(const Document&) const = default;
};

constexpr int kMinCanvas = 8;
constexpr int kMaxCanvas = 256;

/// What the window opens with: the sample "3" on 28×28 and MaxPool2d(2), MaxPool2d(2).
Document first_document();

}  // namespace document
