#include "io/autosave.h"

#include <csignal>
#include <random>
#include <thread>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io/document_file.h"
#include "io/objects.h"
#include "io/readers.h"
#include "io/sha256.h"
#include "temporary.h"

namespace {

using namespace io_test;
using testing::HasSubstr;
namespace fs = std::filesystem;

/// A document that a number tells from others.
document::Document numbered(int number) {
    document::Document document = document::first_document();
    document.upstream.seed = number;
    return document;
}

/// The same on a picture of noise, which does not pack well.
document::Document on_picture(const Folder& folder, int number) {
    constexpr int kSide = 300;
    std::mt19937 random(5);
    std::vector<unsigned char> pixels(std::size_t{kSide} * kSide * 4);
    for (unsigned char& value : pixels) value = static_cast<unsigned char>(random());
    io::write_png(folder / "noise.png", kSide, kSide, pixels);
    document::Document document = numbered(number);
    document.input = {};
    document.input.base = io::read_input(folder / "noise.png");
    return document;
}

std::vector<fs::path> files_in(const fs::path& folder, const std::string& ending) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().filename().string().ends_with(ending)) files.push_back(entry.path());
    return files;
}

/// Runs `action` in a process that is killed so many milliseconds after it has called what it is given, or
/// when the action is done.
template <class Action>
void killed_after(int milliseconds, Action&& action) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        action([&] { [[maybe_unused]] const ssize_t told = write(ends[1], "x", 1); });
        std::raise(SIGKILL);
    }
    close(ends[1]);
    char told = 0;
    [[maybe_unused]] const ssize_t got = read(ends[0], &told, 1);
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    kill(child, SIGKILL);
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
}

