#include "common/http/log_level_page.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <ctime>

#include "common/base/log.h"

namespace mammoth::http {

namespace {

struct Name {
  std::string_view text;
  log::Level level;
};

constexpr auto kNames = std::to_array<Name>({{"DEBUG", log::Level::kDebug},
                                             {"INFO", log::Level::kInfo},
                                             {"WARN", log::Level::kWarn},
                                             {"ERROR", log::Level::kError},
                                             {"ALL", log::Level::kDebug},
                                             {"TRACE", log::Level::kDebug},
                                             {"FATAL", log::Level::kError},
                                             {"OFF", log::Level::kError}});

constexpr std::string_view kForms =
    "<br /><hr /><h3>Get / Set</h3>\n"
    "<form>Class Name: <input type='text' size='50' name='log' /> <input type='submit' value='Get "
    "Log Level' /></form>\n"
    "<form>Class Name: <input type='text' size='50' name='log' /> Level: <input type='text' "
    "name='level' /> <input type='submit' value='Set Log Level' /></form>\n"
    "<hr />\n";

std::string_view current_level() {
  for (const Name& name : kNames)
    if (log::enabled(name.level)) return name.text;
  return "OFF";
}

std::string escaped_html(std::string_view text) {
  std::string html;
  for (const char c : text) switch (c) {
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '&':
        html += "&amp;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html.push_back(static_cast<unsigned char>(c) < 0x20 ? '?' : c);
    }
  return html;
}

void append_result(std::string& html, std::string_view name, std::string_view value) {
  html += fmt::format("<!-- OUTPUT -->{}: <b>{}</b><br />\n", name, escaped_html(value));
}

void set_level(std::string_view given, std::string& html) {
  append_result(html, "Submitted Level", given);
  std::string upper(given);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  for (const Name& name : kNames)
    if (name.text == upper) {
      html += fmt::format("<!-- OUTPUT -->Setting Level to {} ...<br />\n", upper);
      log::set_level(name.level);
      return;
    }
  append_result(html, "Bad Level ", given);
}

}  // namespace

Response log_level_page(const Query& query) {
  std::string html =
      "<html>\n<link rel='stylesheet' type='text/css' href='/static/mammoth.css'>\n"
      "<title>Log Level</title>\n<body>\n<h1>Log Level</h1>\n\n";
  const auto name = query.find("log");
  if (name && !name->empty()) {
    html += "<br /><hr /><h3>Results</h3>\n";
    append_result(html, "Submitted Class Name", *name);
    append_result(html, "Log Class", "mammoth::log");
    if (const auto level = query.find("level"); level && !level->empty()) set_level(*level, html);
    append_result(html, "Effective Level", current_level());
    html += "\n";
  }
  html += kForms;
  html += "</body></html>";
  return {.headers = {{"Cache-Control", "no-cache"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"X-Frame-Options", "SAMEORIGIN"},
                      {"Content-Type", "text/html;charset=utf-8"}},
          .body = std::move(html)};
}

}  // namespace mammoth::http
