#include "io/file_set.h"

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

}  // namespace

void write_files(const std::filesystem::path& folder, std::span<const NamedFile> files) {
    Undo undo;
    std::filesystem::path above;
    for (const std::filesystem::path& part : folder) undo.note(above /= part);
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed)
        throw words::Error({"error.usage.out_folder", {display_name(folder), system_reason(failed.value())}});
    for (const NamedFile& file : files) {
        undo.note(folder / file.name);
        // Of many files, none waits for the disk.
        write_file_atomically(folder / file.name, file.bytes, {.durable = false});
    }
    undo.all_is_well();
}

}  // namespace io
