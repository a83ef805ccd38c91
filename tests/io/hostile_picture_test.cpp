#include <gtest/gtest.h>
#include <zlib.h>

#include "io/decode_memory.h"
#include "io/jpeg_segments.h"
#include "io/picture_header.h"
#include "io/readers.h"
#include "temporary.h"

namespace {

using namespace io_test;
using testing::AllOf;
using testing::HasSubstr;

std::string operator*(const std::string& text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

std::string big_endian(std::uint64_t value, int bytes) {
    std::string text;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        text += static_cast<char>(value >> static_cast<unsigned>(shift) & 255U);
    return text;
}
std::string little_endian(std::uint64_t value, int bytes) {
    const std::string text = big_endian(value, bytes);
    return {text.rbegin(), text.rend()};
}

/// A marker's segment with its length.
std::string segment(int marker, const std::string& body) {
    return std::string("\xFF") + static_cast<char>(marker) + big_endian(body.size() + 2, 2) + body;
}

/// A grey JPEG of one block, grey all over; every part can be replaced by a wrong one.
struct Jpeg {
    std::string start = "\xFF\xD8";
    std::string quantisation = segment(0xDB, std::string(1, '\0') + std::string("\1") * 64);
    std::string frame = segment(0xC0, std::string("\x08\0\x08\0\x08\x01\x01\x11\0", 9));
    /// One code of one bit for the symbol 0.
    std::string dc = segment(0xC4, std::string("\0\1", 2) + std::string(15, '\0') + std::string(1, '\0'));
    std::string ac = segment(0xC4, std::string("\x10\1", 2) + std::string(15, '\0') + std::string(1, '\0'));
    std::string scan = segment(0xDA, std::string("\x01\x01\0\0\x3F\0", 6)) + "\x3F";
    std::string end = "\xFF\xD9";

    std::string bytes() const { return start + quantisation + frame + dc + ac + scan + end; }
};

class HostilePicture : public testing::Test {
 protected:
    std::string say(const std::string& bytes) const {
        const auto path = folder_.with("x.pic", bytes);
        return refusal([&] { io::read_picture(path); });
    }
    template <class Change>
    std::string jpeg(Change&& change) const {
        Jpeg whole;
        change(whole);
        return say(whole.bytes());
    }
    Folder folder_;
};

TEST_F(HostilePicture, AJpegIsReadAndEachDamagedSegmentIsRefused) {
    EXPECT_EQ(io::read_picture(folder_.with("a.jpg", Jpeg().bytes())).shape(), (pool::Shape{1, 1, 8, 8}));
    // 689 symbols: stb_image 2.27 writes them behind its table.
    const std::string many =
        std::string("\0\xB1", 2) + std::string(14, '\0') + "\xA0" + std::string(337, 'x');
    EXPECT_THAT(jpeg([&](Jpeg& j) { j.dc = segment(0xC4, many); }), HasSubstr("at most 256 fit"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.dc = segment(0xC4, std::string("\0\3", 2) + std::string(18, '\0')); }),
                HasSubstr("more codes than its lengths can tell apart"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.dc = segment(0xC4, std::string("\0\2", 2) + std::string(15, '\0')); }),
                HasSubstr("longer than its segment"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.dc[4] = '\x24'; }), HasSubstr("not 0 to 3"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.quantisation[4] = '\x05'; }), HasSubstr("not 0 to 3"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.quantisation[4] = '\x10'; }), HasSubstr("longer than its segment"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.quantisation[3] = '\xFF'; }), HasSubstr("damaged"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.quantisation.clear(); }),
                HasSubstr("quantisation table that is not there"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.ac.clear(); }), HasSubstr("Huffman table that is not there"));
    EXPECT_THAT(jpeg([](Jpeg& j) { std::swap(j.frame, j.scan); }), HasSubstr("before the frame"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.frame = j.frame * 2; }), HasSubstr("two frames"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.frame.clear(); }), HasSubstr("before the frame"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.scan.clear(); }), HasSubstr("in no scan"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.end.clear(); }), HasSubstr("ends before its end marker"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.frame[1] = '\xC9'; }), HasSubstr("arithmetic"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.frame[4] = 12; }), HasSubstr("12 bits"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.frame[9] = 2; }), HasSubstr("2 colour components"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.frame[9] = 3; }), HasSubstr("longer than its segment"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.frame[11] = '\x31'; }), HasSubstr("sampling"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.frame[12] = 4; }), HasSubstr("not 0 to 3"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.frame[6] = 0; }), HasSubstr("no pixels"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.scan[5] = 9; }), HasSubstr("not there"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.scan[4] = 2; }), HasSubstr("wrong length"));
    EXPECT_THAT(jpeg([](Jpeg& j) { j.scan[6] = '\x77'; }), HasSubstr("not 0 to 3"));
    // 16384×16384 in a handful of bytes.
    EXPECT_THAT(jpeg([](Jpeg& j) { j.frame.replace(5, 4, std::string("\x20\0\x20\0", 4)); }),
                HasSubstr("can hold"));
}

