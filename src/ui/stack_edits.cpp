#include "ui/stack_edits.h"

#include <algorithm>

#include "document/raster.h"
#include "io/link.h"
#include "io/pasted_stack.h"
#include "pool/notation.h"
#include "ui/app_state.h"

namespace ui {

namespace {

std::ptrdiff_t index(std::size_t position) { return static_cast<std::ptrdiff_t>(position); }

/// The card that keys act on; an open editor goes with it.
void choose_card(AppState& app, std::size_t position) {
    app.dialogs.card = position;
    if (app.dialogs.popover.kind == Popover::Kind::card) app.dialogs.popover.index = position;
}

}  // namespace

void add_layer(AppState& app, const std::string& kind) {
    insert_layer(app, app.active().document().stack.size(), kind);
}

void insert_layer(AppState& app, std::size_t place, const std::string& kind) {
    place = std::min(place, app.active().document().stack.size());
    choose_card(app, place);
    app.active().edit([place, layer = pool::default_layer(kind)](document::Document& d) {
        d.stack.insert(d.stack.begin() + index(place), layer);
    });
}

void remove_layer(AppState& app, std::size_t position) {
    app.active().edit(
        [position](document::Document& d) { d.stack.erase(d.stack.begin() + index(position)); });
    if (app.dialogs.card == position) app.dialogs.card.reset();
    if (app.dialogs.popover.kind == Popover::Kind::card) app.dialogs.popover = {};
}

void duplicate_layer(AppState& app, std::size_t position) {
    app.active().edit([position](document::Document& d) {
        d.stack.insert(d.stack.begin() + index(position) + 1, pool::Layer(d.stack[position]));
    });
    choose_card(app, position + 1);
}

void toggle_layer(AppState& app, std::size_t position) {
    app.active().edit(
        [position](document::Document& d) { d.stack[position].enabled = !d.stack[position].enabled; });
}

void move_layer(AppState& app, std::size_t from, std::size_t to) {
    if (from == to) return;
    app.active().edit([from, to](document::Document& d) {
        const auto begin = d.stack.begin();
        if (from < to) {
            std::rotate(begin + index(from), begin + index(from) + 1, begin + index(to) + 1);
        } else {
            std::rotate(begin + index(to), begin + index(from), begin + index(from) + 1);
        }
    });
    choose_card(app, to);
}

void set_parameter(AppState& app, std::size_t position, const pool::ParamSpec& spec, pool::Value value) {
    app.active().edit(
        [position, &spec, value = std::move(value)](document::Document& d) {
            pool::Params& params = d.stack[position].params;
            const bool given = !std::holds_alternative<std::monostate>(value);
            if (given && !spec.excludes.empty()) params.erase(spec.excludes);
            if (spec.only_default(value)) {
                params.erase(spec.name);
            } else {
                params.set(spec.name, value);
            }
        },
        "parameter." + std::to_string(position) + "." + std::string(spec.name));
}

words::Message set_notation(AppState& app, const std::string& text) {
    NotationField& field = app.dialogs.notation;
    try {
        if (io::is_link(text)) {
            app.requests.link = text;
            return {};
        }
        io::PastedStack pasted =
            io::read_pasted_stack(text, document::input_shape(app.active().document().input));
        field.notes = std::move(pasted.notes);
        field.notes_for = pool::notation(pasted.stack);
        app.active().edit([stack = std::move(pasted.stack)](document::Document& d) { d.stack = stack; });
        app.dialogs.card.reset();
        return {};
    } catch (const pool::NotationError& refused) {
        // The place helps in a long text; a short one is seen whole.
        if (text.find('\n') == std::string::npos) return refused.message();
        return {"error.pasted.at", {refused.message(), io::place_in(text, refused.offset())}};
    } catch (const std::exception& failed) {
        return words::message_of(failed);
    }
}

bool has_card(const AppState& app) {
    return app.dialogs.card && *app.dialogs.card < app.active().document().stack.size();
}

bool can_move(const AppState& app, int by) {
    if (!has_card(app)) return false;
    const std::ptrdiff_t to = index(*app.dialogs.card) + by;
    return to >= 0 && to < index(app.active().document().stack.size());
}

void move_card(AppState& app, int by) {
    const std::size_t from = *app.dialogs.card;
    move_layer(app, from, static_cast<std::size_t>(index(from) + by));
}

}  // namespace ui
