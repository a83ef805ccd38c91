#pragma once

#include "words/strings.h"

namespace figure {

using words::Language;
using words::Strings;

}  // namespace figure
