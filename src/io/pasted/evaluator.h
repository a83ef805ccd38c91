#pragma once

#include <algorithm>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "io/pasted/interpreter.h"
#include "io/pasted/python.h"
#include "pool/notation.h"

// What statements, expressions and calls of a pasted text have in common.

namespace io::pasted {

constexpr std::size_t kMostLayers = 256;
/// Statements that are followed, those of loops each time.
constexpr int kMostSteps = 20'000;
/// Parts of a value that an index chooses from, parts of parts counted.
constexpr std::size_t kMostParts = 512;
/// Numbers of a list.
constexpr std::size_t kMostNumbers = std::size_t{1} << 18U;

inline bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

inline std::string_view leaf_of(std::string_view name) { return name.substr(name.find_last_of('.') + 1); }
inline std::string base_of(const std::string& name) {
    const std::size_t dot = name.find_last_of('.');
    return dot == std::string::npos ? std::string() : name.substr(0, dot);
}

/// Whether anything but arithmetic is among them.
inline bool has_layers(const Items& items) {
    return std::ranges::any_of(items, [](const Item& item) { return item.type != Item::Type::arithmetic; });
}

[[noreturn]] inline void refuse_at(std::size_t at, words::Message message) {
    throw pool::NotationError(at, std::move(message));
}

/// Methods of a module or a map that leave its numbers alone.
inline bool passes_through(std::string_view method) {
    return one_of(method, {"to",      "cuda",   "cpu",          "eval",    "train",    "half",
                           "float",   "int64",  "int32",        "float32", "double",   "requires_grad_",
                           "build",   "detach", "contiguous",   "clone",   "type",     "numpy",
                           "astype",  "apply",  "share_memory", "floor",   "bfloat16", "compile",
                           "type_as", "mps",    "freeze"});
}
inline bool adds_layers(std::string_view method) {
    return one_of(method,
                  {"add", "append", "extend", "add_module", "insert", "push_back", "register_module"});
}
inline bool makes_input(std::string_view leaf) {
    return one_of(
        leaf, {"randn", "rand", "zeros", "ones", "empty", "Input", "from_numpy", "arange", "randint", "full",
               "randn_like", "ones_like", "expand_dims", "Variable", "unsqueeze", "InputLayer"});
}

/// Walks through the statements and keeps what the names stand for: statements in interpreter.cpp,
/// expressions in expressions.cpp, calls in calls.cpp.
class Interpreter {
 public:
    explicit Interpreter(std::string_view text) : text_(text), statements_(read_python(text)) {}

    Network run();

 private:
    struct Written {
        std::string name;  ///< empty: it stands alone
        Items items;
        bool is_map = false;
    };

    /// How a body is left.
    enum class Flow { next, breaks, goes_on, returns };

    // --- statements ---

    Flow execute(std::size_t begin, std::size_t end);
    /// One statement with its body; `at` becomes the next one.
    Flow follow(std::size_t& at, std::size_t end);
    void step(std::size_t at);
    /// One past the body of the header at `at`.
    std::size_t body_end(std::size_t at, std::size_t end) const;
    void define(const Statement& statement);
    /// Refuses a call that gives a parameter another value than its default, which was read.
    void check_defaults(const Node& node, const std::string& name);
    void assign(const Statement& statement, const Value& value);
    /// "pool.stride = 1"
    bool sets_parameter(const Statement& statement, const std::string& target, const Value& value);
    /// Of several results the one that holds the others; what it does not hold is said.
    Value longest_result(const Value& all);
    void leave_scopes(std::size_t indent);
    /// "del layers[0]"
    void refuse_changed(const Statement& statement) const;
    void unpack(const std::vector<std::string>& targets, const Value& value);
    /// Sums up "layers += [...]"; nullopt: `value` is no list of modules.
    std::optional<Value> extended(const Statement& statement);

    // --- branches and loops ---

