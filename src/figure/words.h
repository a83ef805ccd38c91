#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "figure/strings.h"

namespace figure {

/// The languages that a figure speaks: one, or two side by side.
class Words {
 public:
    Words() : Words({Strings()}) {}
    explicit Words(std::vector<Strings> tongues) : tongues_(std::move(tongues)) {}
    /// A label: "Input", or "Input · 输入"; what is the same in both stands once.
    std::string label(std::string_view key, std::initializer_list<words::Argument> arguments = {}) const;
    /// A sentence, one line for each language.
    std::vector<std::string> sentence(std::string_view key,
                                      std::initializer_list<words::Argument> arguments = {}) const;
    const std::vector<Strings>& tongues() const { return tongues_; }

 private:
    std::vector<Strings> tongues_;
};

}  // namespace figure
