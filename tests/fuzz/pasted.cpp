#include "checks.h"
#include "io/pasted_stack.h"
#include "pool/notation.h"

namespace fuzz {

void pasted(Bytes bytes) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    io::PastedStack read;
    // A sentence about the text, or about a file of weights that it names.
    if (!accepted<words::Error>([&] { read = io::read_pasted_stack(text); })) return;
    for (const words::Message& note : read.notes) check_message(note.text());
    const std::string written = pool::notation(read.stack);
    pool::Stack again;
    if (!accepted<pool::NotationError>([&] { again = pool::parse_stack(written); }))
        fail("a stack that was pasted is not read as notation", written);
    if (pool::notation(again) != written) fail("a pasted stack does not read back as itself", written);
}

}  // namespace fuzz
