// Tokens across the border to Java (yarn/TokenProgram.java is the other side): writes credentials
// files, serves a protocol that demands a token, and calls one with a token of a file.
//
//   token_program issue FILE writable|protobuf [KEY]
//   token_program serve          until standard input ends; prints its port first
//   token_program call PORT FILE
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

#include "common/base/clock.h"
#include "common/protocol/yarn/application_master_protocol.pb.h"
#include "common/protocol/yarn/security_token.pb.h"
#include "common/rpc/blocking_client.h"
#include "common/rpc/server.h"
#include "common/security/credentials.h"
#include "common/security/token_sasl.h"
#include "common/yarn_tokens/am_rm_tokens.h"
#include "common/yarn_tokens/client_to_am_tokens.h"
#include "common/yarn_tokens/container_token_issuer.h"
#include "common/yarn_tokens/nm_token_issuer.h"

namespace mammoth {
namespace {

using hadoop::yarn::RegisterApplicationMasterRequestProto;
using hadoop::yarn::RegisterApplicationMasterResponseProto;

constexpr std::int32_t kKeyId = -7;  // ten bytes in an identifier
const std::string kProtocol = "org.apache.hadoop.yarn.api.ApplicationMasterProtocolPB";
const yarn_tokens::KeyTimes kTimes{};

hadoop::yarn::ApplicationAttemptIdProto attempt() {
  hadoop::yarn::ApplicationAttemptIdProto id;
  id.mutable_application_id()->set_cluster_timestamp(1795362318760);
  id.mutable_application_id()->set_id(11);
  id.set_attemptid(1);
  return id;
}

hadoop::yarn::ContainerTokenIdentifierProto container() {
  hadoop::yarn::ContainerTokenIdentifierProto it;
  *it.mutable_containerid()->mutable_app_attempt_id() = attempt();
  it.mutable_containerid()->set_id(2);
  it.set_nmhostaddr("localhost:25110");
  it.set_appsubmitter("root");
  it.mutable_resource()->set_memory(1024);
  it.mutable_resource()->set_virtual_cores(1);
  it.set_rmidentifier(1795362318760);
  it.mutable_priority()->set_priority(20);
  it.set_creationtime(1795364208597);
  return it;
}

void issue(const std::string& file, const std::string& format, const std::string& key) {
  const SystemClock clock;
  const auto random = security::system_random();
  const yarn_tokens::KeyState state{.current = {kKeyId, key}};
  yarn_tokens::AmRmTokens am(clock, random, kTimes);
  am.restore(state);
  yarn_tokens::NmTokenIssuer nm(clock, random, kTimes);
  nm.restore(state);
  yarn_tokens::ContainerTokenIssuer containers(clock, random, kTimes, 600'000);
  containers.restore(state);
  yarn_tokens::ClientToAmTokens clients;
  clients.set_key(attempt(), key);
  hadoop::yarn::NodeIdProto node;
  node.set_host("localhost");
  node.set_port(25110);

  security::Credentials credentials;
  credentials.add("am", am.issue(attempt()));
  credentials.add("client", clients.issue(attempt(), "alice", "127.0.0.1:9").value());
  credentials.add("container", containers.issue(container(), "127.0.0.1:25110"));
  credentials.add("nm", nm.issue(attempt(), node, "root", "127.0.0.1:25110"));
  credentials.add_secret("shuffle", "open sesame");
  std::ofstream(file, std::ios::binary) << security::encode_credentials(
      credentials, format == "protobuf" ? security::CredentialsFormat::kProtobuf
                                        : security::CredentialsFormat::kWritable);
}

// Says to everybody who he is.
class Master {
 public:
  Result<RegisterApplicationMasterResponseProto> register_master(
      const RegisterApplicationMasterRequestProto&, rpc::Call& call) {
    const auto identifier = TRY(yarn_tokens::parse_am_rm_identifier(call.token_identifier()));
    RegisterApplicationMasterResponseProto response;
    response.set_queue(fmt::format("{} key {}", call.user(), identifier.keyid()));
    return response;
  }
};

void serve() {
  const SystemClock clock;
  yarn_tokens::AmRmTokens tokens(clock, security::system_random(), kTimes);
  tokens.restore({.current = {kKeyId, "mammoth!"}});
  tokens.readmit(attempt());
  security::TokenSaslServers sasl(tokens, security::TokenSaslServers::Simple::kRefused);
  Master master;
  rpc::Service service(kProtocol, 1);
  service.bind("registerApplicationMaster", rpc::Retry::kIdempotent, master,
               &Master::register_master);
  IoPool pool(1);
  rpc::ServerOptions options;
  options.sasl = &sasl;
  rpc::Server server(pool, options);
  server.add(service);
  server.start().value();
  fmt::print("{}\n", server.port());
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  server.stop();
}

void call(const std::string& port, const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const auto credentials = security::decode_credentials(bytes).value();
  security::TokenSaslClients sasl;
  for (const auto& [alias, token] : credentials.tokens()) sasl.add(token);
  rpc::ClientOptions options;
  options.sasl = &sasl;
  options.retry.max_attempts = 1;
  rpc::BlockingClient client(options);
  const auto proxy =
      client.proxy({.addresses = {{"127.0.0.1", static_cast<std::uint16_t>(std::stoi(port))}},
                    .protocol = kProtocol,
                    .user = "somebody"});
  const auto answer = proxy->call<RegisterApplicationMasterResponseProto>(
      "registerApplicationMaster", RegisterApplicationMasterRequestProto());
  fmt::print("{}\n", answer ? answer->queue() : "refused: " + answer.error().message);
}

int run(const std::vector<std::string>& arguments) {
  const std::string mode = arguments.empty() ? "" : arguments[0];
  if (mode == "issue" && arguments.size() >= 3)
    issue(arguments[1], arguments[2], arguments.size() > 3 ? arguments[3] : "mammoth!");
  else if (mode == "serve")
    serve();
  else if (mode == "call" && arguments.size() == 3)
    call(arguments[1], arguments[2]);
  else
    return 2;
  return 0;
}

}  // namespace
}  // namespace mammoth

int main(int count, char** arguments) {
  try {
    return mammoth::run({arguments + 1, arguments + count});
  } catch (const std::exception& e) {
    fmt::print(stderr, "{}\n", e.what());
    return 1;
  }
}
