#include "io/foreign.h"

#include <gtest/gtest.h>

#include "io/readers.h"
#include "temporary.h"

namespace {

using io_test::Folder;
using io_test::refusal;
using testing::AllOf;
using testing::HasSubstr;

std::string said(const Folder& folder, const std::string& name, const std::string& bytes) {
    const auto path = folder.with(name, bytes);
    return refusal([&] { io::read_data_set(path); });
}

TEST(Foreign, APointerOfVersionControlIsNamedWithTheCommandThatFetchesTheFile) {
    const Folder folder;
    const std::string lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    const std::string annex = "/annex/objects/SHA256E-s1234--4d7a.npy\n";
    const std::string windows = "../.git/annex/objects/Xx/1k/SHA256E-s123--abc.png/SHA256E-s123--abc.png";
    for (const char* name :
         {"d.png", "d.npy", "d.npz", "d.csv", "d.json", "d.jpg", "d-idx3-ubyte", "d.gz", "d"}) {
        EXPECT_THAT(said(folder, name, lfs),
                    AllOf(HasSubstr("a pointer of Git LFS"), HasSubstr("git lfs pull")))
            << name;
        EXPECT_THAT(said(folder, name, annex), HasSubstr("git annex get")) << name;
        EXPECT_THAT(said(folder, name, windows), HasSubstr("git annex get")) << name;
    }
    EXPECT_THAT(said(folder, "d.csv.dvc", "outs:\n- md5: 1234\n  path: d.csv\n"), HasSubstr("dvc pull"));
}

TEST(Foreign, ALinkToNothingIsNamed) {
    const Folder folder;
    std::filesystem::create_symlink("../.git/annex/objects/a/b/c.png", folder / "annex.png");
    std::filesystem::create_symlink("gone.png", folder / "link.png");
    EXPECT_THAT(refusal([&] { io::read_data_set(folder / "annex.png"); }), HasSubstr("git annex get"));
    EXPECT_THAT(refusal([&] { io::read_data_set(folder / "link.png"); }),
                HasSubstr("is a link to gone.png, which does not exist"));
}

TEST(Foreign, WhatAServerAnsweredInsteadOfTheFileIsNamed) {
    const Folder folder;
    for (const char* name : {"d.png", "d.npy", "d.npz", "d.csv", "d.txt", "d-idx3-ubyte"})
        for (const char* page :
             {"<!DOCTYPE html>\n<html></html>", "\n <html><head>", "<HTML><BODY>Access denied",
              "<!-- saved -->\n<html></html>", "<head><title>1,2"})
            EXPECT_THAT(said(folder, name, page), AllOf(HasSubstr("HTML"), HasSubstr("download")))
                << name << page;
    EXPECT_THAT(said(folder, "d.png", "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"),
                HasSubstr("download"));
    EXPECT_THAT(said(folder, "d.npy", "404: Not Found"),
                HasSubstr("text that begins with \"404: Not Found\""));
    EXPECT_THAT(said(folder, "d.png", "Not Found\n"), HasSubstr("text that begins with \"Not Found\""));
}

TEST(Foreign, TextThatOnlyBeginsLikeATableIsNamed) {
    const Folder folder;
    EXPECT_THAT(said(folder, "m.txt", "%%MatrixMarket matrix coordinate real general\n2 2 1\n1 1 5\n"),
                HasSubstr("scipy.io.mmread(\"m.txt\")"));
    EXPECT_THAT(said(folder, "w.txt", "@RELATION d\n@ATTRIBUTE a numeric\n@DATA\n1,2\n"), HasSubstr("ARFF"));
    EXPECT_THAT(said(folder, "o.json", "{\"data\": [[1, 2], [3, 4]]}"), HasSubstr("[[0, 1], [2, 3]]"));
    EXPECT_THAT(said(folder, "s.dcm", std::string(128, '\0') + "DICM" + std::string(8, '\0')),
                HasSubstr("pydicom"));
    EXPECT_THAT(said(folder, "n.nii", "\\" + std::string(343, '\1') + "n+1" + std::string(8, '\0')),
                HasSubstr("nibabel"));
    EXPECT_THAT(said(folder, "p.pam", "P7\nWIDTH 2\n"), HasSubstr("PAM"));
}

TEST(Foreign, TextOfOtherKindsIsNamedWithTheWayOut) {
    const auto refused = [](const std::string& text, const std::string& name) {
        return io_test::refusal([&] {
            io::read_data_set({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, name, {});
        });
    };
    EXPECT_THAT(refused("[{\"a\": 1, \"b\": 2}]", "r.json"), testing::HasSubstr("JSON"));
    EXPECT_THAT(refused("<table><tr><td>1</td></tr></table>", "t.html"), testing::HasSubstr("HTML"));
    EXPECT_THAT(refused("- [1, 2]\n- [3, 4]\n", "t.yaml"), testing::HasSubstr("YAML"));
    EXPECT_THAT(refused("1 1:0.5 2:0.25\n0 1:1 3:2\n", "t.txt"), testing::HasSubstr("load_svmlight_file"));
    EXPECT_THAT(refused(std::string("CDF\1\0\0\0\0", 8), "t.nc"), testing::HasSubstr("NetCDF"));
}

}  // namespace
