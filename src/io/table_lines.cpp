#include "io/table_lines.h"

#include <algorithm>
#include <utility>

#include "io/table_text.h"

namespace io {

namespace {

/// Where a comment begins. What a spreadsheet writes in place of a value is none, in any language ("#WERT!"),
/// nor is "1.#INF".
std::size_t comment_in(std::string_view line) {
    for (std::size_t at = line.find('#'); at != line.npos; at = line.find('#', at + 1)) {
        const std::string_view rest = line.substr(at);
        const std::string_view word = rest.substr(0, rest.find_first_of(" \t,;|\"\r\n"));
        const bool fault = word.size() > 2 && (word.ends_with('!') || word.ends_with('?'));
        const bool infinite = at > 0 && line[at - 1] == '.';
        if (!fault && !infinite && word != "#N/A" && word != "#NV" && word != "#N/D") return at;
    }
    return line.npos;
}

/// "+---+---+", "|:--|--:|", "=====": drawn between rows.
bool is_rule(std::string_view bare) {
    const auto drawn = std::ranges::count_if(bare, [](char c) { return c == '-' || c == '='; });
    return drawn >= 3 && bare.find_first_not_of("+-=|: \t") == bare.npos;
}

/// "(2 rows)", "[2 rows x 3 columns]", "shape: (2, 3)", "[torch.FloatTensor of size 2x3]"
bool counts_cells(std::string_view bare) {
    const bool brackets =
        (bare.starts_with('(') && bare.ends_with(')')) || (bare.starts_with('[') && bare.ends_with(']'));
    if (bare.starts_with("shape: (") && bare.ends_with(')')) return true;  // Polars
    return brackets && (bare.find(" row") != bare.npos || bare.find("Tensor of size") != bare.npos);
}

bool is_odd(std::string_view line) { return std::ranges::count(line, '"') % 2 != 0; }

std::size_t line_end(std::string_view text, std::size_t at) {
    return std::min(text.find_first_of("\r\n", at), text.size());
}
std::size_t next_line(std::string_view text, std::size_t end) {
    return end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
}

/// The end of the line at which quotation marks that are open at `end` are closed; `end` where they are not.
std::size_t closed_end(std::string_view text, std::size_t begin, std::size_t end) {
    constexpr int kMostLines = 10;
    std::size_t last = end;
    for (int i = 0; i < kMostLines && last < text.size(); ++i) {
        last = line_end(text, next_line(text, last));
        if (!is_odd(text.substr(begin, last - begin))) return last;
    }
    return end;
}

}  // namespace

TableLines lines_of(std::string_view text) {
    TableLines result;
    std::size_t number = 0;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = line_end(text, at);
        std::string_view line = text.substr(at, end - at);
        const std::size_t here = ++number;
        const bool quoted = line.find('"') != line.npos;
        if (const std::size_t comment = comment_in(line); comment != line.npos && (!quoted || comment == 0))
            line = line.substr(0, comment);
        if (is_odd(line)) {
            const std::size_t closed = result.lines.empty() ? closed_end(text, at, end) : end;
            if (closed == end && result.unclosed.number == 0) result.unclosed = {line, here};
            line = text.substr(at, closed - at);
            // "\r\n" is one end of a line.
            const auto ends = std::ranges::count(line, '\n');
            number += static_cast<std::size_t>(ends > 0 ? ends : std::ranges::count(line, '\r'));
            end = closed;
        }
        at = next_line(text, end);
        const std::string_view bare = trimmed(line);
        if (bare.empty() && line.find_first_not_of(" \r\f\v\x1A") == line.npos) continue;
        if (bare.starts_with("%") || bare.starts_with("//") || bare == "\x1A") continue;
        if (is_rule(bare) || counts_cells(bare)) continue;
        result.lines.push_back({line, here});
    }
    return result;
}

std::vector<std::string_view> cells_of(std::string_view line, char separator) {
    std::vector<std::string_view> cells;
    if (separator == ' ') {
        for (std::size_t at = 0;;) {
            const std::size_t begin = line.find_first_not_of(" \t", at);
            if (begin == line.npos) return cells;
            at = std::min(line.find_first_of(" \t", begin), line.size());
            cells.push_back(line.substr(begin, at - begin));
        }
    }
    std::size_t begin = 0;
    bool quoted = false;
    for (std::size_t at = 0; at <= line.size(); ++at) {
        if (at < line.size() && line[at] == '"') quoted = !quoted;
        if (at < line.size() && (line[at] != separator || quoted)) continue;
        cells.push_back(line.substr(begin, at - begin));
        begin = at + 1;
    }
    return cells;
}

std::int64_t blocks_of(const std::vector<TableLine>& lines) {
    std::size_t length = 0;
    std::size_t begin = 0;
    for (std::size_t i = 1; i <= lines.size(); ++i) {
        if (i < lines.size() && lines[i].number == lines[i - 1].number + 1) continue;
        if (length == 0) length = i;
        if (i - begin != length || length < 2) return 1;
        begin = i;
    }
    return length == 0 ? 1 : static_cast<std::int64_t>(lines.size() / length);
}

std::optional<std::string> without_latex(std::string_view written) {
    if (written.find("\\\\") == written.npos && written.find("\\begin{") == written.npos) return std::nullopt;
    std::string text(written);
    for (std::size_t at = text.find('\\'); at != std::string::npos; at = text.find('\\', at + 1)) {
        if (text.compare(at, 2, "\\\\") == 0) {
            // A new line, unless one follows anyway.
            const std::size_t next = text.find_first_not_of(" \t", at + 2);
            const bool ends = next == std::string::npos || text[next] == '\n' || text[next] == '\r';
            text.replace(at, 2, ends ? "  " : " \n");
            continue;
        }
        std::size_t end = at + 1;
        while (end < text.size() && ((text[end] >= 'a' && text[end] <= 'z') || text[end] == '*')) ++end;
        // "{tabular}{cc}" belongs to it.
        while (end < text.size() && (text[end] == '{' || text[end] == '[')) {
            const std::size_t close = text.find(text[end] == '{' ? '}' : ']', end);
            if (close == std::string::npos) break;
            end = close + 1;
        }
        std::fill(text.begin() + static_cast<std::ptrdiff_t>(at),
                  text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    }
    return text;
}

}  // namespace io
