#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "figure/drawing.h"
#include "words/message.h"

namespace figure {

/// A font file found through Fontconfig.
struct FontFile {
    std::string path;
    int index = 0;  ///< face inside a collection (.ttc)
};
/// Inter for text (bold: semi-bold), JetBrains Mono for numbers; any other face of the kind serves where they
/// are missing.
std::optional<FontFile> find_font(Face face);
/// A face that has Chinese glyphs (WenQuanYi Micro Hei, Noto Sans CJK…).
std::optional<FontFile> find_cjk_font();

/// Whether a file begins as TrueType and OpenType fonts do, in no other wrapping.
bool is_plain_font_file(const std::string& path);
/// A face that has this character and can be drawn by every part of the program; found once for each.
std::optional<FontFile> find_font_with(std::uint32_t code);
/// That no font of this machine has this character, and which package has fonts with it.
words::Message missing_font(std::uint32_t code);

/// Ascender minus descender of a face, in ems.
float line_height(Face face);
/// Width in points of one line of text, from the font files themselves (FreeType, unhinted), so that screen
/// and file are laid out alike.
float text_width(Face face, float size, std::string_view text);
/// The rectangle that a line of text takes, ascenders and descenders included.
Rect text_box(const Text& text);
/// The character at `at` of a UTF-8 text; `at` moves behind it.
std::uint32_t next_codepoint(std::string_view text, std::size_t& at);
/// From the middle of a line down to its baseline, in ems.
float middle_to_baseline(Face face);
/// The longest beginning that fits, with "…" when something was cut.
std::string elided(Face face, float size, std::string_view text, float width);
/// The text with line breaks so that no line is wider than `width`, where that can be: after spaces and
/// between Chinese characters, but not before a closing mark nor after an opening one, nor inside a number or
/// a word that fits a line. `width_of` measures one character.
std::string broken_into_lines(std::string_view text, float width,
                              const std::function<float(std::string_view)>& width_of);

}  // namespace figure
