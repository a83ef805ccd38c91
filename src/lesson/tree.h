#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "words/message.h"

namespace lesson {

/// A value of a JSON file with the line that it stands on.
struct Node {
    enum class Kind { null, boolean, number, text, list, object } kind = Kind::null;
    int line = 0;
    bool truth = false;
    double number = 0;
    std::string text;
    std::vector<Node> items;
    struct Field;
    std::vector<Field> fields;

    /// The field of that name, or nullptr.
    const Node* find(std::string_view key) const;
};

struct Node::Field {
    std::string name;
    Node value;
};

/// Throws io::FileError with name and line.
[[noreturn]] void refuse(const std::string& name, int line, const words::Message& why);
/// Reads the text of a file. Throws io::FileError: more than the limits allow, no JSON, a field twice.
Node read_tree(std::string_view text, const std::string& name);

}  // namespace lesson
