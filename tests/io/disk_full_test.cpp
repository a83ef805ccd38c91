#include <csignal>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "document/document.h"
#include "io/document_file.h"
#include "temporary.h"

namespace {

using namespace io_test;

/// Makes every file longer than some bytes fail to be written, as a full disk does.
class NoRoom {
 public:
    explicit NoRoom(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~NoRoom() { setrlimit(RLIMIT_FSIZE, &before_); }
    NoRoom(const NoRoom&) = delete;
    NoRoom& operator=(const NoRoom&) = delete;

 private:
    rlimit before_{};
};

TEST(Document, AFullDiskLeavesTheOldDocumentWhole) {
    const Folder folder;
    const document::Document before = document::first_document();
    io::save_document(folder / "d.poolscope.json", before);
    document::Document after = before;
    after.stack.clear();
    std::string said;
    {
        const NoRoom full(100);
        said = refusal([&] { io::save_document(folder / "d.poolscope.json", after); });
    }
    EXPECT_THAT(said, testing::HasSubstr("what was there before is unchanged"));
    EXPECT_TRUE(io::load_document(folder / "d.poolscope.json") == before);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

}  // namespace
