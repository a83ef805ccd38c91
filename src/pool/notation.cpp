#include "pool/notation.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "pool/limits.h"
#include "pool/literal.h"
#include "pool/text.h"
#include "words/utf8.h"

namespace pool {

namespace {

std::string known_kinds() {
    std::string names;
    for (const LayerKind* kind : all_kinds())
        names += (names.empty() ? "" : ", ") + std::string(kind->name());
    return names;
}

std::string known_params(const LayerKind& kind) {
    std::string names;
    for (const ParamSpec& spec : kind.params()) names += (names.empty() ? "" : ", ") + std::string(spec.name);
    return names;
}

/// Bytes of the text that a sentence quotes where something else was expected.
constexpr std::size_t kMostSeen = 24;

class Reader {
 public:
    explicit Reader(std::string_view text) : text_(text) {
        if (static_cast<std::int64_t>(text.size()) > limits::kNotationBytes)
            fail({"error.notation.long", {text.size() >> 10U, limits::kNotationBytes >> 10}});
    }

    Value value(const LayerKind& kind, const ParamSpec& spec) {
        const Literal read = literal();
        skip_space();
        if (!at_end()) fail({"error.notation.after_value", {seen(), spec.name}});
        return fitted(kind, spec, read, text_);
    }

    Stack stack() {
        Stack result;
        skip_space();
        while (!at_end()) {
            item(result);
            separate({"error.notation.end"}, [&] { return at_end(); });
        }
        return result;
    }

 private:
    [[noreturn]] void fail(words::Message message, std::size_t offset) const {
        throw NotationError(offset, std::move(message));
    }
    [[noreturn]] void fail(words::Message message) const { fail(std::move(message), at_); }

    /// Counts how deep lists and Sequentials stand in each other.
    struct Nested {
        explicit Nested(Reader& reader) : reader_(reader) {
            if (++reader_.depth_ > limits::kBracketDepth)
                reader_.fail({"error.notation.deep", {limits::kBracketDepth}});
        }
        ~Nested() { --reader_.depth_; }
        Nested(const Nested&) = delete;
        Nested& operator=(const Nested&) = delete;

     private:
        Reader& reader_;
    };

