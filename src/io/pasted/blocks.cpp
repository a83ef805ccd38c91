#include "io/pasted/blocks.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "io/pasted/names.h"

namespace io::pasted {

namespace {

/// A key with its value: a word, or what stands in brackets.
struct Block {
    std::string key;
    std::string value;  ///< as Python writes it: "2", "'MAX'", "True"; empty: there are children
    std::vector<Block> children;
    bool list = false;  ///< the children are items
    std::size_t at = 0;

    /// The first child of that name.
    const Block* find(std::string_view name) const {
        const auto found = std::ranges::find(children, name, &Block::key);
        return found == children.end() ? nullptr : &*found;
    }
    /// The text in its quotes.
    std::string text() const { return value.starts_with('\'') ? value.substr(1, value.size() - 2) : value; }
    std::string text_of(std::string_view name) const {
        const Block* child = find(name);
        return child ? child->text() : std::string();
    }
};

class BlockReader {
 public:
    explicit BlockReader(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

    /// Keys and values up to `close`, or to the end where that is 0. False: it is something else.
    bool fields(std::vector<Block>& into, char close, int depth = 0) {
        constexpr int kDeepest = 64;
        if (depth > kDeepest) return false;
        while (true) {
            skip();
            if (at_ >= text_.size()) return close == 0;
            if (text_[at_] == close) {
                ++at_;
                return true;
            }
            Block block;
            block.at = at_;
            if (!word(block.key)) return false;
            if (block.key.starts_with('\'')) block.key = block.key.substr(1, block.key.size() - 2);
            skip();
            if (at_ < text_.size() && text_[at_] == ':') ++at_;
            if (!value(block, depth)) return false;
            into.push_back(std::move(block));
        }
    }
    bool value(Block& block, int depth) {
        skip();
        if (at_ >= text_.size()) return false;
        if (text_[at_] == '{') {
            ++at_;
            return fields(block.children, '}', depth + 1);
        }
        if (text_[at_] == '[') {
            ++at_;
            block.list = true;
            return items(block, depth + 1);
        }
        return word(block.value);
    }

 private:
    bool items(Block& block, int depth) {
        constexpr int kDeepest = 64;
        if (depth > kDeepest) return false;
        while (true) {
            skip();
            if (at_ >= text_.size()) return false;
            if (text_[at_] == ']') {
                ++at_;
                return true;
            }
            Block item;
            item.at = at_;
            if (!value(item, depth)) return false;
            block.children.push_back(std::move(item));
        }
    }
    /// Blanks, commas and comments.
    void skip() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '#')
                at_ = std::min(text_.find('\n', at_), text_.size());
            else if (c == ' ' || c == '\t' || c == '\n' || c == ',' || c == ';')
                ++at_;
            else
                return;
        }
    }
    /// A word as Python writes it.
    bool word(std::string& into) {
        const char quote = text_[at_];
        if (quote == '"' || quote == '\'') {
            const std::size_t close = text_.find(quote, at_ + 1);
            if (close == text_.npos) return false;
            std::string inner(text_.substr(at_ + 1, close - at_ - 1));
            std::erase_if(inner, [](char c) { return c == '\'' || c == '\\' || c == '\n'; });
            into = "'" + inner + "'";
            at_ = close + 1;
            return true;
        }
        const std::size_t end = std::min(text_.find_first_of(" \t\n,;:{}[]()\"'#", at_), text_.size());
        const std::string bare(text_.substr(at_, end - at_));
        if (bare.empty()) return false;
        const std::string small = in_lower_case(bare);
        const bool number = bare.find_first_not_of("+-.eE0123456789") == bare.npos;
        into = small == "true"                      ? "True"
               : small == "false"                   ? "False"
               : small == "null" || small == "none" ? "None"
               : number                             ? bare
                                                    : "'" + bare + "'";
        at_ = end;
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// "[2, 2]", "2"; empty: it holds blocks.
std::string written(const Block& block) {
    if (!block.list) return block.value;
    std::string text = "[";
    for (const Block& item : block.children) text += (text.size() > 1 ? ", " : "") + written(item);
    return text + "]";
}

/// Puts calls together, one a line.
class Calls {
 public:
    explicit Calls(const PlainText& plain) : plain_(plain) {}

    void begin(std::string_view name, std::size_t at) {
        at_ = at;
        first_ = true;
        put(name);
        put("(");
    }
    void argument(std::string_view key, std::string_view value) {
        if (value.empty() || value == "None") return;
        put(first_ ? "" : ", ");
        put(key);
        put("=");
        put(value);
        first_ = false;
    }
    void end() { put(")\n"); }
    void call(std::string_view name, std::size_t at) {
        begin(name, at);
        end();
    }
    PlainText finish() {
        result_.origin.push_back(plain_.origin.back());
        return std::move(result_);
    }
    bool empty() const { return result_.text.empty(); }

 private:
    void put(std::string_view text) {
        result_.text += text;
        result_.origin.insert(result_.origin.end(), text.size(),
                              plain_.origin[std::min(at_, plain_.text.size())]);
    }

    const PlainText& plain_;
    PlainText result_;
    std::size_t at_ = 0;
    bool first_ = true;
};

/// The fields of a block as arguments; one that stands several times becomes a list.
void arguments(Calls& calls, const Block& block) {
    for (auto field = block.children.begin(); field != block.children.end(); ++field) {
        const auto same = [&](const Block& other) { return other.key == field->key; };
        if (std::any_of(block.children.begin(), field, same)) continue;
        if (field->value.empty() && !field->list) continue;
        std::string value = written(*field);
        if (std::count_if(block.children.begin(), block.children.end(), same) > 1) {
            value = "[";
            for (const Block& other : block.children)
                if (same(other)) value += (value.size() > 1 ? ", " : "") + written(other);
            value += "]";
        }
        calls.argument(field->key, value);
    }
}

void caffe_layer(Calls& calls, const Block& layer) {
    const std::string type = layer.text_of("type");
    const std::string word = in_lower_case(type);
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kNames = {
        {{"innerproduct", "Linear"},
         {"inner_product", "Linear"},
         {"softmaxwithloss", "Softmax"},
         {"softmax_loss", "Softmax"},
         {"accuracy", "Softmax"},
         {"batchnorm", "BatchNorm2d"},
         {"data", "Input"},
         {"imagedata", "Input"},
         {"hdf5data", "Input"},
         {"memorydata", "Input"}}};
    for (const auto& [name, ours] : kNames)
        if (word == name) return calls.call(ours, layer.at);
    for (const std::string_view kind : {"Pooling", "Convolution"}) {
        const std::string small = in_lower_case(kind);
        const Block* parameters = layer.find(small + "_param");
        if (word != small || !parameters) continue;
        calls.begin("caffe." + std::string(kind) + "Layer", layer.at);
        arguments(calls, *parameters);
        return calls.end();
    }
    calls.call(word == "relu" ? "ReLU" : type, layer.at);
}

void caffe(Calls& calls, const std::vector<Block>& fields) {
    for (const Block& field : fields) {
        if (field.key == "layer" || field.key == "layers") {
            if (field.find("type")) caffe_layer(calls, field);
        } else if (field.key == "pooling_param") {
            calls.begin("caffe.PoolingLayer", field.at);
            arguments(calls, field);
            calls.end();
        }
    }
}

void onnx_nodes(Calls& calls, const std::vector<Block>& fields) {
    for (const Block& field : fields) {
        const std::string type = field.text_of("op_type");
        if (type.empty() || type == "Constant") {
            onnx_nodes(calls, field.children);
            continue;
        }
        calls.begin("onnx." + type, field.at);
        for (const Block& attribute : field.children) {
            if (attribute.key != "attribute") continue;
            std::string list;
            std::string one;
            for (const Block& part : attribute.children) {
                if (part.key == "ints" || part.key == "floats")
                    list += (list.empty() ? "" : ", ") +
                            (part.list ? written(part).substr(1, written(part).size() - 2) : part.value);
                if (part.key == "i" || part.key == "f" || part.key == "s") one = part.value;
            }
            calls.argument(attribute.text_of("name"), list.empty() ? one : "[" + list + "]");
        }
        calls.end();
    }
}

void keras_layers(Calls& calls, const Block& block) {
    const std::string name = block.text_of("class_name");
    const Block* config = block.find("config");
    const Block* inner = config ? config->find("layers") : nullptr;
    if (name.empty() || inner) {
        for (const Block& child : inner ? inner->children : block.children) keras_layers(calls, child);
        return;
    }
    calls.begin("keras.layers." + name, block.at);
    const bool convolves = name.find("Conv") != name.npos;
    if (config)
        for (const char* key : {"filters", "kernel_size", "pool_size", "strides", "padding", "dilation_rate",
                                "groups", "use_bias", "activation", "max_value", "output_size"})
            if (const Block* field = config->find(key);
                field && (convolves || std::string_view(key) != "activation" || name == "Activation"))
                calls.argument(key, written(*field));
    calls.end();
}

}  // namespace

std::optional<PlainText> blocks_as_calls(const PlainText& plain) {
    const std::string_view text = plain.text;
    const auto has = [&](std::string_view part) { return text.find(part) != text.npos; };
    Calls calls(plain);
    if (has("\"class_name\"")) {
        Block all;
        const std::size_t open = text.find_first_of("{[");
        if (open == text.npos || !BlockReader(text, open).value(all, 0)) return std::nullopt;
        all.at = open;
        keras_layers(calls, all);
    } else if (has("op_type") || has("pooling_param")) {
        std::vector<Block> fields;
        if (!BlockReader(text).fields(fields, '\0')) return std::nullopt;
        if (has("op_type"))
            onnx_nodes(calls, fields);
        else
            caffe(calls, fields);
    }
    if (calls.empty()) return std::nullopt;
    return calls.finish();
}

}  // namespace io::pasted
