#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "measure/subject.h"
#include "measure/value.h"

namespace measure {

/// A call of a measure with its arguments; a cell in an argument's place counts as its row and its column.
/// Every refusal says what was found and what was expected.
class Call {
 public:
    Call(Subject& of, std::span<const double> arguments) : subject(of), arguments_(arguments) {}
    Subject& subject;

    bool has(std::size_t k) const { return k < arguments_.size(); }
    double number(std::size_t k) const { return arguments_[k]; }
    /// A whole number.
    std::int64_t whole(std::size_t k) const;
    /// Number of a map, 0 to the number of layers; of a layer, 1 to it.
    std::size_t map(std::size_t k) const;
    std::size_t layer(std::size_t k) const;
    /// A cell of that map in the plane that is shown, row and column at k and k + 1.
    pool::Cell cell(std::size_t k, const pool::Tensor& map) const;
    /// The plane of a map that is shown.
    pool::Cell plane(const pool::Tensor& map) const;

 private:
    std::span<const double> arguments_;
};

/// One measure: a pure function of the subject.
struct Measure {
    std::string_view name;
    std::string_view arguments;  ///< "i", "l,y,x"; those in [brackets] may be left out
    std::string_view help;       ///< one sentence
    Value (*take)(const Call& call);

    std::size_t fewest() const;
    std::size_t most() const;
};

/// All measures, by subject. The files table_*.cpp hold the parts.
std::span<const Measure> maps_table();
std::span<const Measure> windows_table();
std::span<const Measure> gradients_table();
std::span<const Measure> pair_table();
std::span<const Measure> lab_table();
std::span<const std::span<const Measure>> tables();

}  // namespace measure
