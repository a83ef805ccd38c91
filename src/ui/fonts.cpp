#include "ui/fonts.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "figure/font_face.h"
#include "figure/text.h"
#include "pool/layer.h"

namespace ui {

namespace {

/// Characters that are composed at run time and stand in no string table: formulas, numbers, names of
/// samples.
// clang-format off: it breaks this string at another place each time.
constexpr const char* kComposed =
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
    "·×÷−±≤≥≠≈∞∂Σ∑√½‖⌊⌋⌈⌉→←↑↓•–—‘’“”…₀₁₂₃₄₅₆₇₈₉²³ᵖ∈°µαβεσ\uFFFD中一";
// clang-format on

constexpr std::uint32_t kFirstChinese = 0x2E80;
constexpr std::uint32_t kLastDrawn = std::min<std::uint32_t>(IM_UNICODE_CODEPOINT_MAX, 0xFFFF);

/// Glyph ranges of the characters that the program shows; Chinese ones apart, because only one face has them.
struct Ranges {
    ImVector<ImWchar> latin;
    ImVector<ImWchar> chinese;
    ImVector<ImWchar> composed;
    ImVector<ImWchar> digits;
};

constexpr const char* kDigits = "0123456789.+-−∞eNa×=/()·, →";

void add_characters(std::set<std::uint32_t>& all, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) all.insert(figure::next_codepoint(text, at));
}

/// Those of a text that the mono face alone shows.
std::set<std::uint32_t> mono_characters(std::string_view text) {
    std::set<std::uint32_t> all;
    add_characters(all, text);
    std::erase_if(all, [](std::uint32_t c) { return c >= kFirstChinese; });
    return all;
}

std::set<std::uint32_t> own_characters(figure::Language language) {
    std::set<std::uint32_t> all;
    add_characters(all, kComposed);
    for (const std::string& text : figure::Strings::texts(language)) add_characters(all, text);
    // Names of files may have accents.
    for (std::uint32_t c = 0xC0; c < 0x180; ++c) all.insert(c);
    return all;
}

Ranges ranges_of(const std::set<std::uint32_t>& characters) {
    ImFontGlyphRangesBuilder latin;
    ImFontGlyphRangesBuilder chinese;
    ImFontGlyphRangesBuilder composed;
    ImFontGlyphRangesBuilder digits;
    for (const std::uint32_t c : characters)
        if (c <= kLastDrawn) (c < kFirstChinese ? latin : chinese).AddChar(static_cast<ImWchar>(c));
    for (const std::uint32_t c : mono_characters(kComposed)) composed.AddChar(static_cast<ImWchar>(c));
    for (const std::uint32_t c : mono_characters(kDigits)) digits.AddChar(static_cast<ImWchar>(c));
    Ranges ranges;
    latin.BuildRanges(&ranges.latin);
    chinese.BuildRanges(&ranges.chinese);
    composed.BuildRanges(&ranges.composed);
    digits.BuildRanges(&ranges.digits);
    return ranges;
}

/// Alphabets are short: with one letter of them all are added, so that typing a word builds the fonts once.
/// Of Chinese and Korean characters the one alone.
std::pair<std::uint32_t, std::uint32_t> neighbours(std::uint32_t code) {
    constexpr std::uint32_t kBlock = 0x80;
    const bool kana = code >= 0x3040 && code < 0x3100;
    if (code >= kFirstChinese && !kana) return {code, code + 1};
    return {code / kBlock * kBlock, code / kBlock * kBlock + kBlock};
}

/// A font file and its bytes, read once for all sizes.
struct Source {
    std::vector<char> bytes;
    int index = 0;
};

Source read(const std::optional<figure::FontFile>& file) {
    Source source;
    if (!file || !figure::is_plain_font_file(file->path)) return source;
    std::ifstream in(file->path, std::ios::binary | std::ios::ate);
    if (!in) return source;
    source.bytes.resize(static_cast<std::size_t>(in.tellg()));
    in.seekg(0);
    in.read(source.bytes.data(), static_cast<std::streamsize>(source.bytes.size()));
    source.index = file->index;
    return source;
}

using Parts = std::vector<std::pair<Source*, const ImVector<ImWchar>*>>;

/// A font beyond those of the program and the characters that only it has.
struct Other {
    Source source;
    ImVector<ImWchar> ranges;
};

/// One font: glyphs of the first source that has them.
ImFont* add(ImFontAtlas& atlas, float size, const Parts& parts) {
    ImFontConfig config;
    config.OversampleH = 1;
    config.OversampleV = 1;
    config.PixelSnapH = true;
    config.FontDataOwnedByAtlas = false;
    ImFont* font = nullptr;
    for (const auto& [source, glyphs] : parts) {
        if (source->bytes.empty()) continue;
        config.FontNo = source->index;
        config.MergeMode = font != nullptr;
        // From 1.92 glyphs are made when they are first shown, so that ranges need not be told (nor kept
        // alive).
        const ImWchar* wanted = IMGUI_VERSION_NUM >= 19200 ? nullptr : glyphs->Data;
        ImFont* added = atlas.AddFontFromMemoryTTF(
            source->bytes.data(), static_cast<int>(source->bytes.size()), size, &config, wanted);
        if (!font) font = added;
    }
    if (font) return font;
    // No font file at all: Dear ImGui's own face still shows numbers and English.
    ImFontConfig own;
    own.SizePixels = size;
    return atlas.AddFontDefault(&own);
}

/// The fonts of characters that none of the program's faces has. Those that no font has at all are added to
/// `without`.
std::vector<Other> other_fonts(const std::set<std::uint32_t>& characters, std::set<std::uint32_t>& without) {
    std::map<std::pair<std::string, int>, ImFontGlyphRangesBuilder> files;
    const auto own = {figure::font_face(figure::Face::text), figure::font_face(figure::Face::mono),
                      figure::cjk_font_face()};
    for (const std::uint32_t code : characters) {
        if (std::ranges::any_of(own, [&](const auto* face) { return face && face->has(code); })) continue;
        if (const auto file = figure::find_font_with(code))
            files[{file->path, file->index}].AddChar(static_cast<ImWchar>(code));
        else
            without.insert(code);
    }
    std::vector<Other> others;
    for (auto& [file, glyphs] : files) {
        others.emplace_back().source = read(figure::FontFile{file.first, file.second});
        glyphs.BuildRanges(&others.back().ranges);
    }
    return others;
}

}  // namespace

