#include "io/mp4.h"

#include <csignal>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stub_program.h"
#include "temporary.h"
#include "words/message.h"

namespace {

using namespace io_test;
using testing::HasSubstr;

/// So many frames of one colour each.
io::RawVideo video_of(int frames, int width = 4, int height = 2) {
    io::RawVideo video{width, height, 12.5F, {}};
    video.next = [frames, shown = 0,
                  bytes = std::vector<std::uint8_t>(static_cast<std::size_t>(width * height * 3))]() mutable {
        if (shown == frames) return std::span<const std::uint8_t>();
        bytes.assign(bytes.size(), static_cast<std::uint8_t>(++shown));
        return std::span<const std::uint8_t>(bytes);
    };
    return video;
}

std::string refusal_of(const std::filesystem::path& target, int frames = 3, int side = 4) {
    try {
        io::encode_mp4(video_of(frames, side, side), target, [] {});
    } catch (const words::Error& refused) {
        return refused.what();
    }
    return "made";
}

std::size_t files_in(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

TEST(Mp4, IsMadeByFfmpegFromRawFrames) {
    const Folder folder;
    const Folder bin;
    const StubProgram ffmpeg(bin / "p", "ffmpeg", noting_ffmpeg(bin / "p"));
    // Nothing of a name means anything to a shell.
    const std::filesystem::path target = folder / "a b; $(touch x) 'c'.mp4";
    const std::vector<std::uint8_t> film = io::encode_mp4(video_of(5), target, [] {});
    EXPECT_EQ(std::string(film.begin(), film.end()), "film");
    EXPECT_EQ(std::stoi(contents(bin / "p" / "count")), 5 * 4 * 2 * 3);
    const std::string arguments = "\n" + contents(bin / "p" / "arguments");
    for (const char* part :
         {"\n-f\nrawvideo\n-pix_fmt\nrgb24\n-video_size\n4x2\n-framerate\n12.5\n-i\npipe:0\n-an\n",
          "\n-c:v\nlibx264\n", "\n-pix_fmt\nyuv420p\n", "\n-map_metadata\n-1\n", "\n-fflags\n+bitexact\n",
          "\n-flags:v\n+bitexact\n", "\n-nostdin\n"})
        EXPECT_THAT(arguments, HasSubstr(part));
    // It writes beside the target, and nothing is left there.
    std::istringstream lines(arguments);
    std::string last;
    for (std::string line; std::getline(lines, line);) last = line;
    EXPECT_EQ(std::filesystem::path(last).parent_path(), target.parent_path());
    EXPECT_EQ(files_in(folder / "."), 0U) << "the target is the caller's";
}

TEST(Mp4, SaysWhatFfmpegSaidLast) {
    const Folder folder;
    const Folder bin;
    {
        // It ends without reading: more frames than a pipe holds.
        const StubProgram ffmpeg(bin / "p", "ffmpeg",
                                 "echo first >&2\nprintf \"Unknown encoder 'libx264'\\n\\n\" >&2\nexit 1\n");
        EXPECT_EQ(refusal_of(folder / "a.mp4", 20, 400), "ffmpeg made no film: Unknown encoder 'libx264'");
    }
    for (const char* silent : {"exit 3\n", "cat > /dev/null\n", "kill -9 $$\n"}) {
        const StubProgram ffmpeg(bin / "p", "ffmpeg", silent);
        EXPECT_THAT(refusal_of(folder / "a.mp4"), HasSubstr("did not say why")) << silent;
    }
    EXPECT_EQ(files_in(folder / "."), 0U);
}

TEST(Mp4, WithoutFfmpegNamesThePackage) {
    const Folder folder;
    const PathOfTest empty((folder / "nowhere").string());
    EXPECT_THAT(refusal_of(folder / "a.mp4"), HasSubstr("install the package ffmpeg"));
    EXPECT_THROW(io::require_ffmpeg(), words::Error);
    EXPECT_EQ(files_in(folder / "."), 0U);
}

TEST(Mp4, RefusesWhatCouldNotBeWritten) {
    const Folder folder;
    const Folder bin;
    const StubProgram ffmpeg(bin / "p", "ffmpeg", noting_ffmpeg(bin / "p"));
    EXPECT_THAT(refusal_of(folder / "missing" / "a.mp4"), HasSubstr("a.mp4"));
    std::filesystem::create_directory(folder / "d.mp4");
    EXPECT_THAT(refusal_of(folder / "d.mp4"), HasSubstr("d.mp4"));
    EXPECT_FALSE(std::filesystem::exists(bin / "p" / "count")) << "ffmpeg was not started";
}

TEST(Mp4, IsEndedWhileFfmpegReadsNothing) {
    const Folder folder;
    const Folder bin;
    struct Stopped {};
    const std::string note = "echo $$ > '" + (bin / "p").string() + "/pid'\n";
    // Its pipe is full, or all is written and it does not end.
    for (const std::string& script :
         {note + "exec sleep 600\n", note + "cat > /dev/null\nexec sleep 600\n"}) {
        const StubProgram ffmpeg(bin / "p", "ffmpeg", script);
        const auto waiting = [&] {
            if (std::filesystem::exists(bin / "p" / "pid") && !contents(bin / "p" / "pid").empty())
                throw Stopped();
        };
        EXPECT_THROW(io::encode_mp4(video_of(20, 400, 400), folder / "a.mp4", waiting), Stopped);
        const int pid = std::stoi(contents(bin / "p" / "pid"));
        EXPECT_NE(kill(pid, 0), 0) << "it is gone";
        std::filesystem::remove(bin / "p" / "pid");
    }
    EXPECT_EQ(files_in(folder / "."), 0U);
}

}  // namespace
