#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "figure/export.h"
#include "figure/plates/table.h"

namespace figure {

enum class Ground { white, paper, transparent };

/// How a figure is made for a page: its size, its ground, what stands around it. Lengths in points.
struct Sheet {
    float width = 0;      ///< of the whole figure; 0: as wide as it is by nature
    float font_size = 9;  ///< of names at that width; everything else follows
    float margin = 3;
    float aspect = 0;  ///< width / height of the whole sheet; 0: as high as the figure is
    Theme theme = Theme::light;
    std::optional<Ground> ground;  ///< none: white, in the dark theme paper
    std::optional<Sequential> colors;
    int digits = 4;
    bool numbers = true;
    bool legend = true;
    bool names = true;
    bool caption = false;  ///< below the figure, made from its numbers
    std::string title;     ///< above it; empty: none
    std::string qr;        ///< a text beside it as a QR code; empty: none
    std::vector<Language> languages = {Language::english};
    bool operator==(const Sheet&) const = default;
};

/// Points of a length: "84mm", "3.3in", "240pt", "320px" (96 an inch), "8.4cm", "column" (84 mm), "page"
/// (174 mm). Throws words::Error for anything else.
float read_length(std::string_view text);
std::string length_text(float points);  ///< "84mm"

Style style_of(const Sheet& sheet);
Color ground_of(const Sheet& sheet);

/// Composes a figure with its title and caption; its drawing is the whole sheet. What the sheet says replaces
/// style, words, width and what is shown in `request`. Throws DoesNotFit; words::Error where the
/// kind would show what a question asks for.
Figure compose_sheet(const PlateKind& kind, FigureRequest request, const Sheet& sheet);
/// The same as a file. What `file` says of ground, title and description follows from the figure, whose notes
/// are added to `notes`.
std::vector<unsigned char> sheet_file(const PlateKind& kind, FigureRequest request, const Sheet& sheet,
                                      FileKind kind_of_file, FileOptions file,
                                      std::vector<words::Message>* notes = nullptr);
/// The drawing with every length multiplied.
Drawing scaled(const Drawing& drawing, float factor);

}  // namespace figure
