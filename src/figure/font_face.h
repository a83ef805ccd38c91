#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "figure/text.h"

// FreeType's handle, so that its headers stay out of this one.
typedef struct FT_FaceRec_* FT_Face;

namespace figure {

/// One opened font file.
class FontFace {
 public:
    explicit FontFace(FT_Face face) : face_(face) {}
    bool has(std::uint32_t code) const;
    /// Width of a character in ems, unhinted.
    float advance(std::uint32_t code) const;
    /// Ascender minus descender in ems.
    float line_height() const;
    /// Half of what the ascender is longer than the descender, in ems.
    float middle_to_baseline() const;
    /// The outlines of a line of text whose baseline begins at (x, y), as the data of an SVG path.
    std::string outline(std::string_view text, float x, float y, float size) const;
    FT_Face handle() const { return face_; }

 private:
    FT_Face face_;
};

/// The opened faces, loaded at their first use and kept; nullptr where no file was found.
FontFace* font_face(Face face);
FontFace* cjk_font_face();
/// The face that draws a character: the wanted one, or another that has it; where none has, the wanted one.
FontFace* font_face_with(Face face, std::uint32_t code);
/// The characters that were asked for and that no font of this machine has.
const std::set<std::uint32_t>& characters_without_font();

/// A piece of text that one face draws: the wanted one, otherwise one that has its characters.
struct GlyphRun {
    FontFace* face = nullptr;  ///< never null
    std::string text;
};
std::vector<GlyphRun> glyph_runs(Face face, std::string_view text);

}  // namespace figure
