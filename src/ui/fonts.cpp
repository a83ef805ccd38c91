#include "ui/fonts.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "figure/text.h"

namespace ui {

namespace {

/// Characters that are composed at run time and stand in no string table: formulas, numbers, names of
/// samples.
// clang-format off: it breaks this string at another place each time.
constexpr const char* kComposed =
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
    "·×÷−±≤≥≠≈∞∂Σ∑√½‖⌊⌋⌈⌉→←↑↓•–—‘’“”…₀₁₂₃₄₅₆₇₈₉²³∈°µ\uFFFD中一";
// clang-format on

ImVector<ImWchar> ranges_of(figure::Language language) {
    ImFontGlyphRangesBuilder builder;
    builder.AddText(kComposed);
    for (const std::string& text : figure::Strings::texts(language)) builder.AddText(text.c_str());
    for (ImWchar c = 0xA0; c < 0x180; ++c) builder.AddChar(c);
    ImVector<ImWchar> ranges;
    builder.BuildRanges(&ranges);
    return ranges;
}

struct Files {
    std::optional<figure::FontFile> face;
    std::vector<figure::FontFile> fallbacks;
};

ImFont* add(const Files& files, float size, const ImVector<ImWchar>& ranges) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    ImFontConfig config;
    config.OversampleH = 1;
    config.OversampleV = 1;
    config.PixelSnapH = true;
    const auto load = [&](const figure::FontFile& file, const ImWchar* glyphs) {
        config.FontNo = file.index;
        return atlas.AddFontFromFileTTF(file.path.c_str(), size, &config, glyphs);
    };
    ImFont* font = files.face ? load(*files.face, ranges.Data) : nullptr;
    if (!font) {
        config.SizePixels = std::round(size);
        font = atlas.AddFontDefault(&config);
    }
    config.MergeMode = true;
    for (const figure::FontFile& fallback : files.fallbacks) load(fallback, ranges.Data);
    return font;
}

}  // namespace

void Fonts::build(float em, figure::Language language) {
    em_ = std::round(em);
    ImGuiIO& io = ImGui::GetIO();
    io.Fonts->Clear();
    // The atlas keeps pointers to the ranges until it is built, which this function does before it returns.
    const ImVector<ImWchar> ranges = ranges_of(language);
    const auto text_file = figure::find_font(figure::Face::text);
    const auto bold_file = figure::find_font(figure::Face::text_bold);
    const auto mono_file = figure::find_font(figure::Face::mono);
    const auto cjk_file = figure::find_cjk_font();

    const auto with_fallbacks = [&](const std::optional<figure::FontFile>& face, bool mono_first) {
        Files files{face, {}};
        if (mono_first && mono_file) files.fallbacks.push_back(*mono_file);
        if (cjk_file) files.fallbacks.push_back(*cjk_file);
        return files;
    };
    ImFontGlyphRangesBuilder digits;
    digits.AddText("0123456789.+-−∞eNa×=/()·, →");
    ImVector<ImWchar> digit_ranges;
    digits.BuildRanges(&digit_ranges);

    const Files text = with_fallbacks(text_file, true);
    const Files bold = with_fallbacks(bold_file, true);
    const Files mono = with_fallbacks(mono_file, false);
    for (const figure::Face face : {figure::Face::text, figure::Face::text_bold, figure::Face::mono})
        factor_[static_cast<std::size_t>(face)] = figure::line_height(face);
    const auto sized = [&](const Files& files, figure::Face face, float size,
                           const ImVector<ImWchar>& glyphs) {
        return add(files, std::round(line_height(face, size)), glyphs);
    };
    text_.clear();
    bold_.clear();
    mono_.clear();
    for (const float factor : {1.0F, 1.5F}) {
        text_.push_back(sized(text, figure::Face::text, em_ * factor, ranges));
        bold_.push_back(sized(bold, figure::Face::text_bold, em_ * factor, ranges));
    }
    mono_.push_back(sized(mono, figure::Face::mono, em_, ranges));
    // Numbers in large cells need only digits, so that the atlas stays small and start-up short.
    const Files digits_only{mono_file, {}};
    for (const float factor : {0.72F, 1.5F, 2.4F, 4.0F})
        mono_.push_back(sized(digits_only, figure::Face::mono, em_ * factor, digit_ranges));
    io.Fonts->Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
#if IMGUI_VERSION_NUM < 19200
    io.Fonts->Build();
#endif
    io.FontDefault = text_.front();
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
