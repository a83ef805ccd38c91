#include <algorithm>
#include <fstream>
#include <iterator>
#include <ostream>
#include <system_error>

#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/figure_arguments.h"
#include "io/files.h"
#include "io/json_text.h"

// A book is a list of figures. Its options are those of `poolscope figure`, by their long names, so that
// whatever a figure can be told stands in a book too.

namespace app {

namespace {

using Json = nlohmann::json;

/// One figure of a book in one language and format.
struct Page {
    std::string kind;
    std::vector<std::string> arguments;  ///< of `poolscope figure`, without the kind
    std::string file;
};

void add_options(std::vector<std::string>& arguments, const Json& options) {
    for (const auto& [name, value] : options.items()) {
        const std::string option = "--" + name;
        if (value.is_boolean()) {
            if (value.get<bool>()) arguments.push_back(option);
        } else if (value.is_array()) {
            for (const Json& each : value)
                arguments.insert(arguments.end(), {option, each.get<std::string>()});
        } else {
            arguments.insert(arguments.end(),
                             {option, value.is_string() ? value.get<std::string>() : value.dump()});
        }
    }
}

std::vector<Page> pages_of(const Json& book) {
    std::vector<Page> pages;
    for (const Json& figure : book.at("figures")) {
        Json options = book.value("options", Json::object());
        options.update(figure.value("options", Json::object()));
        for (const Json& language : book.at("languages"))
            for (const Json& format : book.at("formats")) {
                Page page;
                page.kind = figure.at("kind").get<std::string>();
                page.arguments = {"--language", language.get<std::string>()};
                if (figure.contains("title"))
                    page.arguments.insert(page.arguments.end(),
                                          {"--title", figure.at("title").at(language).get<std::string>()});
                add_options(page.arguments, options);
                page.file = figure.at("name").get<std::string>() + "." + language.get<std::string>() + "." +
                            format.get<std::string>();
                pages.push_back(std::move(page));
            }
    }
    return pages;
}

Json read_book(const std::filesystem::path& path) {
    const std::string text = io::read_text(path);
    io::require_json(text, io::display_name(path));
    return Json::parse(text);
}

FigureJob job_of(const Page& page) {
    Options options;
    FigureArguments arguments;
    arguments.add_to(options);
    options.read(page.arguments);
    return arguments.read(page.kind);
}

std::string file_bytes(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

int run_book(const std::filesystem::path& book, const std::filesystem::path& out, std::ostream& print) {
    std::vector<Page> pages;
    try {
        pages = pages_of(read_book(book));
    } catch (const Json::exception& error) {
        throw words::Error({"error.book.json", {io::display_name(book), error.what()}});
    }
    // Everything is made before anything is written.
    std::vector<std::vector<unsigned char>> files;
    std::vector<std::vector<words::Message>> notes(pages.size());
    for (const Page& page : pages) {
        try {
            files.push_back(figure_file(job_of(page), page.file, notes[files.size()]));
        } catch (const std::exception& error) {
            throw words::Error({"error.book.figure", {page.file, words::message_of(error)}});
        }
    }
    std::error_code failed;
    std::filesystem::create_directories(out, failed);
    if (failed)
        throw words::Error(
            {"error.usage.out_folder", {io::display_name(out), io::system_reason(failed.value())}});
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const std::filesystem::path path = out / pages[i].file;
        const bool there = std::filesystem::exists(path);
        const std::string before = there ? file_bytes(path) : std::string();
        const bool same = there && std::ranges::equal(before, files[i], {},
                                                      [](char c) { return static_cast<unsigned char>(c); });
        if (!same) io::write_file_atomically(path, files[i]);
        print << (same ? "same     " : there ? "changed  " : "new      ") << pages[i].file << '\n';
        for (const words::Message& note : notes[i]) print << "         " << note.text() << '\n';
    }
    return 0;
}

}  // namespace app
