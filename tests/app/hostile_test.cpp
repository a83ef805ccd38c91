#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/commands.h"

namespace {

/// What became of a command in a process of its own, under limits as a school's computer has them.
struct Ending {
    int code = -1;     ///< −1: it did not end by itself
    int signal = 0;    ///< what ended it otherwise
    std::string said;  ///< on standard error
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;  // their shadow memory is larger than any limit
#else
constexpr bool kSanitized = false;
#endif

Ending run_limited(const std::vector<std::string>& arguments) {
    constexpr rlim_t kMemory = rlim_t{1536} << 20;
    constexpr rlim_t kSeconds = kSanitized ? 50 : 5;
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) return {};
    const pid_t child = fork();
    if (child == 0) {
        const rlimit memory{kMemory, kMemory};
        const rlimit seconds{kSeconds, kSeconds};
        if (!kSanitized) setrlimit(RLIMIT_AS, &memory);
        setrlimit(RLIMIT_CPU, &seconds);
        std::ostringstream out;
        std::ostringstream errors;
        const int code = app::run(arguments, out, errors);
        const std::string said = errors.str();
        [[maybe_unused]] const ssize_t written = write(ends[1], said.data(), said.size());
        _exit(code);
    }
    close(ends[1]);
    Ending ending;
    std::array<char, 1024> part{};
    for (ssize_t got = 0; (got = read(ends[0], part.data(), part.size())) > 0;)
        ending.said.append(part.data(), static_cast<std::size_t>(got));
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status)) ending.code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) ending.signal = WTERMSIG(status);
    return ending;
}

TEST(Hostile, EveryFileOfTheCorpusIsReadOrRefusedWithinTheLimits) {
    const std::filesystem::path corpus = std::string(SOURCE_DIR) + "/tests/fuzz/corpus";
    int files = 0;
    for (const char* kind : {"picture", "npy", "csv", "idx", "document"}) {
        for (const auto& entry : std::filesystem::directory_iterator(corpus / kind)) {
            const bool document = std::string_view(kind) == "document";
            const Ending ending =
                document ? run_limited({"eval", "--document", entry.path()})
                         : run_limited({"eval", "--input", entry.path(), "--stack", "MaxPool2d(2)"});
            ++files;
            EXPECT_TRUE(ending.code == 0 || ending.code == 2)
                << entry.path() << ": code " << ending.code << ", signal " << ending.signal;
            // What was read may have notes; a refusal is one line.
            const bool refusal = ending.said.starts_with("poolscope: error: ");
            EXPECT_EQ(refusal, ending.code == 2) << ending.said;
            if (refusal) {
                EXPECT_EQ(std::ranges::count(ending.said, '\n'), 1) << ending.said;
            }
        }
    }
    EXPECT_GT(files, 150);
}

TEST(Hostile, NoOptionTakesANumberThatIsNone) {
    const std::filesystem::path before = std::filesystem::current_path();
    std::string name = (std::filesystem::temp_directory_path() / "poolscope-XXXXXX").string();
    // Some values name files that are written then.
    const std::filesystem::path folder = mkdtemp(name.data());
    std::filesystem::current_path(folder);
    const std::map<std::string, std::vector<std::string>> commands{
        {"eval", {"eval", "--sample", "one", "--stack", "MaxPool2d(2)"}},
        {"figure", {"figure", "grid", "-o", "x.svg"}},
        {"animate", {"animate", "-o", "x.gif", "--pixels", "64", "--layer", "2", "--windows", "0"}},
        {"compare", {"compare", "--sample", "one", "--stack", "MaxPool2d(2)"}},
        {"sweep", {"sweep", "--sample", "one", "--stack", "MaxPool2d(2)", "--transform", "shift-x=0:1:1"}},
        {"screenshot", {"screenshot", "x.png"}}};
    int numbers = 0;
    for (const app::OptionName& option : app::options_with_values()) {
        const auto command = commands.find(option.command);
        if (command == commands.end()) continue;
        numbers += option.number;
        for (const char* value : {"nan", "inf", "-inf", "1e400", "9223372036854775808", "0", "-1"}) {
            const bool possible = std::string_view(value) == "0" || std::string_view(value) == "-1";
            // A picture of the window takes long, and words are read by one reader each.
            if (possible && option.command == "screenshot") continue;
            if (!option.number && (std::string_view(value) != "nan" || option.command == "screenshot"))
                continue;
            std::vector<std::string> arguments = command->second;
            arguments.push_back(option.option + "=" + value);
            const Ending ending = run_limited(arguments);
            EXPECT_EQ(ending.signal, 0) << option.command << ' ' << option.option << '=' << value;
            if (option.number && !possible) {
                EXPECT_EQ(ending.code, 2) << option.command << ' ' << option.option << '=' << value;
            } else {
                EXPECT_TRUE(ending.code == 0 || ending.code == 2)
                    << option.command << ' ' << option.option << '=' << value << ": " << ending.code;
            }
        }
    }
    std::filesystem::current_path(before);
    std::filesystem::remove_all(folder);
    EXPECT_GT(numbers, 30);
}

