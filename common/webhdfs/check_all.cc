// What each method's requests are checked for, in the order in which Apache's NameNode does it
// (Hadoop: the parameter lists of NamenodeWebHdfsMethods).
#include "common/webhdfs/parameters.h"

namespace mammoth::webhdfs {

namespace {

using Check = Result<void> (*)(const Parameters&);

template <const NumberRule& rule>
Result<void> number(const Parameters& given) {
  TRY(given.number(rule));
  return {};
}

template <const WordRule& rule>
Result<void> word_set(const Parameters& given) {
  TRY(given.word_set(rule));
  return {};
}

Result<void> encoding(const Parameters& given) {
  TRY(given.word(words::kEncoding));
  return {};
}

Result<void> overwrite(const Parameters& given) {
  TRY(given.boolean("overwrite"));
  return {};
}

Result<void> create_parent(const Parameters& given) {
  TRY(given.boolean("createparent"));
  return {};
}

Result<void> no_redirect(const Parameters& given) {
  TRY(given.boolean("noredirect"));
  return {};
}

Result<void> all_users(const Parameters& given) {
  TRY(given.boolean("allusers"));
  return {};
}

Result<void> recursive(const Parameters& given) {
  TRY(given.boolean("recursive"));
  return {};
}

Result<void> destination(const Parameters& given) {
  TRY(given.absolute_path("destination"));
  return {};
}

Result<void> acl(const Parameters& given) {
  TRY(given.acl_specification("aclspec"));
  return {};
}

Result<void> action(const Parameters& given) {
  TRY(given.action("fsaction"));
  return {};
}

constexpr Check kPut[] = {destination,
                          number<numbers::kPermission>,
                          number<numbers::kUnmaskedPermission>,
                          overwrite,
                          number<numbers::kBufferSize>,
                          number<numbers::kReplication>,
                          number<numbers::kBlockSize>,
                          number<numbers::kModificationTime>,
                          number<numbers::kAccessTime>,
                          word_set<words::kRenameOptions>,
                          create_parent,
                          acl,
                          word_set<words::kXAttrFlags>,
                          word_set<words::kCreateFlags>,
                          no_redirect,
                          number<numbers::kNamespaceQuota>,
                          number<numbers::kStorageSpaceQuota>};
constexpr Check kPost[] = {number<numbers::kBufferSize>, number<numbers::kNewLength>, no_redirect};
constexpr Check kGet[] = {number<numbers::kOffset>,
                          number<numbers::kLength>,
                          number<numbers::kBufferSize>,
                          encoding,
                          action,
                          number<numbers::kSnapshotDiffIndex>,
                          no_redirect,
                          all_users};
constexpr Check kDelete[] = {recursive};

std::span<const Check> checks_of(std::string_view method) {
  if (method == "PUT") return kPut;
  if (method == "POST") return kPost;
  if (method == "DELETE") return kDelete;
  return kGet;
}

}  // namespace

Result<void> Parameters::check_all(std::string_view method) const {
  for (const Check check : checks_of(method)) TRY(check(*this));
  return {};
}

}  // namespace mammoth::webhdfs