TEST(Sha256, IsThatOfTheStandard) {
    const auto of = [](const std::string& text) {
        return io::sha256({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    };
    EXPECT_EQ(of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(of(std::string(1000000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Autosave, TheNextProgramGoesOnWithTheWork) {
    const Folder folder;
    {
        io::Autosave first(folder / "deep" / "autosave");
        EXPECT_FALSE(first.take_left(true).document);
        first.started();
        for (int i = 0; i < 20; ++i) first.offer(numbered(i));
        first.flush();
        struct stat found {};
        ASSERT_EQ(stat(first.file().c_str(), &found), 0);
        EXPECT_EQ(found.st_mode & 0777U, 0600U);
        first.offer(numbered(99));
    }
    io::Autosave second(folder / "deep" / "autosave");
    const io::LeftWork left = second.take_left(true);
    ASSERT_TRUE(left.document);
    EXPECT_EQ(left.document->upstream.seed, 99);
    EXPECT_TRUE(left.message.empty()) << left.message.text();
    second.started();
    second.offer(numbered(100));
    second.flush();
    EXPECT_EQ(files_in(folder / "deep" / "autosave", ".json").size(), 1U);
}

TEST(Autosave, TwoProgramsNeverTouchEachOthersWork) {
    const Folder folder;
    io::Autosave first(folder.path());
    first.take_left(true);
    first.offer(numbered(1));
    first.flush();
    {
        io::Autosave second(folder.path());
        EXPECT_FALSE(second.take_left(true).document);
        second.started();
        second.offer(numbered(2));
    }
    first.flush();
    EXPECT_EQ(io::load_document(first.file()).upstream.seed, 1);
    // The second one's is there for a third; a file that is opened instead leaves it as it is.
    {
        io::Autosave third(folder.path());
        const io::LeftWork left = third.take_left(false);
        EXPECT_FALSE(left.document);
        EXPECT_EQ(left.others.size(), 1U);
        third.started();
    }
    io::Autosave fourth(folder.path());
    EXPECT_EQ(fourth.take_left(true).document->upstream.seed, 2);
}

TEST(Autosave, FiftyKillsNeverLoseMoreThanTheLastMoment) {
    const Folder folder;
    const document::Document large = on_picture(folder, 0);
    std::mt19937 random(3);
    for (int round = 0; round < 50; ++round) {
        const int first = 1000 * round;
        killed_after(static_cast<int>(random() % 20), [&](const auto& written) {
            io::Autosave autosave(folder / "a");
            autosave.started();
            for (int i = 0; i < 1000; ++i) {
                document::Document document = round % 5 == 0 ? large : numbered(0);
                document.upstream.seed = first + i;
                autosave.offer(document);
                autosave.flush();
                if (i == 0) written();
            }
        });
        io::Autosave autosave(folder / "a");
        const io::LeftWork left = autosave.take_left(true);
        ASSERT_TRUE(left.document) << left.message.text();
        EXPECT_GE(left.document->upstream.seed, first);
        EXPECT_THAT(left.message.text(), HasSubstr("restored the work of"));
        autosave.started();
    }
    for (const fs::path& file : files_in(folder / "a", ".json"))
        EXPECT_FALSE(file.filename().string().starts_with("aside-")) << file;
}

TEST(Autosave, WhatTheInputWasMadeOfIsWrittenOnce) {
    const Folder folder;
    document::Document document = on_picture(folder, 1);
    io::Autosave autosave(folder / "a");
    autosave.take_left(true);
    autosave.started();
    autosave.offer(document);
    autosave.flush();
    const auto objects = files_in(folder / "a" / "objects", "");
    ASSERT_EQ(objects.size(), 1U);
    EXPECT_EQ(fs::file_size(objects[0]), fs::file_size(folder / "noise.png"));
    const auto written = fs::last_write_time(objects[0]);
    for (int i = 0; i < 3; ++i) {
        document.input.strokes.push_back({false, 0.1F, 0.7F, 1, {{0.1F, 0.2F}, {0.3F, 0.4F}}});
        autosave.offer(document);
        autosave.flush();
    }
    EXPECT_LT(fs::file_size(autosave.file()), 4000U);
    EXPECT_EQ(fs::last_write_time(objects[0]), written);
    // A saved document carries the file itself, not its pixels.
    io::save_document(folder / "d.poolscope.json", document);
    EXPECT_LT(fs::file_size(folder / "d.poolscope.json"), 3 * fs::file_size(folder / "noise.png") / 2);
    const document::Document again = io::load_document(folder / "d.poolscope.json");
    EXPECT_TRUE(again == document);
    EXPECT_EQ(*again.input.base.file, *document.input.base.file);
}

TEST(Autosave, WhatEndedAStartIsNotOpenedByItselfAgain) {
    const Folder folder;
    {
        io::Autosave autosave(folder.path());
        autosave.take_left(true);
        autosave.started();
        autosave.offer(numbered(7));
    }
    killed_after(0, [&](const auto&) {
        io::Autosave autosave(folder.path());
        autosave.take_left(true);  // and never gets as far as its window
    });
    io::Autosave autosave(folder.path());
    const io::LeftWork left = autosave.take_left(true);
    EXPECT_FALSE(left.document);
    ASSERT_EQ(left.others.size(), 1U);
    EXPECT_THAT(left.message.text(), HasSubstr(left.others[0].filename().string().substr(0, 6)));
    EXPECT_EQ(io::load_document(left.others[0]).upstream.seed, 7);
    io::Autosave later(folder.path());
    EXPECT_FALSE(later.take_left(true).document);
}

TEST(Autosave, DamagedAndNewerWorkIsKeptUnderNamesOfItsOwn) {
    const Folder folder;
    for (const char* text : {"damaged", "{\"poolscope\":2}", "[[[[", "{}"}) {
        folder.with("x.poolscope.json", text);
        io::Autosave autosave(folder.path());
        const io::LeftWork left = autosave.take_left(true);
        EXPECT_FALSE(left.document);
        EXPECT_THAT(left.message.text(), HasSubstr("cannot be opened and lies in"));
        autosave.started();
    }
    EXPECT_EQ(files_in(folder.path(), "x.poolscope.json").size(), 4U);
    EXPECT_FALSE(fs::exists(folder / "x.poolscope.json"));
}

TEST(Autosave, AnErrorGoesAwayWhenSavingSucceedsAgain) {
    const Folder folder;
    const auto blocked = folder.with("blocked", "a file where a folder is needed");
    {
        io::Autosave autosave(blocked / "autosave");
        autosave.take_left(true);
        autosave.offer(numbered(1));
        autosave.flush();
        ASSERT_TRUE(autosave.error());
        EXPECT_THAT(autosave.error()->text(), HasSubstr("could not be saved aside"));
        fs::remove(blocked);
        autosave.offer(numbered(2));
        autosave.flush();
        EXPECT_FALSE(autosave.error());
    }
    io::Autosave nowhere(fs::path{});
    EXPECT_FALSE(nowhere.take_left(true).document);
    nowhere.offer(numbered(1));
    nowhere.flush();
    ASSERT_TRUE(nowhere.error());
    EXPECT_THAT(nowhere.error()->text(), HasSubstr("HOME"));
}

TEST(Objects, AChangedOrMissingContentIsRefused) {
    const Folder folder;
    io::Objects objects(folder.path());
    const auto bytes = std::make_shared<const std::vector<std::uint8_t>>(1000, std::uint8_t{7});
    const std::string name = objects.keep(bytes, *bytes);
    EXPECT_EQ(objects.read(name), *bytes);
    folder.with(name, "changed");
    EXPECT_THAT(refusal([&] { objects.read(name); }), HasSubstr("damaged"));
    EXPECT_THAT(refusal([&] { objects.read("../x"); }), HasSubstr("64 hexadecimal"));
    EXPECT_THAT(refusal([&] { objects.read(std::string(64, 'a')); }), HasSubstr("not found"));
    objects.remove_all_but({});
    EXPECT_TRUE(fs::exists(folder / name)) << "younger than a day";
    fs::last_write_time(folder / name, fs::file_time_type::clock::now() - std::chrono::hours(48));
    objects.remove_all_but({name});
    EXPECT_TRUE(fs::exists(folder / name));
    objects.remove_all_but({});
    EXPECT_FALSE(fs::exists(folder / name));
}

}  // namespace
