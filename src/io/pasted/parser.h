#pragma once

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "io/pasted/python.h"
#include "io/pasted/tokens.h"
#include "pool/notation.h"

namespace io::pasted {

constexpr int kDeepest = 64;

/// How tightly an operator binds; 0: it is none.
inline int strength(const Token& token) {
    struct Level {
        std::string_view name;
        int strength;
    };
    static constexpr std::array<Level, 27> kLevels = {
        {{"if", 1}, {"else", 1}, {"or", 2}, {"and", 3}, {"<", 4},  {">", 4},   {"==", 4},
         {"!=", 4}, {"<=", 4},   {">=", 4}, {"in", 4},  {"is", 4}, {"not", 4}, {"->", 4},
         {"=>", 4}, {"|>", 4},   {"|", 5},  {"^", 5},   {"&", 5},  {"<<", 6},  {">>", 6},
         {"+", 7},  {"-", 7},    {"*", 8},  {"/", 8},   {"//", 8}, {"%", 8}}};
    if (token.type != Token::Type::sign && token.type != Token::Type::name) return 0;
    for (const Level& level : kLevels)
        if (token.text == level.name) return level.strength;
    return token.text == "**" || token.text == "@" ? 9 : 0;
}

inline bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

/// Reads tokens: statements in python.cpp, expressions in python_expressions.cpp.
class Parser {
 public:
    explicit Parser(std::string_view text) : text_(text), tokens_(tokens_of(text)) {}

    std::vector<Statement> statements();

 private:
    struct Nested {
        explicit Nested(Parser& parser) : parser_(parser) {
            if (++parser_.depth_ > kDeepest) parser_.fail({"error.notation.deep", {kDeepest}});
        }
        ~Nested() { --parser_.depth_; }
        Nested(const Nested&) = delete;
        Nested& operator=(const Nested&) = delete;

     private:
        Parser& parser_;
    };

    [[noreturn]] void fail(words::Message message) const;
    const Token& now() const { return tokens_[next_]; }
    const Token& ahead(std::size_t by) const { return tokens_[std::min(next_ + by, tokens_.size() - 1)]; }
    bool is(Token::Type type) const { return now().type == type; }
    bool is(std::string_view sign) const { return now().is(sign); }
    bool accept(std::string_view sign);
    words::Argument seen() const;
    void skip_line();
    void skip_lines();

    // --- statements ---

    /// False where the statement goes on with a body in the same line.
    bool statement(std::vector<Statement>& result);

    /// "max pool 2x2": one name of two words.
    void join_words();

    /// "for _ in range(3):", "class Net(nn.Module):", "def forward(self, x):"
    bool header(std::vector<Statement>& result, Statement made);

    /// Parameters, each with its default or `other`.
    void parameters(Node& all);

    /// "i, (a, b) in": the names.
    std::vector<std::string> bound_names();

    void assignments(Statement& made);

    void end_of_statement();

    // --- expressions ---

    /// "a, b": a list.
    Node tuple();

    Node expression(int weakest = 1);

    Node unary();

    Node primary();

    /// "2", and "2x2" for a pair; "3 x layer" for three of them.
    Node number();

    Node bracketed();

    /// Arguments, items or printed children up to the closing bracket.
    void items(Node& parent, const std::string& close);

    /// MATLAB writes [2 2].
    bool matlab_row(const Node& parent, std::string_view close) const;

    bool printed_child() const;

    Node argument(bool slices);
    Node slice();

    void comprehension(Node& parent);
    Node each(Node item);

    Node postfix(Node base);

    /// "MaxPool2d 2", "MaxPool2d 2x2 stride 2": an argument follows in the same line.
    bool without_brackets(const Node& base) const;
    static bool is_setting(std::string_view word);
    Node bare_call(Node base);

    std::string_view text_;
    std::vector<Token> tokens_;
    std::size_t next_ = 0;
    int depth_ = 0;
    bool in_header_line_ = false;  ///< what comes next is the body of a "for" in its own line
};

}  // namespace io::pasted
