#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pool/evaluation.h"
#include "pool/walkthrough.h"
#include "work/veil.h"

namespace listing {

enum class CodeLanguage { numpy, pytorch, cpp };

/// What a line of code does, so that the walkthrough finds the lines that run at a moment.
enum class LineRole {
    other,
    loop,     ///< one of the loops over items, channels, rows and columns of the output
    window,   ///< one of the loops inside the window
    gather,   ///< looks at one cell of the window
    reduce,   ///< compares it, or adds it up
    store,    ///< writes the output cell
    send,     ///< backward: reads the arriving gradient
    add,      ///< backward: adds a share to a cell
    layer,    ///< PyTorch: names a layer of the stack
    forward,  ///< PyTorch: calls the layers
    backward  ///< PyTorch: runs backward
};

struct Line {
    std::string text;
    LineRole role = LineRole::other;
    std::size_t layer = 0;  ///< for LineRole::layer: index in Evaluation::layers
    bool veiled = false;    ///< a lesson hides what would follow
};

/// A program that computes what the screen shows: the cursor's layer in loops (NumPy, C++), or the whole
/// stack (PyTorch). NumPy and C++ leave their results in `y`, `index` and `dx`; PyTorch in `maps` and
/// `x.grad`.
struct Listing {
    std::vector<Line> lines;
    /// false: the program stands for itself alone as a comment, because this kind is not written out in it.
    bool complete = true;
    /// What is hidden is written as "...".
    std::string text() const;
};

/// Maps with more values are read from a file in the program, which says so.
constexpr std::int64_t kMostValues = 4096;

Listing listing_of(const pool::Evaluation& evaluation, const pool::Cursor& cursor, CodeLanguage language,
                   const work::Veil& veil = {});

/// The lines that run at the cursor's moment and what the variables hold then, in channel c of item n.
struct Execution {
    std::vector<std::size_t> lines;
    std::vector<std::pair<std::string, std::string>> variables;
};
Execution execution(const pool::Evaluation& evaluation, const pool::Cursor& cursor, std::int64_t n,
                    std::int64_t c, const Listing& listing, CodeLanguage language);

}  // namespace listing
