#pragma once

#include <cstdint>

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
    FT_Face handle() const { return face_; }

 private:
    FT_Face face_;
};

/// The opened faces, loaded at their first use and kept; nullptr where no file was found.
FontFace* font_face(Face face);
FontFace* cjk_font_face();

}  // namespace figure
