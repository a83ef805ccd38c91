#include "ui/app_state.h"

#include <utility>

#include "ui/export_sheet.h"
#include "ui/links.h"
#include "ui/school.h"
#include "ui/side.h"
#include "ui/views.h"

namespace ui {

AppState::AppState(document::Document document)
    : school(std::make_shared<School>()), user_(std::move(document)), side_(std::make_unique<Side>()) {
    notice_file();
}

AppState::~AppState() = default;

void AppState::notice_file() {
    if (std::exchange(file_, active().history().file()) == active().history().file()) return;
    zoom_ = {};
    tower.framed = false;
    tower.focus.reset();
}

void AppState::advance(float seconds) {
    notice_file();
    active().walk().set_still(settings.still);
    active().advance(seconds);
    tower.advance(seconds);
    advance_lesson(*this, seconds);
    notice_left_ -= seconds;
    if (notice_left_ <= 0) notice_ = {};
}

void AppState::say(words::Message message) {
    constexpr float kNoticeSeconds = 5;
    notice_ = std::move(message);
    notice_left_ = kNoticeSeconds;
}

void AppState::apply_edits() {
    if (school->runs()) {
        apply_lesson(*this);
    } else {
        active().apply_edits();
    }
    if (!requests.link.empty()) follow_link(*this);
    caches.follow(active().live());
}

PairZoom& AppState::zoom() {
    const std::size_t layer = active().cursor().layer;
    if (zoom_.layer != layer) zoom_ = {{}, {}, layer};
    return zoom_;
}

bool AppState::animating() const {
    const View& view = shown_view(*this);
    // A tooltip comes while nothing else happens.
    constexpr double kTipWaits = 0.7;
    const bool waits = !dialogs.tips.hovered.empty() && dialogs.tips.waited < kTipWaits;
    return active().animating() || !notice_.empty() || tower.flying() || school->poll.left > 0 ||
           school->settling || (school->runs() && !school->draft.keys.empty()) || waits ||
           dialogs.file.preview.busy() || export_animates(*this) || (view.animates && view.animates(*this));
}

}  // namespace ui
