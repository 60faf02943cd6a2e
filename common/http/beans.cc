#include "common/http/beans.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cctype>

#include "common/http/json.h"

namespace mammoth::http {

namespace {

struct ToJson {
  std::string operator()(const Bean::Json& json) const { return json.text; }
  std::string operator()(const auto& value) const {
    JsonWriter json;
    json.value(value);
    return std::move(json).text();
  }
};

std::string to_json(const Bean::Value& value) {
  return std::visit(ToJson(), value);
}

std::string quoted(std::string_view text) {
  JsonWriter json;
  json.value(text);
  return std::move(json).text();
}

Response answer(std::string body) {
  return {.headers = {{"Cache-Control", "no-cache"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Content-Type", "application/json; charset=utf8"},
                      {"Access-Control-Allow-Methods", "GET"},
                      {"Access-Control-Allow-Origin", "*"}},
          .body = std::move(body)};
}

Response failure(std::string_view message) {
  return answer(
      fmt::format("{{\n  \"result\" : \"ERROR\",\n  \"message\" : {}\n}}", quoted(message)));
}

// `pattern` may hold *, which stands for any text.
bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, retry_p = std::string_view::npos, retry_t = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      retry_p = ++p;
      retry_t = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (retry_p != std::string_view::npos) {
      p = retry_p;
      t = ++retry_t;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

void append(const Bean& bean, std::string_view only, std::string& text) {
  text += fmt::format("{{\n    \"name\" : {},\n    \"modelerType\" : {}", quoted(bean.name),
                      quoted(bean.class_name));
  for (const auto& [name, value] : bean.attributes)
    if (only.empty() || only == name)
      text += fmt::format(",\n    {} : {}", quoted(name), to_json(value));
  text += "\n  }";
}

std::string metric_word(std::string_view text) {
  std::string word;
  for (const char c : text)
    word.push_back(std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_');
  return word;
}

std::string_view short_name(std::string_view bean) {
  return bean.substr(bean.find_last_of("=,") + 1);
}

}  // namespace

Response jmx_page(const Query& query, const std::vector<Bean>& beans) {
  std::string_view pattern = query.find("qry").value_or("*:*");
  std::string_view attribute;
  if (const auto get = query.find("get")) {
    const auto separator = get->find("::");
    if (separator == std::string_view::npos || get->size() == separator + 2)
      return failure("query format is not as expected.");
    pattern = get->substr(0, separator);
    attribute = get->substr(separator + 2);
  }
  std::string text = "{\n  \"beans\" : [ ";
  bool is_first = true;
  for (const Bean& bean : beans) {
    if (!matches(pattern, bean.name)) continue;
    if (!std::exchange(is_first, false)) text += ", ";
    append(bean, attribute, text);
  }
  text += is_first ? "]\n}" : " ]\n}";
  return answer(std::move(text));
}

Response metrics_page(std::string_view prefix, const std::vector<Bean>& beans) {
  std::string text;
  for (const Bean& bean : beans)
    for (const auto& [attribute, value] : bean.attributes) {
      if (std::holds_alternative<std::string>(value) || std::holds_alternative<Bean::Json>(value))
        continue;
      const std::string name = fmt::format("{}_{}_{}", prefix, metric_word(short_name(bean.name)),
                                           metric_word(attribute));
      const bool* truth = std::get_if<bool>(&value);
      text += fmt::format("# TYPE {} gauge\n{} {}\n", name, name,
                          truth == nullptr ? to_json(value)
                          : *truth         ? "1"
                                           : "0");
    }
  return {.headers = {{"Cache-Control", "no-cache"},
                      {"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
          .body = std::move(text)};
}

Bean runtime_bean(std::int64_t started_ms, std::int64_t now_ms) {
  char host[256] = {};
  if (::gethostname(host, sizeof host - 1) != 0) host[0] = '\0';
  Bean bean{.name = "java.lang:type=Runtime", .class_name = "mammoth"};
  bean.add("Name", fmt::format("{}@{}", ::getpid(), host));
  bean.add("StartTime", started_ms);
  bean.add("Uptime", now_ms - started_ms);
  return bean;
}

}  // namespace mammoth::http
