#include "hdfs-cli/text/json.h"

#include <fmt/format.h>

#include "common/base/utf8.h"

namespace mammoth::cli {

std::string json_quoted(std::string_view utf8) {
  std::string text = "\"";
  for (const char32_t c : code_points(utf8)) {
    switch (c) {
      case U'"':
        text += "\\\"";
        break;
      case U'\\':
        text += "\\\\";
        break;
      case U'\b':
        text += "\\b";
        break;
      case U'\f':
        text += "\\f";
        break;
      case U'\n':
        text += "\\n";
        break;
      case U'\r':
        text += "\\r";
        break;
      case U'\t':
        text += "\\t";
        break;
      default:
        if (c < 0x20)
          text += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
        else if (c < 0x10000)
          append_utf8(text, c);
        else
          text += fmt::format("\\u{:04X}\\u{:04X}", 0xd800 + ((c - 0x10000) >> 10),
                              0xdc00 + ((c - 0x10000) & 0x3ff));
    }
  }
  return text + "\"";
}

}  // namespace mammoth::cli
