#include "document/document.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "document/samples.h"
#include "pool/notation.h"

namespace document {

bool Base::operator==(const Base& other) const {
    if (name != other.name || picture != other.picture || label != other.label || about != other.about)
        return false;
    // Documents share their arrays, so that the pointers decide nearly always.
    if (values == other.values) return true;
    if (!values || !other.values || values->shape() != other.values->shape()) return false;
    // A NaN is the same NaN, otherwise a document that holds one would never be saved.
    const auto same = [](float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); };
    return std::ranges::equal(values->data(), other.values->data(), same);
}

Document first_document() {
    Document document;
    const Sample* three = find_sample("digit.3");
    assert(three && "the sample digit.3 is missing from assets/samples.txt");
    document.input = three->input;
    document.stack = pool::parse_stack("MaxPool2d(2), MaxPool2d(2)");
    return document;
}

}  // namespace document
