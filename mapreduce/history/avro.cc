#include "mapreduce/history/avro.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "common/http/json.h"

namespace mammoth::mapreduce::history {

namespace {

using http::JsonValue;
using Kind = JsonValue::Kind;

constexpr int kMaxDepth = 32;
constexpr int kMaxVarintBytes = 10;

Error avro_error(std::string message) {
  return {ErrorCode::kIo, "Avro: " + std::move(message)};
}

Result<std::int64_t> take_long(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < kMaxVarintBytes; ++i) {
    if (bytes.empty()) return avro_error("a number ends early");
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << (7 * i);
    if ((byte & 0x80) == 0) return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
  }
  return avro_error("a number is too long");
}

void append_long(std::int64_t number, std::string& out) {
  auto value = (static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63);
  for (; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7f) | 0x80);
  out += static_cast<char>(value);
}

Result<std::string_view> take_text(std::string_view& bytes) {
  const std::int64_t length = TRY(take_long(bytes));
  if (length < 0 || static_cast<std::uint64_t>(length) > bytes.size())
    return avro_error(fmt::format("a text of {} bytes ends early", length));
  const std::string_view text = bytes.substr(0, static_cast<std::size_t>(length));
  bytes.remove_prefix(text.size());
  return text;
}

std::string_view type_name(const JsonValue& type) {
  if (type.kind == Kind::kString) return type.text;
  const JsonValue* inner = type.find("type");
  return inner != nullptr && inner->kind == Kind::kString ? std::string_view(inner->text) : "";
}

// As the JSON of a union calls its branch.
std::string branch_name(const JsonValue& type) {
  const std::string_view name = type_name(type);
  if (name != "record" && name != "enum") return std::string(name);
  return type.string_at("name").value_or("");
}

bool is_branch(const JsonValue& type, std::string_view wanted) {
  const std::string name = branch_name(type);
  if (name == wanted) return true;
  const auto last = [](std::string_view full) { return full.substr(full.rfind('.') + 1); };
  return wanted.find('.') != std::string_view::npos && last(wanted) == last(name);
}

Result<std::int64_t> number_of(const JsonValue& value) {
  std::int64_t number = 0;
  const auto [end, error] =
      std::from_chars(value.text.data(), value.text.data() + value.text.size(), number);
  if (value.kind != Kind::kNumber || error != std::errc() ||
      end != value.text.data() + value.text.size())
    return Error{ErrorCode::kIllegalArgument, fmt::format("no number: {}", value.text)};
  return number;
}

void append_json(const JsonValue& value, http::JsonWriter& json) {
  switch (value.kind) {
    case Kind::kNull:
      json.null();
      break;
    case Kind::kBool:
      json.value(value.truth);
      break;
    case Kind::kNumber:
      json.value(std::strtoll(value.text.c_str(), nullptr, 10));
      break;
    case Kind::kString:
      json.value(value.text);
      break;
    case Kind::kArray:
      json.begin_array();
      for (const JsonValue& item : value.items) append_json(item, json);
      json.end_array();
      break;
    case Kind::kObject:
      json.begin_object();
      for (const auto& [name, member] : value.members) append_json(member, json.key(name));
      json.end_object();
      break;
  }
}

}  // namespace

Result<AvroSchema> AvroSchema::parse(std::string_view json) {
  AvroSchema schema;
  schema.root_ = std::make_unique<JsonValue>(TRY(http::parse_json(json)));
  schema.enter_names(*schema.root_, "");
  return schema;
}

void AvroSchema::enter_names(const JsonValue& type, const std::string& outer) {
  for (const JsonValue& branch : type.items) enter_names(branch, outer);
  if (type.kind != Kind::kObject) return;
  const std::string space = type.string_at("namespace").value_or(outer);
  if (const auto name = type.string_at("name"); name && type.find("type") != nullptr) {
    named_.emplace(*name, &type);
    if (!space.empty() && name->find('.') == std::string::npos)
      named_.emplace(space + "." + *name, &type);
  }
  for (const char* part : {"type", "items", "values"})
    if (const JsonValue* inner = type.find(part)) enter_names(*inner, space);
  if (const JsonValue* fields = type.find("fields"))
    for (const JsonValue& field : fields->items)
      if (const JsonValue* inner = field.find("type")) enter_names(*inner, space);
}