    /// `at` becomes the statement behind the last branch.
    Flow branches(std::size_t& at, std::size_t end);
    Flow loop(std::size_t at, std::size_t body);
    Flow loop_while(std::size_t at, std::size_t body);
    Flow nested(std::size_t begin, std::size_t end);
    /// A body that is repeated nobody knows how often: refused where that matters.
    Flow loop_unknown(std::size_t at, std::size_t body);
    /// Its body, where what a missing list holds is named by the list.
    Flow body_of_unknown(const Statement& header, std::size_t begin, std::size_t end);
    /// Layers of everything that is known, to see whether a body adds some.
    std::size_t extent() const;
    /// Whether it does not matter if these statements are run.
    bool is_harmless(std::size_t begin, std::size_t end);
    /// Whether these statements leave the maps as they are but for arithmetic, which is said as left out: a
    /// guard such as "if x.dim() == 3: x = x[None]".
    bool keeps_maps(std::size_t begin, std::size_t end);
    /// Whether layers are made or applied there.
    bool makes_layers(const Node& node);
    /// nullopt: it does not stand in the text.
    std::optional<bool> truth(const Node& node);
    std::optional<bool> compared(const Node& node);
    static bool is_plain(const Node& node);
    /// What a loop goes through; nullopt: it does not stand in the text.
    std::optional<std::vector<Value>> elements(const Node& node);
    std::optional<std::vector<Value>> elements_of_call(const Node& node);
    static std::optional<std::vector<Value>> elements_of(const Value& value, std::size_t at);

    /// Another function has maps of its own.
    void forget_maps();

    void run_statement(const Statement& statement);
    static bool is_call(const Node& node) { return node.type == Node::Type::call; }
    static std::string leaf_name(const std::string& text);

    /// What was written, in its order, without what only serves as a part of something later.
    Items written_in_order() const;
    /// `prefix`: of the names that count.
    void note_unused(std::string_view prefix = {});

    // --- expressions ---

    /// What stands there in the text, in one line, shortened.
    std::string source(std::size_t begin, std::size_t end) const;
    std::string source(const Node& node) const { return source(node.at, node.end); }
    Value unknown(const Node& node) const { return {Value::Type::unknown, {}, {}, source(node), node.at}; }
    Value literal(const Node& node, Literal what) const;
    Value map(const Node& node, Items items) const;
    Value layers(const Node& node, Items items) const;
    /// A parameter's value as it is written at a node; refused there.
    static pool::Value parameter(const Node& node, const pool::LayerKind& kind, const pool::ParamSpec& spec,
                                 const std::string& written);
    static Items joined(Items first, const Items& second);
    static Items repeated(const Items& items, double times, std::size_t at);

    Value evaluate(const Node& node);

    Value sizes(const Node& node) const { return {Value::Type::sizes, {}, {}, source(node), node.at}; }

    Value name(const Node& node);
    Value attribute(const Node& node, const Value& of) const;

    Value list(const Node& node);
    /// A part of a list or a container; one with a star is several.
    Value of_values(const Node& node, std::vector<Value> values);
    static void add_part(std::vector<Value>& parts, const Node& node, const Value& value);
    static std::vector<Value> few(std::vector<Value> parts);

    /// The layers of several modules; names in quotes beside them are passed over.
    Items items_of(const std::vector<Value>& values);

    /// A value where a layer must stand.
    Value as_layers(const Value& value);

    static Call call_like(const Value& value);

    Value indexed(const Node& node);
    /// The part that a literal index or slice chooses; refused where that cannot be told.
    Value chosen(const Node& node, const Value& of);
    /// [None, :, ...] makes no other map.
    static bool adds_axes(const Node& node);
    /// The steps of [:, :, ::2, ::2]; nullopt: something else is taken.
    std::optional<Literal> steps_of(const Node& node);
    /// a for …
    Value each(const Node& node);
    /// a if … else b
    Value conditional(const Node& node);

    Value unary(const Node& node);

    Value binary(const Node& node);
    Value combined(const Node& node, Value left, Value right);
    Value joined_lists(const Node& node, const Value& left, const Value& right) const;
    /// A map, or a name that may stand for one.
    static bool may_flow(const Value& value);
    /// The map with a note on what is done to it, which no layer does.
    Value altered(const Node& node, const Value& of, words::Message note,
                  std::optional<double> negated_from = {}) const;

