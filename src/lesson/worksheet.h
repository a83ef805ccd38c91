#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "figure/strings.h"
#include "pool/evaluation.h"

// Exercises on paper. Every answer, right or wrong, is computed from the exercise's own evaluation.

namespace lesson {

/// A common wrong answer. The text "worksheet.wrong.ID" says what was thought.
struct Misconception {
    std::string_view id;
    /// Of the lesson that treats it: "M02", or the step of a chapter, "1.3".
    std::string_view code;
    /// What somebody who thinks so writes, in the shape of the right answer; empty where it does not apply.
    pool::Tensor (*answer)(const pool::Evaluation&);
    /// It is wrong in every window, not at the border or at some winners alone.
    bool everywhere = false;
};

struct WrongAnswer {
    const Misconception* why = nullptr;
    pool::Tensor values;
};

/// What is to be written.
enum class Ask { output, indices, size, grad_input, letters };

/// One layer on one small map of whole numbers.
struct Exercise {
    pool::Evaluation evaluation;
    pool::Tensor answer;  ///< of Ask::size one row: rows, columns
    std::vector<WrongAnswer> wrong;
};

/// Which pooled map belongs to which digit.
struct Matching {
    struct Digit {
        std::string sample;  ///< "digit.3"
        pool::Evaluation evaluation;
        std::size_t place = 0;  ///< of its pooled map among the lettered ones; 0 is A
    };
    std::vector<Digit> digits;
    /// The two whose pooled maps are nearest to each other, and their relative difference.
    std::array<std::size_t, 2> alike{};
    double difference = 0;
};

struct WorksheetKind {
    std::string_view name;  ///< the texts "worksheet.NAME" and "worksheet.NAME.task" are its title and task
    Ask ask = Ask::output;
};
std::span<const WorksheetKind> worksheet_kinds();
/// The kind of that name, or nullptr.
const WorksheetKind* find_worksheet(std::string_view name);

struct Worksheet {
    const WorksheetKind* kind = nullptr;
    std::vector<Exercise> exercises;
    Matching matching;  ///< of the kind "match", which has no exercises
};

constexpr int kMostExercises = 60;
/// Of "match": as many digits as are drawn.
constexpr int kMostDigits = 10;

/// The same arguments give the same sheet. Numbers are drawn until no window ties (in "ties" every window
/// does), until the right answer and all wrong ones differ from each other, and, as far as may be, until
/// answers have at most two decimals. With a document the layers are that document's first one of the
/// sheet's kind (of "match" its whole stack), and the first exercise is on its own map where that is small
/// and serves. Throws words::Error where the document has no such layer, or no numbers serve.
Worksheet make_worksheet(const WorksheetKind& kind, int count, std::uint64_t seed,
                         const document::Document* document = nullptr);

}  // namespace lesson
