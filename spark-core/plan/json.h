// A JSON value (RFC 8259) as an element of RDDs: what SparkContext.jsonFile makes of a line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spark-core/plan/serializer.h"

namespace mammoth::spark {

class [[gnu::visibility("default")]] Json {
 public:
  enum class Kind : std::uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };

  // Throws std::invalid_argument, which names the text, for what is not one JSON value.
  static Json parse(std::string_view text);

  Kind kind() const { return kind_; }
  bool isNull() const { return kind_ == Kind::kNull; }
  // The value as what it is; std::invalid_argument when it is something else, or a number that does
  // not fit.
  bool asBool() const;
  std::int64_t asLong() const;
  double asDouble() const;
  const std::string& asString() const;
  const std::vector<Json>& items() const;
  const std::vector<std::pair<std::string, Json>>& members() const;  // in their order

  bool has(std::string_view name) const { return find(name) != nullptr; }
  // The member of that name; null when there is none, as for a column that a line lacks.
  const Json& operator[](std::string_view name) const;

  void write(Writer& out) const;
  static Json read(Reader& in);

 private:
  const Json* find(std::string_view name) const;
  void require(Kind kind) const;

  Kind kind_ = Kind::kNull;
  bool truth_ = false;
  std::string text_{};  // a string's, or a number as written
  std::vector<Json> items_{};
  std::vector<std::pair<std::string, Json>> members_{};
  friend struct JsonReader;
};

template <>
struct Serializer<Json> {
  static void write(Writer& out, const Json& value) { value.write(out); }
  static Json read(Reader& in) { return Json::read(in); }
};

}  // namespace mammoth::spark
