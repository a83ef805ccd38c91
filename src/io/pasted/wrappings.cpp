#include "io/pasted/wrappings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace io::pasted {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// One line of a text: where it begins and ends, and where its first sign that is no blank stands.
struct LineOf {
    std::size_t begin = 0;
    std::size_t first = 0;
    std::size_t end = 0;
    std::string_view bare(std::string_view text) const { return text.substr(first, end - first); }
    std::string_view all(std::string_view text) const { return text.substr(begin, end - begin); }
};

std::vector<LineOf> lines_in(std::string_view text) {
    std::vector<LineOf> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back({begin, std::min(text.find_first_not_of(" \t", begin), end), end});
        begin = end + 1;
    }
    return lines;
}

void blank(std::string& text, std::size_t begin, std::size_t end) {
    std::fill(text.begin() + static_cast<std::ptrdiff_t>(begin),
              text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
}

/// "In [12]:", "Out[3]:"
std::size_t notebook_prompt(std::string_view line) {
    for (const std::string_view word : {"In ", "In", "Out"}) {
        if (!line.starts_with(word) || line.size() <= word.size() || line[word.size()] != '[') continue;
        const std::size_t close = line.find(']');
        if (close == std::string_view::npos || close + 1 >= line.size() || line[close + 1] != ':') continue;
        const std::string_view number = line.substr(word.size() + 1, close - word.size() - 1);
        if (number.find_first_not_of("0123456789 *") == std::string_view::npos) return close + 2;
    }
    return 0;
}

/// Of a session: ">>>", "...", "In [1]:", "...:"; 0: none.
std::size_t session_prompt(std::string_view bare) {
    for (const std::string_view sign : {">>>", "...:", "... "})
        if (bare.starts_with(sign)) return sign.size();
    if (bare == "...") return bare.size();
    return bare.starts_with("In") ? notebook_prompt(bare) : 0;
}

/// Bullets and numbers of a list: "- nn.…", "* nn.…", "+ nn.…", "2. nn.…", "2) nn.…".
std::size_t bullet(std::string_view line) {
    std::size_t at = 0;
    while (at < line.size() && is_digit(line[at])) ++at;
    const bool numbered = at > 0 && at < line.size() && (line[at] == '.' || line[at] == ')');
    const bool dotted = at == 0 && !line.empty() && (line[0] == '-' || line[0] == '*' || line[0] == '+');
    if (!numbered && !dotted) return 0;
    const std::size_t next = line.find_first_not_of(" \t", at + 1);
    return next != std::string_view::npos && next > at + 1 && is_letter(line[next]) ? next : 0;
}

/// Signs at the beginning of a line, behind its blanks, that are not part of the code.
std::size_t prompt(std::string_view line) {
    if (const std::size_t session = session_prompt(line); session > 0) return session;
    if (line.starts_with("$ ")) return 2;
    if (line == "|" || line == "v" || line == "V" || line == "||") return line.size();
    if (line.starts_with(">") && !line.starts_with(">=") && !line.starts_with(">>")) return 1;
    const std::size_t notebook = notebook_prompt(line);
    return notebook > 0 ? notebook : bullet(line);
}

/// Length of "12: ", "12 | ", "12\t" with the blanks before it, where the number is this one; 0: it is not
/// there.
std::size_t number_length(std::string_view line, std::uint64_t number) {
    const std::size_t first = std::min(line.find_first_not_of(" \t"), line.size());
    std::uint64_t found = 0;
    const auto [stop, wrong] = std::from_chars(line.data() + first, line.data() + line.size(), found);
    if (wrong != std::errc{} || found != number) return 0;
    auto at = static_cast<std::size_t>(stop - line.data());
    if (at == line.size()) return at;
    const bool blank_follows = line[at] == ' ' || line[at] == '\t';
    const std::size_t sign = std::min(line.find_first_not_of(' ', at), line.size());
    if (sign < line.size() && (line[sign] == ':' || line[sign] == '|')) {
        at = sign + 1;
        return at < line.size() && line[at] == ' ' ? at + 1 : at;
    }
    // "2 x MaxPool2d(2)"
    const std::string_view code = line.substr(sign);
    if (code.starts_with("x ") && code.size() > 2 && is_letter(code[2])) return 0;
    return blank_follows ? at + 1 : 0;
}

std::uint64_t first_number(std::string_view line) {
    const std::size_t first = std::min(line.find_first_not_of(" \t"), line.size());
    std::uint64_t found = 0;
    const auto [stop, wrong] = std::from_chars(line.data() + first, line.data() + line.size(), found);
    return wrong == std::errc{} && stop != line.data() + first ? found : 0;
}

/// Lines of a diff that hold no code.
bool is_diff_header(std::string_view line) {
    constexpr std::array<std::string_view, 10> kBegins = {
        "diff --",           "index ",           "--- ",    "+++ ",         "@@", "new file mode",
        "deleted file mode", "similarity index", "rename ", "\\ No newline"};
    return std::ranges::any_of(kBegins, [&](std::string_view begin) { return line.starts_with(begin); });
}

bool is_diff(std::string_view text, const std::vector<LineOf>& lines) {
    std::size_t added = 0;
    std::size_t taken = 0;
    std::size_t others = 0;
    for (const LineOf& line : lines) {
        const std::string_view all = line.all(text);
        if (all.starts_with("@@ ") || all.starts_with("diff --")) return true;
        added += all.starts_with('+');
        taken += all.starts_with('-');
        others += !all.empty() && all[0] != '+' && all[0] != '-' && all[0] != ' ';
    }
    return added > 0 && others == 0 && (taken > 0 || added == lines.size());
}

}  // namespace

