#include "io/objects.h"

#include <algorithm>
#include <chrono>

#include "io/files.h"
#include "io/sha256.h"

namespace io {

namespace {

/// A name comes from a file: it must not lead out of the folder.
bool is_name(const std::string& name) {
    return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

const std::string& Objects::keep(const std::shared_ptr<const void>& owner,
                                 std::span<const std::uint8_t> bytes) {
    std::error_code failed;
    if (owner == last_owner_ && std::filesystem::exists(folder_ / last_name_, failed)) return last_name_;
    const std::string name = sha256(bytes);
    const std::filesystem::path path = folder_ / name;
    if (std::filesystem::file_size(path, failed) != bytes.size() || failed) {
        std::filesystem::create_directories(folder_, failed);
        WriteOptions options;
        options.private_file = true;
        write_file_atomically(path, bytes, options);
    }
    last_owner_ = owner;
    last_name_ = name;
    return last_name_;
}

std::vector<std::uint8_t> Objects::read(const std::string& name) const {
    if (!is_name(name)) throw FileError({"error.object.name", {name}});
    std::vector<std::uint8_t> bytes = read_file(folder_ / name);
    if (sha256(bytes) != name) throw FileError({"error.object.changed", {display_name(folder_ / name)}});
    return bytes;
}

void Objects::remove_all_but(const std::set<std::string>& used) const {
    std::error_code failed;
    const auto yesterday = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24);
    for (std::filesystem::directory_iterator at(folder_, failed), end; !failed && at != end;
         at.increment(failed)) {
        const std::string name = at->path().filename().string();
        std::error_code gone;
        if (!is_name(name) || used.contains(name) || at->last_write_time(gone) > yesterday || gone) continue;
        std::filesystem::remove(at->path(), gone);
    }
}

}  // namespace io
