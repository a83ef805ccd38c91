#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "pool/trace.h"
#include "pool/walkthrough.h"
#include "work/live.h"

namespace work {

/// A cell's lineage, traced once for one evaluation.
struct Lineage {
    pool::MapCell origin;
    pool::Trace trace;
};

/// What is pointed at: the item and channel that are shown, the cell under the pointer, pinned cells. Here,
/// and nowhere else, they are kept inside the maps.
class Selection {
 public:
    /// `live` must outlive it.
    explicit Selection(const Live& live) : live_(live) {}

    /// The largest number of items (of channels) of any map. Maps may have different ones: a layer over
    /// regions of interest has an item for each region.
    std::int64_t items() const;
    std::int64_t channels() const;
    std::int64_t item() const { return item_; }
    std::int64_t channel() const { return channel_; }
    void show_item(std::int64_t item);
    void show_channel(std::int64_t channel);
    /// The first cell of the plane that is shown of a map of that shape: the nearest item and channel it has.
    pool::Cell plane_of(const pool::Shape& shape) const;
    /// The output cell that the cursor's window computes in the shown plane. Needs a layer.
    pool::Cell output_cell(const pool::Cursor& cursor) const;

    /// The cell that is pointed at; one that does not exist is none.
    void hover(std::optional<pool::MapCell> cell);
    const std::optional<pool::MapCell>& hovered() const { return hovered_; }
    /// Of the hovered cell, and for a moment of the one before.
    const Lineage* hovered_lineage() const { return lineage_ ? &*lineage_ : nullptr; }
    /// How far the hovered lineage stands out, 0..1.
    float emphasis() const { return emphasis_; }
    bool easing() const { return hovered_ ? emphasis_ < 1.0F : emphasis_ > 0.0F; }

    void toggle_pin(const pool::MapCell& cell);
    bool pins(const pool::MapCell& cell) const;
    void clear_pins() { pinned_.clear(); }
    const std::vector<Lineage>& pinned() const { return pinned_; }

    void advance(float seconds);
    /// The evaluation is another one: what still exists stays, traced anew.
    void settle();
    /// Points at nothing, first item, first channel.
    void restart();

 private:
    Lineage traced(const pool::MapCell& cell) const;
    bool exists(const pool::MapCell& cell) const;

    const Live& live_;
    std::int64_t item_ = 0;
    std::int64_t channel_ = 0;
    std::optional<pool::MapCell> hovered_;
    std::optional<Lineage> lineage_;
    std::vector<Lineage> pinned_;
    float emphasis_ = 0;
};

}  // namespace work