std::string without_fences(std::string_view text) {
    std::string result(text);
    const std::vector<LineOf> lines = lines_in(text);
    const auto is_fence = [&](const LineOf& line) {
        return line.bare(text).starts_with("```") || line.bare(text).starts_with("~~~");
    };
    const auto fences = std::ranges::count_if(lines, is_fence);
    bool inside = false;
    for (const LineOf& line : lines) {
        const bool fence = is_fence(line);
        // One alone may be the beginning or the end: everything counts then.
        if (fence || (fences > 1 && !inside)) blank(result, line.first, line.end);
        if (fence) inside = !inside;
    }
    return result;
}

PlainText without_line_numbers(PlainText plain) {
    const std::vector<LineOf> lines = lines_in(plain.text);
    std::vector<std::size_t> lengths;
    std::uint64_t next = 0;
    for (const LineOf& line : lines) {
        const std::string_view all = line.all(plain.text);
        if (line.first == line.end) {
            lengths.push_back(0);
            continue;
        }
        if (next == 0) next = first_number(all);
        const std::size_t length = next == 0 ? 0 : number_length(all, next++);
        if (length == 0) return plain;
        lengths.push_back(length);
    }
    if (std::ranges::count_if(lengths, [](std::size_t length) { return length > 0; }) < 2) return plain;
    PlainText result;
    for (std::size_t i = 0; i < lines.size(); ++i)
        for (std::size_t at = lines[i].begin + lengths[i]; at < std::min(lines[i].end + 1, plain.text.size());
             ++at) {
            result.text += plain.text[at];
            result.origin.push_back(plain.origin[at]);
        }
    result.origin.push_back(plain.origin.back());
    return result;
}

bool blank_diff(std::string& text) {
    const std::vector<LineOf> lines = lines_in(text);
    if (!is_diff(text, lines)) return false;
    bool takes = false;
    for (const LineOf& line : lines) {
        const std::string_view all = line.all(text);
        const bool header = is_diff_header(all);
        const bool taken = !header && all.starts_with('-');
        takes = takes || taken;
        if (header || taken)
            blank(text, line.begin, line.end);
        else if (all.starts_with('+'))
            text[line.begin] = ' ';
    }
    return takes;
}

void blank_tags(std::string& text) {
    constexpr std::array<std::string_view, 14> kTags = {"code", "pre", "p",      "br", "span", "div", "b",
                                                        "i",    "em",  "strong", "li", "ul",   "ol",  "a"};
    for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
        std::size_t name = at + 1;
        if (name < text.size() && text[name] == '/') ++name;
        std::size_t end = name;
        while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]))) ++end;
        if (std::ranges::find(kTags, std::string_view(text).substr(name, end - name)) == kTags.end())
            continue;
        const std::size_t close = text.find_first_of("<>\n", end);
        if (close == std::string::npos || text[close] != '>') continue;
        const bool line = text.compare(name, end - name, "br") == 0;
        blank(text, at, close + 1);
        if (line) text[at] = '\n';
    }
}

