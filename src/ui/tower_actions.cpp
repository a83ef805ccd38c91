#include "ui/tower_actions.h"

#include "ui/app_state.h"
#include "ui/tower_view.h"
#include "ui/views.h"

namespace ui {

std::vector<Action> tower_actions() {
    const auto in_tower = [](const AppState& app) { return &shown_view(app) == &kTowerView; };
    const auto look = [&](const char* id, TowerPreset preset) {
        return Action{id,
                      "help.view",
                      {},
                      false,
                      in_tower,
                      [preset](AppState& a) { a.tower.look_from(preset); },
                      [preset](const AppState& a) { return a.tower.looks_from(preset); }};
    };
    return {
        {"view.frame", "help.view", {{Key::f}}, false, in_tower, [](AppState& a) { a.tower.framed = false; }},
        {"tower.focus", "help.view", {{Key::enter}}, false, in_tower, begin_focus},
        look("tower.front", TowerPreset::front),
        look("tower.oblique", TowerPreset::oblique),
        look("tower.top", TowerPreset::top),
        {"tower.projection",
         "help.view",
         {},
         false,
         in_tower,
         [](AppState& a) { a.tower.camera.orthographic = !a.tower.camera.orthographic; },
         [](const AppState& a) { return a.tower.camera.orthographic; }},
        {"tower.flow",
         "help.view",
         {},
         false,
         in_tower,
         [](AppState& a) { a.tower.flow = !a.tower.flow; },
         [](const AppState& a) { return a.tower.flow; }},
        {"tower.losers",
         "help.view",
         {},
         false,
         in_tower,
         [](AppState& a) { a.tower.losers = !a.tower.losers; },
         [](const AppState& a) { return a.tower.losers; }},
    };
}

}  // namespace ui
