#include "common/yarn/container_environment.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <fstream>

#include "common/config/values.h"
#include "common/protocol/yarn/ids.pb.h"
#include "common/yarn/ids.h"
#include "common/yarn_tokens/id_text.h"

namespace mammoth::yarn {

namespace {

Result<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0')
    return Error{ErrorCode::kIllegalState,
                 fmt::format("{} is not set: this process must be started by a NodeManager", name)};
  return std::string(value);
}

Result<int> port_variable(const char* name) {
  const std::string text = TRY(variable(name));
  int port = 0;
  const char* const end = text.data() + text.size();
  if (std::from_chars(text.data(), end, port).ptr != end || port < 0 || port > 65535)
    return Error{ErrorCode::kIllegalState, fmt::format("{} is no port: {}", name, text)};
  return port;
}

std::vector<std::string> list_variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::vector<std::string>{} : split_list(value);
}

Result<security::Credentials> read_credentials() {
  const char* path = std::getenv("HADOOP_TOKEN_FILE_LOCATION");
  if (path == nullptr || *path == '\0') return security::Credentials{};
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::kIo, fmt::format("cannot read the token file {}", path)};
  std::string bytes(security::kMaxCredentialsBytes + 1, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return security::decode_credentials(bytes);
}

}  // namespace

Result<ContainerEnvironment> read_container_environment() {
  ContainerEnvironment self;
  self.container = TRY(variable("CONTAINER_ID"));
  const auto id = TRY(parse_container_id(self.container));
  self.attempt = yarn_tokens::id_text(id.app_attempt_id());
  self.application = yarn_tokens::id_text(id.app_attempt_id().application_id());
  self.node_host = TRY(variable("NM_HOST"));
  self.node_port = TRY(port_variable("NM_PORT"));
  self.node_http_port = TRY(port_variable("NM_HTTP_PORT"));
  self.user = TRY(variable("USER"));
  self.local_dirs = list_variable("LOCAL_DIRS");
  self.log_dirs = list_variable("LOG_DIRS");
  self.credentials = TRY(read_credentials());
  return self;
}

}  // namespace mammoth::yarn
