#include "io/pasted/tokens.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "pool/notation.h"

namespace io::pasted {

namespace {

bool begins_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (static_cast<unsigned char>(c) & 0x80U);
}
bool is_figure(char c) { return c >= '0' && c <= '9'; }

class Lexer {
 public:
    explicit Lexer(std::string_view text) : text_(text) { find_indent(); }

    std::vector<Token> all() {
        while (at_ < text_.size()) one();
        add(Token::Type::end, at_, 0);
        return std::move(tokens_);
    }

 private:
    char peek(std::size_t by = 0) const { return at_ + by < text_.size() ? text_[at_ + by] : '\0'; }
    std::string_view rest() const { return text_.substr(at_); }
    void find_indent() {
        const std::size_t first = text_.find_first_not_of(" \t", at_);
        indent_ = std::min(first, text_.size()) - at_;
    }
    void add(Token::Type type, std::size_t begin, std::size_t length) {
        tokens_.push_back({type, std::string(text_.substr(begin, length)), begin, begin + length, indent_});
    }
    bool line_begins() const { return tokens_.empty() || tokens_.back().is("\n"); }

    void one() {
        const char c = peek();
        if (c == '\n') {
            add(Token::Type::line, at_++, 1);
            find_indent();
        } else if (c == ' ' || c == '\t' || c == '\f' || c == '\v') {
            ++at_;
        } else if (comment()) {
            return;
        } else if (c == '\'' || c == '"') {
            quoted();
        } else if (begins_word(c)) {
            word();
        } else if (is_figure(c) || (c == '.' && is_figure(peek(1)))) {
            number();
        } else {
            sign();
        }
    }

    bool comment() {
        const bool slashes =
            rest().starts_with("//") && (line_begins() || peek(2) == ' ') && !is_figure(peek(2));
        const bool lua = rest().starts_with("--") && line_begins();
        if (peek() == '#' || lua || (slashes && !divides())) {
            at_ = std::min(text_.find('\n', at_), text_.size());
            return true;
        }
        if (!rest().starts_with("/*")) return false;
        const std::size_t close = text_.find("*/", at_ + 2);
        at_ = close == std::string_view::npos ? text_.size() : close + 2;
        return true;
    }
    /// "28 // 2" divides; "MaxPool2d(2) // halves" does not.
    bool divides() const {
        const std::size_t next = text_.find_first_not_of(" \t", at_ + 2);
        const bool value = next != std::string_view::npos && (is_figure(text_[next]) || text_[next] == '(');
        return !line_begins() && value;
    }

    void quoted() {
        const char quote = peek();
        const std::size_t begin = at_;
        const std::string three(3, quote);
        const bool triple = rest().starts_with(three);
        const std::size_t open = triple ? 3 : 1;
        const std::size_t close = triple ? text_.find(three, at_ + 3) : text_.find(quote, at_ + 1);
        if (close == std::string_view::npos ||
            (!triple && text_.substr(at_, close - at_).find('\n') != text_.npos))
            throw pool::NotationError(at_, {"error.notation.quote"});
        const bool documents = triple && line_begins();
        at_ = close + open;
        if (documents) return;
        tokens_.push_back({Token::Type::text, std::string(text_.substr(begin + open, close - begin - open)),
                           begin, at_, indent_});
    }

    void word() {
        const std::size_t begin = at_;
        while (begins_word(peek()) || is_figure(peek())) ++at_;
        // r'…', f"…"
        const bool prefix = at_ - begin <= 2 && (peek() == '\'' || peek() == '"') &&
                            text_.substr(begin, at_ - begin).find_first_not_of("rRbBfFuU") == text_.npos;
        if (!prefix) add(Token::Type::name, begin, at_ - begin);
    }

    void number() {
        const std::size_t begin = at_;
        if (rest().starts_with("0x") || rest().starts_with("0X")) {
            unsigned value = 0;
            const auto [stop, wrong] =
                std::from_chars(text_.data() + at_ + 2, text_.data() + text_.size(), value, 16);
            if (wrong == std::errc{}) {
                at_ = static_cast<std::size_t>(stop - text_.data());
                add(Token::Type::number, begin, at_ - begin);
                tokens_.back().text = std::to_string(value);
                return;
            }
        }
        while (is_figure(peek()) || peek() == '_' || (peek() == '.' && !begins_word(peek(1)))) ++at_;
        const bool sign = peek(1) == '-' || peek(1) == '+';
        if ((peek() == 'e' || peek() == 'E') && is_figure(peek(sign ? 2 : 1))) {
            at_ += sign ? 2 : 1;
            while (is_figure(peek())) ++at_;
        }
        std::size_t end = at_;
        if (peek() == 'f' && !begins_word(peek(1))) ++at_;  // 0.5f
        add(Token::Type::number, begin, end - begin);
        std::erase(tokens_.back().text, '_');
    }

    void sign() {
        static constexpr std::array<std::string_view, 26> kSigns = {
            "-->", "==>", "...", "**=", "//=", "**", "//", "==", "!=", "<=", ">=", "->", "=>",
            "|>",  "<<",  ">>",  "+=",  "-=",  "*=", "/=", "%=", "@=", ":=", "<-", "::", "&&"};
        for (const std::string_view known : kSigns) {
            if (!rest().starts_with(known)) continue;
            // "x[::2]" is a slice.
            if (known == "::" && !brackets_.empty() && brackets_.back() == '[') break;
            add(Token::Type::sign, at_, known.size());
            // C++ writes torch::nn::MaxPool2d.
            if (known == "::") tokens_.back().text = ".";
            if (known == "-->" || known == "==>") tokens_.back().text = "->";
            at_ += known.size();
            return;
        }
        const char c = peek();
        if (c == '?' && !tokens_.empty() && tokens_.back().is(")")) {
            ++at_;  // Rust's "x.max_pool2d(2)?"
            return;
        }
        if (c == '(' || c == '[' || c == '{') brackets_.push_back(c);
        if ((c == ')' || c == ']' || c == '}') && !brackets_.empty()) brackets_.pop_back();
        add(Token::Type::sign, at_++, 1);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t indent_ = 0;
    std::vector<Token> tokens_;
    std::string brackets_;  ///< that are open
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) { return Lexer(text).all(); }

}  // namespace io::pasted
