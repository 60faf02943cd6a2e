// The parameters of a WebHDFS request, checked as Apache's are and refused in its words (Hadoop:
// org.apache.hadoop.hdfs.web.resources). All refusals are kIllegalArgument. A value type; const
// members are thread-safe.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/http/uri.h"

namespace mammoth::webhdfs {

// What a number may be.
struct NumberRule {
  std::string_view name;
  std::string_view kind;  // "long integer", as the refusal calls it
  int radix = 10;
  std::int64_t lowest;   // of the type: beyond it the text is no number at all
  std::int64_t highest;
  std::optional<std::int64_t> minimum{};
  std::optional<std::int64_t> maximum{};
};

namespace numbers {
inline constexpr std::int64_t kLongMin = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kLongMax = std::numeric_limits<std::int64_t>::max();
inline constexpr std::int64_t kIntMin = std::numeric_limits<std::int32_t>::min();
inline constexpr std::int64_t kIntMax = std::numeric_limits<std::int32_t>::max();

inline constexpr NumberRule kOffset{"offset", "long integer", 10, kLongMin, kLongMax, 0};
inline constexpr NumberRule kLength{"length", "long integer", 10, kLongMin, kLongMax, 0};
inline constexpr NumberRule kNewLength{"newlength", "long integer", 10, kLongMin, kLongMax, 0};
inline constexpr NumberRule kBlockSize{"blocksize", "long integer", 10, kLongMin, kLongMax, 1};
inline constexpr NumberRule kBufferSize{"buffersize", "integer", 10, kIntMin, kIntMax, 1};
inline constexpr NumberRule kReplication{"replication", "short integer", 10, -32768, 32767, 1};
inline constexpr NumberRule kPermission{"permission", "short integer", 8, -32768, 32767, 0, 01777};
inline constexpr NumberRule kUnmaskedPermission{"unmaskedpermission", "short integer", 8,  -32768,
                                                32767,                0,               01777};
inline constexpr NumberRule kModificationTime{
    "modificationtime", "long integer", 10, kLongMin, kLongMax, -1};
inline constexpr NumberRule kAccessTime{"accesstime", "long integer", 10, kLongMin, kLongMax, -1};
inline constexpr NumberRule kNamespaceQuota{
    "namespacequota", "long integer", 10, kLongMin, kLongMax, -1};
inline constexpr NumberRule kStorageSpaceQuota{
    "storagespacequota", "long integer", 10, kLongMin, kLongMax, -1};
}  // namespace numbers

// Which of the two servers refuses: the NameNode says also which parameter it was.
enum class RefusalStyle { kNameNode, kDataNode };

class Parameters {
 public:
  Parameters(const http::Query& query, RefusalStyle style) : query_(query), style_(style) {}

  // Nothing where it was not given, or, for text, given without a value.
  Result<std::optional<std::int64_t>> number(const NumberRule& rule) const;
  Result<std::optional<bool>> boolean(std::string_view name) const;
  std::optional<std::string> text(std::string_view name) const;
  // "Required param destination for op: RENAME is null or empty"
  Result<std::string> required_text(std::string_view name, std::string_view operation) const;

  // The name of a user, as dfs.webhdfs.user.provider.user.pattern has it by default.
  Result<std::optional<std::string>> user(std::string_view name) const;
  // Absolute, like every path in a parameter.
  Result<std::optional<std::string>> absolute_path(std::string_view name) const;

  Error refusal(std::string_view name, std::string message) const;

 private:
  const http::Query query_;
  const RefusalStyle style_;
};

}  // namespace mammoth::webhdfs
