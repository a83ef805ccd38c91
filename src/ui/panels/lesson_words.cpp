#include "ui/panels/lesson_words.h"

#include <algorithm>
#include <array>
#include <vector>

#include "figure/rich_text.h"
#include "figure/text.h"
#include "lesson/library.h"
#include "ui/caches.h"
#include "ui/imgui_compat.h"
#include "ui/panels/lit_names.h"
#include "ui/search.h"
#include "ui/theme.h"

namespace ui {

namespace {

using figure::Thing;

struct Name {
    const char* word;
    Thing thing;
};
constexpr std::array<Name, 10> kEnglish = {{{"windows", Thing::window},
                                            {"window", Thing::window},
                                            {"winners", Thing::winner},
                                            {"winner", Thing::winner},
                                            {"wins", Thing::winner},
                                            {"outputs", Thing::output},
                                            {"output", Thing::output},
                                            {"gradients", Thing::positive},
                                            {"gradient", Thing::positive},
                                            {"grad_input", Thing::positive}}};
constexpr std::array<Name, 5> kChinese = {{{"窗口", Thing::window},
                                           {"获胜者", Thing::winner},
                                           {"获胜", Thing::winner},
                                           {"输出", Thing::output},
                                           {"梯度", Thing::positive}}};

using Piece = WordsCache::Piece;

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Whether `word` stands at `at` as a word of its own; small and large letters are alike.
bool stands_at(const std::string& lower, std::size_t at, const std::string& word) {
    if (word.empty() || lower.compare(at, word.size(), word) != 0) return false;
    const bool latin = is_letter(word.front());
    const bool before = latin && at > 0 && is_letter(lower[at - 1]);
    const std::size_t end = at + word.size();
    return !before && !(latin && end < lower.size() && is_letter(lower[end]));
}

/// The glossary's terms in small letters.
const std::vector<std::pair<std::string, const lesson::Term*>>& words_of(words::Language language) {
    using Words = std::vector<std::pair<std::string, const lesson::Term*>>;
    const auto make = [](words::Language of) {
        Words all;
        for (const lesson::Term& term : lesson::glossary())
            all.emplace_back(lower_case(term.term.in(of)), &term);
        return all;
    };
    static const Words english = make(words::Language::english);
    static const Words chinese = make(words::Language::chinese);
    return language == words::Language::chinese ? chinese : english;
}

/// The longest term of the glossary that stands at `at`.
const lesson::Term* term_at(const std::string& lower, std::size_t at, words::Language language,
                            std::size_t& length) {
    const lesson::Term* found = nullptr;
    for (const auto& [word, term] : words_of(language)) {
        if (word.size() <= length || !stands_at(lower, at, word)) continue;
        length = word.size();
        found = term;
    }
    return found;
}

Piece piece_at(const std::string& text, const std::string& lower, std::size_t at, words::Language language) {
    std::size_t length = 0;
    Piece piece;
    piece.term = term_at(lower, at, language, length);
    const std::span<const Name> names = language == words::Language::chinese
                                            ? std::span<const Name>(kChinese)
                                            : std::span<const Name>(kEnglish);
    for (const Name& name : names) {
        if (!stands_at(lower, at, name.word)) continue;
        piece.thing = name.thing;
        length = std::max(length, std::string(name.word).size());
        break;
    }
    piece.text = text.substr(at, length);
    return piece;
}

std::vector<Piece> pieces_of(const std::string& text, words::Language language) {
    const std::string lower = lower_case(text);
    std::vector<Piece> pieces;
    for (std::size_t at = 0; at < text.size();) {
        const Piece named = piece_at(text, lower, at, language);
        if (!named.text.empty()) {
            at += named.text.size();
            pieces.push_back(named);
            continue;
        }
        if (pieces.empty() || pieces.back().thing != Thing::none || pieces.back().term) pieces.push_back({});
        std::size_t next = at;
        figure::next_codepoint(text, next);
        pieces.back().text += text.substr(at, next - at);
        at = next;
    }
    return pieces;
}

/// Breaks the text and finds its names, where it is not what was laid out last.
const WordsCache::Laid& laid_out(WordsCache::Laid& laid, const std::string& text, float size, float width,
                                 words::Language language) {
    if (laid.text == text && laid.size == size && laid.width == width && laid.language == language)
        return laid;
    constexpr float kBold = 1.07F;  // wider than ordinary letters
    const std::string broken =
        figure::broken_into_lines(text, width / kBold, [size](std::string_view character) {
            return figure::text_width(figure::Face::text, size, character);
        });
    laid = {text, size, width, language, {}};
    for (std::size_t begin = 0; begin <= broken.size();) {
        const std::size_t end = std::min(broken.find('\n', begin), broken.size());
        laid.lines.push_back(pieces_of(broken.substr(begin, end - begin), language));
        begin = end + 1;
    }
    return laid;
}

/// The meaning of a term, with its name in the other language.
std::string meaning(const lesson::Term& term, words::Language language) {
    const bool chinese = language == words::Language::chinese;
    return term.term.in(language) + " · " + (chinese ? term.term.en : term.term.zh) + "\n" +
           term.sentence.in(language);
}

}  // namespace

void lesson_words(Frame& f, const std::string& id, const std::string& text, float size, float width) {
    const words::Language language = f.settings.language;
    const WordsCache::Laid& laid = laid_out(f.caches.words.laid[id], text, size, width, language);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float line_h = 1.35F * size;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    float y = at.y;
    for (const std::vector<Piece>& line : laid.lines) {
        float x = at.x;
        for (const Piece& piece : line) {
            const figure::Face face =
                piece.thing == Thing::none ? figure::Face::text : figure::Face::text_bold;
            ImFont* const font = f.fonts.nearest(face, size, piece.text);
            const float glyphs = f.fonts.line_height(face, size);
            const float w =
                compat::text_width(font, glyphs, piece.text.data(), piece.text.data() + piece.text.size());
            list.AddText(font, glyphs, ImVec2(x, y + (line_h - glyphs) / 2),
                         im_color(figure::ink_of(f.palette(), piece.thing, f.palette().ink)),
                         piece.text.c_str());
            light_word(f, piece.thing, ImVec2(x, y), ImVec2(x + w, y + line_h));
            if (piece.term) {
                const ImVec2 low(x, y);
                const ImVec2 high(x + w, y + line_h);
                for (float dot = x; dot < x + w; dot += 0.28F * size)
                    list.AddCircleFilled(ImVec2(dot, y + 0.98F * line_h - 0.08F * size), 0.06F * size,
                                         im_color(f.palette().muted));
                if (ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(low, high))
                    compat::show_tooltip(meaning(*piece.term, language), low, high);
            }
            x += w;
        }
        y += line_h;
    }
    ImGui::Dummy(ImVec2(width, y - at.y));
    f.ui.record(id, text);
}

}  // namespace ui
