#include <cmath>
#include <cstring>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "io/npy.h"
#include "io/readers.h"
#include "temporary.h"

namespace {

using io_test::Folder;
using io_test::refusal;
using testing::HasSubstr;

std::string npy_file(const std::string& type, const std::string& shape, const std::string& data,
                     bool fortran = false) {
    std::string fields = "{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False") +
                         ", 'shape': " + shape + ", }\n";
    std::string file("\x93NUMPY\x01\x00", 8);
    file += static_cast<char>(fields.size() & 0xFFU);
    file += static_cast<char>(fields.size() >> 8U);
    return file + fields + data;
}

std::span<const std::uint8_t> bytes_in(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

io::Numbers numbers(const std::string& file) { return io::read_numbers(bytes_in(file), "a.npy"); }

TEST(Arrays, EveryRealTypeInEitherByteOrder) {
    struct Case {
        const char* type;
        std::string one, minus;  ///< bytes of 1 and of -1 (or 2 where there is no sign)
    };
    const auto big = [](std::string bytes) {
        std::ranges::reverse(bytes);
        return bytes;
    };
    const auto of = [](auto value) {
        std::string bytes(sizeof(value), '\0');
        std::memcpy(bytes.data(), &value, sizeof(value));
        return bytes;
    };
    const std::vector<Case> cases = {{"f2", of(std::uint16_t{0x3C00}), of(std::uint16_t{0xBC00})},
                                     {"f4", of(1.0F), of(-1.0F)},
                                     {"f8", of(1.0), of(-1.0)},
                                     {"i2", of(std::int16_t{1}), of(std::int16_t{-1})},
                                     {"i4", of(std::int32_t{1}), of(std::int32_t{-1})},
                                     {"i8", of(std::int64_t{1}), of(std::int64_t{-1})}};
    for (const Case& c : cases) {
        for (const bool swapped : {false, true}) {
            const std::string data = swapped ? big(c.one) + big(c.minus) : c.one + c.minus;
            const io::Numbers read =
                numbers(npy_file((swapped ? ">" : "<") + std::string(c.type), "(1, 2)", data));
            EXPECT_EQ(read.values, (std::vector<float>{1, -1})) << c.type << swapped;
            EXPECT_FALSE(read.rounded);
        }
    }
    EXPECT_EQ(numbers(npy_file("|i1", "(1, 2)", "\x01\xFF")).values, (std::vector<float>{1, -1}));
    EXPECT_EQ(numbers(npy_file("<u2", "(1, 1)", "\xFF\xFF")).values[0], 65535);
    EXPECT_EQ(numbers(npy_file("<u4", "(1, 1)", std::string("\0\0\0\x80", 4))).values[0], 2147483648.0F);
    EXPECT_EQ(numbers(npy_file("<u8", "(1, 1)", std::string("\0\0\0\0\0\0\0\x80", 8))).values[0], 0x1p63F);
    EXPECT_EQ(numbers(npy_file("|b1", "(1, 2)", std::string("\1\0", 2))).values, (std::vector<float>{1, 0}));
    // x86's long double: 1 and 0.5.
    const std::string one("\0\0\0\0\0\0\0\x80\xFF\x3F\0\0\0\0\0\0", 16);
    EXPECT_EQ(numbers(npy_file("<f16", "(1, 1)", one)).values[0], 1);
    EXPECT_TRUE(std::isinf(numbers(npy_file("<f2", "(1, 1)", std::string("\0\x7C", 2))).values[0]));
    EXPECT_EQ(numbers(npy_file("<f2", "(1, 1)", std::string("\1\0", 2))).values[0], 0x1p-24F);
}

TEST(Arrays, RoundingIsSaidAndOtherTypesNameTheWayOut) {
    const auto of = [](double value) {
        std::string bytes(8, '\0');
        std::memcpy(bytes.data(), &value, 8);
        return bytes;
    };
    EXPECT_TRUE(numbers(npy_file("<f8", "(1, 1)", of(0.1))).rounded);
    EXPECT_FALSE(numbers(npy_file("<f8", "(1, 1)", of(0.5))).rounded);
    const io::Numbers far = numbers(npy_file("<f8", "(1, 1)", of(1e300)));
    EXPECT_TRUE(std::isinf(far.values[0]));
    EXPECT_THAT(far.notes.at(0).text(), HasSubstr("beyond float32"));
    EXPECT_TRUE(numbers(npy_file("<i8", "(1, 1)", std::string("\1\0\0\1\0\0\0\0", 8))).rounded);
    EXPECT_THAT(refusal([] { numbers(npy_file("<c8", "(1,)", "")); }), HasSubstr("array.real"));
    EXPECT_THAT(refusal([] { numbers(npy_file("|O", "(1,)", "")); }), HasSubstr("Python objects"));
    EXPECT_THAT(refusal([] { numbers(npy_file("<U4", "(1,)", "")); }), HasSubstr("astype"));
}

TEST(Arrays, AxesAreSaid) {
    const Folder folder;
    const auto set = [&](const std::string& shape, std::size_t size, io::ReadOptions options = {}) {
        std::string data(size, '\0');
        for (std::size_t i = 0; i < size; ++i) data[i] = static_cast<char>(i % 3);
        return io::read_data_set(folder.with("a.npy", npy_file("|u1", shape, data)), options);
    };
    const io::DataSet hwc = set("(28, 28, 3)", 2352);
    EXPECT_EQ(hwc.item_shape, (pool::Shape{1, 3, 28, 28}));
    EXPECT_THAT(hwc.notes.at(0).text(), HasSubstr("28×28×3 was read with the channels last, as 3×28×28"));
    EXPECT_EQ(hwc.item(0).at({0, 2, 5, 7}), 2);
    EXPECT_EQ(set("(28, 28, 3)", 2352, {.layout = io::Layout::chw}).item_shape, (pool::Shape{1, 28, 28, 3}));
    EXPECT_EQ(set("(2, 28, 28, 1)", 1568).item_shape, (pool::Shape{2, 1, 28, 28}));
    EXPECT_EQ(set("(3, 28, 28)", 2352).item_shape, (pool::Shape{1, 3, 28, 28}));
    const io::DataSet many = set("(60, 28, 28)", 47040);
    EXPECT_EQ(many.count, 60);
    EXPECT_EQ(many.item_shape, (pool::Shape{1, 1, 28, 28}));
    EXPECT_EQ(set("(5, 784)", 3920).count, 5);
    EXPECT_EQ(set("(784,)", 784).item_shape, (pool::Shape{1, 1, 28, 28}));
    EXPECT_THAT(refusal([&] { set("(24,)", 24); }), HasSubstr("1 dimension"));
    EXPECT_THAT(refusal([&] { set("(0, 4)", 0); }), HasSubstr("at least 1"));
}

/// A zip archive of stored files.
std::string zip_of(const std::vector<std::pair<std::string, std::string>>& files) {
    const auto word = [](std::size_t value, int size) {
        std::string bytes;
        for (int i = 0; i < size; ++i, value >>= 8U) bytes += static_cast<char>(value & 0xFFU);
        return bytes;
    };
    std::string archive;
    std::string directory;
    for (const auto& [name, data] : files) {
        const std::size_t at = archive.size();
        const auto sum =
            crc32(0, reinterpret_cast<const Bytef*>(data.data()), static_cast<uInt>(data.size()));
        const std::string sizes =
            word(sum, 4) + word(data.size(), 4) + word(data.size(), 4) + word(name.size(), 2) + word(0, 2);
        archive += "PK\3\4" + word(20, 2) + word(0, 8) + sizes + name + data;
        directory +=
            "PK\1\2" + word(20, 2) + word(20, 2) + word(0, 8) + sizes + word(0, 10) + word(at, 4) + name;
    }
    return archive + directory + "PK\5\6" + word(0, 4) + word(files.size(), 2) + word(files.size(), 2) +
           word(directory.size(), 4) + word(archive.size(), 4) + word(0, 2);
}

TEST(Npz, ChoosesTheMapAndFindsItsLabels) {
    const Folder folder;
    const std::string x = npy_file("|u1", "(5, 2, 2)", std::string(20, '\1'));
    const std::string y = npy_file("|u1", "(5,)", "\7\6\5\4\3");
    const auto path = folder.with("a.npz", zip_of({{"x_train.npy", x}, {"y_train.npy", y}}));
    const io::DataSet set = io::read_data_set(path);
    EXPECT_EQ(set.count, 5);
    EXPECT_EQ(set.label(1), "6");
    const auto two = folder.with("b.npz", zip_of({{"p.npy", x}, {"q.npy", x}}));
    EXPECT_THAT(refusal([&] { io::read_data_set(two); }),
                HasSubstr("p (5×2×2), q (5×2×2); choose one with --array p"));
    EXPECT_EQ(io::read_data_set(two, {.array = "q"}).count, 5);
    EXPECT_THAT(refusal([&] { io::read_data_set(two, {.array = "r"}); }), HasSubstr("has no array r"));
}

TEST(Npz, ASmallArchiveThatSaysItIsLargeIsRefusedBeforeItIsUnpacked) {
    const Folder folder;
    std::string archive = zip_of({{"a.npy", "a"}, {"b.npy", "b"}});
    for (std::size_t at = archive.find("PK\1\2"); at != archive.npos; at = archive.find("PK\1\2", at + 1))
        archive[at + 27] = '\x13';  // 304 MiB each
    const auto path = folder.with("a.npz", archive);
    EXPECT_THAT(refusal([&] { io::read_data_set(path); }), HasSubstr("a.npz unpacks to more than 512 MiB"));
}

TEST(Npz, AnArrayThatIsMoreOrLessThanTheDirectorySaysIsDamaged) {
    const Folder folder;
    const std::string x = npy_file("|u1", "(2, 2)", std::string(4, '\1'));
    for (const int change : {-1, 1}) {
        std::string archive = zip_of({{"x.npy", x}});
        archive[archive.find("PK\1\2") + 24] = static_cast<char>(static_cast<int>(x.size()) + change);
        const auto path = folder.with("a.npz", archive);
        EXPECT_THAT(refusal([&] { io::read_data_set(path); }), HasSubstr("damaged")) << change;
    }
}

TEST(Npz, AnArrayWithAnotherSumThanTheDirectorySaysIsDamaged) {
    const Folder folder;
    std::string archive = zip_of({{"x.npy", npy_file("|u1", "(2, 2)", "\1\2\3\4")}});
    EXPECT_EQ(io::read_data_set(folder.with("good.npz", archive)).count, 1);
    archive[archive.find("\1\2\3\4") + 1] = '\x42';
    EXPECT_THAT(refusal([&] { io::read_data_set(folder.with("bad.npz", archive)); }), HasSubstr("damaged"));
}

TEST(Gzip, SeveralOnesBehindEachOtherAreOneFile) {
    const auto gzip = [](const std::string& text) {
        std::string packed(compressBound(text.size()) + 64, '\0');
        z_stream stream{};
        deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
        stream.avail_in = static_cast<uInt>(text.size());
        stream.next_out = reinterpret_cast<Bytef*>(packed.data());
        stream.avail_out = static_cast<uInt>(packed.size());
        deflate(&stream, Z_FINISH);
        packed.resize(packed.size() - stream.avail_out);
        deflateEnd(&stream);
        return packed;
    };
    const Folder folder;
    const auto path = folder.with("t.csv.gz", gzip("1,2\n") + gzip("3,4\n"));
    const document::Base base = io::read_data_set(path).base(0);
    const auto values = base.values->data();
    EXPECT_EQ(std::vector<float>(values.begin(), values.end()), (std::vector<float>{1, 2, 3, 4}));
}

TEST(Arrays, AShapeThatIsNoneIsRefused) {
    for (const char* shape : {"(-2, -3)", "(2.0, 3)", "(2; 3)", "(2 3)", "(0x2, 3)"})
        EXPECT_THAT(refusal([&] { numbers(npy_file("|u1", shape, "\1\2\3\4\5\6")); }), HasSubstr("shape"))
            << shape;
    EXPECT_EQ(numbers(npy_file("|u1", "(2L, 3L)", "\1\2\3\4\5\6")).values.size(), 6U);
    EXPECT_THAT(refusal([&] { numbers(npy_file(">f16", "(1, 1)", std::string(16, '\1'))); }),
                HasSubstr("f16"));
}

TEST(Foreign, FilesOfAnotherKindAreNamedWithTheWayOut) {
    const Folder folder;
    const auto say = [&](const std::string& name, const std::string& bytes) {
        const auto path = folder.with(name, bytes);
        return refusal([&] { io::read_data_set(path); });
    };
    EXPECT_THAT(say("t.pt", zip_of({{"t/data.pkl", "x"}})),
                HasSubstr("numpy.save(\"t.npy\", torch.load(\"t.pt\").numpy())"));
    EXPECT_THAT(say("old.pth", "\x80\x02}q"), HasSubstr("PyTorch"));
    EXPECT_THAT(say("a.pkl", "\x80\x04}q"), HasSubstr("pickle.load"));
    EXPECT_THAT(say("x.h5", "\x89HDF\r\n\x1A\n"), HasSubstr("h5py"));
    EXPECT_THAT(say("x.mat", "MATLAB 5.0 MAT-file"), HasSubstr("loadmat"));
    EXPECT_THAT(say("x.xlsx", zip_of({{"xl/workbook.xml", "x"}})), HasSubstr("save the table as CSV"));
    EXPECT_THAT(say("x.pdf", "%PDF-1.4\n"), HasSubstr("PDF"));
    EXPECT_THAT(say("x.heic", std::string("\0\0\0\x18"
                                          "ftypheic\0\0\0\0",
                                          16)),
                HasSubstr("HEIC"));
    EXPECT_THAT(say("x.gif", "GIF89a"), HasSubstr("GIF"));
    EXPECT_THAT(say("x.json", "{\"poolscope\": 1}"), HasSubstr("--document"));
    EXPECT_THAT(say("x.ipynb", "{\"cells\": []}"), HasSubstr("notation field"));
    EXPECT_THAT(say("x.html", "<!DOCTYPE html>"), HasSubstr("download"));
    EXPECT_THAT(say("x.py", "import torch\n"), HasSubstr("notation field"));
    EXPECT_THAT(say("x.onnx", "\x08\x07\x12\x04"), HasSubstr("onnx.load"));
    const std::string labels("\0\0\x08\x01\0\0\0\2\3\4", 10);
    EXPECT_THAT(say("t10k-labels-idx1-ubyte", labels), HasSubstr("holds the labels"));
    // Beside its images the labels are read.
    folder.with("t10k-images-idx3-ubyte", std::string("\0\0\x08\x03\0\0\0\2\0\0\0\1\0\0\0\1\xFF\0", 18));
    EXPECT_EQ(io::read_data_set(folder / "t10k-images-idx3-ubyte").label(1), "4");
}

}  // namespace