std::vector<std::pair<std::size_t, std::size_t>> printed_by_session(const std::string& text) {
    const std::string_view all = text;
    const std::vector<LineOf> lines = lines_in(all);
    const auto prompted = [&](const LineOf& line) {
        return line.bare(all).starts_with(">>>") ||
               (line.bare(all).starts_with("In") && notebook_prompt(line.bare(all)) > 0);
    };
    if (std::ranges::none_of(lines, prompted)) return {};
    std::vector<std::pair<std::size_t, std::size_t>> printed;
    bool begun = false;
    bool cell = false;  // of a notebook, whose prompt stands alone
    std::int64_t open = 0;
    for (const LineOf& line : lines) {
        const std::string_view bare = line.bare(all);
        const std::size_t length = session_prompt(bare);
        const bool banner = !begun && (bare.starts_with("Python ") || bare.starts_with("IPython ") ||
                                       bare.starts_with("Type ") || bare.starts_with("[GCC"));
        begun = begun || length > 0;
        if (length > 0) {
            const bool alone = bare.find_first_not_of(' ', length) == bare.npos;
            if (bare.starts_with("In")) cell = alone;
        }
        const bool out = bare.starts_with("Out[");
        if (out) cell = false;
        const bool code = length > 0 || (!begun && !banner) || (!out && (cell || open > 0));
        if (!code) {
            printed.emplace_back(line.begin, line.end);
            open = 0;
            continue;
        }
        open += std::ranges::count_if(bare, [](char c) { return c == '(' || c == '[' || c == '{'; }) -
                std::ranges::count_if(bare, [](char c) { return c == ')' || c == ']' || c == '}'; });
    }
    return printed;
}

void blank_prompts(std::string& text) {
    for (LineOf line : lines_in(text)) {
        for (int k = 0; k < 3; ++k) {
            line.first = std::min(text.find_first_not_of(" \t", line.begin), line.end);
            const std::size_t length = prompt(line.bare(text));
            if (length == 0) break;
            blank(text, line.first, line.first + length);
        }
    }
}

void read_onnx_signs(std::string& text) {
    const auto before = [&](std::size_t at) {
        const std::size_t found = at == 0 ? text.npos : text.find_last_not_of(" \t", at - 1);
        return found == text.npos ? '\n' : text[found];
    };
    for (std::size_t at = text.find('%'); at != text.npos; at = text.find('%', at + 1)) {
        const bool name = at + 1 < text.size() && (is_letter(text[at + 1]) || is_digit(text[at + 1]));
        if (name && std::string_view("\n(,=[").find(before(at)) != std::string_view::npos) text[at] = ' ';
    }
    for (std::size_t at = text.find_first_of("[<"); at != text.npos; at = text.find_first_of("[<", at + 1)) {
        // A name such as MaxPool stands before the attributes, and its inputs in brackets behind them.
        std::size_t name = at;
        while (name > 0 && text[name - 1] == ' ') --name;
        std::size_t begin = name;
        while (begin > 0 && (is_letter(text[begin - 1]) || is_digit(text[begin - 1]))) --begin;
        if (begin == name || text[begin] < 'A' || text[begin] > 'Z') continue;
        const char close = text[at] == '[' ? ']' : '>';
        std::size_t end = at + 1;
        int depth = 0;
        for (; end < text.size() && text[end] != '\n' && (depth > 0 || text[end] != close); ++end)
            depth += text[end] == '[' ? 1 : text[end] == ']' ? -1 : 0;
        const std::size_t next = text.find_first_not_of(' ', end + 1);
        const std::string_view inner = std::string_view(text).substr(at, end - at);
        if (end >= text.size() || text[end] != close || next == text.npos || text[next] != '(' ||
            inner.find('=') == inner.npos)
            continue;
        for (const std::string_view type : {": ints", ": int", ": floats", ": float", ": string"})
            for (std::size_t typed = text.find(type, at); typed < end; typed = text.find(type, typed + 1))
                blank(text, typed, typed + type.size());
        text[at] = '(';
        text[end] = ')';
    }
}

std::size_t place_of_summary(std::string_view text) {
    for (const std::string_view sign : {"Layer (type", "call_module[", " aten::", "graph(%"})
        if (const std::size_t at = text.find(sign); at != text.npos) return at;
    return text.npos;
}

void blank_quotes_around(std::string& text) {
    const std::size_t first = text.find_first_not_of(" \t\n");
    const std::size_t last = text.find_last_not_of(" \t\n");
    if (first == text.npos || first == last || text[first] != text[last]) return;
    if ((text[first] != '"' && text[first] != '\'') || text.find(text[first], first + 1) != last) return;
    text[first] = text[last] = ' ';
}

}  // namespace io::pasted
