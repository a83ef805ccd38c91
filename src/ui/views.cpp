#include "ui/views.h"

#include <algorithm>

#include "ui/app_state.h"

namespace ui {

namespace {

constexpr const View* kViews[] = {&kBenchView, &kTowerView, &kSideView};

}  // namespace

std::span<const View* const> views() { return kViews; }

const View* find_view(std::string_view id) {
    const auto found = std::ranges::find_if(kViews, [&](const View* view) { return view->id == id; });
    return found == std::end(kViews) ? nullptr : *found;
}

const View& shown_view(const AppState& app) {
    const View* view = find_view(app.settings.view);
    return view ? *view : *kViews[0];
}

}  // namespace ui
