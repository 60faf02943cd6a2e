// Avro schemas (Apache Avro 1.11 specification, "Schema Declaration").
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "hdfs-cli/text/json.h"

namespace mammoth::cli {

struct AvroType {
  enum class Kind {
    kNull,
    kBoolean,
    kInt,
    kLong,
    kFloat,
    kDouble,
    kBytes,
    kString,
    kRecord,
    kEnum,
    kFixed,
    kArray,
    kMap,
    kUnion,
  };
  struct Field {
    std::string name;
    const AvroType* type;
  };

  Kind kind = Kind::kNull;
  std::string name{};           // full name of records, enums and fixeds, else "string", "array" …
  std::vector<Field> fields{};  // kRecord
  std::vector<std::string> symbols{};    // kEnum
  std::uint64_t size = 0;                // kFixed
  std::vector<const AvroType*> parts{};  // items of an array or map: one; branches of a union: all
};

// Owns the types of one schema. Types may contain themselves.
class AvroSchema {
 public:
  static Result<AvroSchema> parse(std::string_view json);

  const AvroType& root() const { return *root_; }

 private:
  Result<const AvroType*> read(const Json& json, const std::string& space);
  Result<const AvroType*> read_name(const std::string& name, const std::string& space);
  Result<const AvroType*> read_union(const Json& json, const std::string& space);
  Result<const AvroType*> read_object(const Json& json, const std::string& space);
  Result<void> read_fields(AvroType& record, const Json& json);

  std::deque<AvroType> types_;  // addresses stay
  std::map<std::string, const AvroType*> named_;
  const AvroType* root_ = nullptr;
};

}  // namespace mammoth::cli