void Fonts::show(std::string_view text) const {
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            ++at;
            continue;
        }
        const std::uint32_t code = figure::next_codepoint(text, at);
        if (code <= kLastDrawn && !known_.contains(code)) wanted_.insert(code);
    }
}

void Fonts::take_wanted() {
    for (const std::uint32_t code : wanted_) {
        const figure::FontFace* face = figure::font_face_with(figure::Face::text, code);
        const auto [first, last] = neighbours(code);
        // Nobody asked for the neighbours: only those that come with the font.
        for (std::uint32_t c = first; c < last; ++c)
            if (c == code || (face && face->has(c))) others_.insert(c);
    }
    wanted_.clear();
}

void Fonts::build(ImFontAtlas& atlas, float em, figure::Language language) {
    em_ = std::round(em);
#if IMGUI_VERSION_NUM >= 19200
    atlas.ClearFonts();
#else
    atlas.Clear();
#endif
    using figure::Face;
    take_wanted();
    // Ranges and bytes must live until the atlas is built, which happens before this function returns.
    known_ = own_characters(language);
    known_.insert(others_.begin(), others_.end());
    const Ranges ranges = ranges_of(known_);
    Source text = read(figure::find_font(Face::text));
    Source bold = read(figure::find_font(Face::text_bold));
    Source mono = read(figure::find_font(Face::mono));
    Source chinese = read(figure::find_cjk_font());
    std::vector<Other> others = other_fonts(others_, without_font_);
    for (const Face face : {Face::text, Face::text_bold, Face::mono})
        factor_[static_cast<std::size_t>(face)] = figure::line_height(face);
    const auto size = [&](Face face, float factor) { return std::round(line_height(face, em_ * factor)); };
    const auto parts = [&](Source& first) {
        Parts all{{&first, &ranges.latin}};
        if (&first != &mono) all.push_back({&mono, &ranges.latin});
        all.push_back({&chinese, &ranges.chinese});
        // Signs below the Chinese ones that no Latin face has.
        all.push_back({&chinese, &ranges.latin});
        for (Other& other : others) all.push_back({&other.source, &other.ranges});
        return all;
    };
    text_.clear();
    bold_.clear();
    mono_.clear();
    for (const float factor : {1.0F, 1.5F}) {
        text_.push_back(add(atlas, size(Face::text, factor), parts(text)));
        bold_.push_back(add(atlas, size(Face::text_bold, factor), parts(bold)));
    }
    mono_.push_back(add(atlas, size(Face::mono, 1), parts(mono)));
    mono_only_ = {{}};
    // Numbers in large cells need only digits, so that the atlas stays small and start-up short.
    for (const float factor : {0.72F, 1.5F, 2.4F, 4.0F}) {
        const bool letters = factor <= 1.5F;
        mono_.push_back(
            add(atlas, size(Face::mono, factor), {{&mono, letters ? &ranges.composed : &ranges.digits}}));
        mono_only_.push_back(mono_characters(letters ? kComposed : kDigits));
    }
    atlas.Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
#if IMGUI_VERSION_NUM < 19200
    atlas.Build();
    atlas.ClearInputData();
#else
    sources_.clear();
    for (Source* source : {&text, &bold, &mono, &chinese}) sources_.push_back(std::move(source->bytes));
    for (Other& other : others) sources_.push_back(std::move(other.source.bytes));
#endif
}

bool Fonts::holds(figure::Face face, std::size_t index, std::string_view text) const {
    if (face != figure::Face::mono || mono_only_[index].empty()) return true;
    const std::set<std::uint32_t>& only = mono_only_[index];
    for (std::size_t at = 0; at < text.size();)
        if (!only.contains(figure::next_codepoint(text, at))) return false;
    return true;
}

ImFont* Fonts::nearest(figure::Face face, float em, std::string_view text) const {
    const float size = line_height(face, em);
    const std::vector<ImFont*>& fonts = face == figure::Face::mono        ? mono_
                                        : face == figure::Face::text_bold ? bold_
                                                                          : text_;
    // The first holds all characters.
    ImFont* best = fonts.front();
    for (std::size_t i = 1; i < fonts.size(); ++i) {
        ImFont* font = fonts[i];
        const float now = compat::font_size(font);
        const float so_far = compat::font_size(best);
        const bool fits = now >= size - 0.5F;
        const bool best_fits = so_far >= size - 0.5F;
        const bool nearer = fits ? !best_fits || now < so_far : !best_fits && now > so_far;
        if (nearer && holds(face, i, text)) best = font;
    }
    return best;
}

}  // namespace ui
