#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "words/message.h"

namespace ui {

struct FolderEntry {
    std::string name;  ///< as shown: valid UTF-8
    std::filesystem::path path;
    bool folder = false;
};

/// The order in which people count: folders first, "digit_2" before "digit_10", small and large letters
/// alike.
bool natural_less(std::string_view a, std::string_view b);

/// What a folder holds, and the part of it that is shown.
class FileList {
 public:
    /// Reads a folder. Returns why it cannot be read; then the list is empty.
    words::Message read(const std::filesystem::path& folder);
    /// Shows the entries whose names hold `text`, and unless `all_kinds` only folders and files that can be
    /// read. Cheap where nothing has changed.
    void filter(const std::string& text, bool all_kinds);
    /// Indices of those shown, in order.
    std::size_t size() const { return shown_.size(); }
    const FolderEntry& operator[](std::size_t i) const { return entries_[shown_[i]]; }
    bool holds_others() const { return shown_.size() < entries_.size(); }

 private:
    std::vector<FolderEntry> entries_;
    std::vector<std::size_t> shown_;
    std::string text_;
    bool all_kinds_ = false;
    bool filtered_ = false;
};

}  // namespace ui