const JsonValue* AvroSchema::named(std::string_view name) const {
  const auto found = named_.find(name);
  return found == named_.end() ? nullptr : found->second;
}

Result<JsonValue> AvroSchema::decode(std::string_view& bytes) const {
  return decode_as(*root_, bytes, 0);
}

Result<JsonValue> AvroSchema::decode_as(const JsonValue& type, std::string_view& bytes,
                                        int depth) const {
  if (depth > kMaxDepth) return avro_error("values are nested too deep");
  if (type.kind == Kind::kArray) {
    const std::int64_t index = TRY(take_long(bytes));
    if (index < 0 || static_cast<std::size_t>(index) >= type.items.size())
      return avro_error(fmt::format("a union has no branch {}", index));
    const JsonValue& branch = type.items[static_cast<std::size_t>(index)];
    JsonValue value = TRY(decode_as(branch, bytes, depth + 1));
    if (value.kind == Kind::kNull) return value;
    return avro_branch(branch_name(branch), std::move(value));
  }
  const std::string_view name = type_name(type);
  if (name == "null") return JsonValue{};
  if (name == "int" || name == "long") return avro_number(TRY(take_long(bytes)));
  if (name == "string" || name == "bytes") return avro_text(TRY(take_text(bytes)));
  if (name == "boolean") {
    if (bytes.empty()) return avro_error("a boolean is missing");
    const bool truth = bytes.front() != 0;
    bytes.remove_prefix(1);
    return avro_bool(truth);
  }
  if (name == "record") {
    JsonValue record{.kind = Kind::kObject};
    const JsonValue* fields = type.find("fields");
    if (fields == nullptr) return avro_error("a record without fields");
    for (const JsonValue& field : fields->items) {
      const JsonValue* field_type = field.find("type");
      if (field_type == nullptr) return avro_error("a field without a type");
      record.members.emplace_back(field.string_at("name").value_or(""),
                                  TRY(decode_as(*field_type, bytes, depth + 1)));
    }
    return record;
  }
  if (name == "enum") {
    const std::int64_t index = TRY(take_long(bytes));
    const JsonValue* symbols = type.find("symbols");
    if (symbols == nullptr || index < 0 || static_cast<std::size_t>(index) >= symbols->items.size())
      return avro_error(fmt::format("an enum has no symbol {}", index));
    return avro_text(symbols->items[static_cast<std::size_t>(index)].text);
  }
  if (name == "array" || name == "map") return decode_items(type, name == "map", bytes, depth);
  // {"type": {…}} around a type, or the name of one.
  if (const JsonValue* inner = type.find("type"); inner != nullptr && inner->kind != Kind::kString)
    return decode_as(*inner, bytes, depth + 1);
  const JsonValue* known = named(name);
  if (known == nullptr || known == &type)
    return avro_error(fmt::format("the schema's type {} is unknown", name));
  return decode_as(*known, bytes, depth + 1);
}

// Blocks of items, each behind their number; a negative one is followed by the block's bytes.
Result<JsonValue> AvroSchema::decode_items(const JsonValue& type, bool is_map,
                                           std::string_view& bytes, int depth) const {
  JsonValue all{.kind = is_map ? Kind::kObject : Kind::kArray};
  const JsonValue* item_type = type.find(is_map ? "values" : "items");
  if (item_type == nullptr) return avro_error("a list without a type of items");
  for (;;) {
    std::int64_t count = TRY(take_long(bytes));
    if (count == 0) return all;
    if (count < 0) {
      count = count == INT64_MIN ? INT64_MAX : -count;
      TRY(take_long(bytes));
    }
    // An item has a byte at least in every type that history files list.
    if (static_cast<std::uint64_t>(count) > bytes.size())
      return avro_error(fmt::format("a list of {} items ends early", count));
    for (; count > 0; --count) {
      std::string key;
      if (is_map) key = TRY(take_text(bytes));
      JsonValue item = TRY(decode_as(*item_type, bytes, depth + 1));
      if (is_map)
        all.members.emplace_back(std::move(key), std::move(item));
      else
        all.items.push_back(std::move(item));
    }
  }
}

