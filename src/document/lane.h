#pragma once

#include "document/document.h"

namespace document {

/// Whether lane B differs from lane A in its input, in its stack.
bool other_input(const Document& document);
bool other_stack(const Document& document);

/// Lane B as a document of its own, its transform carried out, its own `other` empty. The upstream gradient
/// is A's.
Document lane_b(const Document& document);
/// What a figure that compares draws: lane B, or where that does not differ from A, the input moved by one
/// cell to the right.
Lane compared_lane(const Document& document);
/// The input of lane B, transformed; the stack of lane B.
Input input_b(const Document& document);
pool::Stack stack_b(const Document& document);

/// Whether a layer is pooling that a Replacement takes the place of: it has windows at a stride or an output
/// size, and no weights.
bool replaceable(const pool::Layer& layer);
/// The stack with every such layer replaced: by an average or a maximum over the same windows, by every
/// stride-th cell, or by BlurPool2d(4) at the same stride. Of adaptive pooling only average and maximum can
/// take the place; otherwise it stays.
pool::Stack with_poolings(const pool::Stack& stack, Replacement kind);
/// The stack with `ties` ("first", "last", "split", "all") set in every layer that knows ties.
void set_ties(pool::Stack& stack, const std::string& ties);

}  // namespace document
