#include "ui/data_items.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "io/readers.h"
#include "ui/app_state.h"
#include "ui/file_tasks.h"

namespace ui {

std::optional<std::int64_t> shown_item(const DataItems& items, const document::Input& input) {
    if (!items.set || !input.base.values) return std::nullopt;
    // "name [7]", as DataSet::base calls an item.
    const std::string& name = input.base.name;
    const std::string begin = items.set->name + " [";
    if (!name.starts_with(begin) || !name.ends_with(']')) return std::nullopt;
    std::int64_t item = -1;
    const char* end = name.data() + name.size() - 1;
    const auto [stop, wrong] = std::from_chars(name.data() + begin.size(), end, item);
    const bool good = wrong == std::errc{} && stop == end && item >= 0 && item < items.set->count;
    return good && input.base.values->shape() == items.set->item_shape ? std::optional(item) : std::nullopt;
}

void choose_item(AppState& app, const std::filesystem::path& path, std::shared_ptr<const io::DataSet> set) {
    DataItems& items = app.dialogs.items;
    const bool same = items.path == path;
    items.path = path;
    if (!same) items.arrays.clear();
    items.set = std::move(set);
    items.pictures.clear();
    items.choosing = items.just_opened = items.scroll = true;
    items.pointed = shown_item(items, app.active().document().input).value_or(0);
    items.jump.clear();
    items.error = {};
}

void choose_array(AppState& app, const std::filesystem::path& path, std::vector<std::string> arrays) {
    DataItems& items = app.dialogs.items;
    items = {};
    items.path = path;
    items.arrays = std::move(arrays);
    items.choosing = items.just_opened = true;
}

void read_array(AppState& app, const std::string& array) {
    DataItems& items = app.dialogs.items;
    try {
        io::DataSet set = io::read_data_set(items.path, {.array = array});
        items.array = array;
        if (set.is_set() && set.count > 1) {
            choose_item(app, items.path, std::make_shared<const io::DataSet>(std::move(set)));
            return;
        }
        use_as_input(app, set.base(0));
        items.choosing = false;
    } catch (const std::exception& refused) {
        items.error = words::message_of(refused);
    }
}

void show_item(AppState& app, std::int64_t item) {
    const DataItems& items = app.dialogs.items;
    if (!items.set) return;
    document::Base base = items.set->base(std::clamp<std::int64_t>(item, 0, items.set->count - 1));
    if (!shown_item(items, app.active().document().input)) return use_as_input(app, std::move(base));
    app.active().edit(
        [base = std::move(base)](document::Document& d) {
            d.input.base = base;
            d.input.strokes.clear();
            d.input.edits.clear();
        },
        "data.item");
}

void step_item(AppState& app, std::int64_t by) {
    const DataItems& items = app.dialogs.items;
    const auto now = shown_item(items, app.active().document().input);
    if (!now) return;
    const std::int64_t next = std::clamp<std::int64_t>(*now + by, 0, items.set->count - 1);
    if (next != *now) show_item(app, next);
}

}  // namespace ui
