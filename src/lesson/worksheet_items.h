#pragma once

#include <string>
#include <vector>

#include "figure/plates/blocks.h"
#include "figure/words.h"
#include "lesson/worksheet.h"

// The pictures that the pages of a worksheet are put together from.

namespace lesson {

/// One exercise: its number, its layer, what is given, an arrow, what is asked.
class ExerciseItem {
 public:
    ExerciseItem(Ask ask, const Exercise& exercise, std::size_t number, const figure::Words& words,
                 bool answered);
    /// Whether its cells are large enough to be written in when it is so wide.
    bool fits(float width) const;
    figure::Drawing draw(float width) const;
    /// With the common wrong answers, small, and what was thought, beside it or below.
    figure::Drawing with_wrong_answers(float width) const;

 private:
    struct Part {
        figure::MapBlock block;
        bool blank = false;
    };
    std::string size_label() const;
    float width_at(float cell) const;
    float cell_for(float width) const;
    figure::Drawing wrong_answer(const WrongAnswer& wrong) const;

    const Exercise& exercise_;
    std::size_t number_;
    const figure::Words& words_;
    bool answered_;
    bool size_ = false;  ///< the size of the output is asked; nothing is drawn of the input but its own
    figure::FigureRequest request_;
    std::vector<Part> parts_;
};

/// A digit with an empty box for its letter, or a pooled map with its letter.
figure::Drawing matching_map(const Matching::Digit& digit, bool input, bool answered, float room,
                             const figure::Words& words);

}  // namespace lesson
