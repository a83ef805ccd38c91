#include "document/document.h"

#include <cassert>

#include "document/samples.h"
#include "pool/notation.h"

namespace document {

bool Base::operator==(const Base& other) const {
    if (name != other.name || picture != other.picture || label != other.label || about != other.about)
        return false;
    // Documents share their arrays, so that the pointers decide nearly always.
    if (values == other.values) return true;
    return values && other.values && *values == *other.values;
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