TEST(Hostile, StacksBeyondTheLimitsAreRefusedWithinThem) {
    std::string many;
    for (int i = 0; i < 100000; ++i) many += "ReLU(),";
    std::string large;
    for (int i = 0; i < 10; ++i) large += "AdaptiveMaxPool2d(8000),";
    for (const std::string& stack :
         {many, large, std::string("AdaptiveAvgPool2d(11585)"), std::string("MaxPool2d(2000000000)"),
          std::string("Conv2d(weight=[0,[1,2,3]])"), std::string(100000, '('),
          std::string("RoIAlign2d(100, rois=[[0,0,0,9,9]], sampling_ratio=2000000000)"),
          std::string("Conv2d(in_channels=1, out_channels=1000000, kernel_size=1000)")}) {
        const Ending ending =
            run_limited({"eval", "--input", std::string(SOURCE_DIR) + "/tests/fuzz/corpus/picture/a.pgm",
                         "--stack", stack});
        EXPECT_EQ(ending.code, 2) << stack.substr(0, 60) << ": signal " << ending.signal;
        EXPECT_LE(ending.said.size(), 400U);
    }
}

/// The numeric options that a command's own help lists.
std::vector<std::string> numeric_options(const std::string& command) {
    std::ostringstream out;
    std::ostringstream errors;
    app::run({command, "--help"}, out, errors);
    const std::string help = out.str();
    const std::regex option("(--[a-z-]+) (?:FLOAT|INT)");
    std::vector<std::string> names;
    for (auto at = std::sregex_iterator(help.begin(), help.end(), option); at != std::sregex_iterator(); ++at)
        names.push_back((*at)[1]);
    return names;
}

TEST(Hostile, NoNumericOptionTakesWhatIsNotANumberOrIsBeyondAll) {
    int options = 0;
    for (const std::string command : {"eval", "screenshot"}) {
        for (const std::string& option : numeric_options(command)) {
            ++options;
            for (const char* value :
                 {"nan", "-nan", "inf", "-inf", "1e400", "9223372036854775808", "-1e400"}) {
                std::vector<std::string> arguments = {command, option + "=" + value};
                if (command == "screenshot") arguments.push_back("/dev/null/x.png");
                const Ending ending = run_limited(arguments);
                EXPECT_EQ(ending.code, 2) << option << " " << value << ": signal " << ending.signal;
                EXPECT_EQ(ending.said.find("x.png"), std::string::npos) << option << " took " << value;
            }
        }
    }
    EXPECT_GT(options, 8);
    for (const char* camera : {"nan,0", "0,nan", "inf,0", "0,0,nan", "0,0,inf", "1e38,0", "0,0,1e38"})
        EXPECT_EQ(run_limited({"screenshot", "/dev/null/x.png", std::string("--camera=") + camera}).code, 2);
}

TEST(Hostile, AFullStandardOutputIsNoSuccess) {
    std::ofstream full("/dev/full");
    std::ostringstream errors;
    EXPECT_EQ(app::run({"layers"}, full, errors), 2);
    EXPECT_THAT(errors.str(), testing::HasSubstr("standard output cannot be written"));
}

}  // namespace
