#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace io {

/// A folder of files named by their contents, beside the autosaves: what many of them hold alike, such as a
/// picture's own file, is written once.
class Objects {
 public:
    explicit Objects(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Writes the bytes unless they are there, and returns their name. `owner` keeps the bytes alive: the
    /// same owner again is known without looking at them. Throws FileError.
    const std::string& keep(const std::shared_ptr<const void>& owner, std::span<const std::uint8_t> bytes);
    /// The contents of that name. Throws FileError where they are missing or are not what the name says.
    std::vector<std::uint8_t> read(const std::string& name) const;
    /// Removes every content that is in no autosave, except those of the last day, which another program may
    /// be about to name.
    void remove_all_but(const std::set<std::string>& used) const;

 private:
    std::filesystem::path folder_;
    std::shared_ptr<const void> last_owner_;
    std::string last_name_;
};

}  // namespace io
