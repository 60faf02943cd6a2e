// What HTTP clients send: requests, WebHDFS's and HttpFS's parameters, values of attributes, access
// lists, cookies and tokens.
#include "common/base/check.h"
#include "common/http/head.h"
#include "common/http/uri.h"
#include "common/webhdfs/parameters.h"
#include "common/webhdfs/xattr_codec.h"
#include "httpfs/gateway/delegation_tokens.h"
#include "httpfs/gateway/parameters.h"
#include "httpfs/gateway/signed_cookie.h"
#include "namenode/web/webhdfs/acl_specification.h"
#include "namenode/web/webhdfs/xattr_name.h"
#include "tests/fuzz/target.h"

namespace mammoth::fuzz {

namespace {

constexpr std::string_view kSecret = "secret";

std::string_view take_line(std::string_view& bytes) {
  const std::string_view line = bytes.substr(0, bytes.find('\n'));
  bytes.remove_prefix(std::min(bytes.size(), line.size() + 1));
  return line;
}

// Method, target and headers, a line each: what the parser of heads hands on.
void make_http_request(std::string_view bytes) {
  http::RequestHead head{.method = take_line(bytes), .target = take_line(bytes)};
  head.version = head.target.size() % 2 == 0 ? 11 : 10;
  while (!bytes.empty()) {
    const std::string_view line = take_line(bytes);
    const std::size_t colon = std::min(line.find(':'), line.size());
    head.headers.emplace_back(line.substr(0, colon), line.substr(std::min(colon + 1, line.size())));
  }
  const auto request = http::make_request(std::move(head));
  if (!request) return;
  check(request->path.starts_with('/'), "paths are absolute");
  std::string text;
  for (const auto& [name, value] : request->headers) http::append_header(text, name, value);
}

void check_webhdfs_parameters(std::string_view bytes) {
  const auto target = http::parse_target(bytes);
  if (!target) return;
  for (const auto style : {webhdfs::RefusalStyle::kNameNode, webhdfs::RefusalStyle::kDataNode}) {
    const webhdfs::Parameters parameters(target->query, style);
    for (const char* method : {"GET", "PUT", "POST", "DELETE", "HEAD"})
      (void)parameters.check_all(method);
    (void)parameters.acl_specification("aclspec");
    (void)parameters.action("fsaction");
    (void)parameters.texts("xattr.name");
    (void)parameters.required_text("destination", "RENAME");
    for (const auto& rule : {webhdfs::words::kRenameOptions, webhdfs::words::kCreateFlags,
                             webhdfs::words::kXAttrFlags, webhdfs::words::kEncoding}) {
      (void)parameters.word(rule);
      (void)parameters.word_set(rule);
    }
  }
}

// What the pattern lets through, the parser must take or refuse.
void read_acl_specification(std::string_view bytes) {
  http::Query query;
  query.add("aclspec", std::string(bytes));
  const webhdfs::Parameters parameters(query, webhdfs::RefusalStyle::kNameNode);
  const auto text = parameters.acl_specification("aclspec");
  for (const bool with_permissions : {true, false}) {
    if (text && *text) (void)namenode::parse_acl_specification(**text, with_permissions);
    (void)namenode::parse_acl_specification(bytes, with_permissions);
  }
}

void read_attribute(std::string_view bytes) {
  (void)namenode::parse_xattr_name(bytes);
  const auto value = webhdfs::decode_xattr_value(bytes);
  if (!value) return;
  for (const auto codec : {webhdfs::XAttrCodec::kHex, webhdfs::XAttrCodec::kBase64})
    check(webhdfs::decode_xattr_value(webhdfs::encode_xattr_value(*value, codec)).value() == *value,
          "what was encoded comes back");
}

void read_httpfs_parameters(std::string_view bytes) {
  const auto target = http::parse_target(bytes);
  if (!target) return;
  const httpfs::Parameters parameters(target->query);
  (void)parameters.text("op");
  (void)parameters.texts("xattr.name");
  (void)parameters.number("offset");
  (void)parameters.short_number("permission", 8);
  (void)parameters.short_number("replication");
  (void)parameters.boolean("recursive", false);
}

// Whoever is named by a cookie that the secret has not signed is nobody.
void read_cookies(std::string_view bytes) {
  const auto value = httpfs::find_cookie(bytes, httpfs::kCookieName);
  if (value) (void)httpfs::user_of_cookie(*value, 0, kSecret);
  (void)httpfs::user_of_cookie(bytes, 0, kSecret);
  if (const auto signed_value = httpfs::sign_cookie(bytes, 1, kSecret)) {
    const std::string header = "a=\";\"; hadoop.auth=\"" + *signed_value + "\"; b=c";
    const auto found = httpfs::find_cookie(header, httpfs::kCookieName);
    check(found && httpfs::user_of_cookie(*found, 0, kSecret) == bytes, "a name comes back");
    check(!httpfs::user_of_cookie(*found, 0, "another"), "only for the secret");
  }
}

void read_token_text(std::string_view bytes) {
  const auto token = httpfs::token_from_text(bytes);
  if (token)
    check(httpfs::token_from_text(httpfs::token_to_text(*token)).value() == *token,
          "a token comes back");
}

const Registration request{
    {"http_request",
     make_http_request,
     {"GET\n/webhdfs/v1/a?op=OPEN\nHost: h:1\nCookie: a=b\n", "PUT\nhttp://h/x?y=%41\nHost:h\n"}}};
const Registration webhdfs_parameters{
    {"webhdfs_parameters",
     check_webhdfs_parameters,
     {"/?op=SETXATTR&flag=CREATE,REPLACE&permission=755&aclspec=user:a:rwx&fsaction=r-x&length=5",
      "/?createflag=OVERWRITE,LAZY_PERSIST&renameoptions=NONE&encoding=hex&destination=/a"}}};
const Registration acl{{"acl_specification",
                        read_acl_specification,
                        {"user::rwx,default:group:staff:r-x,mask::---", "user:bob,group:staff:"}}};
const Registration attribute{
    {"xattr", read_attribute, {"user.a", "\"text\"", "0x00ff", "0sAAEC", "plain"}}};
const Registration httpfs_parameters{
    {"httpfs_parameters",
     read_httpfs_parameters,
     {"/?op=MKDIRS&permission=755&offset=3&recursive=true&replication=2"}}};
const Registration cookies{
    {"cookies",
     read_cookies,
     {"hadoop.auth=\"u=root&p=root&t=simple-dt&e=99999&s=abc=\"; x=y", "root"}}};
const Registration tokens{{"token_text", read_token_text, {"AAAAAA", "AAQBAgMEAAAA"}}};

}  // namespace

}  // namespace mammoth::fuzz
