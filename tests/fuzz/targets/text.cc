// What people and programs write: targets of HTTP requests, configuration, values, patterns.
#include "common/config/config_file.h"
#include "common/config/host_port.h"
#include "common/config/storage_directory.h"
#include "common/config/values.h"
#include "common/hdfs/attributes.h"
#include "common/hdfs/glob_pattern.h"
#include "common/hdfs/path.h"
#include "common/http/uri.h"
#include "common/webhdfs/parameters.h"
#include "hdfs-cli/mode.h"
#include "hdfs-cli/text/json.h"
#include "hdfs-cli/xattr_text.h"
#include "tests/fuzz/target.h"

namespace mammoth::fuzz {

namespace {

void read_target(std::string_view bytes) {
  const auto target = http::parse_target(bytes);
  if (!target) return;
  (void)http::encode_path(target->path);
  const webhdfs::Parameters parameters(target->query, webhdfs::RefusalStyle::kNameNode);
  (void)parameters.number(webhdfs::numbers::kOffset);
  (void)parameters.number(webhdfs::numbers::kPermission);
  (void)parameters.boolean("recursive");
  (void)parameters.user("user.name");
  (void)parameters.absolute_path("destination");
}

void read_values(std::string_view bytes) {
  (void)parse_int(bytes);
  (void)parse_size(bytes);
  (void)parse_duration(bytes, "ms");
  (void)parse_double(bytes);
  (void)parse_umask(bytes);
  (void)parse_host_port(bytes);
  (void)parse_storage_directory(bytes);
  (void)split_list(bytes);
}

void read_names(std::string_view bytes) {
  if (const auto path = hdfs::Path::parse(bytes)) (void)hdfs::GlobPattern::parse(bytes);
  (void)hdfs::parse_acl(bytes, true);
  (void)hdfs::parse_acl(bytes, false);
  (void)cli::Mode::parse(bytes);
  (void)cli::decode_xattr(bytes);
}

// Each expansion may double the text, so a user's own braces are bounded here as ARG_MAX bounds
// them.
void expand(std::string_view bytes) {
  if (bytes.size() < 200) (void)hdfs::expand_braces(bytes);
}

const Registration target{{"http_target",
                           read_target,
                           {"/webhdfs/v1/a%20b?op=OPEN&offset=3&user.name=me&recursive=true"}}};
const Registration xml{{"config_xml",
                        [](std::string_view bytes) { (void)parse_config_xml(bytes, "f"); },
                        {"<configuration><property><name>a</name><value>b</value>"
                         "<final>true</final></property></configuration>"}}};
const Registration yaml{{"config_yaml",
                         [](std::string_view bytes) { (void)parse_config_yaml(bytes, "f"); },
                         {"dfs:\n  a: [b, c]\nx.y: 1\n"}}};
const Registration values{
    {"values", read_values, {"128m", "u=rwx,g=rx", "1.5h", "[DISK]file:///a", "h:80"}}};
const Registration names{
    {"names",
     read_names,
     {"hdfs://h:1/a/{b,c}/[d-f]*", "default:user:bob:rwx,mask::r--", "u+x,o=", "0x00ff", "1777"}}};
const Registration braces{{"braces", expand, {"/a/{b,c}{d,{e,f}}"}}};
const Registration json{{"json",
                         [](std::string_view bytes) { (void)cli::parse_json(bytes); },
                         {R"({"a":[1,-2.5e3,"\u00e4",null,true],"b":{}})"}}};

}  // namespace

}  // namespace mammoth::fuzz
