// The part of Avro that history files are made of: schemas, values in Avro's binary form, and the
// same values as Avro's JSON, which is what both sides of this are in: records as objects, what is
// of a union and not null as {"branch": value}.
//
// Pure; const members are thread-safe. What is decoded is bounded by the bytes it comes from.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/http/json_value.h"

namespace mammoth::mapreduce::history {

class AvroSchema {
 public:
  // kIo for what is no schema, or has types that history files do not use.
  static Result<AvroSchema> parse(std::string_view json);

  // Takes one value from the front. kIo where bytes are missing or make no sense.
  Result<http::JsonValue> decode(std::string_view& bytes) const;

  // Appends a value. kIllegalArgument where it does not fit the schema.
  Result<void> encode(const http::JsonValue& value, std::string& out) const;

 private:
  void enter_names(const http::JsonValue& type, const std::string& space);
  const http::JsonValue* named(std::string_view name) const;
  Result<http::JsonValue> decode_as(const http::JsonValue& type, std::string_view& bytes,
                                    int depth) const;
  Result<http::JsonValue> decode_items(const http::JsonValue& type, bool is_map,
                                       std::string_view& bytes, int depth) const;
  Result<void> encode_as(const http::JsonValue& type, const http::JsonValue& value,
                         std::string& out) const;
  Result<void> encode_items(const http::JsonValue& type, const http::JsonValue& value,
                            std::string& out) const;
  Result<void> encode_branch(const http::JsonValue& branches, const http::JsonValue& value,
                             std::string& out) const;

  std::unique_ptr<http::JsonValue> root_;
  std::map<std::string, const http::JsonValue*, std::less<>> named_;  // into *root_
};

// Values to encode, and their parts.
http::JsonValue avro_text(std::string_view text);
http::JsonValue avro_number(std::int64_t number);
http::JsonValue avro_bool(bool truth);
http::JsonValue avro_branch(std::string_view branch, http::JsonValue value);
// {"string": text}; null when there is none.
http::JsonValue avro_optional(std::string_view text);

// Compact JSON text of a value.
std::string json_text(const http::JsonValue& value);

}  // namespace mammoth::mapreduce::history
