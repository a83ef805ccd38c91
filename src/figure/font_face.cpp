#include "figure/font_face.h"

#include <array>
#include <charconv>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

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

/// Writes an outline in font units as the data of a path.
struct PathWriter {
    float x, y, scale;
    std::string data{};

    void number(float value) {
        std::array<char, 32> buffer{};
        const char* end =
            std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, 2)
                .ptr;
        data.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    }
    void point(const FT_Vector* p) {
        number(x + scale * static_cast<float>(p->x));
        data += ' ';
        number(y - scale * static_cast<float>(p->y));
        data += ' ';
    }
    static int add(char command, std::initializer_list<const FT_Vector*> points, void* self) {
        auto& writer = *static_cast<PathWriter*>(self);
        writer.data += command;
        for (const FT_Vector* p : points) writer.point(p);
        return 0;
    }
};

/// Faces beyond those of the program, opened for the sake of a character.
struct OtherFaces {
    std::map<std::pair<std::string, int>, std::unique_ptr<FontFace>> opened;
    std::map<std::uint32_t, FontFace*> of;  ///< nullptr: no font has it
    std::set<std::uint32_t> missing;

    FontFace* find(const Library& library, std::uint32_t code) {
        if (const auto known = of.find(code); known != of.end()) return known->second;
        FontFace* face = nullptr;
        if (const auto file = find_font_with(code)) {
            auto& one = opened[{file->path, file->index}];
            if (!one) one = library.open(file);
            if (one && one->has(code)) face = one.get();
        }
        if (!face) missing.insert(code);
        return of[code] = face;
    }
};

/// All that is open of fonts. FreeType's faces are for one thread at a time.
struct Faces {
    Library library;
    std::array<std::unique_ptr<FontFace>, 3> own;
    std::array<bool, 3> tried{};
    std::unique_ptr<FontFace> cjk;
    bool cjk_tried = false;
    OtherFaces others;
};

/// Faces that no thread uses now. They stay open to the end, because Cairo keeps what it made of them.
class Shelf {
 public:
    Faces* take() {
        const std::scoped_lock lock(mutex_);
        if (free_.empty()) return all_.emplace_back(std::make_unique<Faces>()).get();
        Faces* const faces = free_.back();
        free_.pop_back();
        return faces;
    }
    void give_back(Faces* faces) {
        const std::scoped_lock lock(mutex_);
        free_.push_back(faces);
    }

 private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<Faces>> all_;
    std::vector<Faces*> free_;
};

Shelf& shelf() {
    static Shelf instance;
    return instance;
}

struct Borrowed {
    Faces* faces = shelf().take();
    Borrowed() = default;
    ~Borrowed() { shelf().give_back(faces); }
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
};

/// The faces of this thread.
Faces& faces() {
    static thread_local const Borrowed borrowed;
    return *borrowed.faces;
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

float FontFace::middle_to_baseline() const {
    return static_cast<float>(face_->ascender + face_->descender) /
           (2 * static_cast<float>(face_->units_per_EM));
}

std::string FontFace::outline(std::string_view text, float x, float y, float size) const {
    FT_Outline_Funcs funcs{};
    funcs.move_to = [](const FT_Vector* to, void* self) { return PathWriter::add('M', {to}, self); };
    funcs.line_to = [](const FT_Vector* to, void* self) { return PathWriter::add('L', {to}, self); };
    funcs.conic_to = [](const FT_Vector* by, const FT_Vector* to, void* self) {
        return PathWriter::add('Q', {by, to}, self);
    };
    funcs.cubic_to = [](const FT_Vector* first, const FT_Vector* second, const FT_Vector* to, void* self) {
        return PathWriter::add('C', {first, second, to}, self);
    };
    PathWriter writer{x, y, size / static_cast<float>(face_->units_per_EM)};
    for (std::size_t at = 0; at < text.size();) {
        const std::uint32_t code = next_codepoint(text, at);
        if (FT_Load_Char(face_, code, FT_LOAD_NO_SCALE | FT_LOAD_NO_HINTING) != 0) continue;
        FT_Outline_Decompose(&face_->glyph->outline, &funcs, &writer);
        writer.x += advance(code) * size;
    }
    return writer.data;
}

std::vector<GlyphRun> glyph_runs(Face face, std::string_view text) {
    std::vector<GlyphRun> runs;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        FontFace* const chosen = font_face_with(face, next_codepoint(text, at));
        if (!chosen) continue;
        if (runs.empty() || runs.back().face != chosen) runs.push_back({chosen, {}});
        runs.back().text += text.substr(begin, at - begin);
    }
    return runs;
}

FontFace* font_face(Face face) {
    Faces& mine = faces();
    const auto i = static_cast<std::size_t>(face);
    if (!mine.tried[i]) {
        mine.tried[i] = true;
        mine.own[i] = mine.library.open(find_font(face));
    }
    return mine.own[i].get();
}

FontFace* font_face_with(Face face, std::uint32_t code) {
    for (FontFace* candidate : {font_face(face), font_face(Face::mono), cjk_font_face()})
        if (candidate && candidate->has(code)) return candidate;
    constexpr std::uint32_t kLastControl = 0x9F;
    FontFace* other = code > kLastControl ? faces().others.find(faces().library, code) : nullptr;
    return other ? other : font_face(face);
}

const std::set<std::uint32_t>& characters_without_font() { return faces().others.missing; }

FontFace* cjk_font_face() {
    Faces& mine = faces();
    if (!mine.cjk_tried) {
        mine.cjk_tried = true;
        mine.cjk = mine.library.open(find_cjk_font());
    }
    return mine.cjk.get();
}

}  // namespace figure
