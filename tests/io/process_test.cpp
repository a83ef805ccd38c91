#include "io/process.h"

#include <chrono>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "io/file_set.h"
#include "temporary.h"

namespace {

using namespace io_test;
using testing::HasSubstr;

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Process, IsGivenItsInputAndItsWordsAsTheyAre) {
    const Folder folder;
    // Nothing of it means anything to a shell, because there is none.
    const std::string odd = (folder / "a b; $(touch x) 'c'").string();
    std::vector<std::uint8_t> input(100'000);
    for (std::size_t i = 0; i < input.size(); ++i) input[i] = static_cast<std::uint8_t>(i * 31);
    EXPECT_TRUE(io::feed_program({"tee", odd}, input, 30));
    EXPECT_EQ(text_of(odd), std::string(input.begin(), input.end()));
}

TEST(Process, SaysWhatDidNotWork) {
    EXPECT_TRUE(io::on_path("tee"));
    EXPECT_FALSE(io::on_path("no-such-program"));
    EXPECT_FALSE(io::feed_program({"no-such-program"}, {}, 30));
    EXPECT_FALSE(io::start_program({"no-such-program"}));
    EXPECT_FALSE(io::feed_program({"false"}, {}, 30));
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_FALSE(io::feed_program({"sleep", "60"}, {}, 0.05));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
}

TEST(FileSet, IsWrittenWholeOrNotAtAll) {
    const Folder folder;
    const std::vector<io::NamedFile> files = {{"1", {'a'}}, {"2", {'b', 'c'}}};
    io::write_files(folder / "new" / "deep", files);
    EXPECT_EQ(text_of(folder / "new" / "deep" / "2"), "bc");

    // A folder lies where the second file should.
    std::filesystem::create_directories(folder / "old" / "2");
    folder.with("old/kept", "kept");
    EXPECT_NE(refusal([&] { io::write_files(folder / "old", files); }), "accepted");
    EXPECT_FALSE(std::filesystem::exists(folder / "old" / "1"));
    EXPECT_TRUE(std::filesystem::exists(folder / "old" / "kept"));

    const std::vector<io::NamedFile> wrong = {{"1", {'a'}}, {"1/2", {'b'}}};
    EXPECT_NE(refusal([&] { io::write_files(folder / "made" / "for", wrong); }), "accepted");
    EXPECT_FALSE(std::filesystem::exists(folder / "made")) << "the folders go too";
    const std::vector<io::NamedFile> deep = {{"a/b/1", {'a'}}, {"old", {'b'}}};
    EXPECT_NE(refusal([&] { io::write_files(folder / ".", deep); }), "accepted");
    EXPECT_FALSE(std::filesystem::exists(folder / "a")) << "those in names too";
    EXPECT_THROW(io::write_files(folder / "old" / "kept" / "x", files), words::Error);
}

}  // namespace
