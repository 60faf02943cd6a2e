#include "common/yarn/application_master.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <thread>

#include "common/base/log.h"
#include "common/config/keys.h"
#include "common/config/keys/yarn.h"
#include "common/protocol/yarn/application_master_protocol.pb.h"
#include "common/rpc/blocking_client.h"
#include "common/security/digest_md5_client.h"
#include "common/yarn/convert.h"
#include "common/yarn/ids.h"
#include "common/yarn/node_managers.h"
#include "common/yarn_tokens/id_text.h"

namespace mammoth::yarn {

namespace {

constexpr const char* kMasterProtocol = "org.apache.hadoop.yarn.api.ApplicationMasterProtocolPB";
constexpr const char* kNotRegistered =
    "org.apache.hadoop.yarn.exceptions.ApplicationMasterNotRegisteredException";
constexpr const char* kAttemptNotFound =
    "org.apache.hadoop.yarn.exceptions.ApplicationAttemptNotFoundException";
constexpr std::chrono::milliseconds kFinishPoll{100};

// Shows the AMRM token to whatever scheduler is dialled: it is the only server that its client
// speaks to, and the token as it comes names none.
class MasterSasl final : public security::SaslClientFactory {
 public:
  explicit MasterSasl(security::Token token) : token_(std::move(token)) {}

  void replace(security::Token token) {
    const std::lock_guard lock(mutex_);
    token_ = std::move(token);
  }
  std::unique_ptr<security::SaslClient> create(const security::SaslOffer& offer,
                                               const security::SaslPeer&) override {
    if (offer.method != "TOKEN" || offer.mechanism != "DIGEST-MD5") return nullptr;
    const std::lock_guard lock(mutex_);
    return std::make_unique<security::DigestMd5Client>(token_, offer, security::system_random());
  }

 private:
  std::mutex mutex_;
  security::Token token_;  // guarded by mutex_
};

security::Token master_token(const security::Credentials& credentials) {
  const security::Token* token = credentials.find_kind(security::kAmRmToken);
  if (token == nullptr)
    throw ErrorException({ErrorCode::kInvalidToken,
                          "no AMRM token among the credentials: this process is no application "
                          "master's"});
  return *token;
}

rpc::ClientOptions patient(security::SaslClientFactory& sasl) {
  rpc::ClientOptions options;
  options.sasl = &sasl;
  options.retry.max_attempts = 90;  // about 15 minutes: a ResourceManager restarts
  return options;
}

void take_tokens(NodeManagers& nodes,
                 const google::protobuf::RepeatedPtrField<wire::NMTokenProto>& tokens) {
  for (const auto& entry : tokens)
    nodes.add_token(yarn_tokens::id_text(entry.nodeid()), security::from_proto(entry.token()));
}

void add_ask(wire::AllocateRequestProto& request, const ResourceAsk& ask) {
  auto& entry = *request.add_ask();
  entry.mutable_priority()->set_priority(ask.priority);
  entry.set_resource_name(ask.place);
  set_resource(*entry.mutable_capability(), ask.resources);
  entry.set_num_containers(ask.containers);
  entry.set_relax_locality(ask.relaxes_locality);
}

Result<void> add_release(wire::AllocateRequestProto& request, const std::string& container) {
  *request.add_release() = TRY(parse_container_id(container));
  return {};
}

void set_blacklist_changes(wire::AllocateRequestProto& request,
                           const std::vector<std::string>& before,
                           const std::vector<std::string>& now) {
  if (before == now) return;
  auto& changes = *request.mutable_blacklist_request();
  for (const std::string& host : now)
    if (std::ranges::find(before, host) == before.end()) changes.add_blacklist_additions(host);
  for (const std::string& host : before)
    if (std::ranges::find(now, host) == now.end()) changes.add_blacklist_removals(host);
}

Allocation allocation_of(const wire::AllocateResponseProto& response) {
  Allocation allocation;
  for (const auto& it : response.allocated_containers())
    allocation.allocated.push_back(container_of(it));
  for (const auto& it : response.completed_container_statuses())
    allocation.completed.push_back(
        {yarn_tokens::id_text(it.container_id()), it.exit_status(), it.diagnostics()});
  for (const auto& it : response.updated_nodes()) {
    const bool usable =
        it.node_state() == wire::NS_RUNNING || it.node_state() == wire::NS_DECOMMISSIONING;
    allocation.nodes.push_back({yarn_tokens::id_text(it.nodeid()), usable});
  }
  const auto& preempt = response.preempt();
  for (const auto& it : preempt.strictcontract().container())
    allocation.preempted.push_back(yarn_tokens::id_text(it.id()));
  for (const auto& it : preempt.contract().container())
    allocation.preempted.push_back(yarn_tokens::id_text(it.id()));
  allocation.headroom = resources_of(response.limit());
  allocation.cluster_nodes = response.num_cluster_nodes();
  return allocation;
}

}  // namespace

struct ApplicationMaster::Connection {
  Connection(const Configuration& configuration, const ContainerEnvironment& self)
      : sasl(master_token(self.credentials)),
        client(patient(sasl)),
        proxy(client.proxy({.addresses = resource_manager_addresses(
                                             configuration, keys::kYarnResourcemanagerSchedulerAddress)
                                             .value(),
                            .protocol = kMasterProtocol,
                            .user = self.attempt})) {}

