// What a daemon tells monitoring: named groups of values (Java: MBeans), shown by /jmx in Hadoop's
// shape and by /metrics in that of Prometheus. Plain values and pure functions.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "common/http/message.h"

namespace mammoth::http {

struct Bean {
  // JSON as it stands: lists, objects, null.
  struct Json {
    std::string text;
  };
  using Value = std::variant<std::int64_t, std::uint64_t, double, bool, std::string, Json>;

  std::string name;  // "Hadoop:service=NameNode,name=FSNamesystemState"
  std::string class_name;
  std::vector<std::pair<std::string, Value>> attributes{};

  void add(std::string attribute, std::string text) { put(std::move(attribute), std::move(text)); }
  void add(std::string attribute, const char* text) {
    put(std::move(attribute), std::string(text));
  }
  void add_json(std::string attribute, std::string text) {
    put(std::move(attribute), Json{std::move(text)});
  }
  void add(std::string attribute, bool truth) { put(std::move(attribute), truth); }
  void add(std::string attribute, double number) { put(std::move(attribute), number); }
  void add(std::string attribute, std::unsigned_integral auto number) {
    put(std::move(attribute), static_cast<std::uint64_t>(number));
  }
  void add(std::string attribute, std::signed_integral auto number) {
    put(std::move(attribute), static_cast<std::int64_t>(number));
  }

 private:
  void put(std::string attribute, Value value) {
    attributes.emplace_back(std::move(attribute), std::move(value));
  }
};

// /jmx: all beans, those whose name matches qry= (with * for any text), or with get=BEAN::ATTRIBUTE
// the bean with that attribute alone (Hadoop: JMXJsonServlet).
Response jmx_page(const Query& query, const std::vector<Bean>& beans);

// /metrics: every number and truth value of every bean as a gauge named
// <prefix>_<bean>_<attribute>, in Prometheus's text format 0.0.4.
Response metrics_page(std::string_view prefix, const std::vector<Bean>& beans);

// java.lang:type=Runtime, as far as a process without a Java machine has it.
Bean runtime_bean(std::int64_t started_ms, std::int64_t now_ms);

}  // namespace mammoth::http
