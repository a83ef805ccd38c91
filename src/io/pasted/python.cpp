#include "io/pasted/python.h"

#include <algorithm>
#include <utility>

#include "io/pasted/parser.h"

namespace io::pasted {

void Node::add(Node child) {
    constexpr int kTallest = 512;
    height = std::max(height, child.height + 1);
    if (height > kTallest) throw pool::NotationError(at, {"error.pasted.tall", {kTallest}});
    children.push_back(std::move(child));
}

std::vector<Statement> Parser::statements() {
    std::vector<Statement> result;
    while (!is(Token::Type::end)) {
        if (accept("\n")) {
            in_header_line_ = false;
            continue;
        }
        if (accept(";") || accept(",")) continue;
        if (statement(result)) end_of_statement();
    }
    return result;
}

bool Parser::accept(std::string_view sign) {
    if (!is(sign)) return false;
    ++next_;
    return true;
}

words::Argument Parser::seen() const {
    if (is(Token::Type::end) || is("\n")) return words::Message("error.notation.end");
    return "\"" + now().text.substr(0, 16) + "\"";
}

void Parser::skip_line() {
    while (!is(Token::Type::end) && !is("\n")) ++next_;
}

void Parser::skip_lines() {
    while (is("\n")) ++next_;
}

bool Parser::statement(std::vector<Statement>& result) {
    Statement made;
    made.indent = now().indent + (in_header_line_ ? 1 : 0);
    made.at = now().at;
    const bool brackets = is_any(now().text, {"if", "elif", "while", "return", "assert"});
    if (is(Token::Type::name) && !ahead(1).is("=") && (!ahead(1).is("(") || brackets)) {
        const std::string word = now().text;
        if (word == "break" || word == "continue") {
            made.keyword = word;
            result.push_back(std::move(made));
            ++next_;
            return true;
        }
        if (is_any(word, {"import", "from", "pass", "global", "raise", "assert", "nonlocal", "yield"})) {
            skip_line();
            return true;
        }
        if (word == "return" && (ahead(1).is("\n") || ahead(1).type == Token::Type::end)) {
            skip_line();
            return true;
        }
        if (is_any(word, {"return", "del", "let", "var", "const", "auto", "local"})) {
            if (word == "return" || word == "del") made.keyword = word;
            ++next_;
        } else if (is_any(word, {"class", "def", "for", "if", "elif", "else", "with", "while", "try",
                                 "except", "finally", "async"})) {
            return header(result, std::move(made));
        }
    }
    if (is("@")) {
        skip_line();
        return true;
    }
    join_words();
    made.value = tuple();
    assignments(made);
    result.push_back(std::move(made));
    return true;
}

void Parser::join_words() {
    if (!is(Token::Type::name) || is_any(now().text, {"not", "lambda", "await", "new"})) return;
    const auto joins = [](const Token& token) {
        return token.type == Token::Type::name && strength(token) == 0 && token.text != "for";
    };
    const std::size_t at = now().at;
    std::string all = now().text;
    while (joins(ahead(1))) all += " " + tokens_[++next_].text;
    tokens_[next_].text = std::move(all);
    tokens_[next_].at = at;
}

bool Parser::header(std::vector<Statement>& result, Statement made) {
    made.keyword = now().text;
    ++next_;
    if (made.keyword == "for") {
        made.targets = bound_names();
        if (accept("in")) made.value = tuple();
    } else if (is_any(made.keyword, {"if", "elif", "while"})) {
        made.value = expression();
    } else if (is(Token::Type::name)) {
        made.targets.push_back(now().text);
        ++next_;
        if (made.keyword == "def" && accept("(")) parameters(made.value);
    }
    int open = 0;
    while (!is(Token::Type::end)) {
        if (is("(") || is("[") || is("{")) ++open;
        if (is(")") || is("]") || is("}")) --open;
        if (open <= 0 && (is(":") || is("\n"))) break;
        ++next_;
    }
    accept(":");
    in_header_line_ = !is("\n");
    result.push_back(std::move(made));
    return false;
}

void Parser::assignments(Statement& made) {
    if (is(":") && (made.value.type == Node::Type::name || made.value.type == Node::Type::text)) {
        // "self.pool: nn.Module = …", "pool: MaxPool2d(2)"
        ++next_;
        Node after = tuple();
        if (!is("=")) {
            made.targets.push_back(made.value.text);
            made.value = std::move(after);
        }
    }
    const auto changes = [&] {
        return is_any(now().text, {"+=", "-=", "*=", "/=", "//=", "%=", "**=", "@="});
    };
    while (is("=") || is(":=") || is("<-") || (is(Token::Type::sign) && changes())) {
        const std::string sign = now().text;
        ++next_;
        Node target = std::move(made.value);
        made.unpacks = target.type == Node::Type::list;
        if (made.unpacks)
            for (const Node& child : target.children) made.targets.push_back(child.text);
        else
            made.targets.push_back(target.type == Node::Type::index
                                       ? std::string(text_.substr(target.at, target.end - target.at))
                                       : target.text);
        made.value = tuple();
        made.adds = sign == "+=";
        if (is_any(sign, {"=", ":=", "<-"})) continue;
        Node changed;
        changed.type = Node::Type::binary;
        changed.text = sign.substr(0, sign.size() - 1);
        changed.at = target.at;
        changed.end = made.value.end;
        changed.add(std::move(target));
        changed.add(std::move(made.value));
        made.value = std::move(changed);
    }
}

std::vector<std::string> Parser::bound_names() {
    std::vector<std::string> names;
    for (; !is("in") && !is("\n") && !is(Token::Type::end); ++next_)
        if (is(Token::Type::name)) names.push_back(now().text);
    return names;
}

void Parser::parameters(Node& all) {
    all.type = Node::Type::list;
    all.at = now().at;
    std::string name;
    int open = 0;
    bool begins = true;
    for (; !is(Token::Type::end) && (open > 0 || !is(")")); ++next_) {
        if (begins && is(Token::Type::name)) {
            Node parameter;
            parameter.key = now().text;
            all.add(std::move(parameter));
        }
        begins = open == 0 && (is(",") || (begins && is("\n")));
        if (is("(") || is("[") || is("{")) ++open;
        if (is(")") || is("]") || is("}")) --open;
        if (open > 0 || !is("=") || all.children.empty()) continue;
        ++next_;
        Node value = expression();
        value.key = all.children.back().key;
        all.children.back() = std::move(value);
        --next_;
    }
}

void Parser::end_of_statement() {
    // What is pasted may begin in the middle of a larger expression, or end a sentence.
    while (is(")") || is("]") || is("}") || (is(".") && !is(Token::Type::name))) ++next_;
    if (is(Token::Type::end) || is("\n") || accept(";") || accept(",")) return;
    // Two layers side by side are two layers; anything else is a mistake.
    if (is(Token::Type::name)) return;
    fail({"error.pasted.comma_or_end", {seen()}});
}

std::vector<Statement> read_python(std::string_view text) { return Parser(text).statements(); }

}  // namespace io::pasted
