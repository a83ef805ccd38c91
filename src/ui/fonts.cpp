#include "ui/fonts.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>
#include <utility>

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

/// Glyph ranges of the characters that the program shows; Chinese ones apart, because only one face has them.
struct Ranges {
    ImVector<ImWchar> latin;
    ImVector<ImWchar> chinese;
    ImVector<ImWchar> digits;
};

Ranges ranges_of(figure::Language language) {
    constexpr ImWchar kFirstChinese = 0x2E80;
    ImFontGlyphRangesBuilder all;
    all.AddText(kComposed);
    for (const std::string& text : figure::Strings::texts(language)) all.AddText(text.c_str());
    // Names of files may have accents.
    for (ImWchar c = 0xC0; c < 0x180; ++c) all.AddChar(c);
    ImFontGlyphRangesBuilder latin;
    ImFontGlyphRangesBuilder chinese;
    ImFontGlyphRangesBuilder digits;
    for (unsigned c = 1; c <= IM_UNICODE_CODEPOINT_MAX && c <= 0xFFFF; ++c) {
        if (!all.GetBit(c)) continue;
        (c < kFirstChinese ? latin : chinese).AddChar(static_cast<ImWchar>(c));
    }
    digits.AddText("0123456789.+-−∞eNa×=/()·, →");
    Ranges ranges;
    latin.BuildRanges(&ranges.latin);
    chinese.BuildRanges(&ranges.chinese);
    digits.BuildRanges(&ranges.digits);
    return ranges;
}

/// A font file and its bytes, read once for all sizes.
struct Source {
    std::vector<char> bytes;
    int index = 0;
};

Source read(const std::optional<figure::FontFile>& file) {
    Source source;
    if (!file) return source;
    std::ifstream in(file->path, std::ios::binary | std::ios::ate);
    if (!in) return source;
    source.bytes.resize(static_cast<std::size_t>(in.tellg()));
    in.seekg(0);
    in.read(source.bytes.data(), static_cast<std::streamsize>(source.bytes.size()));
    source.index = file->index;
    return source;
}

/// One font: glyphs of the first source that has them.
ImFont* add(ImFontAtlas& atlas, float size,
            std::initializer_list<std::pair<Source*, const ImVector<ImWchar>*>> parts) {
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

}  // namespace

void Fonts::build(ImFontAtlas& atlas, float em, figure::Language language) {
    em_ = std::round(em);
#if IMGUI_VERSION_NUM >= 19200
    atlas.ClearFonts();
#else
    atlas.Clear();
#endif
    using figure::Face;
    // Ranges and bytes must live until the atlas is built, which happens before this function returns.
    const Ranges ranges = ranges_of(language);
    Source text = read(figure::find_font(Face::text));
    Source bold = read(figure::find_font(Face::text_bold));
    Source mono = read(figure::find_font(Face::mono));
    Source chinese = read(figure::find_cjk_font());
    for (const Face face : {Face::text, Face::text_bold, Face::mono})
        factor_[static_cast<std::size_t>(face)] = figure::line_height(face);
    const auto size = [&](Face face, float factor) { return std::round(line_height(face, em_ * factor)); };
    text_.clear();
    bold_.clear();
    mono_.clear();
    for (const float factor : {1.0F, 1.5F}) {
        text_.push_back(add(atlas, size(Face::text, factor),
                            {{&text, &ranges.latin}, {&mono, &ranges.latin}, {&chinese, &ranges.chinese}}));
        bold_.push_back(add(atlas, size(Face::text_bold, factor),
                            {{&bold, &ranges.latin}, {&mono, &ranges.latin}, {&chinese, &ranges.chinese}}));
    }
    mono_.push_back(add(atlas, size(Face::mono, 1), {{&mono, &ranges.latin}, {&chinese, &ranges.chinese}}));
    // Numbers in large cells need only digits, so that the atlas stays small and start-up short.
    for (const float factor : {0.72F, 1.5F, 2.4F, 4.0F})
        mono_.push_back(add(atlas, size(Face::mono, factor), {{&mono, &ranges.digits}}));
    atlas.Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
#if IMGUI_VERSION_NUM < 19200
    atlas.Build();
    atlas.ClearInputData();
#else
    sources_.clear();
    for (Source* source : {&text, &bold, &mono, &chinese}) sources_.push_back(std::move(source->bytes));
#endif
}

ImFont* Fonts::nearest(figure::Face face, float em) const {
    const float size = line_height(face, em);
    const std::vector<ImFont*>& fonts = face == figure::Face::mono        ? mono_
                                        : face == figure::Face::text_bold ? bold_
                                                                          : text_;
    ImFont* best = fonts.front();
    for (ImFont* font : fonts) {
        const float now = compat::font_size(font);
        const float so_far = compat::font_size(best);
        const bool fits = now >= size - 0.5F;
        const bool best_fits = so_far >= size - 0.5F;
        if ((fits && (!best_fits || now < so_far)) || (!fits && !best_fits && now > so_far)) best = font;
    }
    return best;
}

}  // namespace ui
