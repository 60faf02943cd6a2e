#include "hdfs-cli/text/avro_schema.h"

#include <fmt/format.h>

#include <array>

#include "hdfs-cli/format.h"

namespace mammoth::cli {

namespace {

using Kind = AvroType::Kind;

constexpr std::array<std::string_view, 8> kPrimitives{"null",  "boolean", "int",   "long",
                                                      "float", "double",  "bytes", "string"};

Error wrong(std::string_view what) {
  return {ErrorCode::kIo, fmt::format("Avro schema: {}", what)};
}

std::string full_name(const std::string& name, const std::string& space) {
  return space.empty() || name.find('.') != std::string::npos ? name : space + "." + name;
}

std::string space_of(const std::string& full_name) {
  const std::size_t dot = full_name.rfind('.');
  return dot == std::string::npos ? "" : full_name.substr(0, dot);
}

}  // namespace

Result<AvroSchema> AvroSchema::parse(std::string_view text) {
  const Json json = TRY(parse_json(text));
  AvroSchema schema;
  schema.root_ = TRY(schema.read(json, ""));
  return schema;
}

Result<const AvroType*> AvroSchema::read(const Json& json, const std::string& space) {
  switch (json.kind) {
    case Json::Kind::kString:
      return read_name(json.text, space);
    case Json::Kind::kArray:
      return read_union(json, space);
    case Json::Kind::kObject:
      return read_object(json, space);
    default:
      return wrong("a type is neither text, array nor object");
  }
}

Result<const AvroType*> AvroSchema::read_name(const std::string& name, const std::string& space) {
  for (std::size_t i = 0; i < kPrimitives.size(); ++i)
    if (kPrimitives[i] == name) return &types_.emplace_back(AvroType{static_cast<Kind>(i), name});
  const auto found = named_.find(full_name(name, space));
  if (found == named_.end()) return wrong("undefined name: " + name);
  return found->second;
}

Result<const AvroType*> AvroSchema::read_union(const Json& json, const std::string& space) {
  AvroType& type = types_.emplace_back(AvroType{Kind::kUnion, "union"});
  for (const Json& branch : json.items) type.parts.push_back(TRY(read(branch, space)));
  return &type;
}

Result<const AvroType*> AvroSchema::read_object(const Json& json, const std::string& space) {
  const Json* kind = json.find("type");
  if (kind == nullptr) return wrong("a type is missing");
  if (kind->kind != Json::Kind::kString) return read(*kind, space);
  const std::string& what = kind->text;
  if (what == "array" || what == "map") {
    const Json* items = json.find(what == "array" ? "items" : "values");
    if (items == nullptr) return wrong("items or values are missing");
    AvroType& type =
        types_.emplace_back(AvroType{what == "array" ? Kind::kArray : Kind::kMap, what});
    type.parts.push_back(TRY(read(*items, space)));
    return &type;
  }
  if (what != "record" && what != "error" && what != "enum" && what != "fixed")
    return read_name(what, space);

  const std::string name =
      full_name(json.string_at("name").value_or(""), json.string_at("namespace").value_or(space));
  AvroType& type = types_.emplace_back(AvroType{Kind::kRecord, name});
  named_.emplace(name, &type);
  if (what == "enum") {
    type.kind = Kind::kEnum;
    if (const Json* symbols = json.find("symbols"))
      for (const Json& symbol : symbols->items) type.symbols.push_back(symbol.text);
  } else if (what == "fixed") {
    type.kind = Kind::kFixed;
    const Json* size = json.find("size");
    const auto number = parse_long(size == nullptr ? "" : size->text);
    if (!number || *number < 0) return wrong("a bad size");
    type.size = static_cast<std::uint64_t>(*number);
  } else {
    TRY(read_fields(type, json));
  }
  return &type;
}

Result<void> AvroSchema::read_fields(AvroType& record, const Json& json) {
  const Json* fields = json.find("fields");
  if (fields == nullptr) return wrong("fields are missing");
  for (const Json& field : fields->items) {
    const Json* type = field.find("type");
    if (type == nullptr) return wrong("the type of a field is missing");
    record.fields.push_back(
        {field.string_at("name").value_or(""), TRY(read(*type, space_of(record.name)))});
  }
  return {};
}

}  // namespace mammoth::cli
