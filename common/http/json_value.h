// Reads JSON (RFC 8259): the answers of servers, and schemas.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/result.h"

namespace mammoth::http {

struct JsonValue {
  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  std::string text{};  // of a string, without escapes; of a number, as written
  bool truth = false;
  std::vector<JsonValue> items{};
  std::vector<std::pair<std::string, JsonValue>> members{};  // in their order

  // The member of that name; nullptr if it is not there or this is no object.
  const JsonValue* find(std::string_view name) const;
  // The text of such a member if it is a string.
  std::optional<std::string> string_at(std::string_view name) const;
};

// Refuses (kIo) everything that is not one JSON value; values may be nested a hundred deep.
Result<JsonValue> parse_json(std::string_view text);

}  // namespace mammoth::http
