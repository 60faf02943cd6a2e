// Typed reading of properties for parse_settings: the first malformed one is kept, and told once
// everything has been read, so that the parsing reads as a table. Lent the configuration.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "common/config/configuration.h"

namespace mammoth::yarn {

class PropertyReader {
 public:
  explicit PropertyReader(const Configuration& configuration) : configuration_(configuration) {}

  std::optional<std::string> find(const std::string& name) const;      // trimmed; never blank
  std::optional<std::string> find_raw(const std::string& name) const;  // blanks mean something
  std::vector<std::pair<std::string, std::string>> entries_below(const std::string& prefix) const {
    return configuration_.entries_below(prefix);
  }
  std::int64_t integer(const std::string& name, std::int64_t fallback);
  std::optional<std::int64_t> integer(const std::string& name);
  float number(const std::string& name, float fallback);
  bool flag(const std::string& name, bool fallback);
  void refuse(std::string message);  // keeps the first
  Result<void> outcome() const;

 private:
  const Configuration& configuration_;
  std::optional<Error> refusal_;
};

// The whole text as a number; nothing for anything else.
std::optional<float> parse_number(const std::string& text);

}  // namespace mammoth::yarn
