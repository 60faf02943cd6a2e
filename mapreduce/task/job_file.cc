#include "mapreduce/task/job_file.h"

#include <fmt/format.h>

#include "common/config/configuration.h"
#include "mapreduce/api/failure.h"

namespace mammoth::mapreduce::engine {

namespace {

std::string xml_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '\r':
        out += "&#13;";
        break;
      // What XML has no letter for is no value of a job either (Hadoop's readers refuse it).
      default:
        out += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? '?' : c;
    }
  }
  return out;
}

}  // namespace

std::string encodeJobFile(const Configuration& configuration) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?><configuration>\n";
  for (const auto& [name, value] : configuration.entries()) {
    const std::string source = configuration.properties().source(name);
    if (source == "default") continue;
    xml += fmt::format(
        "<property><name>{}</name><value>{}</value><final>false</final><source>{}</source>"
        "</property>\n",
        xml_text(name), xml_text(value), xml_text(source));
  }
  return xml + "</configuration>\n";
}

Configuration readJobFile(const std::string& path) {
  mammoth::Configuration properties;
  orRaise(properties.add_xml_file(path));
  return Configuration(properties);
}

}  // namespace mammoth::mapreduce::engine