TEST_F(HostilePicture, EveryJpegThatLosesAByteOrABitIsReadOrRefused) {
    const std::string whole = Jpeg().bytes();
    for (std::size_t i = 0; i < whole.size(); ++i) {
        EXPECT_THAT(say(whole.substr(0, i)), testing::Not(testing::StrEq("accepted"))) << i;
        for (const int bit : {1, 16, 128}) {
            std::string damaged = whole;
            damaged[i] = static_cast<char>(damaged[i] ^ bit);
            say(damaged);
        }
    }
}

TEST_F(HostilePicture, SizesAreThoseThatWillBeDecoded) {
    const auto bmp = [](std::uint64_t width, std::uint64_t height, int depth) {
        return "BM" + std::string(8, '\0') + little_endian(54, 4) + little_endian(40, 4) +
               little_endian(width, 4) + little_endian(height, 4) + little_endian(1, 2) +
               little_endian(static_cast<std::uint64_t>(depth), 2) + std::string(24, '\0');
    };
    // Rows from the top: the height is negative.
    for (const std::uint64_t height : {0xFFFFF4A0ULL, 0x80000000ULL, 0xFF000000ULL})
        EXPECT_THAT(say(bmp(0x80000, height, 8)), HasSubstr("64 megapixels")) << height;
    EXPECT_THAT(say(bmp(0xFFFFFFFF, 1, 24)), HasSubstr("64 megapixels"));
    EXPECT_THAT(say(bmp(0, 1, 24)), HasSubstr("no pixels"));
    EXPECT_THAT(say(bmp(8191, 8191, 24)), HasSubstr("more than its 54 bytes can hold"));
    EXPECT_EQ(io::read_picture(folder_.with("a.bmp", bmp(1, 0xFFFFFFFF, 24) + "abc\0")).shape(),
              (pool::Shape{1, 3, 1, 1}));
    const auto tga = [](int type, const std::string& size) {
        return std::string("\0\0", 2) + static_cast<char>(type) + std::string(9, '\0') + size +
               std::string("\x20\0", 2);
    };
    EXPECT_THAT(say(tga(10, "\xFF\x1F\xFF\x1F")), HasSubstr("more than its 18 bytes can hold"));
    EXPECT_THAT(say(tga(2, "\xFF\x1F\xFF\x1F")), HasSubstr("can hold"));
    EXPECT_THAT(say(tga(2, "\xFF\xFF\xFF\xFF")), HasSubstr("64 megapixels"));
    EXPECT_EQ(io::read_picture(folder_.with("a.tga", tga(2, std::string("\1\0\1\0", 4)) + "abcd")).shape(),
              (pool::Shape{1, 1, 1, 1}));
    EXPECT_THAT(say("P6 8191 8191 255\n\1\2"), HasSubstr("can hold"));
    EXPECT_THAT(say("P6 99999999999999999999 1 255\n"), HasSubstr("64 megapixels"));
    EXPECT_THAT(say("P5 -5 1 255\n"), HasSubstr("damaged"));
    EXPECT_THAT(say("P5 2 2 70000\n1234"), HasSubstr("1 to 65535"));
}

/// A grey PNG of width × height whose data unpack to so many zeros.
std::string png(std::uint32_t width, std::uint32_t height, std::size_t unpacked) {
    const std::vector<Bytef> zeros(unpacked);
    std::vector<Bytef> packed(compressBound(unpacked));
    uLongf size = packed.size();
    compress2(packed.data(), &size, zeros.data(), unpacked, 9);
    const auto chunk = [](const std::string& type, const std::string& body) {
        return big_endian(body.size(), 4) + type + body + std::string(4, '\0');
    };
    return "\x89PNG\r\n\x1A\n" +
           chunk("IHDR", big_endian(width, 4) + big_endian(height, 4) + std::string("\x08\0\0\0\0", 5)) +
           chunk("IDAT", std::string(packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(size))) +
           chunk("IEND", {});
}

TEST_F(HostilePicture, InflatedBytesHaveABudget) {
    EXPECT_EQ(io::read_picture(folder_.with("a.png", png(3, 2, 8))).shape(), (pool::Shape{1, 1, 2, 3}));
    // One pixel with 64 MiB behind it, in 64 KiB.
    EXPECT_THAT(say(png(1, 1, std::size_t{64} << 20)), HasSubstr("unpacks to more than its 1×1 pixels"));
    EXPECT_THAT(say(png(8000, 8000, 8)), HasSubstr("can hold"));
    EXPECT_THAT(say(png(100000, 100000, 8)), HasSubstr("64 megapixels"));
    EXPECT_THAT(say(png(0, 1, 8)), HasSubstr("no pixels"));
    EXPECT_THAT(say(png(64, 64, 300)), HasSubstr("damaged"));
}

TEST(DecodeBudget, HoldsOverEveryWayToTakeMemory) {
    const io::DecodeBudget budget(1000);
    void* first = io::decode_malloc(600);
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(io::decode_malloc(500), nullptr);
    EXPECT_TRUE(budget.exceeded());
    first = io::decode_realloc(first, 900);
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(static_cast<unsigned char*>(first)[899], 0);
    EXPECT_EQ(io::decode_realloc(first, 1001), nullptr);
    io::decode_free(first);
    void* again = io::decode_malloc(1000);
    EXPECT_NE(again, nullptr);
    io::decode_free(again);
}

}  // namespace
