#include "ui/side_actions.h"

#include <algorithm>
#include <limits>

#include "document/cases.h"
#include "document/lane.h"
#include "document/raster.h"
#include "io/pasted_stack.h"
#include "pool/walkthrough.h"
#include "ui/app_state.h"
#include "ui/side.h"
#include "ui/views.h"

namespace ui {

namespace {

bool in_side(const AppState& app) { return &shown_view(app) == &kSideView; }

/// Where maps have channels, the arrows go through these.
bool rows_have_keys(const AppState& app) { return in_side(app) && app.active().selection().channels() < 2; }

void step_row(AppState& app, int by) {
    choose_row(app, static_cast<std::int64_t>(app.side().stand.row) + by);
}

void turn_phase(AppState& app) {
    work::Workspace& work = app.active();
    const pool::Phase other =
        work.cursor().phase == pool::Phase::backward ? pool::Phase::forward : pool::Phase::backward;
    work.walk().jump({other, work.cursor().layer, work.cursor().window, 0});
}

/// A's input becomes B's and the other way round.
void swap_inputs(document::Document& d) {
    document::Input b = document::input_b(d);
    d.other.input = d.input;
    d.other.transform = {};
    d.input = std::move(b);
}

}  // namespace

void choose_row(AppState& app, std::int64_t row) {
    work::Workspace& work = app.active();
    const std::size_t layers = work.evaluation().layers.size();
    app.side().stand.row =
        static_cast<std::size_t>(std::clamp<std::int64_t>(row, 0, static_cast<std::int64_t>(layers)));
    if (layers == 0) return;
    const std::size_t layer = std::min(app.side().stand.row, layers - 1);
    app.side().stand.layer = layer;
    if (work.cursor().layer != layer) work.walk().jump({work.cursor().phase, layer, 0, 0});
}

words::Message set_stack_b(AppState& app, const std::string& text) {
    try {
        std::optional<pool::Stack> stack;
        const pool::Shape shape = document::input_shape(document::input_b(app.active().document()));
        if (text.find_first_not_of(" \n\t") != std::string::npos)
            stack = io::read_pasted_stack(text, shape).stack;
        app.active().edit([stack = std::move(stack)](document::Document& d) { d.other.stack = stack; });
        return {};
    } catch (const std::exception& refused) {
        return words::message_of(refused);
    }
}

void move_b(AppState& app, int dx, int dy) {
    app.active().edit(
        [dx, dy](document::Document& d) {
            d.other.transform.dx += dx;
            d.other.transform.dy += dy;
        },
        "side.move");
}

void open_case(AppState& app, const std::string& id) {
    for (const document::Case& pair : document::cases()) {
        if (pair.id != id) continue;
        app.active().edit([pair](document::Document& d) { d = document::document_of(pair, std::move(d)); });
        app.side().stand.last_of = app.active().history().revision() + 1;
        app.side().stand.digit_pairs = id.starts_with("zero.");
    }
}

std::vector<Action> side_actions() {
    const auto toggle = [](const char* id, bool SideStand::*flag) {
        return Action{id,
                      "help.side",
                      {},
                      false,
                      in_side,
                      [flag](AppState& a) { a.side().stand.*flag = !(a.side().stand.*flag); },
                      [flag](const AppState& a) { return a.side().stand.*flag; }};
    };
    const auto differs = [](const AppState& a) {
        return in_side(a) && a.active().document().other != document::Lane{};
    };
    std::vector<Action> all = {
        {"side.focus",
         "help.side",
         {{Key::enter}},
         false,
         in_side,
         [](AppState& a) { a.side().stand.focus = true; }},
        {"side.row.next",
         "help.side",
         {{Key::down}},
         true,
         rows_have_keys,
         [](AppState& a) { step_row(a, 1); }},
        {"side.row.previous",
         "help.side",
         {{Key::up}},
         true,
         rows_have_keys,
         [](AppState& a) { step_row(a, -1); }},
        {"side.large",
         "help.side",
         {},
         false,
         in_side,
         [](AppState& a) {
             SideStand& stand = a.side().stand;
             stand.large = !stand.large;
             if (stand.large) choose_row(a, static_cast<std::int64_t>(stand.row));
         },
         [](const AppState& a) { return a.side().stand.large; }},
        toggle("side.costs", &SideStand::costs),
        {"side.turn",
         "help.side",
         {},
         false,
         [](const AppState& a) { return in_side(a) && a.side().stand.turns; },
         [](AppState& a) {
             SideStand& stand = a.side().stand;
             stand.curves_turn = stand.large || !stand.curves_turn;
             stand.large = false;
         },
         [](const AppState& a) { return a.side().stand.curves_turn && !a.side().stand.large; }},
        {"side.backward",
         "help.side",
         {},
         false,
         [](const AppState& a) { return in_side(a) && !a.active().evaluation().layers.empty(); },
         turn_phase,
         [](const AppState& a) { return a.active().cursor().phase == pool::Phase::backward; }},
        {"side.keep",
         "help.side",
         {},
         false,
         in_side,
         [](AppState& a) {
             a.active().edit([](document::Document& d) {
                 d.other.input = document::input_b(d);
                 d.other.transform = {};
             });
         }},
        {"side.swap", "help.side", {}, false, in_side, [](AppState& a) { a.active().edit(swap_inputs); }},
        {"side.reset",
         "help.side",
         {},
         false,
         differs,
         [](AppState& a) {
             a.active().edit([](document::Document& d) { d.other = {}; });
             a.side().stand.swipe = 1;
             a.side().stand.digit_pairs = false;
         }},
    };
    return all;
}

bool side_key(AppState& app, const KeyPress& press) {
    if (!app.side().stand.focus || press.ctrl || press.alt || press.shift) return false;
    switch (press.key) {
        case Key::left:
            move_b(app, -1, 0);
            return true;
        case Key::right:
            move_b(app, 1, 0);
            return true;
        case Key::up:
            move_b(app, 0, -1);
            return true;
        case Key::down:
            move_b(app, 0, 1);
            return true;
        case Key::enter:
        case Key::escape:
            app.side().stand.focus = false;
            return true;
        default:
            return false;
    }
}

}  // namespace ui