  MasterSasl sasl;
  rpc::BlockingClient client;
  std::unique_ptr<rpc::BlockingProxy> proxy;
};

bool is_attempt_over(const Error& error) {
  return error.remote_class == kAttemptNotFound || error.code == ErrorCode::kInvalidToken;
}

ApplicationMaster::ApplicationMaster(const Configuration& configuration,
                                     const ContainerEnvironment& self, NodeManagers& nodes)
    : nodes_(nodes), connection_(std::make_unique<Connection>(configuration, self)) {}
ApplicationMaster::~ApplicationMaster() = default;

template <class Response, class Request>
Result<Response> ApplicationMaster::call(const char* method, const Request& request) {
  return connection_->proxy->call<Response>(method, request);
}

Result<RegistrationAnswer> ApplicationMaster::register_master(const Registration& registration) {
  registration_ = registration;
  return register_again();
}

Result<RegistrationAnswer> ApplicationMaster::register_again() {
  wire::RegisterApplicationMasterRequestProto request;
  request.set_host(registration_->host);
  request.set_rpc_port(registration_->rpc_port);
  request.set_tracking_url(registration_->tracking_url);
  const auto answer = TRY(
      call<wire::RegisterApplicationMasterResponseProto>("registerApplicationMaster", request));
  response_id_ = 0;
  take_tokens(nodes_, answer.nm_tokens_from_previous_attempts());
  RegistrationAnswer registered{resources_of(answer.maximumcapability()), answer.queue(), {}};
  for (const auto& it : answer.containers_from_previous_attempts())
    registered.earlier_containers.push_back(container_of(it));
  return registered;
}

void ApplicationMaster::set_blacklist(std::vector<std::string> hosts) {
  std::ranges::sort(hosts);
  blacklist_ = std::move(hosts);
}

Result<Allocation> ApplicationMaster::allocate(float progress) {
  for (bool again = false;; again = true) {
    wire::AllocateRequestProto request;
    const std::vector<ResourceAsk> asks = asks_.take_changes();
    for (const ResourceAsk& ask : asks) add_ask(request, ask);
    const std::vector<std::string> releases = releases_;
    for (const std::string& container : releases) TRY(add_release(request, container));
    const std::vector<std::string> blacklist = blacklist_;
    set_blacklist_changes(request, told_blacklist_, blacklist);
    request.set_response_id(response_id_);
    request.set_progress(progress);
    const auto answer = call<wire::AllocateResponseProto>("allocate", request);
    if (!answer) {
      asks_.put_back(asks);
      if (answer.error().remote_class != kNotRegistered || !registration_ || again)
        return answer.error();
      log::warn("yarn.ApplicationMaster",
                "ApplicationMaster is out of sync with ResourceManager, hence resync and send "
                "outstanding requests.");
      TRY(register_again());
      asks_.change_everything();
      told_blacklist_.clear();
      releases_.insert(releases_.end(), pending_releases_.begin(), pending_releases_.end());
      pending_releases_.clear();
      continue;
    }
    response_id_ = answer->response_id();
    told_blacklist_ = blacklist;
    pending_releases_.insert(pending_releases_.end(), releases.begin(), releases.end());
    releases_.clear();
    take_tokens(nodes_, answer->nm_tokens());
    if (answer->has_am_rm_token())
      connection_->sasl.replace(security::from_proto(answer->am_rm_token()));
    Allocation allocation = allocation_of(*answer);
    for (const CompletedContainer& done : allocation.completed)
      std::erase(pending_releases_, done.id);
    return allocation;
  }
}

Result<void> ApplicationMaster::finish(FinalStatus status, const std::string& diagnostics,
                                       const std::string& tracking_url) {
  wire::FinishApplicationMasterRequestProto request;
  request.set_diagnostics(diagnostics);
  request.set_tracking_url(tracking_url);
  request.set_final_application_status(static_cast<wire::FinalApplicationStatusProto>(status));
  for (;;) {
    const auto answer =
        call<wire::FinishApplicationMasterResponseProto>("finishApplicationMaster", request);
    if (answer && answer->isunregistered()) return {};
    if (!answer) {
      // Recorded, and forgotten before we asked again.
      if (answer.error().remote_class == kAttemptNotFound) return {};
      if (answer.error().remote_class != kNotRegistered || !registration_) return answer.error();
      TRY(register_again());
    }
    std::this_thread::sleep_for(kFinishPoll);
  }
}

}  // namespace mammoth::yarn
