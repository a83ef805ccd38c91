#include "io/file_set.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>

#include "io/files.h"

namespace io {

namespace {

/// Takes away what was made, unless it is told that all is well.
class Undo {
 public:
    ~Undo() {
        std::error_code ignored;
        for (auto made = made_.rbegin(); made != made_.rend(); ++made)
            std::filesystem::remove(*made, ignored);
    }
    Undo() = default;
    Undo(const Undo&) = delete;
    Undo& operator=(const Undo&) = delete;
    /// A file or folder that is not there yet is going to be made.
    void note(const std::filesystem::path& path) {
        std::error_code ignored;
        if (!std::filesystem::exists(std::filesystem::symlink_status(path, ignored))) made_.push_back(path);
    }
    void all_is_well() { made_.clear(); }

 private:
    std::vector<std::filesystem::path> made_;
};

/// Makes a folder and those that it lies in.
void make_folder(const std::filesystem::path& folder, Undo& undo) {
    std::error_code failed;
    std::filesystem::path above;
    for (const std::filesystem::path& part : folder) {
        above /= part;
        if (std::filesystem::exists(above, failed) && !std::filesystem::is_directory(above, failed))
            throw FileError({"error.usage.out_file", {display_name(above)}});
        undo.note(above);
    }
    std::filesystem::create_directories(folder, failed);
    if (failed)
        throw FileError({"error.usage.out_folder", {display_name(folder), system_reason(failed.value())}});
}

/// "frame-0012.png": what stands before the number and behind it.
struct NumberedName {
    std::string before, behind;
    std::int64_t number = 0;
};
std::optional<NumberedName> numbered(const std::string& name) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const std::size_t dot = std::min(name.rfind('.'), name.size());
    std::size_t first = dot;
    while (first > 0 && digit(name[first - 1])) --first;
    NumberedName parts{name.substr(0, first), name.substr(dot)};
    const auto [end, error] = std::from_chars(name.data() + first, name.data() + dot, parts.number);
    if (error != std::errc{} || end != name.data() + dot) return std::nullopt;
    return parts;
}

}  // namespace

void write_files(const std::filesystem::path& folder, std::span<const NamedFile> files) {
    Undo undo;
    std::error_code failed;
    for (const NamedFile& file : files)
        if (std::filesystem::is_directory(folder / file.name, failed))
            throw FileError({"error.usage.out_is_folder", {display_name(folder / file.name)}});
    make_folder(folder, undo);
    for (const NamedFile& file : files) {
        make_folder((folder / file.name).parent_path(), undo);
        undo.note(folder / file.name);
        // Of many files, none waits for the disk.
        write_file_atomically(folder / file.name, file.bytes, {.durable = false});
    }
    undo.all_is_well();
}

void write_numbered_files(const std::filesystem::path& folder, std::span<const NamedFile> files) {
    const auto own = numbered(files.back().name);
    std::int64_t further = 0;
    std::string first;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
        const std::string name = entry.path().filename().string();
        const auto parts = numbered(name);
        if (!own || !parts || parts->before != own->before || parts->behind != own->behind ||
            parts->number <= own->number)
            continue;
        ++further;
        if (first.empty() || name < first) first = name;
    }
    // Taking them away would be for their owner.
    if (further > 0)
        throw words::Error({"error.frames.longer", {display_name(folder), further, display_name(first)}});
    write_files(folder, files);
}

}  // namespace io
