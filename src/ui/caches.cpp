#include "ui/caches.h"

namespace ui {

void ListingCache::refresh(const pool::Evaluation& evaluation, const pool::Cursor& cursor,
                           listing::CodeLanguage language, const work::Veil& veil) {
    const Key wanted{evaluation.id, cursor.layer, cursor.phase, language, veil};
    if (key == wanted) return;
    key = wanted;
    listing = listing::listing_of(evaluation, cursor, language, veil);
}

void Caches::follow(const work::Live& live) {
    if (const work::InputChange* change = live.input_change())
        input.changed(change->from, change->to, change->region, live.input());
    if (const work::Change* change = live.change())
        maps.changed(change->from, change->to, change->changes, live.evaluation());
}

}  // namespace ui
