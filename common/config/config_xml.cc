#include <expat.h>
#include <fmt/format.h>

#include <memory>
#include <optional>

#include "common/config/config_file.h"
#include "common/config/values.h"

namespace mammoth {
namespace {

struct Property {
  std::optional<std::string> name, value, is_final;
  int line = 0;
};

class XmlReader {
 public:
  explicit XmlReader(const std::string& path) : path_(path), parser_(XML_ParserCreate(nullptr)) {
    if (!parser_) throw std::bad_alloc();
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const XML_Char* name, const XML_Char** attributes) {
          static_cast<XmlReader*>(self)->start_element(name, attributes);
        },
        [](void* self, const XML_Char* name) { static_cast<XmlReader*>(self)->end_element(name); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const XML_Char* text, int length) {
      auto* reader = static_cast<XmlReader*>(self);
      if (reader->text_ != nullptr) reader->text_->append(text, static_cast<std::size_t>(length));
    });
    XML_SetStartDoctypeDeclHandler(
        parser_.get(), [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
          static_cast<XmlReader*>(self)->refuse("a document type (<!DOCTYPE>) is not allowed");
        });
  }

  Result<std::vector<ConfigFileEntry>> read(std::string_view text) {
    const XML_Status status =
        XML_Parse(parser_.get(), text.data(), static_cast<int>(text.size()), XML_TRUE);
    if (error_) return *error_;
    if (status != XML_STATUS_OK) {
      refuse(XML_ErrorString(XML_GetErrorCode(parser_.get())));
      return *error_;
    }
    return std::move(entries_);
  }

 private:
  struct FreeParser {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  int line() const { return static_cast<int>(XML_GetCurrentLineNumber(parser_.get())); }

  void refuse(std::string_view why) {
    if (error_) return;
    error_ = Error{ErrorCode::kIllegalArgument, fmt::format("{}:{}: {}", path_, line(), why)};
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  void start_element(std::string_view qualified_name, const XML_Char** attributes) {
    if (error_) return;
    const std::string_view name = qualified_name.substr(qualified_name.find(':') + 1);
    if (!root_seen_ && name != "configuration")
      return refuse(fmt::format("the root element is <{}>, not <configuration>", qualified_name));
    root_seen_ = true;
    if (name == "include")
      return refuse(
          "XInclude is not supported; write the properties here or pass the file by -conf");
    if (name == "property") return start_property(attributes);
    if (!property_) return;
    if (name == "name") text_ = &property_->name.emplace();
    if (name == "value") text_ = &property_->value.emplace();
    if (name == "final") text_ = &property_->is_final.emplace();
  }

  void start_property(const XML_Char** attributes) {
    if (property_) return refuse("a <property> inside another");
    property_.emplace().line = line();
    for (; *attributes != nullptr; attributes += 2) {
      const std::string_view attribute = attributes[0];
      if (attribute == "name") property_->name = attributes[1];
      if (attribute == "value") property_->value = attributes[1];
      if (attribute == "final") property_->is_final = attributes[1];
    }
  }

  void end_element(std::string_view name) {
    if (error_) return;
    text_ = nullptr;
    if (name == "value" && property_ && property_->value == "") property_->value.reset();
    if (name != "property" || !property_) return;
    Property property = std::move(*property_);
    property_.reset();
    const std::string key(trimmed(property.name.value_or("")));
    if (key.empty()) return refuse("a <property> without a <name>");
    const auto is_final = parse_bool(trimmed(property.is_final.value_or("false")));
    if (!is_final)
      return refuse(
          fmt::format("{}: <final> is '{}', expected true or false", key, *property.is_final));
    entries_.push_back({key, std::move(property.value), property.line, *is_final});
  }

  const std::string& path_;
  std::unique_ptr<XML_ParserStruct, FreeParser> parser_;
  bool root_seen_ = false;
  std::optional<Property> property_;  // the one being read
  std::string* text_ = nullptr;       // where character data goes; inside property_
  std::vector<ConfigFileEntry> entries_;
  std::optional<Error> error_;  // the first refusal; nothing is read after it
};

}  // namespace

Result<std::vector<ConfigFileEntry>> parse_config_xml(std::string_view text,
                                                      const std::string& path) {
  if (text.size() > kMaxConfigFileBytes)
    return Error{ErrorCode::kIllegalArgument, fmt::format("{}: the text is too long", path)};
  return XmlReader(path).read(text);
}

}  // namespace mammoth
