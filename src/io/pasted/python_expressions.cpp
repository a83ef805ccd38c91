#include <utility>

#include "io/pasted/parser.h"

namespace io::pasted {

void Parser::fail(words::Message message) const { throw pool::NotationError(now().at, std::move(message)); }

Node Parser::tuple() {
    Node first = expression();
    if (!is(",") || ahead(1).is("\n") || ahead(1).type == Token::Type::end) return first;
    Node list;
    list.type = Node::Type::list;
    list.at = first.at;
    list.add(std::move(first));
    while (is(",") && !ahead(1).is("\n") && ahead(1).type != Token::Type::end) {
        ++next_;
        list.add(expression());
    }
    list.end = list.children.back().end;
    return list;
}

Node Parser::expression(int weakest) {
    const Nested nested(*this);
    Node left = unary();
    while (true) {
        const int level = strength(now());
        if (level < weakest || level == 0) return left;
        Node node;
        node.type = Node::Type::binary;
        node.text = now().text;
        node.at = left.at;
        ++next_;
        if (node.text == "not" && accept("in")) node.text = "not in";
        if (node.text == "is" && accept("not")) node.text = "is not";
        node.add(std::move(left));
        node.add(expression(level + 1));
        node.end = node.children.back().end;
        left = std::move(node);
    }
}

Node Parser::unary() {
    for (const std::string_view sign : {"-", "+", "*", "**", "not", "!", "~", "&", "await", "new"}) {
        if (!is(sign)) continue;
        Node node;
        node.type = Node::Type::unary;
        node.text = sign;
        node.at = now().at;
        ++next_;
        const Nested nested(*this);
        node.add(unary());
        node.end = node.children.back().end;
        return node;
    }
    return postfix(primary());
}

Node Parser::primary() {
    Node node;
    node.at = now().at;
    if (is("(") || is("[") || is("{")) return bracketed();
    if (is(Token::Type::number)) return number();
    if (is(Token::Type::text)) {
        node.type = Node::Type::text;
        node.text = now().text;
    } else if (is("lambda")) {
        while (!is(":") && !is("\n") && !is(Token::Type::end)) ++next_;
        accept(":");
        return expression();
    } else if (is(Token::Type::name)) {
        node.type = Node::Type::name;
        node.text = now().text;
    } else if (is(":") || is("...") || is(".")) {
        node.type = Node::Type::other;
    } else {
        fail({"error.notation.layer", {seen()}});
    }
    node.end = now().end;
    ++next_;
    return node;
}

Node Parser::number() {
    Node node;
    node.type = Node::Type::number;
    node.text = now().text;
    node.at = now().at;
    node.end = now().end;
    ++next_;
    const bool by = is(Token::Type::name) && (now().text[0] == 'x' || now().text[0] == 'X');
    if (!by) return node;
    const std::string rest = now().text.substr(1);
    if (rest.empty()) {
        ++next_;
        Node times;
        times.type = is(Token::Type::number) ? Node::Type::list : Node::Type::binary;
        times.text = "*";
        times.at = node.at;
        times.add(std::move(node));
        const Nested nested(*this);
        times.add(unary());
        times.end = times.children.back().end;
        return times;
    }
    if (rest.find_first_not_of("0123456789") != std::string::npos) return node;
    Node other = node;
    other.text = rest;
    Node pair;
    pair.type = Node::Type::list;
    pair.at = node.at;
    pair.end = now().end;
    pair.add(std::move(node));
    pair.add(std::move(other));
    ++next_;
    return pair;
}

Node Parser::bracketed() {
    Node list;
    list.type = Node::Type::list;
    list.at = now().at;
    const std::string close = is("(") ? ")" : is("[") ? "]" : "}";
    ++next_;
    items(list, close);
    return list;
}

void Parser::items(Node& parent, const std::string& close) {
    const Nested nested(*this);
    skip_lines();
    while (!accept(close)) {
        if (is(Token::Type::end)) fail({"error.pasted.close", {close}});
        parent.add(argument(parent.type == Node::Type::index));
        comprehension(parent);
        const bool new_line = is("\n");
        skip_lines();
        if (accept(",") || accept(";")) {
            skip_lines();
        } else if (!is(close) && !new_line && !printed_child() && !is(":") && !matlab_row(parent, close)) {
            fail({"error.pasted.comma_or_close", {seen(), close}});
        }
    }
    parent.end = tokens_[next_ - 1].end;
}

bool Parser::matlab_row(const Node& parent, std::string_view close) const {
    return close == "]" && is(Token::Type::number) && parent.children.back().type == Node::Type::number;
}

bool Parser::printed_child() const {
    if (!is("(")) return false;
    std::size_t by = 1;
    while (ahead(by).type == Token::Type::name || ahead(by).type == Token::Type::number || ahead(by).is("-"))
        ++by;
    return by > 1 && ahead(by).is(")") && ahead(by + 1).is(":");
}

Node Parser::slice() {
    Node range;
    range.type = Node::Type::slice;
    range.at = now().at;
    Node open;
    bool parted = false;
    for (int part = 0; part < 3; ++part) {
        const bool empty = is(":") || is(",") || is("]");
        range.add(empty ? open : expression());
        skip_lines();
        if (!accept(":")) break;
        parted = true;
    }
    if (!parted) return range.children[0];
    range.end = tokens_[next_ - 1].end;
    while (range.children.size() < 3) range.add(open);
    return range;
}

Node Parser::argument(bool slices) {
    if (slices) return slice();
    std::string key;
    if (printed_child()) {
        // "(0): ", "(pool1): ", "(0-2): "
        ++next_;
        while (!is(")")) {
            key += now().text;
            ++next_;
        }
        next_ += 2;
    } else if (is(Token::Type::name) && (ahead(1).is("=") || ahead(1).is(":"))) {
        key = now().text;
        next_ += 2;
    }
    skip_lines();
    if (is(",") || is(")") || is("]")) fail({"error.notation.value", {seen()}});
    Node value = expression();
    if (is(":") && (value.type == Node::Type::text || value.type == Node::Type::number)) {
        // A dictionary's entry.
        key = value.text;
        ++next_;
        skip_lines();
        value = expression();
    } else if (is(":")) {
        while (is(":")) {
            ++next_;
            if (!is(",") && !is(")") && !is("]")) expression();
        }
        value.type = Node::Type::other;
    }
    value.key = std::move(key);
    return value;
}

void Parser::comprehension(Node& parent) {
    if (!is("for")) return;
    Node item = std::move(parent.children.back());
    parent.children.pop_back();
    parent.add(each(std::move(item)));
}

Node Parser::each(Node item) {
    const Nested nested(*this);
    ++next_;
    Node result;
    result.type = Node::Type::each;
    result.at = item.at;
    result.names = bound_names();
    accept("in");
    Node source = expression(2);
    Node condition;
    while (accept("if")) {
        Node next = expression(2);
        if (condition.type == Node::Type::other) {
            condition = std::move(next);
            continue;
        }
        Node both;
        both.type = Node::Type::binary;
        both.text = "and";
        both.at = condition.at;
        both.end = next.end;
        both.add(std::move(condition));
        both.add(std::move(next));
        condition = std::move(both);
    }
    // The first "for" is the outermost.
    if (is("for")) item = each(std::move(item));
    result.end = source.end;
    result.add(std::move(item));
    result.add(std::move(source));
    result.add(std::move(condition));
    return result;
}

Node Parser::postfix(Node base) {
    while (true) {
        if (is("(") || (is("{") && base.type == Node::Type::name)) {
            Node call;
            call.type = Node::Type::call;
            call.at = base.at;
            const std::string close = is("(") ? ")" : "}";
            ++next_;
            call.add(std::move(base));
            items(call, close);
            base = std::move(call);
        } else if (is("[")) {
            Node index;
            index.type = Node::Type::index;
            index.at = base.at;
            ++next_;
            index.add(std::move(base));
            items(index, "]");
            base = std::move(index);
        } else if ((is(".") || is(":")) && ahead(1).type == Token::Type::name &&
                   (is(".") || (ahead(2).is("(") && base.type == Node::Type::call))) {
            ++next_;
            if (base.type == Node::Type::name) {
                base.text += "." + now().text;
                base.end = now().end;
            } else {
                Node attribute;
                attribute.type = Node::Type::attribute;
                attribute.text = now().text;
                attribute.at = base.at;
                attribute.end = now().end;
                attribute.add(std::move(base));
                base = std::move(attribute);
            }
            ++next_;
        } else if (without_brackets(base)) {
            base = bare_call(std::move(base));
        } else {
            return base;
        }
    }
}

bool Parser::without_brackets(const Node& base) const {
    if (base.type != Node::Type::name || !is(Token::Type::number)) return false;
    const std::string_view leaf = std::string_view(base.text).substr(base.text.find_last_of('.') + 1);
    return leaf.size() > 3 && !is_setting(leaf);
}

bool Parser::is_setting(std::string_view word) {
    return is_any(word, {"stride", "strides", "padding", "dilation", "kernel_size"});
}

Node Parser::bare_call(Node base) {
    Node call;
    call.type = Node::Type::call;
    call.at = base.at;
    call.add(std::move(base));
    while (is(Token::Type::number) ||
           (is_setting(now().text) && (ahead(1).type == Token::Type::number || ahead(1).is("=")))) {
        std::string key;
        if (is(Token::Type::name)) {
            key = now().text;
            ++next_;
            accept("=");
            if (!is(Token::Type::number)) fail({"error.notation.number", {seen()}});
        }
        call.add(number());
        call.children.back().key = key;
        if (is(",") && ahead(1).type == Token::Type::name && is_setting(ahead(1).text) &&
            (ahead(2).type == Token::Type::number || ahead(2).is("=")))
            ++next_;
    }
    call.end = call.children.back().end;
    return call;
}

}  // namespace io::pasted
