#pragma once

#include <string>
#include <string_view>

#include "document/document.h"
#include "pool/walkthrough.h"

namespace io {

/// What a link leads to: a document, and what of it is shown.
struct Link {
    document::Document document;
    std::string view = "bench";
    pool::Cursor cursor;
    std::string step;  ///< of a lesson ("6.2"); empty: none
    bool operator==(const Link&) const = default;
};

constexpr std::string_view kLinkBegin = "poolscope://s?";
/// A link has no more characters.
constexpr std::size_t kMostLink = 32768;

/// Whether a pasted text is meant as a link: one stands in it, alone or in quotation marks, brackets, a
/// sentence.
bool is_link(std::string_view text);
/// One line: the scheme, then the document's JSON, deflated, in base64 for addresses (RFC 4648, "-" and "_",
/// no padding). Throws FileError where it would be longer than kMostLink, as with a picture.
std::string to_link(const Link& link);
/// Reads what to_link wrote, also from a text around it, and with the line breaks and the marks of replies
/// that mail programs put into it. Checked like a document's file. Throws FileError.
Link from_link(std::string_view text);

}  // namespace io
