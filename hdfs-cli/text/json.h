// JSON as schemas are written in (RFC 8259): enough to read them, and to write text in quotes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/result.h"

namespace mammoth::cli {

struct Json {
  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  std::string text{};  // of a string, without escapes; of a number, as written
  bool truth = false;
  std::vector<Json> items{};
  std::vector<std::pair<std::string, Json>> members{};  // in their order

  // The member of that name; nullptr if it is not there or this is no object.
  const Json* find(std::string_view name) const;
  // The text of such a member if it is a string.
  std::optional<std::string> string_at(std::string_view name) const;
};

// Refuses (kIo) everything that is not one JSON value; values may be nested a hundred deep.
Result<Json> parse_json(std::string_view text);

// In quotes, escaped as Jackson does: characters beyond the 16-bit ones as two \\uXXXX.
std::string json_quoted(std::string_view utf8);

}  // namespace mammoth::cli
