#include "spark-core/plan/json.h"

#include <charconv>
#include <stdexcept>

#include "common/http/json_value.h"

namespace mammoth::spark {

struct JsonReader {
  static Json converted(http::JsonValue&& value) {
    Json json;
    json.kind_ = static_cast<Json::Kind>(value.kind);
    json.truth_ = value.truth;
    json.text_ = std::move(value.text);
    for (http::JsonValue& item : value.items) json.items_.push_back(converted(std::move(item)));
    for (auto& [name, member] : value.members)
      json.members_.emplace_back(std::move(name), converted(std::move(member)));
    return json;
  }
};

namespace {

const char* name_of(Json::Kind kind) {
  static constexpr const char* kNames[] = {"null",     "a bool",   "a number",
                                           "a string", "an array", "an object"};
  return kNames[static_cast<std::size_t>(kind)];
}

template <class T>
T number(const std::string& text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::invalid_argument("the JSON number " + text + " is none of this type");
  return value;
}

}  // namespace

Json Json::parse(std::string_view text) {
  auto value = http::parse_json(text);
  if (!value)
    throw std::invalid_argument("Malformed JSON record: " + std::string(text.substr(0, 1000)) +
                                " (" + value.error().message + ")");
  return JsonReader::converted(std::move(*value));
}

void Json::require(Kind kind) const {
  if (kind_ != kind)
    throw std::invalid_argument(std::string("the JSON value is ") + name_of(kind_) + ", not " +
                                name_of(kind));
}

bool Json::asBool() const {
  require(Kind::kBool);
  return truth_;
}
std::int64_t Json::asLong() const {
  require(Kind::kNumber);
  return number<std::int64_t>(text_);
}
double Json::asDouble() const {
  require(Kind::kNumber);
  return number<double>(text_);
}
const std::string& Json::asString() const {
  require(Kind::kString);
  return text_;
}
const std::vector<Json>& Json::items() const {
  require(Kind::kArray);
  return items_;
}
const std::vector<std::pair<std::string, Json>>& Json::members() const {
  require(Kind::kObject);
  return members_;
}

const Json* Json::find(std::string_view name) const {
  for (const auto& [each, value] : members_)
    if (each == name) return &value;
  return nullptr;
}

const Json& Json::operator[](std::string_view name) const {
  static const Json kNone;
  require(Kind::kObject);
  const Json* member = find(name);
  return member != nullptr ? *member : kNone;
}

void Json::write(Writer& out) const {
  out.fixed(kind_);
  switch (kind_) {
    case Kind::kNull:
      return;
    case Kind::kBool:
      return out.fixed(truth_);
    case Kind::kNumber:
    case Kind::kString:
      return out.text(text_);
    case Kind::kArray:
      out.varint(items_.size());
      for (const Json& item : items_) item.write(out);
      return;
    case Kind::kObject:
      out.varint(members_.size());
      for (const auto& [name, member] : members_) {
        out.text(name);
        member.write(out);
      }
  }
}

Json Json::read(Reader& in) {
  Json json;
  json.kind_ = in.fixed<Kind>();
  switch (json.kind_) {
    case Kind::kNull:
      return json;
    case Kind::kBool:
      json.truth_ = in.fixed<bool>();
      return json;
    case Kind::kNumber:
    case Kind::kString:
      json.text_ = in.text();
      return json;
    case Kind::kArray:
      for (std::size_t left = in.count(1); left > 0; --left) json.items_.push_back(read(in));
      return json;
    case Kind::kObject:
      for (std::size_t left = in.count(2); left > 0; --left) {
        std::string name(in.text());
        json.members_.emplace_back(std::move(name), read(in));
      }
      return json;
  }
  throw WireError("no kind of JSON value");
}

}  // namespace mammoth::spark
