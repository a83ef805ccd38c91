#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "io/pasted/values.h"
#include "words/message.h"

namespace io::pasted {

/// The layers of a plain text, in the order in which the map goes through them: that of the last line that
/// applies layers to a map ("x = self.pool(F.relu(x))"), otherwise that in which they are written.
struct Network {
    Items items;
    std::vector<words::Message> notes;
};
/// Throws pool::NotationError with the place in the plain text.
Network read_network(std::string_view plain);

}  // namespace io::pasted
