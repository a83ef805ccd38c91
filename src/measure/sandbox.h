#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "measure/subject.h"
#include "measure/value.h"

namespace measure {

/// How much an expression may use.
struct Limits {
    std::int64_t steps = 2'000'000;              ///< of Lua, for one expression
    std::size_t bytes = std::size_t{32} << 20U;  ///< of all that the sandbox holds
};

/// Evaluates expressions in Lua 5.4 over the measures of one subject. They see the measures, the functions of
/// prelude.lua and the names that are set, nothing of Lua's libraries: no files, no system, no other code.
/// Set are `layers` (the layers' notation), `dy`, `dx`, `angle`, `scale` (of lane B's transform).
class Sandbox {
 public:
    explicit Sandbox(Subject& subject, Limits limits = {});
    ~Sandbox();
    Sandbox(const Sandbox&) = delete;
    Sandbox& operator=(const Sandbox&) = delete;

    /// Gives a name a value (a learner's answer, the cell that was clicked).
    void set(const std::string& name, const Value& value);
    /// Throws MeasureError: the expression, what is wrong with it.
    Value evaluate(std::string_view expression);

    class Machine;

 private:
    std::unique_ptr<Machine> machine_;
};

}  // namespace measure
