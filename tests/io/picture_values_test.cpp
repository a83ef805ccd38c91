#include <cstring>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "io/exif.h"
#include "io/readers.h"
#include "temporary.h"

namespace {

using io_test::Folder;
using io_test::refusal;
using testing::HasSubstr;

pool::Tensor picture(const std::string& bytes) {
    return io::read_picture({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, "p");
}
std::vector<float> values(const std::string& bytes) {
    const pool::Tensor p = picture(bytes);
    return {p.data().begin(), p.data().end()};
}

std::string big_word(std::uint32_t value) {
    std::string bytes;
    for (const unsigned shift : {24U, 16U, 8U, 0U}) bytes += static_cast<char>(value >> shift & 0xFFU);
    return bytes;
}
std::string chunk(const std::string& name, const std::string& data) {
    const std::string body = name + data;
    const auto crc = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
    return big_word(static_cast<std::uint32_t>(data.size())) + body +
           big_word(static_cast<std::uint32_t>(crc));
}
/// A PNG of one row. `type`: 0 grey, 2 colour, 4 grey and alpha, 6 colour and alpha.
std::string png(std::uint32_t width, char bits, char type, const std::string& row,
                const std::string& more = "") {
    const std::string raw = std::string(1, '\0') + row;
    std::string packed(compressBound(raw.size()), '\0');
    uLongf size = packed.size();
    compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(raw.data()),
             raw.size());
    packed.resize(size);
    return "\x89PNG\r\n\x1A\n" +
           chunk("IHDR", big_word(width) + big_word(1) + bits + type + std::string(3, '\0')) + more +
           chunk("IDAT", packed) + chunk("IEND", "");
}

TEST(PictureValues, AllBitsCount) {
    EXPECT_EQ(values(png(2, 16, 0, std::string("\x01\x02\xFF\xFF", 4))),
              (std::vector<float>{258.0F / 65535, 1}));
    EXPECT_EQ(values("P5 2 1 65535\n" + std::string("\x01\x02\xFF\xFF", 4)),
              (std::vector<float>{258.0F / 65535, 1}));
    EXPECT_EQ(values(std::string("P5 3 1 15\n\0\x03\x0F", 13)), (std::vector<float>{0, 0.2F, 1}));
    EXPECT_EQ(values("P2\n# by hand\n3 1\n4\n0 1 4\n"), (std::vector<float>{0, 0.25F, 1}));
    EXPECT_EQ(values("P1 4 1 0110"), (std::vector<float>{1, 0, 0, 1}));
    EXPECT_EQ(values("P4 4 1\n\x60"), (std::vector<float>{1, 0, 0, 1}));
    EXPECT_EQ(picture("P3 1 1 255 255 0 51").shape(), (pool::Shape{1, 3, 1, 1}));
    EXPECT_THAT(refusal([] { picture("P5 9 9 255\nabc"); }), HasSubstr("ends early"));
    EXPECT_THAT(refusal([] { picture("P2 2 1 255 7 "); }), HasSubstr("ends"));
    EXPECT_THAT(refusal([] { picture("P2 2 1 0 1 1"); }), HasSubstr("largest value is 0"));
    EXPECT_THAT(refusal([] { picture("P2 100000 100000 255 1"); }), HasSubstr("64 megapixels"));
}

TEST(PictureValues, AnIndexBeyondThePaletteIsNoForeignMemory) {
    const std::string three("\xFF\0\0\0\xFF\0\0\0\xFF", 9);
    for (int i = 0; i < 20; ++i) {
        const pool::Tensor p = picture(png(3, 8, 3, std::string("\0\1\xC8", 3), chunk("PLTE", three)));
        ASSERT_EQ(p.shape(), (pool::Shape{1, 3, 1, 3}));
        for (std::int64_t c = 0; c < 3; ++c) EXPECT_EQ(p.at({0, c, 0, 2}), p.at({0, 0, 0, 2})) << i;
    }
}

TEST(PictureValues, WhatAFileHoldsDecidesWhateverItIsCalled) {
    const Folder folder;
    const std::string dots = png(2, 8, 0, std::string("\0\xFF", 2));
    for (const char* name : {"p.csv", "p.txt", "p.npy", "p", "p.png"}) {
        const io::DataSet set = io::read_data_set(folder.with(name, dots));
        EXPECT_EQ(set.item_shape, (pool::Shape{1, 1, 1, 2})) << name;
    }
    for (const char* name : {"p.csv", "p.txt", "p.json", "p"})
        for (const std::string text :
             {"P2\n2 1 # two\n9\n0 9\n", "P1 2 1\n1 0", "P2\r\n2 1\r\n255\r\n0 255"}) {
            const io::DataSet set = io::read_data_set(folder.with(name, text));
            EXPECT_TRUE(set.picture) << name << text;
            EXPECT_EQ(*set.values, (std::vector<float>{0, 1})) << name << text;
        }
    EXPECT_FALSE(io::read_data_set(folder.with("t.csv", "P2 P3\n1 2\n3 4\n")).picture);
    const std::string idx("\0\0\x08\x03\0\0\0\2\0\0\0\1\0\0\0\1\7\x08", 18);
    EXPECT_EQ(io::read_data_set(folder.with("i.png", idx)).count, 2);
}

TEST(PictureValues, APixelAboveTheMaximumOfItsFileIsRefused) {
    EXPECT_THAT(refusal([] { picture("P2\n2 1\n15\n3 16\n"); }), HasSubstr("value 16, above 15"));
    EXPECT_THAT(refusal([] { picture(std::string("P5 2 1 15\n\x03\x10", 12)); }), HasSubstr("value 16"));
}

TEST(PictureValues, TransparentDrawingsAreSeen) {
    // One colour: the ink is the alpha, whatever its colour.
    EXPECT_EQ(values(png(3, 8, 4, std::string("\0\0\0\x33\0\xFF", 6))), (std::vector<float>{0, 0.2F, 1}));
    EXPECT_EQ(values(png(2, 8, 6, std::string("\xFF\xFF\xFF\0\xFF\xFF\xFF\xFF", 8))),
              (std::vector<float>{0, 1}));
    EXPECT_EQ(values(png(2, 8, 6, std::string("\0\0\xFF\xFF\x09\x09\x09\0", 8))), (std::vector<float>{1, 0}));
    // Several colours: over white paper.
    EXPECT_EQ(values(png(3, 8, 4, std::string("\0\xFF\xFF\xFF\x33\0", 6))), (std::vector<float>{0, 1, 1}));
    // Without transparency the alpha says nothing.
    EXPECT_EQ(values(png(2, 8, 4, std::string("\0\xFF\x33\xFF", 4))), (std::vector<float>{0, 0.2F}));
}

TEST(PictureValues, EqualChannelsAreOne) {
    EXPECT_EQ(picture(png(2, 8, 2, "aaabbb")).shape(), (pool::Shape{1, 1, 1, 2}));
    EXPECT_EQ(picture(png(2, 8, 2, "aaabbc")).shape(), (pool::Shape{1, 3, 1, 2}));
}

TEST(PictureValues, FillBytesAndPaddingDoNotHideTheOrientation) {
    const std::string tiff("MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0", 26);
    const std::string exif = std::string("\xE1\0\x22", 3) + std::string("Exif\0\0", 6) + tiff;
    const std::string comment("\xFE\0\4hi", 5);
    const std::string scan("\xFF\xDA\0\2", 4);
    const auto orientation = [&](const std::string& behind_start) {
        const std::string bytes = "\xFF\xD8" + behind_start + scan;
        return io::exif_orientation({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
    };
    EXPECT_EQ(orientation("\xFF" + exif), 6);
    EXPECT_EQ(orientation("\xFF\xFF\xFF" + exif), 6);
    EXPECT_EQ(orientation("\xFF" + comment + "\xFF\xFF\xFF\xFF" + exif), 6);
    EXPECT_EQ(orientation("\xFF" + comment + std::string("\0\0\xFF", 3) + exif), 6);
    // Behind the beginning of the scan nothing is a header, and a file may end anywhere.
    EXPECT_EQ(orientation(scan + "\xFF" + exif), 1);
    EXPECT_EQ(orientation("\xFF\xFF\xFF"), 1);
}

TEST(PictureValues, TheCamerasOrientationIsFollowed) {
    const auto exif = [](char orientation) {
        return chunk("eXIf", std::string("MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0", 19) + orientation +
                                 std::string("\0\0\0\0\0\0", 6));
    };
    EXPECT_EQ(picture(png(3, 8, 0, "\1\2\3", exif(6))).shape(), (pool::Shape{1, 1, 3, 1}));
    EXPECT_EQ(picture(png(3, 8, 0, "\1\2\3", exif(1))).shape(), (pool::Shape{1, 1, 1, 3}));
    const pool::Tensor lying({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6});
    const auto turned = [&](int orientation) {
        const pool::Tensor t = io::upright(lying, orientation);
        return std::vector<float>(t.data().begin(), t.data().end());
    };
    // Where the first row and column lie, as Exif 2.32 tells it.
    EXPECT_EQ(turned(2), (std::vector<float>{3, 2, 1, 6, 5, 4}));
    EXPECT_EQ(turned(3), (std::vector<float>{6, 5, 4, 3, 2, 1}));
    EXPECT_EQ(turned(4), (std::vector<float>{4, 5, 6, 1, 2, 3}));
    EXPECT_EQ(turned(5), (std::vector<float>{1, 4, 2, 5, 3, 6}));
    EXPECT_EQ(turned(6), (std::vector<float>{4, 1, 5, 2, 6, 3}));
    EXPECT_EQ(turned(7), (std::vector<float>{6, 3, 5, 2, 4, 1}));
    EXPECT_EQ(turned(8), (std::vector<float>{3, 6, 2, 5, 1, 4}));
}

}  // namespace
