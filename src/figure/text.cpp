#include "figure/text.h"

#include <array>
#include <charconv>
#include <fstream>
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
    void operator()(FcFontSet* s) const { FcFontSetDestroy(s); }
};

std::optional<FontFile> file_of(FcPattern* found) {
    FcChar8* file = nullptr;
    if (FcPatternGetString(found, FC_FILE, 0, &file) != FcResultMatch) return std::nullopt;
    FontFile font{reinterpret_cast<const char*>(file), 0};
    FcPatternGetInteger(found, FC_INDEX, 0, &font.index);
    // Variable fonts carry the instance in the upper half.
    font.index &= 0xFFFF;
    return font;
}

std::optional<FontFile> matched(FcPattern* pattern) {
    FcConfigSubstitute(nullptr, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
    FcResult result = FcResultNoMatch;
    const std::unique_ptr<FcPattern, FcDeleter> found(FcFontMatch(nullptr, pattern, &result));
    return found ? file_of(found.get()) : std::nullopt;
}

/// Whether the screen can draw from the file too: outlines of TrueType or CFF, in no other wrapping.
bool has_outlines(FcPattern* font, const FontFile& file) {
    FcChar8* format = nullptr;
    if (FcPatternGetString(font, FC_FONTFORMAT, 0, &format) != FcResultMatch) return false;
    const std::string_view name = reinterpret_cast<const char*>(format);
    FcBool color = FcFalse;
    FcPatternGetBool(font, FC_COLOR, 0, &color);
    const bool outlines = (name == "TrueType" || name == "CFF") && color == FcFalse;
    return outlines && is_plain_font_file(file.path);
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
        const FontFace* font = font_face_with(face_, code);
        return font && font->has(code) ? font->advance(code) : 0.6F;
    }
    Face face_;
    std::map<std::uint32_t, float> known_;
};

Advances& advances(Face face) {
    // Advances depend on installed files alone, so that they are made once and never change; each thread, as
    // one that draws a film, has its own.
    static thread_local std::array<Advances, 3> all = {Advances(Face::text), Advances(Face::text_bold),
                                                       Advances(Face::mono)};
    return all[static_cast<std::size_t>(face)];
}

}  // namespace

bool is_plain_font_file(const std::string& path) {
    std::array<char, 4> begins{};
    std::ifstream(path, std::ios::binary).read(begins.data(), begins.size());
    const std::string_view text(begins.data(), begins.size());
    return text == std::string_view("\0\1\0\0", 4) || text == "true" || text == "OTTO" || text == "ttcf";
}

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

std::optional<FontFile> find_font_with(std::uint32_t code) {
    const std::unique_ptr<FcPattern, FcDeleter> pattern(FcPatternCreate());
    const std::unique_ptr<FcCharSet, FcDeleter> needed(FcCharSetCreate());
    FcCharSetAddChar(needed.get(), code);
    FcPatternAddCharSet(pattern.get(), FC_CHARSET, needed.get());
    FcPatternAddBool(pattern.get(), FC_SCALABLE, FcTrue);
    FcPatternAddBool(pattern.get(), FC_COLOR, FcFalse);
    FcConfigSubstitute(nullptr, pattern.get(), FcMatchPattern);
    FcDefaultSubstitute(pattern.get());
    FcResult result = FcResultNoMatch;
    const std::unique_ptr<FcFontSet, FcDeleter> sorted(
        FcFontSort(nullptr, pattern.get(), FcTrue, nullptr, &result));
    for (int i = 0; sorted && i < sorted->nfont; ++i) {
        FcPattern* font = sorted->fonts[i];
        FcCharSet* has = nullptr;
        if (FcPatternGetCharSet(font, FC_CHARSET, 0, &has) != FcResultMatch || !FcCharSetHasChar(has, code))
            continue;
        if (const auto file = file_of(font); file && has_outlines(font, *file)) return file;
    }
    return std::nullopt;
}

words::Message missing_font(std::uint32_t code) {
    struct Block {
        std::uint32_t first, last;
        const char* package;
    };
    constexpr std::array<Block, 4> kBlocks{{{0x2E80, 0x9FFF, "fonts-wqy-microhei"},
                                            {0xAC00, 0xD7AF, "fonts-noto-cjk"},
                                            {0xF900, 0xFAFF, "fonts-noto-cjk"},
                                            {0xFF00, 0xFFEF, "fonts-wqy-microhei"}}};
    constexpr std::uint32_t kLastOfEurope = 0x58F;
    const char* package = code <= kLastOfEurope ? "fonts-dejavu-core" : "fonts-noto-core";
    for (const Block& block : kBlocks)
        if (code >= block.first && code <= block.last) package = block.package;
    std::array<char, 16> number{};
    const char* end = std::to_chars(number.data(), number.data() + number.size(), code, 16).ptr;
    for (char& c : number) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    return {"font.missing",
            {std::string(number.data(), static_cast<std::size_t>(end - number.data())), package}};
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
