#include "ui/file_list.h"

#include <algorithm>
#include <system_error>

#include "io/document_file.h"
#include "io/files.h"
#include "io/readers.h"
#include "words/utf8.h"

namespace ui {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The digits at `at` without zeros before them; `at` moves behind them.
std::string_view number_at(std::string_view text, std::size_t& at) {
    while (at < text.size() && text[at] == '0') ++at;
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return text.substr(begin, at - begin);
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
    const std::string first = words::lower_ascii(std::string(a));
    const std::string second = words::lower_ascii(std::string(b));
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < first.size() && j < second.size()) {
        if (is_digit(first[i]) && is_digit(second[j])) {
            const std::string_view x = number_at(first, i);
            const std::string_view y = number_at(second, j);
            if (x.size() != y.size()) return x.size() < y.size();
            if (x != y) return x < y;
            continue;
        }
        if (first[i] != second[j])
            return static_cast<unsigned char>(first[i]) < static_cast<unsigned char>(second[j]);
        ++i;
        ++j;
    }
    const std::size_t rest_a = first.size() - i;
    const std::size_t rest_b = second.size() - j;
    return rest_a != rest_b ? rest_a < rest_b : a < b;
}

words::Message FileList::read(const std::filesystem::path& folder) {
    entries_.clear();
    filtered_ = false;
    std::error_code failed;
    std::filesystem::directory_iterator it(folder, std::filesystem::directory_options::skip_permission_denied,
                                           failed);
    if (failed) return {"error.file.reach", {io::display_name(folder), io::system_reason(failed.value())}};
    for (; it != std::filesystem::directory_iterator(); it.increment(failed)) {
        if (failed) break;
        std::string name = io::display_name(it->path().filename());
        if (name.starts_with('.')) continue;
        std::error_code unknown;
        entries_.push_back({std::move(name), it->path(), it->is_directory(unknown)});
    }
    std::ranges::sort(entries_, [](const FolderEntry& a, const FolderEntry& b) {
        return a.folder != b.folder ? a.folder : natural_less(a.name, b.name);
    });
    return {};
}

void FileList::filter(const std::string& text, bool all_kinds) {
    if (filtered_ && text == text_ && all_kinds == all_kinds_) return;
    filtered_ = true;
    text_ = text;
    all_kinds_ = all_kinds;
    shown_.clear();
    const std::string wanted = words::lower_ascii(text);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const FolderEntry& entry = entries_[i];
        const bool kind = all_kinds || entry.folder || io::is_document_path(entry.path) ||
                          io::has_readable_name(entry.path);
        if (kind && words::lower_ascii(entry.name).find(wanted) != std::string::npos) shown_.push_back(i);
    }
}

}  // namespace ui
