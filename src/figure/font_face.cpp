#include "figure/font_face.h"

#include <array>
#include <memory>

#include <ft2build.h>
#include FT_FREETYPE_H

namespace figure {

namespace {

/// The FreeType library with the faces that were opened.
class Library {
 public:
    Library() { FT_Init_FreeType(&library_); }
    ~Library() { FT_Done_FreeType(library_); }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    std::unique_ptr<FontFace> open(const std::optional<FontFile>& file) const {
        FT_Face face = nullptr;
        if (!file || FT_New_Face(library_, file->path.c_str(), file->index, &face) != 0) return nullptr;
        return std::make_unique<FontFace>(face);
    }

 private:
    FT_Library library_ = nullptr;
};

Library& library() {
    static Library instance;
    return instance;
}

}  // namespace

bool FontFace::has(std::uint32_t code) const { return FT_Get_Char_Index(face_, code) != 0; }

float FontFace::advance(std::uint32_t code) const {
    if (FT_Load_Char(face_, code, FT_LOAD_NO_SCALE | FT_LOAD_NO_HINTING) != 0) return 0;
    return static_cast<float>(face_->glyph->advance.x) / static_cast<float>(face_->units_per_EM);
}

float FontFace::line_height() const {
    return static_cast<float>(face_->ascender - face_->descender) / static_cast<float>(face_->units_per_EM);
}

FontFace* font_face(Face face) {
    static std::array<std::unique_ptr<FontFace>, 3> faces;
    static std::array<bool, 3> tried{};
    const auto i = static_cast<std::size_t>(face);
    if (!tried[i]) {
        tried[i] = true;
        faces[i] = library().open(find_font(face));
    }
    return faces[i].get();
}

FontFace* cjk_font_face() {
    static const std::unique_ptr<FontFace> face = library().open(find_cjk_font());
    return face.get();
}

}  // namespace figure
