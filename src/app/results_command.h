#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace app {

/// `poolscope results FILE…`: which misconceptions a class showed.
class ResultsCommand {
 public:
    void add_to(CLI::App& program);
    bool chosen() const;
    int run(std::ostream& print) const;

 private:
    CLI::App* command_ = nullptr;
    std::vector<std::string> files_;
};

}  // namespace app
