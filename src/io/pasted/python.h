#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// The part of Python (and of what prints like it) that definitions of networks are written in.

namespace io::pasted {

/// An expression.
struct Node {
    enum class Type {
        name,       ///< `text`: "self.pool", dots included
        number,     ///< `text`: its digits
        text,       ///< `text`: what stands in the quotes
        list,       ///< any brackets; the items are the children
        call,       ///< children: what is called, then the arguments
        attribute,  ///< child: of what; `text`: the name behind the dot
        index,      ///< children: of what, then what stands in the brackets
        binary,     ///< `text`: the operator; two children
        unary,      ///< `text`: the operator; one child
        slice,      ///< in an index: begin, end and step, `other` where they are open
        each,       ///< a comprehension: the item, what it is taken from, a condition; `names`: what it binds
        other,      ///< something that is read over
    };
    Type type = Type::other;
    std::string text;
    std::string key;  ///< of an argument or child: "stride=…", "(pool1): …"
    std::vector<Node> children;
    std::vector<std::string> names;
    std::size_t at = 0;   ///< in the plain text
    std::size_t end = 0;  ///< one past it
    int height = 1;       ///< expressions that stand in each other, this one included

    /// Throws pool::NotationError where more of them stand in each other than the stack has room to evaluate,
    /// as in "x()()()()…" and "1+1+1+…".
    void add(Node child);
};

/// One statement: an expression, an assignment, or a line with a body ("for", "def", "class").
struct Statement {
    std::string keyword;               ///< "return", "for", "def", "class", …; empty: an expression
    std::vector<std::string> targets;  ///< names on the left of "=", or that "for", "def" or "class" binds
    bool unpacks = false;              ///< "a, b = …": each target is one item
    bool adds = false;                 ///< "+=": `value` is the sum
    Node value;  ///< of "if" and "while" the condition; of "def" its parameters' defaults
    std::size_t indent = 0;
    std::size_t at = 0;  ///< in the plain text
};

/// Throws pool::NotationError with the place in `text`.
std::vector<Statement> read_python(std::string_view text);

}  // namespace io::pasted
