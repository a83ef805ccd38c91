#include "io/readers.h"

#include <cmath>
#include <cstring>
#include <random>

#include <gtest/gtest.h>
#include <zlib.h>

#include "io/npy.h"
#include "temporary.h"

namespace {

using namespace io_test;
using testing::AllOf;
using testing::HasSubstr;

std::string bytes_of(const std::filesystem::path& path) {
    const auto bytes = io::read_file(path);
    return {bytes.begin(), bytes.end()};
}

std::string npy(const std::string& fields, const std::string& data) {
    std::string header = fields + "\n";
    std::string file = "\x93NUMPY";
    file += '\1';
    file += '\0';
    file += static_cast<char>(header.size() & 255U);
    file += static_cast<char>(header.size() >> 8U);
    return file + header + data;
}

template <class T>
std::string raw(std::initializer_list<T> values) {
    std::string text(values.size() * sizeof(T), '\0');
    std::memcpy(text.data(), std::data(values), text.size());
    return text;
}

TEST(Npy, WritesAndReadsTheSameArray) {
    const Folder folder;
    std::mt19937 random(2);
    for (int i = 0; i < 50; ++i) {
        pool::Tensor t(
            {1 + static_cast<std::int64_t>(random() % 3), 1 + static_cast<std::int64_t>(random() % 3),
             1 + static_cast<std::int64_t>(random() % 9), 1 + static_cast<std::int64_t>(random() % 9)});
        for (float& v : t.data()) v = static_cast<float>(random()) / 1000;
        io::write_npy(folder / "a.npy", t);
        EXPECT_EQ(io::read_npy(folder / "a.npy"), t);
    }
    const pool::Indices indices({1, 1, 1, 2}, {-1, std::int64_t{1} << 40});
    io::write_npy(folder / "i.npy", indices);
    EXPECT_EQ(io::read_npy_indices(folder / "i.npy"), indices);
}

TEST(Npy, ReadsEveryTypeOrderAndNumberOfDimensions) {
    const Folder folder;
    const auto read = [&](const std::string& type, const std::string& shape, const std::string& data,
                          const char* order = "False") {
        return io::read_npy(folder.with("t.npy", npy("{'descr': '" + type + "', 'fortran_order': " + order +
                                                         ", 'shape': " + shape + ", }",
                                                     data)));
    };
    const pool::Tensor expected({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6});
    EXPECT_EQ(read("<f8", "(2, 3)", raw<double>({1, 2, 3, 4, 5, 6})), expected);
    EXPECT_EQ(read("<i4", "(1, 2, 3)", raw<std::int32_t>({1, 2, 3, 4, 5, 6})), expected);
    EXPECT_EQ(read("<i8", "(1, 1, 2, 3)", raw<std::int64_t>({1, 2, 3, 4, 5, 6})), expected);
    EXPECT_EQ(read("|u1", "(2, 3)", raw<std::uint8_t>({1, 2, 3, 4, 5, 6})), expected);
    EXPECT_EQ(read("<f4", "(2, 3)", raw<float>({1, 4, 2, 5, 3, 6}), "True"), expected);
    EXPECT_EQ(read(">i4", "(2, 3)", std::string("\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0\5\0\0\0\6", 24)),
              expected);
}

TEST(Npy, RefusesBadFilesInOneSentence) {
    const Folder folder;
    const auto say = [&](const std::string& bytes) {
        const auto path = folder.with("bad.npy", bytes);
        return refusal([&] { io::read_npy(path); });
    };
    const std::string good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }";
    EXPECT_THAT(say("hello"), AllOf(HasSubstr("bad.npy"), HasSubstr("text that begins with \"hello\"")));
    EXPECT_THAT(say("\1\2\3"), HasSubstr("does not begin like"));
    EXPECT_THAT(say(""), HasSubstr("is empty"));
    EXPECT_THAT(say(npy(good, raw<float>({1, 2, 3}))),
                AllOf(HasSubstr("needs 16 bytes"), HasSubstr("12 were found")));
    EXPECT_THAT(say(npy("{'descr': '<c8', 'fortran_order': False, 'shape': (2, 2), }", "")),
                HasSubstr("array.real"));
    EXPECT_THAT(say(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "")),
                HasSubstr("1 dimension ("));
    EXPECT_THAT(say(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999, 99999999), }", "")),
                HasSubstr("at most"));
    EXPECT_THAT(say(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2), }", "")),
                HasSubstr("at least 1"));
    EXPECT_THAT(refusal([&] { io::read_npy(folder.path()); }), HasSubstr("is a folder"));
    EXPECT_THAT(refusal([&] { io::read_npy(folder / "nothing.npy"); }), HasSubstr("was not found"));
}

TEST(Npy, NeverCrashesOnDamagedFiles) {
    const Folder folder;
    std::mt19937 random(3);
    const std::string good =
        npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }", raw<float>({1, 2, 3, 4}));
    for (int i = 0; i < 3000; ++i) {
        std::string bytes = good.substr(0, random() % (good.size() + 1));
        for (int k = 0; k < 3 && !bytes.empty(); ++k)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        const auto path = folder.with("fuzz.npy", bytes);
        refusal([&] { io::read_npy(path); });
    }
}

