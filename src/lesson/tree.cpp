#include "lesson/tree.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

#include "io/files.h"
#include "io/json_text.h"

namespace lesson {

namespace {

using Json = nlohmann::json;

/// Counts the lines that were read. A line break counts when what follows it is read, because the reader
/// looks one character past a number.
class LineIterator {
 public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;
    struct Count {
        int line = 1;
        bool pending = false;
    };

    LineIterator(const char* at, Count* count) : at_(at), count_(count) {}
    const char& operator*() const { return *at_; }
    LineIterator& operator++() {
        if (count_->pending) ++count_->line;
        count_->pending = *at_ == '\n';
        ++at_;
        return *this;
    }
    LineIterator operator++(int) {
        LineIterator before = *this;
        ++*this;
        return before;
    }
    bool operator==(const LineIterator& other) const { return at_ == other.at_; }

 private:
    const char* at_;
    Count* count_;
};

/// Builds the tree from what the parser meets.
class Builder : public nlohmann::json_sax<Json> {
 public:
    Builder(const LineIterator::Count& count, std::string_view text, const std::string& name)
        : count_(count), text_(text), name_(name) {}

    bool null() override { return put({}); }
    bool boolean(bool value) override {
        Node node;
        node.kind = Node::Kind::boolean;
        node.truth = value;
        return put(std::move(node));
    }
    bool number_integer(number_integer_t value) override { return put_number(static_cast<double>(value)); }
    bool number_unsigned(number_unsigned_t value) override { return put_number(static_cast<double>(value)); }
    bool number_float(number_float_t value, const string_t&) override { return put_number(value); }
    bool string(string_t& value) override {
        Node node;
        node.kind = Node::Kind::text;
        node.text = std::move(value);
        return put(std::move(node));
    }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(Node::Kind::object); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(Node::Kind::list); }
    bool end_array() override { return close(); }
    bool key(string_t& value) override {
        key_ = std::move(value);
        return true;
    }
    bool parse_error(std::size_t read, const std::string& token, const Json::exception& error) override {
        io::refuse_json(text_, name_, read, io::is_overflow(error) ? token : std::string());
    }

    Node take() { return std::move(root_); }

 private:
    bool put_number(double value) {
        Node node;
        node.kind = Node::Kind::number;
        node.number = value;
        return put(std::move(node));
    }
    bool put(Node node) {
        place(std::move(node));
        return true;
    }
    bool open(Node::Kind kind) {
        Node node;
        node.kind = kind;
        open_.push_back(place(std::move(node)));
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }
    Node* place(Node node) {
        node.line = count_.line;
        if (open_.empty()) return &(root_ = std::move(node));
        // What is open is always the last one of its parent, so that no pointer to it is lost.
        Node& parent = *open_.back();
        if (parent.kind == Node::Kind::list) return &parent.items.emplace_back(std::move(node));
        parent.fields.push_back({std::move(key_), std::move(node)});
        return &parent.fields.back().value;
    }

    const LineIterator::Count& count_;
    std::string_view text_;
    const std::string& name_;
    Node root_;
    std::vector<Node*> open_;
    std::string key_;
};

}  // namespace

const Node* Node::find(std::string_view key) const {
    const auto found = std::ranges::find(fields, key, &Field::name);
    return found == fields.end() ? nullptr : &found->value;
}

void refuse(const std::string& name, int line, const words::Message& why) {
    throw io::FileError({"error.lesson.at", {name, line, why}});
}

Node read_tree(std::string_view text, const std::string& name) {
    io::check_json(text, name);
    LineIterator::Count count;
    Builder builder(count, text, name);
    Json::sax_parse(LineIterator(text.data(), &count), LineIterator(text.data() + text.size(), &count),
                    &builder);
    return builder.take();
}

}  // namespace lesson
