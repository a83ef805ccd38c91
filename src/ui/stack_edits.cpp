#include "ui/stack_edits.h"

#include <algorithm>
#include <functional>

#include "document/raster.h"
#include "io/link.h"
#include "io/pasted_stack.h"
#include "pool/notation.h"
#include "ui/app_state.h"

namespace ui {

namespace {

std::ptrdiff_t index(std::size_t position) { return static_cast<std::ptrdiff_t>(position); }

/// An edit is made when the frame ends: an undo or another edit before it may have taken the layer away. Then
/// there is nothing to do.
void edit_layer(AppState& app, std::size_t position, std::function<void(pool::Stack&)> change,
                std::string merge = {}) {
    app.active().edit(
        [position, change = std::move(change)](document::Document& d) {
            if (position < d.stack.size()) change(d.stack);
        },
        std::move(merge));
}

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
        d.stack.insert(d.stack.begin() + index(std::min(place, d.stack.size())), layer);
    });
}

void remove_layer(AppState& app, std::size_t position) {
    edit_layer(app, position, [position](pool::Stack& s) { s.erase(s.begin() + index(position)); });
    if (app.dialogs.card == position) app.dialogs.card.reset();
    if (app.dialogs.popover.kind == Popover::Kind::card) app.dialogs.popover = {};
}

void duplicate_layer(AppState& app, std::size_t position) {
    edit_layer(app, position, [position](pool::Stack& s) {
        s.insert(s.begin() + index(position) + 1, pool::Layer(s[position]));
    });
    choose_card(app, position + 1);
}

void toggle_layer(AppState& app, std::size_t position) {
    edit_layer(app, position, [position](pool::Stack& s) { s[position].enabled = !s[position].enabled; });
}

void move_layer(AppState& app, std::size_t from, std::size_t to) {
    if (from == to) return;
    edit_layer(app, std::max(from, to), [from, to](pool::Stack& s) {
        const auto begin = s.begin();
        if (from < to) {
            std::rotate(begin + index(from), begin + index(from) + 1, begin + index(to) + 1);
        } else {
            std::rotate(begin + index(to), begin + index(from), begin + index(from) + 1);
        }
    });
    choose_card(app, to);
}

void set_parameter(AppState& app, std::size_t position, const pool::ParamSpec& spec, pool::Value value) {
    const pool::Stack& now = app.active().document().stack;
    if (position >= now.size()) return;
    edit_layer(
        app, position,
        [position, &spec, kind = now[position].kind, value = std::move(value)](pool::Stack& s) {
            if (s[position].kind != kind) return;  // another layer stands there now
            pool::Params& params = s[position].params;
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
