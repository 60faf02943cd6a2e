// The target of a request: percent-encoding and query parameters (RFC 3986, and for queries the
// encoding of HTML forms, in which '+' is a space). Pure functions; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/result.h"

namespace mammoth::http {

// Decoded names and values in their order; a name may come twice.
class Query {
 public:
  void add(std::string name, std::string value) {
    parameters_.emplace_back(std::move(name), std::move(value));
  }
  // The first of that name; names are compared without regard to case, as WebHDFS does.
  std::optional<std::string_view> find(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return parameters_; }

 private:
  std::vector<std::pair<std::string, std::string>> parameters_;
};

struct Target {
  std::string path;  // decoded
  Query query;
};

// "/a%20b?x=1&y". Refuses (kIllegalArgument) a target that does not begin with '/', a percent sign
// without two hexadecimal digits, a NUL, and more than 1,000 parameters.
Result<Target> parse_target(std::string_view target);

// Encodes everything but letters, digits and -._~!$'()*,;:@ and, in paths, '/': what may stand in a
// path or in the value of a query parameter.
std::string encode_path(std::string_view path);
std::string encode_query_value(std::string_view value);

}  // namespace mammoth::http
