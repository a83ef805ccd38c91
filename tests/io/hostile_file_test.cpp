#include <cstdlib>
#include <random>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/document_file.h"
#include "io/json_text.h"
#include "io/readers.h"
#include "pool/limits.h"
#include "temporary.h"
#include "words/utf8.h"

namespace {

using namespace io_test;
using testing::HasSubstr;
namespace fs = std::filesystem;

std::string in_document(const std::string& fields) { return "{\"poolscope\":1," + fields + "}"; }
std::string read_as_document(const std::string& text) {
    return refusal([&] { io::from_json(text, "d.json"); });
}

TEST(HostileDocument, JsonOfAnyDepthInAnyFieldIsRefusedInOneSentence) {
    for (const char* field : {"fit", "grey", "height", "strokes", "edits", "base"}) {
        for (const std::string& deep :
             {std::string(100000, '['), std::string(63, '[') + std::string(63, ']')}) {
            const std::string said =
                read_as_document(in_document("\"input\":{\"" + std::string(field) + "\":" + deep + "}"));
            EXPECT_THAT(said, HasSubstr("d.json")) << field;
            EXPECT_LE(said.size(), 300U);
        }
    }
    EXPECT_THAT(read_as_document(std::string(100000, '[')), HasSubstr("64 deep"));
    EXPECT_THAT(refusal([] { io::check_json(std::string(9 << 20, ','), "x"); }), HasSubstr("values"));
    // Brackets in a text are none, also behind a quote in it.
    EXPECT_EQ(refusal([] { io::check_json("\"\\\"" + std::string(100, '[') + "\"", "x"); }), "accepted");
}

TEST(HostileDocument, NumbersThatAreNotFiniteOrTooLargeAreRefused) {
    for (const char* field : {"size", "hardness", "strength"})
        for (const char* value : {"\"nan\"", "\"inf\"", "\"-inf\"", "1e39", "1e400", "-1", "1e30"})
            EXPECT_THAT(read_as_document(in_document("\"input\":{\"strokes\":[{\"" + std::string(field) +
                                                     "\":" + value + ",\"points\":[0.1,0.1]}]}")),
                        testing::AnyOf(HasSubstr(field), HasSubstr("is too large")))
                << field << value;
    for (const char* value : {"\"nan\"", "\"inf\"", "1e39"})
        EXPECT_THAT(read_as_document(in_document("\"input\":{\"strokes\":[{\"points\":[0.1," +
                                                 std::string(value) + "]}]}")),
                    HasSubstr("points"));
    EXPECT_THAT(read_as_document(in_document("\"upstream\":{\"seed\":18446744073709551615}")),
                HasSubstr("seed"));
    EXPECT_THAT(read_as_document(in_document("\"upstream\":{\"cell\":[0,0,0,18446744073709551615]}")),
                HasSubstr("cell"));
    EXPECT_THAT(read_as_document("{\"poolscope\":18446744073709551615}"), HasSubstr("newer Poolscope"));
    EXPECT_THAT(read_as_document("{\"poolscope\":-3}"), HasSubstr("version -3"));
    EXPECT_THAT(read_as_document(in_document("\"stack\":[{\"layer\":\"GeMPool2d(p=nan)\"}]")),
                HasSubstr("finite number"));
}

TEST(HostileDocument, WhatIsWrittenKeepsToTheLimitsOfReading) {
    document::Document document = document::first_document();
    document.stack.assign(257, document.stack.front());
    EXPECT_THAT(refusal([&] { io::to_json(document); }), HasSubstr("257 layers"));
    document.stack.resize(256);
    EXPECT_TRUE(io::from_json(io::to_json(document), "d") == document);
    document::Stroke stroke;
    stroke.points = std::vector<document::StrokePoint>(pool::limits::kJsonValues / 2);
    document.input.strokes.push_back(stroke);
    EXPECT_THAT(refusal([&] { io::to_json(document); }), HasSubstr("values"));
}

TEST(HostileFile, OnlyOrdinaryFilesAreReadAndNothingWaits) {
    const Folder folder;
    ASSERT_EQ(mkfifo((folder / "x.png").c_str(), 0600), 0);
    fs::create_directory(folder / "folder.csv");
    fs::create_symlink("loop", folder / "loop");
    fs::create_symlink(folder / "x.png", folder / "to-pipe.npy");
    const auto read = [&](const fs::path& path) { return refusal([&] { io::read_input(path); }); };
    EXPECT_THAT(read(folder / "x.png"), HasSubstr("pipe or a device"));
    EXPECT_THAT(read(folder / "to-pipe.npy"), HasSubstr("pipe or a device"));
    EXPECT_THAT(read("/dev/zero"), HasSubstr("pipe or a device"));
    EXPECT_THAT(read(folder / "folder.csv"), HasSubstr("folder"));
    EXPECT_THAT(read(folder / "none.csv"), HasSubstr("not found"));
    EXPECT_THAT(read(folder / "loop"), HasSubstr("cannot be opened"));
    EXPECT_THAT(refusal([&] { io::load_document(folder / "x.png"); }), HasSubstr("pipe or a device"));
}

mode_t mode_of(const fs::path& path) {
    struct stat found {};
    EXPECT_EQ(stat(path.c_str(), &found), 0);
    return found.st_mode & 07777U;
}

TEST(HostileFile, SavingKeepsPermissionsLinksAndDevices) {
    const Folder folder;
    const auto file = folder.with("a", "old");
    for (const mode_t mode : {0600U, 0640U, 0755U}) {
        chmod(file.c_str(), mode);
        io::write_file_atomically(file, std::string("new"));
        EXPECT_EQ(mode_of(file), mode);
    }
    chmod(file.c_str(), 0444);
    EXPECT_THAT(refusal([&] { io::write_file_atomically(file, std::string("x")); }), HasSubstr("read-only"));
    EXPECT_EQ(io::read_text(file), "new");
    chmod(file.c_str(), 0644);

    fs::create_hard_link(file, folder / "b");
    for (const std::string& text : {std::string("both names"), std::string("s"), std::string(100000, 'l')}) {
        io::write_file_atomically(file, text);
        EXPECT_EQ(io::read_text(folder / "b"), text);
    }
    EXPECT_EQ(fs::hard_link_count(file), 2U);

    fs::create_symlink("target", folder / "dangling");
    io::write_file_atomically(folder / "dangling", std::string("x"));
    EXPECT_TRUE(fs::is_symlink(folder / "dangling"));
    EXPECT_EQ(io::read_text(folder / "target"), "x");
    fs::create_symlink("loop", folder / "loop");
    EXPECT_THAT(refusal([&] { io::write_file_atomically(folder / "loop", std::string("x")); }),
                HasSubstr("leads back"));

    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    fs::create_symlink("/dev/null", folder / "null");
    for (const char* name : {"pipe", "null"})
        EXPECT_THAT(refusal([&] { io::write_file_atomically(folder / name, std::string("x")); }),
                    HasSubstr("pipe or a device"));
    EXPECT_TRUE(fs::is_character_file("/dev/null"));

    io::WriteOptions options;
    options.private_file = true;
    io::write_file_atomically(folder / "private", std::string("x"), options);
    EXPECT_EQ(mode_of(folder / "private"), 0600U);
    options = {};
    options.follow_link = false;
    fs::create_symlink(file, folder / "link");
    io::write_file_atomically(folder / "link", std::string("y"), options);
    EXPECT_FALSE(fs::is_symlink(folder / "link"));
    EXPECT_EQ(io::read_text(file), std::string(100000, 'l'));
}

TEST(HostileFile, LeftoversOfKilledProgramsAreSweptAndNoOthers) {
    const Folder folder;
    const pid_t child = fork();
    if (child == 0) _exit(0);
    int status = 0;
    waitpid(child, &status, 0);
    const auto gone = folder.with(".poolscope-" + std::to_string(child) + "-1", "x");
    const auto ours = folder.with(".poolscope-" + std::to_string(getpid()) + "-9", "x");
    const auto other = folder.with(".poolscope-notes", "x");
    io::sweep_leftovers(folder.path());
    EXPECT_FALSE(fs::exists(gone));
    EXPECT_TRUE(fs::exists(ours));
    EXPECT_TRUE(fs::exists(other));
    io::sweep_leftovers(folder / "none");
}

TEST(HostileFile, MessagesAreOneValidLine) {
    const std::string long_name = "/" + std::string(200, 'x') + "/\xFF\xE5\x91\n" + std::string(200, 'y');
    const std::string said = refusal([&] { io::read_file(long_name); });
    EXPECT_LE(said.size(), 300U);
    for (std::size_t at = 0; at < said.size(); at += words::utf8_length(said, at)) {
        ASSERT_GT(words::utf8_length(said, at), 0U);
        ASSERT_NE(said[at], '\n');
    }
}

}  // namespace
