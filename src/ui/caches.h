#pragma once

#include <map>
#include <string>
#include <vector>

#include "figure/plates/map_images.h"
#include "figure/rich_text.h"
#include "lesson/lesson.h"
#include "listing/code.h"
#include "pool/walkthrough.h"
#include "ui/explained.h"
#include "ui/tower.h"
#include "work/live.h"

namespace ui {

/// The program that shows the cursor's layer, written once for each place.
struct ListingCache {
    struct Key {
        pool::EvaluationId evaluation;
        std::size_t layer = 0;
        pool::Phase phase = pool::Phase::forward;
        listing::CodeLanguage language = listing::CodeLanguage::numpy;
        work::Veil veil = {};
        bool operator==(const Key&) const = default;
    };
    Key key;
    listing::Listing listing;
    std::vector<std::size_t> followed;  ///< the running lines that were last scrolled to

    /// Writes it where it is not the one that is kept.
    void refresh(const pool::Evaluation& evaluation, const pool::Cursor& cursor,
                 listing::CodeLanguage language, const work::Veil& veil);
};

/// The samples as thumbnails.
struct SampleImages {
    std::vector<figure::Image> thumbnails;  ///< of document::samples(), in order
    figure::Sequential map = figure::Sequential::viridis;
    figure::Theme theme = figure::Theme::light;
};

/// Words of a lesson: their lines, and in these what is named.
struct WordsCache {
    struct Piece {
        std::string text;
        figure::Thing thing = figure::Thing::none;
        const lesson::Term* term = nullptr;
    };
    struct Laid {
        std::string text;
        float size = 0, width = 0;
        words::Language language = words::Language::english;
        std::vector<std::vector<Piece>> lines;
    };
    std::map<std::string, Laid> laid;  ///< by the control's id
};

/// What is kept because working it out in every frame would take too long. Everything is found by the
/// EvaluationId that it was made from, so that any number of workspaces share one set; what is kept never
/// changes what is shown.
struct Caches {
    figure::MapImages maps;   ///< pictures of the evaluation's maps
    figure::MapImages input;  ///< of the input map alone, also while the stack does not fit it
    SampleImages samples;
    ListingCache listing;
    Explained explained;
    TowerRanges ranges;
    WordsCache words;

    /// Lets pictures follow a stroke by its region instead of being coloured anew.
    void follow(const work::Live& live);
};

}  // namespace ui
