#pragma once

#include <filesystem>
#include <future>
#include <memory>

#include "document/document.h"
#include "words/message.h"

namespace ui {

/// What a file holds, read aside for the open dialog. Only one file is read at a time: while that lasts the
/// newest one asked for waits.
class FilePreview {
 public:
    struct Contents {
        std::shared_ptr<const pool::Tensor> map;  ///< its first map, small; none where there is none to show
        words::Message text;                      ///< what it holds, or why it cannot be read
        bool refused = false;
    };

    /// Asks for a file; an empty path: nothing.
    void show(const std::filesystem::path& path);
    /// Takes over what was read. Called in every frame.
    void poll();
    bool busy() const { return reading_.valid(); }
    /// Of the file that was asked for last; nullptr while it is being read.
    const Contents* contents() const {
        return ready_path_ == wanted_ && !wanted_.empty() ? &ready_ : nullptr;
    }

 private:
    std::filesystem::path wanted_, reading_path_, ready_path_;
    std::future<Contents> reading_;
    Contents ready_;
};

}  // namespace ui
