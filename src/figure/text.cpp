#include "figure/text.h"

#include <array>
#include <map>
#include <memory>
#include <vector>

#include <fontconfig/fontconfig.h>

#include "figure/font_face.h"

namespace figure {

namespace {

struct FcDeleter {
    void operator()(FcPattern* p) const { FcPatternDestroy(p); }
    void operator()(FcCharSet* s) const { FcCharSetDestroy(s); }
};

std::optional<FontFile> matched(FcPattern* pattern) {
    FcConfigSubstitute(nullptr, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
    FcResult result = FcResultNoMatch;
    const std::unique_ptr<FcPattern, FcDeleter> found(FcFontMatch(nullptr, pattern, &result));
    FcChar8* file = nullptr;
    if (!found || FcPatternGetString(found.get(), FC_FILE, 0, &file) != FcResultMatch) return std::nullopt;
    FontFile font{reinterpret_cast<const char*>(file), 0};
    FcPatternGetInteger(found.get(), FC_INDEX, 0, &font.index);
    // Variable fonts carry the instance in the upper half.
    font.index &= 0xFFFF;
    return font;
}

std::optional<FontFile> find(const std::vector<const char*>& families, int weight, int spacing) {
    const std::unique_ptr<FcPattern, FcDeleter> pattern(FcPatternCreate());
    for (const char* family : families)
        FcPatternAddString(pattern.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>(family));
    FcPatternAddInteger(pattern.get(), FC_WEIGHT, weight);
    FcPatternAddInteger(pattern.get(), FC_SLANT, FC_SLANT_ROMAN);
    if (spacing != 0) FcPatternAddInteger(pattern.get(), FC_SPACING, spacing);
    FcPatternAddBool(pattern.get(), FC_SCALABLE, FcTrue);
    return matched(pattern.get());
}

bool is_chinese(std::uint32_t code) { return code >= 0x2E80 && code < 0xFF00; }

bool is_one_of(std::uint32_t code, std::u32string_view marks) {
    return marks.find(static_cast<char32_t>(code)) != std::u32string_view::npos;
}

/// Whether a line may end between two characters.
bool may_break(std::uint32_t before, std::uint32_t after) {
    if (after == ' ') return false;
    if (before == ' ') return true;
    if (is_one_of(after, U"，。、；：！？）」』”’》】…,.;:!?)]%") || is_one_of(before, U"（「『“‘《【(["))
        return false;
    const bool mark = is_one_of(before, U"，。、；：！？）」』”’》】");
    return mark || is_chinese(before) || is_chinese(after);
}

/// Advances in ems, measured once for each character.
class Advances {
 public:
    explicit Advances(Face face) : face_(face) {}
    float of(std::uint32_t code) {
        if (const auto found = known_.find(code); found != known_.end()) return found->second;
        const float advance = measure(code);
        known_.emplace(code, advance);
        return advance;
    }

 private:
    float measure(std::uint32_t code) {
        for (FontFace* font : {font_face(face_), font_face(Face::mono), cjk_font_face()})
            if (font && font->has(code)) return font->advance(code);
        return 0.6F;
    }
    Face face_;
    std::map<std::uint32_t, float> known_;
};

Advances& advances(Face face) {
    // Advances depend on installed files alone, so that they are made once and never change.
    static std::array<Advances, 3> all = {Advances(Face::text), Advances(Face::text_bold),
                                          Advances(Face::mono)};
    return all[static_cast<std::size_t>(face)];
}

}  // namespace

std::uint32_t next_codepoint(std::string_view text, std::size_t& at) {
    const auto first = static_cast<unsigned char>(text[at++]);
    const int extra = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
    std::uint32_t code = extra == 3   ? first & 7U
                         : extra == 2 ? first & 15U
                         : extra == 1 ? first & 31U
                                      : first;
    for (int i = 0; i < extra && at < text.size(); ++i)
        code = code << 6U | (static_cast<unsigned char>(text[at++]) & 63U);
    return code;
}

std::optional<FontFile> find_font(Face face) {
    switch (face) {
        case Face::text:
            return find({"Inter", "DejaVu Sans", "sans-serif"}, FC_WEIGHT_REGULAR, 0);
        case Face::text_bold:
            return find({"Inter", "DejaVu Sans", "sans-serif"}, FC_WEIGHT_DEMIBOLD, 0);
        case Face::mono:
            return find({"JetBrains Mono", "DejaVu Sans Mono", "monospace"}, FC_WEIGHT_REGULAR, FC_MONO);
    }
    return std::nullopt;
}

std::optional<FontFile> find_cjk_font() {
    const std::unique_ptr<FcPattern, FcDeleter> pattern(FcPatternCreate());
    for (const char* family : {"WenQuanYi Micro Hei", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei"})
        FcPatternAddString(pattern.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>(family));
    const std::unique_ptr<FcCharSet, FcDeleter> needed(FcCharSetCreate());
    FcCharSetAddChar(needed.get(), 0x4E00);
    FcPatternAddCharSet(pattern.get(), FC_CHARSET, needed.get());
    FcPatternAddString(pattern.get(), FC_LANG, reinterpret_cast<const FcChar8*>("zh-cn"));
    return matched(pattern.get());
}

float line_height(Face face) {
    const FontFace* font = font_face(face);
    return font ? font->line_height() : 1.2F;
}

float middle_to_baseline(Face face) {
    const FontFace* font = font_face(face);
    return font ? font->middle_to_baseline() : 0.35F;
}

float text_width(Face face, float size, std::string_view text) {
    Advances& table = advances(face);
    float width = 0;
    for (std::size_t at = 0; at < text.size();) width += table.of(next_codepoint(text, at));
    return width * size;
}

Rect text_box(const Text& text) {
    const float width = text_width(text.face, text.size, text.text);
    const float left = text.align == Align::left ? 0 : text.align == Align::center ? width / 2 : width;
    // The middle of ascender and descender stands at the given height.
    const float height = 0.5F * line_height(text.face) * text.size;
    return {text.at.x - left, text.at.y - height, width, 2 * height};
}

std::string elided(Face face, float size, std::string_view text, float width) {
    if (text_width(face, size, text) <= width) return std::string(text);
    const float dots = text_width(face, size, "…");
    std::size_t kept = 0;
    float used = 0;
    for (std::size_t at = 0; at < text.size();) {
        used += advances(face).of(next_codepoint(text, at)) * size;
        if (used + dots > width) break;
        kept = at;
    }
    return std::string(text.substr(0, kept)) + "…";
}

std::string broken_into_lines(std::string_view text, float width,
                              const std::function<float(std::string_view)>& width_of) {
    std::string lines;
    std::size_t start = 0;                   // of the line
    float used = 0;                          // up to the character at hand
    std::size_t chance = std::string::npos;  // where the line may end
    float used_at_chance = 0;
    std::uint32_t before = '\n';
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t here = at;
        const std::uint32_t code = next_codepoint(text, at);
        if (code == '\n') {
            lines.append(text.substr(start, at - start));
            start = at;
            used = 0;
            chance = std::string::npos;
            before = code;
            continue;
        }
        if (here > start && may_break(before, code)) {
            chance = here;
            used_at_chance = used;
        }
        const float wide = width_of(text.substr(here, at - here));
        // A space at the end of a line does not count.
        if (code != ' ' && used + wide > width && here > start) {
            // A word that is wider than a line is broken anywhere.
            if (chance == std::string::npos) chance = here, used_at_chance = used;
            const std::string_view line = text.substr(start, chance - start);
            lines.append(line.substr(0, line.find_last_not_of(' ') + 1)).push_back('\n');
            start = chance;
            used -= used_at_chance;
            chance = std::string::npos;
        }
        used += wide;
        before = code;
    }
    return lines.append(text.substr(start));
}

}  // namespace figure