TEST(Picture, PngRoundTripKeepsColours) {
    const Folder folder;
    const std::vector<unsigned char> rgba = {255, 0, 0,   255, 0,  255, 0,   255,
                                             0,   0, 255, 255, 51, 102, 153, 255};
    io::write_png(folder / "p.png", 2, 2, rgba);
    const pool::Tensor t = io::read_picture(folder / "p.png");
    EXPECT_EQ(t.shape(), (pool::Shape{1, 3, 2, 2}));
    EXPECT_EQ(t.at({0, 0, 0, 0}), 1);
    EXPECT_EQ(t.at({0, 1, 0, 1}), 1);
    EXPECT_FLOAT_EQ(t.at({0, 2, 1, 1}), 0.6F);
}

TEST(Picture, ReadsPgmAndRefusesDamage) {
    const Folder folder;
    const pool::Tensor t =
        io::read_picture(folder.with("g.pgm", std::string("P5 2 1 255\n") + '\x00' + '\xFF'));
    EXPECT_EQ(t.shape(), (pool::Shape{1, 1, 1, 2}));
    EXPECT_EQ(t.data()[1], 1);
    const auto say = [&](const std::string& bytes) {
        const auto path = folder.with("bad.png", bytes);
        return refusal([&] { io::read_picture(path); });
    };
    EXPECT_THAT(say("not a picture"),
                AllOf(HasSubstr("bad.png"), HasSubstr("not a picture that can be read")));
    io::write_png(folder / "whole.png", 64, 64, std::vector<unsigned char>(64 * 64 * 4, 200));
    const std::string whole = bytes_of(folder / "whole.png");
    EXPECT_THAT(say(whole.substr(0, whole.size() / 2)), HasSubstr("is a damaged PNG"));
    // A header that claims 100 000 × 100 000 pixels is refused before anything is decoded.
    std::string huge = whole;
    huge.replace(16, 8, std::string("\0\1\x86\xA0\0\1\x86\xA0", 8));
    EXPECT_THAT(say(huge), testing::AnyOf(HasSubstr("64 megapixels"), HasSubstr("not a picture")));
}

std::string idx_file(std::uint32_t count, std::uint32_t side, const std::string& pixels) {
    std::string text;
    for (const std::uint32_t word : {0x803U, count, side, side})
        for (const unsigned shift : {24U, 16U, 8U, 0U}) text += static_cast<char>(word >> shift & 255U);
    return text + pixels;
}

TEST(Idx, ReadsPlainAndGzipAndChoosesTheItem) {
    const Folder folder;
    const std::string bytes = idx_file(2, 2, std::string("\0\0\0\0\xFF\0\0\x33", 8));
    const auto plain = folder.with("images", bytes);
    gzFile gz = gzopen((folder / "images.gz").c_str(), "wb");
    gzwrite(gz, bytes.data(), static_cast<unsigned>(bytes.size()));
    gzclose(gz);
    for (const auto& path : {plain, folder / "images.gz"}) {
        const io::DataSet set = io::read_data_set(path);
        EXPECT_EQ(set.count, 2);
        const pool::Tensor t = set.item(1);
        EXPECT_EQ(t.shape(), (pool::Shape{1, 1, 2, 2}));
        EXPECT_EQ(t.data()[0], 1);
        EXPECT_FLOAT_EQ(t.data()[3], 0.2F);
        EXPECT_THAT(refusal([&] { set.item(2); }), HasSubstr("items 0 to 1"));
        EXPECT_EQ(io::read_input(path, {.item = 1}).name, set.name + " [1]");
    }
    const auto cut = folder.with("cut", bytes.substr(0, 18));
    EXPECT_THAT(refusal([&] { io::read_data_set(cut); }), HasSubstr("no whole item"));
    // A file that ends early, or whose header promises more, gives what is whole.
    const io::DataSet part = io::read_data_set(folder.with("part", bytes.substr(0, 22)));
    EXPECT_EQ(part.count, 1);
    EXPECT_THAT(part.notes.at(0).text(), HasSubstr("header says 2 items, 1 of them"));
}

TEST(Files, NamesThatAreNotUtf8AreShownAndRead) {
    const Folder folder;
    const auto path = folder.with("bad\xFFname.csv", "1,2\n");
    EXPECT_EQ(io::read_input(path).values->shape().w, 2);
    const auto missing = folder / "no\xFFthing.csv";
    EXPECT_THAT(refusal([&] { io::read_input(missing); }), HasSubstr("no\uFFFDthing.csv"));
}

TEST(Files, AFailedWriteLeavesTheOldFileWhole) {
    const Folder folder;
    const auto path = folder.with("old.txt", "old");
    EXPECT_THAT(
        refusal([&] { io::write_file_atomically(folder / "no" / "such" / "x.txt", std::string("new")); }),
        HasSubstr("cannot be written"));
    EXPECT_THAT(refusal([&] { io::write_file_atomically(folder.path(), std::string("new")); }),
                HasSubstr("is a folder"));
    std::filesystem::create_symlink(path, folder / "link.txt");
    io::write_file_atomically(folder / "link.txt", std::string("new"));
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "link.txt"));
    EXPECT_EQ(bytes_of(path), "new");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 2);
}

}  // namespace