    bool at_end() const { return at_ >= text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    static words::Message quoted(std::string_view text) { return {"error.notation.quoted", {text}}; }
    words::Message seen() const {
        if (at_end()) return {"error.notation.end"};
        const std::string_view word = text_.substr(at_, text_.find_first_of(" \t\r\n,()", at_ + 1) - at_);
        return quoted(words::shortened(word, kMostSeen));
    }

    void skip_space() {
        while (!at_end()) {
            const char c = peek();
            if (c == '#') {
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                ++at_;
            } else {
                return;
            }
        }
    }
    /// Between two layers stands one comma, one semicolon or a new line.
    template <class AtClose>
    void separate(const words::Message& close, AtClose&& at_close) {
        const std::size_t begin = at_;
        skip_space();
        const bool new_line = text_.substr(begin, at_ - begin).find('\n') != std::string_view::npos;
        if (at_close()) return;
        if (peek() == ',' || peek() == ';') {
            ++at_;
            skip_space();
        } else if (!new_line) {
            fail({"error.notation.separator", {seen(), close}});
        }
    }
    bool accept(char c) {
        skip_space();
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    /// The key's sentence says where: after or between the arguments of `name`, or in a list.
    void expect(char c, std::string_view key, std::string_view name) {
        if (!accept(c)) fail({key, {seen(), std::string(1, c), name}});
    }

    static bool is_word(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
    std::string word() {
        skip_space();
        const std::size_t begin = at_;
        while (!at_end() && is_word(peek())) ++at_;
        return std::string(text_.substr(begin, at_ - begin));
    }

    /// "(0): " as PyTorch prints the children of a Sequential.
    void skip_child_name() {
        skip_space();
        if (peek() != '(') return;
        const std::size_t before = at_;
        ++at_;
        const std::string name = word();
        if (!name.empty() && accept(')') && accept(':')) return;
        at_ = before;
    }

    /// A layer, or a Sequential with layers in it.
    void item(Stack& stack) {
        skip_child_name();
        skip_space();
        const std::size_t begin = at_;
        std::string name = word();
        while (!at_end() && peek() == '.') {
            ++at_;
            const std::string next = word();
            // Module prefixes say nothing; names such as ONNX.MaxPool keep theirs.
            const bool prefix = name == "nn" || name == "torch" || name == "torch.nn";
            name = prefix ? next : name + "." + next;
        }
        if (name.empty()) fail({"error.notation.layer", {seen()}});
        if (name == "Sequential") {
            expect('(', "error.notation.after", name);
            const Nested nested(*this);
            skip_space();
            while (!accept(')')) {
                if (at_end()) fail({"error.notation.sequential"});
                item(stack);
                separate(quoted(")"), [&] { return at_end() || peek() == ')'; });
            }
            return;
        }
        const LayerKind* kind = find_kind(name);
        if (!kind) fail({"error.notation.unknown_layer", {name, known_kinds()}}, begin);
        if (static_cast<std::int64_t>(stack.size()) >= limits::kLayers)
            fail({"error.layers", {limits::kLayers}}, begin);
        stack.push_back(layer(*kind));
    }

    Layer layer(const LayerKind& kind) {
        Layer result{std::string(kind.name()), {}, true};
        expect('(', "error.notation.after", result.kind);
        std::size_t position = 0;
        bool keyword_seen = false;
        while (!accept(')')) {
            skip_space();
            const std::size_t begin = at_;
            const ParamSpec* spec = keyword(kind);
            if (spec) {
                keyword_seen = true;
            } else {
                if (keyword_seen) fail({"error.notation.positional", {result.kind}}, begin);
                if (position >= kind.params().size())
                    fail({"error.notation.too_many", {result.kind, kind.params().size(), known_params(kind)}},
                         begin);
                spec = &kind.params()[position++];
            }
            if (result.params.find(spec->name))
                fail({"error.notation.twice", {spec->name, result.kind}}, begin);
            Value value = fitted(kind, *spec, literal(), text_);
            if (!spec->only_default(value)) result.params.set(spec->name, std::move(value));
            if (accept(')')) break;
            expect(',', "error.notation.between", result.kind);
        }
        for (const ParamSpec& spec : kind.params()) {
            if (spec.required && !result.params.find(spec.name))
                fail({"error.notation.needs",
                      {result.kind, spec.name, result.kind + "(" + python_text(spec.start_value) + ")"}});
        }
        return result;
    }

    /// Reads "name=" and returns the parameter; reads nothing where there is no keyword.
    const ParamSpec* keyword(const LayerKind& kind) {
        const std::size_t begin = at_;
        const std::string name = word();
        if (name.empty() || !accept('=')) {
            at_ = begin;
            return nullptr;
        }
        const ParamSpec* found = find_spec(kind, name);
        if (!found)
            fail({"error.notation.unknown_parameter", {kind.name(), name, known_params(kind)}}, begin);
        return found;
    }

    Literal literal() {
        Literal result = read_literal();
        result.end = at_;
        return result;
    }

    Literal read_literal() {
        skip_space();
        Literal result;
        result.offset = at_;
        const char c = peek();
        if (c == '(' || c == '[') {
            ++at_;
            const Nested nested(*this);
            result.type = Literal::Type::list;
            const char close = c == '(' ? ')' : ']';
            while (!accept(close)) {
                result.items.push_back(literal());
                if (accept(close)) break;
                expect(',', "error.notation.in_list", "");
            }
            return result;
        }
        if (c == '\'' || c == '"') {
            const std::size_t end = text_.find(c, at_ + 1);
            if (end == std::string_view::npos) fail({"error.notation.quote"});
            result.type = Literal::Type::text;
            result.text = text_.substr(at_ + 1, end - at_ - 1);
            at_ = end + 1;
            return result;
        }
        if (c == '-' || c == '+' || c == '.' || (c >= '0' && c <= '9')) return number_literal(result);
        const std::string name = word();
        if (name == "None") return result;
        if (name == "True" || name == "False") {
            result.type = Literal::Type::boolean;
            result.boolean = name == "True";
            return result;
        }
        if (name == "inf" || name == "nan") {
            result.type = Literal::Type::number;
            result.number = name == "inf" ? std::numeric_limits<double>::infinity() : std::nan("");
            return result;
        }
        at_ = result.offset;
        fail({"error.notation.value", {seen()}});
    }

    Literal number_literal(Literal result) {
        const std::size_t begin = at_ + (peek() == '+' ? 1 : 0);
        const std::size_t end =
            std::min(text_.find_first_not_of("+-.0123456789eEinfa_", begin), text_.size());
        std::string digits(text_.substr(begin, end - begin));
        std::erase(digits, '_');
        const char* first = digits.data();
        const char* last = first + digits.size();
        if (const auto [stop, error] = std::from_chars(first, last, result.integer);
            error == std::errc{} && stop == last) {
            result.type = Literal::Type::integer;
            at_ = end;
            return result;
        }
        const auto [stop, error] = std::from_chars(first, last, result.number);
        if (error != std::errc{} || stop != last) fail({"error.notation.number", {seen()}});
        result.type = Literal::Type::number;
        at_ = end;
        return result;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

}  // namespace

namespace {

/// The order in which parameters are written. A convolution in PyTorch's own form begins with its channels.
std::vector<const ParamSpec*> written_order(const LayerKind& kind, const Layer& layer) {
    std::vector<const ParamSpec*> order;
    for (const ParamSpec& spec : kind.params()) order.push_back(&spec);
    const auto leads = [](const ParamSpec* spec) {
        return spec->name == "in_channels" || spec->name == "out_channels" || spec->name == "kernel_size";
    };
    if (layer.params.find("in_channels")) std::stable_partition(order.begin(), order.end(), leads);
    return order;
}

}  // namespace

std::string notation(const Layer& layer) {
    const LayerKind& kind = kind_of(layer);
    std::string text = layer.kind + "(";
    bool first = true;
    bool positional = !kind.keywords_only();
    for (const ParamSpec* each : written_order(kind, layer)) {
        const ParamSpec& spec = *each;
        const Value* value = layer.params.find(spec.name);
        if (!value || spec.only_default(*value)) {
            positional = false;
            continue;
        }
        if (!first) text += ", ";
        // Only the leading required parameters are clear without their names.
        if (!positional || !spec.required) text += std::string(spec.name) + "=";
        if (!spec.required) positional = false;
        text += python_text(*value);
        first = false;
    }
    return text + ")";
}

std::string notation(const Stack& stack) {
    std::string text;
    for (const Layer& layer : stack)
        if (layer.enabled) text += (text.empty() ? "" : ", ") + notation(layer);
    return text;
}

Stack parse_stack(std::string_view text) { return Reader(text).stack(); }

Value parse_value(const LayerKind& kind, const ParamSpec& spec, std::string_view text) {
    return Reader(text).value(kind, spec);
}

}  // namespace pool
