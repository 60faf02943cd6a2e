// Text as Java counts and pads it: arguments and names are UTF-8, columns are filled up by
// characters and not by bytes.
#pragma once

#include <string>
#include <string_view>

#include "common/base/utf8.h"

namespace mammoth::cli {

// Length in UTF-16 units (Java: String::length), which is what column widths are made of.
std::size_t java_length(std::string_view utf8);
// Filled up with spaces to `width`; longer text stays as it is.
std::string pad_left(std::string_view text, std::size_t width);
std::string pad_right(std::string_view text, std::size_t width);

// Lower case for ASCII; other letters stay.
std::string lower_case(std::string_view text);

// With '?' for control, formatting and private characters (Hadoop: PrintableString).
std::string printable(std::string_view text);

// At most `width` characters a line, broken at spaces (Apache Commons: WordUtils.wrap).
std::string wrap(std::string_view text, std::size_t width);

}  // namespace mammoth::cli
