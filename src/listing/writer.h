#pragma once

#include <string>

#include "listing/code.h"

namespace listing {

/// Collects lines with their indentation.
class Writer {
 public:
    explicit Writer(Listing& listing) : listing_(listing) {}
    Writer& operator()(const std::string& text, LineRole role = LineRole::other, std::size_t layer = 0) {
        const std::string indent(text.empty() ? 0 : static_cast<std::size_t>(4 * depth_), ' ');
        listing_.lines.push_back({indent + text, role, layer});
        return *this;
    }
    /// A line whose end a lesson hides.
    void veiled(const std::string& text, LineRole role = LineRole::other) {
        (*this)(text, role);
        listing_.lines.back().veiled = true;
    }
    void in() { ++depth_; }
    void out(int levels = 1) { depth_ -= levels; }

 private:
    Listing& listing_;
    int depth_ = 0;
};

/// How the loops of one layer look: everything that does not depend on the language.
struct LoopPlan {
    const pool::LayerResult& layer;
    const pool::Tensor& input;
    const pool::Tensor& grad_output;
    pool::Loops loops;
    bool backward = false;
    bool adaptive = false;
    /// What a lesson hides of it.
    struct Hidden {
        bool input = false, output_size = false, grad_output = false, window = false, divisor = false;
    };
    Hidden hidden = {};

    const pool::AxisGeometry& h() const { return layer.geometry().h(); }
    const pool::AxisGeometry& w() const { return layer.geometry().w(); }
    bool formula() const { return loops.form == pool::Loops::Form::formula; }
    bool select() const { return loops.form == pool::Loops::Form::select; }
};

void write_numpy(Listing& listing, const LoopPlan& plan);
void write_cpp(Listing& listing, const LoopPlan& plan);
void write_pytorch(Listing& listing, const pool::Evaluation& evaluation, bool upstream_hidden);

/// A formula's expression with its letters replaced.
std::string with_letters(std::string expression, std::initializer_list<std::pair<char, std::string>> letters);

/// The kind's formula in English, for a comment.
std::string formula_text(const pool::LayerKind& kind);
std::string text_of(std::int64_t value);
/// "[1, 0.5, …]": values that read back as the same float32; `inf` and `nan` by the language's words.
std::string list_of(std::span<const float> values, char open, char close, const char* infinity,
                    const char* nan);

}  // namespace listing
