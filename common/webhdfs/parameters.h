// The parameters of a WebHDFS request, checked as Apache's are and refused in its words (Hadoop:
// org.apache.hadoop.hdfs.web.resources). All refusals are kIllegalArgument. A value type; const
// members are thread-safe.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/http/uri.h"

namespace mammoth::webhdfs {

// What a number may be.
struct NumberRule {
  std::string_view name;
  std::string_view kind;  // "long integer", as the refusal calls it
  int radix = 10;
  std::int64_t lowest;  // of the type: beyond it the text is no number at all
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
inline constexpr NumberRule kUnmaskedPermission{
    "unmaskedpermission", "short integer", 8, -32768, 32767, 0, 01777};
inline constexpr NumberRule kModificationTime{"modificationtime", "long integer", 10,
                                              kLongMin,           kLongMax,       -1};
inline constexpr NumberRule kAccessTime{"accesstime", "long integer", 10, kLongMin, kLongMax, -1};
inline constexpr NumberRule kNamespaceQuota{"namespacequota", "long integer", 10,
                                            kLongMin,         kLongMax,       -1};
inline constexpr NumberRule kStorageSpaceQuota{
    "storagespacequota", "long integer", 10, kLongMin, kLongMax, -1};
inline constexpr NumberRule kSnapshotDiffIndex{
    "snapshotdiffindex", "integer", 10, kIntMin, kIntMax, -1};
}  // namespace numbers

// Words of a Java enum, without regard to case.
struct WordRule {
  std::string_view name;
  std::string_view java_class;  // as the refusal calls it
  std::span<const std::string_view> words;
};

namespace words {
inline constexpr std::string_view kRenameWords[] = {"NONE", "OVERWRITE", "TO_TRASH"};
inline constexpr std::string_view kCreateWords[] = {
    "CREATE",         "OVERWRITE",        "APPEND",
    "SYNC_BLOCK",     "LAZY_PERSIST",     "NEW_BLOCK",
    "NO_LOCAL_WRITE", "SHOULD_REPLICATE", "IGNORE_CLIENT_LOCALITY",
    "NO_LOCAL_RACK"};
inline constexpr std::string_view kXAttrFlagWords[] = {"CREATE", "REPLACE"};
inline constexpr std::string_view kEncodingWords[] = {"TEXT", "HEX", "BASE64"};

inline constexpr WordRule kRenameOptions{"renameoptions", "org.apache.hadoop.fs.Options.Rename",
                                         kRenameWords};
inline constexpr WordRule kCreateFlags{"createflag", "org.apache.hadoop.fs.CreateFlag",
                                       kCreateWords};
inline constexpr WordRule kXAttrFlags{"flag", "org.apache.hadoop.fs.XAttrSetFlag", kXAttrFlagWords};
inline constexpr WordRule kEncoding{"encoding", "org.apache.hadoop.fs.XAttrCodec", kEncodingWords};
}  // namespace words

// Which of the two servers refuses: the NameNode says also which parameter it was.
enum class RefusalStyle { kNameNode, kDataNode };

class Parameters {
 public:
  Parameters(const http::Query& query, RefusalStyle style) : query_(query), style_(style) {}

  // Nothing where it was not given, or, for text, given without a value.
  Result<std::optional<std::int64_t>> number(const NumberRule& rule) const;
  Result<std::optional<bool>> boolean(std::string_view name) const;
  std::optional<std::string> text(std::string_view name) const;
  // All values of a parameter that may come several times, without empty ones.
  std::vector<std::string> texts(std::string_view name) const;
  // The position of the word; nothing where none is given.
  Result<std::optional<std::size_t>> word(const WordRule& rule) const;
  // A list of words with commas between them: bit n for word n. 0: none is given.
  Result<std::uint32_t> word_set(const WordRule& rule) const;
  // "Required param destination for op: RENAME is null or empty"
  Result<std::string> required_text(std::string_view name, std::string_view operation) const;

  // The name of a user, as dfs.webhdfs.user.provider.user.pattern has it by default.
  Result<std::optional<std::string>> user(std::string_view name) const;
  // Absolute, like every path in a parameter.
  Result<std::optional<std::string>> absolute_path(std::string_view name) const;
  // "user:ann:rw-,default:group::r-x", as dfs.webhdfs.acl.provider.permission.pattern has it by
  // default: permissions may be left out, colons may not.
  Result<std::optional<std::string>> acl_specification(std::string_view name) const;
  // "r-x"
  Result<std::optional<std::string>> action(std::string_view name) const;

  // What Apache's NameNode checks of every request of that method, whatever its operation: all that
  // the method may take.
  Result<void> check_all(std::string_view method) const;

  Error refusal(std::string_view name, std::string message) const;

 private:
  Error outside(std::string_view name, std::string_view value, std::string_view domain) const;
  Result<std::size_t> position_of(const WordRule& rule, std::string_view word) const;

  const http::Query query_;
  const RefusalStyle style_;
};

}  // namespace mammoth::webhdfs