    [[noreturn]] void refuse_branches(const Node& node) const;

    Value arithmetic(const Node& node, double a, double b) const;

    // --- calls ---

    Value call(const Node& node);

    std::vector<Value> arguments(const Node& node);

    /// Functions that are not layers: range, containers, arrays.
    std::optional<Value> plain_function(const Node& node, const std::string& written,
                                        const std::string& leaf);

    /// Sequential(…) and whatever prints like it.
    Value container(const Node& node);

    /// A layer's constructor, or a function of a map.
    std::optional<Value> layer_call(const Node& node, const std::string& written, const std::string& leaf);

    std::optional<Value> function_call(const Node& node, Call made);

    /// The layers of the argument that is the map, which is taken out of the arguments.
    Items take_map(Call& made);
    Items map_items(const Value& value);

    /// torch.mean(x, dim=(2, 3)), x.mean([-2, -1]), tf.reduce_mean(x, [1, 2])
    static bool averages_whole_map(const Call& made);
    static const Value* axes_of(const Call& made);
    /// x.mean(2), torch.amax(x, dim=-1) behind the layers `below`, with them; nullopt: it is something else.
    static std::optional<Items> over_one_axis(const Call& made, const Items& below);

    /// layers(map)
    Value applied(const Node& node, const Value& what);

    Value method(const Node& node, const Value& of, const std::string& name,
                 const std::string& variable = {});
    /// list.append(…), list.insert(0, …), list.pop(); nullopt: another method.
    std::optional<Value> changed_list(const Node& node, Value& list, const std::string& name);
    /// unsqueeze(0), torch.squeeze(x, 0): an axis of items comes or goes.
    bool moves_items_axis(const Node& node, const std::string& name, std::size_t first_argument);
    /// Pool(2) where Pool = nn.MaxPool2d, and calls of what functools.partial returns.
    std::optional<Value> aliased(const Node& node);
    void keep_alias(const Statement& statement, const Value& value);
    /// block(), Block(), stem(x) of the text's own functions and classes.
    std::optional<Value> own_function(const Node& node, const std::string& written);
    /// The arguments of a call, with the entries of *list and **dictionary.
    void add_arguments(Call& made, const Node& node);
    /// setattr(self, 'pool', …), getattr(self, 'pool')
    std::optional<Value> attribute_by_name(const Node& node, const std::string& leaf);

    Value map_method(const Node& node, const Value& of, const std::string& name);

    /// Options one after the other, as libtorch and Torch 7 write them: .stride(2), :ceil().
    /// PaddingConfig2d::Explicit(1, 1), PaddingConfig2d::Valid
    Value padding_of_burn(const Node& node, const Value& given);
    std::optional<Value> with_parameter(const Node& node, const Value& of, const std::string& name);

    std::string_view text_;
    std::vector<Statement> statements_;
    std::map<std::string, Value> names_;
    std::set<std::string> used_;
    std::set<std::string> classes_;
    std::string class_;  ///< whose methods are read
    std::map<std::string, std::vector<std::pair<std::string, Value>>> defaults_;
    std::vector<Written> written_;
    Items result_;
    bool has_result_ = false;
    std::string result_of_;  ///< the function or class that returns it; empty: none
    Items looked_at_;        ///< of the last map that only a property is taken of
    struct Scope {
        std::size_t indent = 0;
        std::string name;  ///< of a function; of a class for its forward
    };
    std::vector<Scope> scopes_;               ///< functions whose bodies are followed
    std::map<std::string, Value> functions_;  ///< what functions of the text, and classes' forward, return
    std::map<std::string, Node> aliases_;  ///< other names of layers' classes, and what partial makes of them
    int steps_ = 0;
    int loops_ = 0;  ///< that are followed round by round
    int aliases_open_ = 0;
    int nested_ = 0;  ///< bodies of loops and branches that are followed
    Value unknown_;   ///< the first that nothing is known of
    std::vector<words::Message> notes_;
};

}  // namespace io::pasted
