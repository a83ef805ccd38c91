#include "work/selection.h"

#include <algorithm>

namespace work {

namespace {

constexpr float kEaseIn = 0.4F;   // seconds until a hovered lineage stands out fully
constexpr float kEaseOut = 0.2F;  // seconds until it is gone

std::int64_t inside(std::int64_t value, std::int64_t count) {
    return std::clamp<std::int64_t>(value, 0, std::max<std::int64_t>(count - 1, 0));
}

}  // namespace

bool Selection::exists(const pool::MapCell& cell) const {
    const pool::Evaluation& evaluation = live_.evaluation();
    return cell.map < evaluation.map_count() && evaluation.map(cell.map).contains(cell.cell);
}

Lineage Selection::traced(const pool::MapCell& cell) const {
    return {cell, pool::trace(live_.evaluation(), cell, true)};
}

std::int64_t Selection::items() const {
    std::int64_t most = 1;
    for (std::size_t i = 0; i < live_.evaluation().map_count(); ++i)
        most = std::max(most, live_.evaluation().map(i).shape().n);
    return most;
}

std::int64_t Selection::channels() const {
    std::int64_t most = 1;
    for (std::size_t i = 0; i < live_.evaluation().map_count(); ++i)
        most = std::max(most, live_.evaluation().map(i).shape().c);
    return most;
}

void Selection::show_item(std::int64_t item) { item_ = inside(item, items()); }
void Selection::show_channel(std::int64_t channel) { channel_ = inside(channel, channels()); }

pool::Cell Selection::plane_of(const pool::Shape& shape) const {
    return {inside(item_, shape.n), inside(channel_, shape.c), 0, 0};
}

pool::Cell Selection::output_cell(const pool::Cursor& cursor) const {
    return pool::output_cell(live_.evaluation(), cursor, item_, channel_);
}

void Selection::hover(std::optional<pool::MapCell> cell) {
    if (cell && !exists(*cell)) cell.reset();
    if (cell == hovered_) return;
    hovered_ = cell;
    if (cell) lineage_ = traced(*cell);
}

bool Selection::pins(const pool::MapCell& cell) const {
    return std::ranges::any_of(pinned_, [&](const Lineage& pin) { return pin.origin == cell; });
}

void Selection::toggle_pin(const pool::MapCell& cell) {
    if (!exists(cell)) return;
    if (std::erase_if(pinned_, [&](const Lineage& pin) { return pin.origin == cell; }) > 0) return;
    pinned_.push_back(traced(cell));
}

void Selection::advance(float seconds) {
    const float target = hovered_ ? 1.0F : 0.0F;
    const float rate = seconds / (hovered_ ? kEaseIn : kEaseOut);
    emphasis_ = target > emphasis_ ? std::min(target, emphasis_ + rate) : std::max(target, emphasis_ - rate);
    if (emphasis_ == 0.0F && !hovered_) lineage_.reset();
}

void Selection::settle() {
    show_item(item_);
    show_channel(channel_);
    std::erase_if(pinned_, [&](const Lineage& pin) { return !exists(pin.origin); });
    for (Lineage& pin : pinned_) pin = traced(pin.origin);
    if (lineage_ && exists(lineage_->origin)) {
        lineage_ = traced(lineage_->origin);
    } else {
        lineage_.reset();
        hovered_.reset();
    }
}

void Selection::restart() {
    item_ = 0;
    channel_ = 0;
    pinned_.clear();
    hover(std::nullopt);
}

}  // namespace work
