#include "hdfs-cli/tools/ec_policy_file.h"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>

#include "hdfs-cli/format.h"
#include "hdfs-cli/text.h"

namespace mammoth::cli {

namespace {

constexpr std::size_t kPolicyFileBytesMax = 1 << 20;
constexpr std::size_t kElementsMax = 10'000;

struct XmlElement {
  std::string tag;
  std::string id;  // its attribute
  std::string text{};
  std::vector<XmlElement> children{};

  const XmlElement* child(std::string_view name) const {
    const auto found = std::ranges::find(children, name, &XmlElement::tag);
    return found == children.end() ? nullptr : &*found;
  }
};

Error broken(std::string message) {
  return {ErrorCode::kIllegalState, std::move(message)};
}
Error broken_file(const std::string& what) {
  return broken("Bad EC policy configuration file: " + what);
}
Error bad_value(std::string message) {
  return {ErrorCode::kIllegalArgument, std::move(message)};
}

std::string trimmed_text(const std::string& text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string::npos) return {};
  return text.substr(start, text.find_last_not_of(" \t\r\n") - start + 1);
}

// The tree of a small document without a document type.
class TreeReader {
 public:
  TreeReader() : parser_(XML_ParserCreate(nullptr)) {
    if (!parser_) throw std::bad_alloc();
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const XML_Char* name, const XML_Char** attributes) {
          static_cast<TreeReader*>(self)->start(name, attributes);
        },
        [](void* self, const XML_Char*) { static_cast<TreeReader*>(self)->open_.pop_back(); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const XML_Char* text, int length) {
      auto& open = static_cast<TreeReader*>(self)->open_;
      if (!open.empty()) open.back()->text.append(text, static_cast<std::size_t>(length));
    });
    XML_SetStartDoctypeDeclHandler(
        parser_.get(), [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
          XML_StopParser(static_cast<TreeReader*>(self)->parser_.get(), XML_FALSE);
        });
  }

  std::optional<XmlElement> read(const std::string& text) {
    if (XML_Parse(parser_.get(), text.data(), static_cast<int>(text.size()), XML_TRUE) !=
        XML_STATUS_OK)
      return std::nullopt;
    return std::move(root_);
  }

 private:
  struct FreeParser {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  void start(const char* name, const XML_Char** attributes) {
    if (++elements_ > kElementsMax) {
      XML_StopParser(parser_.get(), XML_FALSE);
      return;
    }
    XmlElement element{name, {}};
    for (; *attributes != nullptr; attributes += 2)
      if (std::string_view(attributes[0]) == "id") element.id = attributes[1];
    // only the last child of an element is open, so that no pointer of open_ dangles
    XmlElement& placed = open_.empty() ? root_ = std::move(element)
                                       : open_.back()->children.emplace_back(std::move(element));
    open_.push_back(&placed);
  }

  std::unique_ptr<XML_ParserStruct, FreeParser> parser_;
  XmlElement root_;
  std::vector<XmlElement*> open_;
  std::size_t elements_ = 0;
};

Result<std::uint32_t> unit_count(const std::map<std::string, std::string>& options,
                                 const std::string& key) {
  const auto found = options.find(key);
  if (found == options.end()) return bad_value("No good option for " + key + " found ");
  const auto number = parse_int(found->second);
  if (!number)
    return bad_value(fmt::format("Option value {} for {} is found. It should be an integer",
                                 found->second, key));
  if (*number < 0)
    return bad_value(fmt::format("Invalid option value {} for {}", found->second, key));
  return static_cast<std::uint32_t>(*number);
}

// Its name and cell size are of the policy that uses it (Hadoop: ECSchema).
Result<hdfs::ErasureCodingPolicy> to_schema(const XmlElement& element) {
  std::map<std::string, std::string> options;
  for (const XmlElement& field : element.children) {
    const std::string tag = field.tag == "k"   ? "numDataUnits"
                            : field.tag == "m" ? "numParityUnits"
                                               : field.tag;
    if (field.text.empty()) return bad_value("Value of <" + tag + "> is null");
    options[tag] = trimmed_text(field.text);
  }
  hdfs::ErasureCodingPolicy schema;
  schema.codec = options["codec"];
  if (schema.codec.empty()) return bad_value("No codec option is provided");
  schema.data_units = TRY(unit_count(options, "numDataUnits"));
  schema.parity_units = TRY(unit_count(options, "numParityUnits"));
  for (const char* key : {"codec", "numDataUnits", "numParityUnits"}) options.erase(key);
  schema.options = std::move(options);
  return schema;
}

using Schemas = std::map<std::string, hdfs::ErasureCodingPolicy>;

Result<hdfs::ErasureCodingPolicy> to_ec_policy(const XmlElement& element, const Schemas& schemas) {
  hdfs::ErasureCodingPolicy policy;
  for (const XmlElement& field : element.children) {
    if (field.text.empty()) return bad_value("Value of <" + field.tag + "> is null");
    const std::string value = trimmed_text(field.text);
    if (field.tag == "schema" && schemas.contains(value)) {
      const std::uint32_t cell = policy.cell_bytes;
      policy = schemas.at(value);
      policy.cell_bytes = cell;
    } else if (field.tag == "cellsize") {
      const auto number = parse_int(value);
      if (!number)
        return bad_value("Bad EC policy cellsize value " + value +
                         " is found. It should be an integer");
      policy.cell_bytes = *number > 0 ? static_cast<std::uint32_t>(*number) : 0;
    }
  }
  if (policy.codec.empty() || policy.cell_bytes == 0)
    return broken("Bad policy is found in EC policy configuration file");
  if (policy.cell_bytes % 1024 != 0) return bad_value("cellSize must be 1024 aligned");
  policy.name = policy.composed_name();
  return policy;
}

Result<void> check_layout(const XmlElement& root) {
  if (root.tag != "configuration") return broken_file("top-level element not <configuration>");
  const XmlElement* layout = root.child("layoutversion");
  if (layout == nullptr) return broken_file("no <layoutVersion> element");
  const std::string version = trimmed_text(layout->text);
  if (layout->text.empty()) return bad_value("Value of <layoutVersion> is null");
  const auto number = parse_int(version);
  if (!number)
    return bad_value("Bad layoutVersion value " + version + " is found. It should be an integer");
  if (*number != 1) return broken("The parse failed because of bad layoutversion value");
  return {};
}

}  // namespace

Result<std::vector<hdfs::ErasureCodingPolicy>> read_ec_policies(const std::string& path) {
  const Error failed = broken("Failed to load EC policy file: " + path);
  std::ifstream file(path, std::ios::binary);
  std::string text(kPolicyFileBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kPolicyFileBytesMax) return failed;
  const auto root = TreeReader().read(text);
  if (!root) return failed;
  TRY(check_layout(*root));
  const XmlElement* schema_list = root->child("schemas");
  if (schema_list == nullptr) return broken_file("no <schemas> element");
  Schemas schemas;
  for (const XmlElement& element : schema_list->children) {
    if (element.tag != "schema")
      return broken("Bad element in EC policy configuration file: " + element.tag);
    schemas[element.id] = TRY(to_schema(element));
  }
  const XmlElement* policy_list = root->child("policies");
  if (policy_list == nullptr) return broken_file("no <policies> element");
  std::vector<hdfs::ErasureCodingPolicy> policies;
  for (const XmlElement& element : policy_list->children) {
    if (element.tag != "policy")
      return broken("Bad element in EC policy configuration file: " + element.tag);
    policies.push_back(TRY(to_ec_policy(element, schemas)));
  }
  return policies;
}

}  // namespace mammoth::cli
