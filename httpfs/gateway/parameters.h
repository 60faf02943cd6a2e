// The parameters of a request to HttpFS, checked as Apache's are and refused in its words (Hadoop:
// HttpFSParametersProvider, org.apache.hadoop.lib.wsrs). All refusals are IllegalArgumentException.
// A value type; const members are thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/http/uri.h"

namespace mammoth::httpfs {

// The gateway's own refusal: an exception of that Java class that no NameNode has thrown.
inline Error own_refusal(std::string_view java_class, std::string message) {
  return {ErrorCode::kRemote, std::move(message), std::string(java_class)};
}

// Of ASCII letters.
std::string upper(std::string text);

class Parameters {
 public:
  explicit Parameters(const http::Query& query) : query_(query) {}

  // Nothing where it was not given, or given without a value.
  std::optional<std::string> text(std::string_view name) const;
  std::vector<std::string> texts(std::string_view name) const;
  Result<std::optional<std::int64_t>> number(std::string_view name) const;  // "a long"
  Result<std::optional<std::int64_t>> short_number(std::string_view name, int radix = 10) const;
  Result<bool> boolean(std::string_view name, bool otherwise) const;

  static Error refusal(std::string_view name, std::string_view value, std::string_view domain);
  const http::Query& query() const { return query_; }

 private:
  const http::Query query_;
};

}  // namespace mammoth::httpfs