Result<void> AvroSchema::encode(const JsonValue& value, std::string& out) const {
  return encode_as(*root_, value, out);
}

Result<void> AvroSchema::encode_as(const JsonValue& type, const JsonValue& value,
                                   std::string& out) const {
  if (type.kind == Kind::kArray) return encode_branch(type, value, out);
  const std::string_view name = type_name(type);
  if (name == "null") return {};
  if (name == "int" || name == "long") {
    append_long(TRY(number_of(value)), out);
    return {};
  }
  if (name == "string" || name == "bytes") {
    append_long(static_cast<std::int64_t>(value.text.size()), out);
    out += value.text;
    return {};
  }
  if (name == "boolean") {
    out += value.truth ? '\1' : '\0';
    return {};
  }
  if (name == "record") {
    for (const JsonValue& field : type.find("fields")->items) {
      const std::string field_name = field.string_at("name").value_or("");
      const JsonValue* member = value.find(field_name);
      if (member == nullptr)
        return Error{ErrorCode::kIllegalArgument, "a record lacks its field " + field_name};
      TRY(encode_as(*field.find("type"), *member, out));
    }
    return {};
  }
  if (name == "enum") {
    const auto& symbols = type.find("symbols")->items;
    const auto found = std::ranges::find(symbols, value.text, &JsonValue::text);
    if (found == symbols.end())
      return Error{ErrorCode::kIllegalArgument, "no symbol of its enum: " + value.text};
    append_long(found - symbols.begin(), out);
    return {};
  }
  if (name == "array" || name == "map") return encode_items(type, value, out);
  if (const JsonValue* inner = type.find("type"); inner != nullptr && inner->kind != Kind::kString)
    return encode_as(*inner, value, out);
  const JsonValue* known = named(name);
  if (known == nullptr)
    return Error{ErrorCode::kIllegalArgument, "unknown type " + std::string(name)};
  return encode_as(*known, value, out);
}

Result<void> AvroSchema::encode_items(const JsonValue& type, const JsonValue& value,
                                      std::string& out) const {
  const bool is_map = value.kind == Kind::kObject;
  const std::size_t count = is_map ? value.members.size() : value.items.size();
  if (count > 0) append_long(static_cast<std::int64_t>(count), out);
  for (const auto& [key, item] : value.members) {
    append_long(static_cast<std::int64_t>(key.size()), out);
    out += key;
    TRY(encode_as(*type.find("values"), item, out));
  }
  for (const JsonValue& item : value.items) TRY(encode_as(*type.find("items"), item, out));
  append_long(0, out);
  return {};
}

Result<void> AvroSchema::encode_branch(const JsonValue& branches, const JsonValue& value,
                                       std::string& out) const {
  const bool is_null = value.kind == Kind::kNull;
  if (!is_null && value.members.size() != 1)
    return Error{ErrorCode::kIllegalArgument, "a value of a union without its branch"};
  const std::string wanted = is_null ? "null" : value.members.front().first;
  for (std::size_t i = 0; i < branches.items.size(); ++i) {
    if (!is_branch(branches.items[i], wanted)) continue;
    append_long(static_cast<std::int64_t>(i), out);
    if (is_null) return {};
    return encode_as(branches.items[i], value.members.front().second, out);
  }
  return Error{ErrorCode::kIllegalArgument, "no branch of its union: " + wanted};
}

JsonValue avro_text(std::string_view text) {
  return {.kind = Kind::kString, .text = std::string(text)};
}
JsonValue avro_number(std::int64_t number) {
  return {.kind = Kind::kNumber, .text = std::to_string(number)};
}
JsonValue avro_bool(bool truth) {
  return {.kind = Kind::kBool, .truth = truth};
}
JsonValue avro_branch(std::string_view branch, JsonValue value) {
  JsonValue wrapped{.kind = Kind::kObject};
  wrapped.members.emplace_back(branch, std::move(value));
  return wrapped;
}
JsonValue avro_optional(std::string_view text) {
  return text.empty() ? JsonValue{} : avro_branch("string", avro_text(text));
}

std::string json_text(const JsonValue& value) {
  http::JsonWriter json;
  append_json(value, json);
  return std::move(json).text();
}

}  // namespace mammoth::mapreduce::history
