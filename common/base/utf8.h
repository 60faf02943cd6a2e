// Text between UTF-8 and code points, as names, patterns and Java's strings need it.
#pragma once

#include <string>
#include <string_view>

namespace mammoth {

// Code points of UTF-8; a byte that does not belong to any becomes one of its own.
std::u32string code_points(std::string_view utf8);
void append_utf8(std::string& text, char32_t code_point);

}  // namespace mammoth
