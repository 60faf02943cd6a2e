#include "common/http/conf_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "common/http/json.h"

namespace mammoth::http {

namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

bool is_secret(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kWords{"secret", "password", "passwd",
                                                          "credential", "keystore.pass", "token"};
  std::string lower(name);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
    return lower.find(word) != std::string::npos;
  });
}

std::string escaped_xml(std::string_view text) {
  std::string xml;
  for (const char c : text) switch (c) {
      case '<': xml += "&lt;"; break;
      case '>': xml += "&gt;"; break;
      case '&': xml += "&amp;"; break;
      default: xml.push_back(static_cast<unsigned char>(c) < 0x20 && c != '\n' ? '?' : c);
    }
  return xml;
}

std::string as_xml(const Entries& entries, const Configuration& configuration) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?><configuration>\n";
  for (const auto& [name, value] : entries)
    xml += fmt::format("<property><name>{}</name><value>{}</value><source>{}</source></property>\n",
                       escaped_xml(name), escaped_xml(value), escaped_xml(configuration.source(name)));
  return xml + "</configuration>\n";
}

std::string as_json(const Entries& entries, const Configuration& configuration) {
  JsonWriter json;
  json.begin_object().key("properties").begin_array();
  for (const auto& [name, value] : entries)
    json.begin_object().member("key", name).member("value", value).member(
        "resource", configuration.source(name)).end_object();
  json.end_array().end_object();
  return std::move(json).text();
}

}  // namespace

Response conf_page(const Request& request, const Configuration& configuration) {
  Entries entries = configuration.entries();
  if (const auto name = request.query.find("name"); name && !name->empty()) {
    std::erase_if(entries, [&](const auto& entry) { return entry.first != *name; });
    if (entries.empty())
      return {.status = 404,
              .headers = {{"Content-Type", "text/plain; charset=utf-8"}},
              .body = fmt::format("Property {} not found\n", *name)};
  }
  for (auto& [name, value] : entries)
    if (is_secret(name)) value = "<redacted>";
  const bool wants_json =
      request.header("Accept").value_or("").find("application/json") != std::string_view::npos;
  Headers headers{{"Cache-Control", "no-cache"}, {"X-Content-Type-Options", "nosniff"}};
  headers.emplace_back("Content-Type",
                       wants_json ? "application/json;charset=utf-8" : "text/xml;charset=utf-8");
  return {.headers = std::move(headers),
          .body = wants_json ? as_json(entries, configuration) : as_xml(entries, configuration)};
}

}  // namespace mammoth::http
