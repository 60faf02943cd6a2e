// JSON as schemas are written in: read, and text put in quotes.
#pragma once

#include <string>
#include <string_view>

#include "common/http/json_value.h"

namespace mammoth::cli {

using Json = http::JsonValue;
using http::parse_json;

// In quotes, escaped as Jackson does: characters beyond the 16-bit ones as two \\uXXXX.
std::string json_quoted(std::string_view utf8);

}  // namespace mammoth::cli
