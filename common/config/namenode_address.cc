#include "common/config/namenode_address.h"

#include <fmt/format.h>

#include "common/config/keys.h"

namespace mammoth {
namespace {

constexpr std::string_view kScheme = "hdfs";

Error invalid_uri(std::string_view uri, std::string_view why) {
  return {ErrorCode::kIllegalArgument,
          fmt::format("Invalid URI for NameNode address (check fs.defaultFS): {} {}.", uri, why)};
}

}  // namespace

Result<HostPort> parse_hdfs_uri(std::string_view uri) {
  const std::size_t colon = uri.find("://");
  if (colon == std::string_view::npos) return invalid_uri(uri, "has no authority");
  const std::string_view rest = uri.substr(colon + 3);
  const std::string_view authority = rest.substr(0, rest.find('/'));
  if (authority.empty()) return invalid_uri(uri, "has no authority");
  if (uri.substr(0, colon) != kScheme)
    return invalid_uri(uri, fmt::format("is not of scheme '{}'", kScheme));
  return parse_host_port(authority, kDefaultNamenodePort);
}

Result<HostPort> namenode_address(const Configuration& configuration) {
  if (auto address = configuration.get_address(keys::kDfsNamenodeRpcAddress)) return *address;
  return parse_hdfs_uri(configuration.get(keys::kFsDefaultFs));
}

Result<HostPort> namenode_service_address(const Configuration& configuration) {
  if (auto address = configuration.get_address(keys::kDfsNamenodeServicerpcAddress))
    return *address;
  return namenode_address(configuration);
}

}  // namespace mammoth
