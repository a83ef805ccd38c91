#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "app/commands.h"
#include "app/options.h"

namespace lesson {
struct Lesson;
}

namespace app {

/// `poolscope lesson`: opens a lesson, lists all, checks lesson files, draws a step.
class LessonCommand {
 public:
    /// `window`: what the program is told of its window, which a lesson opens; must live as long.
    explicit LessonCommand(const WindowOptions& window) : window_(window) {}
    void add_to(Options& options);
    int run(std::ostream& print) const;

 private:
    const WindowOptions& window_;
    int check(std::ostream& print) const;
    int draw(const lesson::Lesson& lesson, std::size_t step) const;

    std::vector<std::string> what_;
    std::string step_;
    std::string figure_;
    std::string theme_ = "light", language_ = "en";
    bool check_ = false;
    bool list_ = false;
    bool veil_ = false;
    bool qr_ = false;
};

}  // namespace app
