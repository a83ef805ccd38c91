#include "ui/action_tables.h"
#include "ui/app_state.h"

namespace ui {

namespace {

bool is_presented(const AppState& app) { return app.settings.presenting && has_layers(app); }

void go_to(AppState& app, std::int64_t step) {
    app.active().walk().jump(pool::cursor_at(app.active().evaluation(), step));
}

Action mode_action(const char* id, work::PlayMode mode) {
    return {id,
            "help.walk",
            {},
            false,
            has_layers,
            [mode](AppState& app) { app.active().walk().set_mode(mode); },
            [mode](const AppState& app) { return app.active().walk().mode() == mode; }};
}

}  // namespace

std::vector<Action> walk_actions() {
    return {
        {"play",
         "help.walk",
         {{Key::space}},
         false,
         has_layers,
         [](AppState& a) { a.active().walk().toggle_play(); },
         [](const AppState& a) { return a.active().walk().playing(); }},
        {"step.next",
         "help.walk",
         {{Key::right}},
         true,
         has_layers,
         [](AppState& a) { a.active().walk().step(1); }},
        {"step.previous",
         "help.walk",
         {{Key::left}},
         true,
         has_layers,
         [](AppState& a) { a.active().walk().step(-1); }},
        {"stage.next",
         "help.walk",
         {{Key::period}},
         true,
         has_layers,
         [](AppState& a) { a.active().walk().step_stage(1); }},
        {"stage.previous",
         "help.walk",
         {{Key::comma}},
         true,
         has_layers,
         [](AppState& a) { a.active().walk().step_stage(-1); }},
        {"idea.next",
         "help.present",
         {{Key::page_down}},
         true,
         is_presented,
         [](AppState& a) { a.active().walk().step_idea(1); }},
        {"idea.previous",
         "help.present",
         {{Key::page_up}},
         true,
         is_presented,
         [](AppState& a) { a.active().walk().step_idea(-1); }},
        {"turn",
         "help.walk",
         {{Key::r}},
         false,
         has_layers,
         [](AppState& a) { a.active().walk().turn_round(); }},
        {"black",
         "help.present",
         {{Key::b}},
         false,
         [](const AppState& a) { return a.settings.presenting; },
         [](AppState& a) { a.overlay.black = !a.overlay.black; }},
        {"fullscreen",
         "help.view",
         {{Key::f11}},
         false,
         always,
         [](AppState& a) { a.requests.fullscreen = true; }},
        {"still",
         "help.view",
         {},
         false,
         always,
         [](AppState& a) { a.settings.still = !a.settings.still; },
         [](const AppState& a) { return a.settings.still; }},
        {"layer.next",
         "help.walk",
         {{Key::right, false, true}},
         true,
         has_layers,
         [](AppState& a) { a.active().walk().step_layer(1); }},
        {"layer.previous",
         "help.walk",
         {{Key::left, false, true}},
         true,
         has_layers,
         [](AppState& a) { a.active().walk().step_layer(-1); }},
        {"walk.start", "help.walk", {{Key::home}}, false, has_layers, [](AppState& a) { go_to(a, 0); }},
        {"walk.end",
         "help.walk",
         {{Key::end}},
         false,
         has_layers,
         [](AppState& a) { go_to(a, pool::step_count(a.active().evaluation()) - 1); }},
        mode_action("mode.window", work::PlayMode::window),
        mode_action("mode.layer", work::PlayMode::layer),
        mode_action("mode.stack", work::PlayMode::stack),
        {"mode.next",
         "help.walk",
         {{Key::w}},
         false,
         has_layers,
         [](AppState& a) {
             const work::PlayMode mode = a.active().walk().mode();
             a.active().walk().set_mode(mode == work::PlayMode::window  ? work::PlayMode::layer
                                        : mode == work::PlayMode::layer ? work::PlayMode::stack
                                                                        : work::PlayMode::window);
         }},
    };
}

}  // namespace ui
