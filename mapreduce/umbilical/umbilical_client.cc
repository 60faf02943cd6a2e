#include "mapreduce/umbilical/umbilical_client.h"

#include "common/protocol/mapreduce/task_umbilical.pb.h"
#include "common/rpc/blocking_client.h"
#include "common/security/digest_md5_client.h"
#include "mapreduce/umbilical/job_token.h"
#include "mapreduce/umbilical/messages.h"

namespace mammoth::mapreduce::umbilical {

namespace wire = ::mammoth::umbilical;

namespace {

// The master is the only server that this client speaks to.
class JobTokenSasl final : public security::SaslClientFactory {
 public:
  explicit JobTokenSasl(security::Token token) : token_(std::move(token)) {}
  std::unique_ptr<security::SaslClient> create(const security::SaslOffer& offer,
                                               const security::SaslPeer&) override {
    if (offer.method != "TOKEN" || offer.mechanism != "DIGEST-MD5") return nullptr;
    return std::make_unique<security::DigestMd5Client>(token_, offer, security::system_random());
  }

 private:
  const security::Token token_;
};

rpc::ClientOptions options_with(security::SaslClientFactory& sasl) {
  rpc::ClientOptions options;
  options.sasl = &sasl;
  options.retry.max_attempts = 5;
  options.retry.max_delay = std::chrono::seconds(2);
  return options;
}

}  // namespace

struct UmbilicalClient::Connection {
  Connection(const HostPort& master, security::Token token)
      : sasl(std::move(token)),
        client(options_with(sasl)),
        proxy(client.proxy({.addresses = {master}, .protocol = kProtocol, .user = "task"})) {}

  template <class Request>
  Result<bool> ask(const char* method, const Request& request) {
    return TRY(proxy->call<wire::LifeProto>(method, request)).is_wanted();
  }

  JobTokenSasl sasl;
  rpc::BlockingClient client;
  std::unique_ptr<rpc::BlockingProxy> proxy;
};

UmbilicalClient::UmbilicalClient(const HostPort& master, TaskAttemptID attempt,
                                 security::Token job_token)
    : attempt_(std::move(attempt)),
      connection_(std::make_unique<Connection>(master, std::move(job_token))) {}
UmbilicalClient::~UmbilicalClient() = default;

namespace {

void set_own(wire::AttemptProto& out, const TaskAttemptID& id) {
  set_attempt(out, id.type, id.task, id.attempt);
}

wire::StatusProto message_of(const TaskAttemptID& id, const TaskStatus& status) {
  wire::StatusProto message;
  set_own(*message.mutable_attempt(), id);
  message.set_progress(status.progress);
  message.set_status(status.status);
  message.set_shuffle_is_over(status.shuffle_is_over);
  message.set_sort_is_over(status.sort_is_over);
  if (status.counters != nullptr) set_counters(*message.mutable_counters(), *status.counters);
  return message;
}

}  // namespace

Result<TaskDescription> UmbilicalClient::get_task() {
  wire::GetTaskRequestProto request;
  set_own(*request.mutable_attempt(), attempt_);
  const auto answer = TRY(connection_->proxy->call<wire::GetTaskResponseProto>("getTask", request));
  return TaskDescription{answer.is_wanted(), answer.split_class(), answer.split(), answer.maps()};
}

Result<bool> UmbilicalClient::update(const TaskStatus& status) {
  return connection_->ask("statusUpdate", message_of(attempt_, status));
}
Result<bool> UmbilicalClient::commit_pending(const TaskStatus& status) {
  return connection_->ask("commitPending", message_of(attempt_, status));
}
Result<bool> UmbilicalClient::done(const TaskStatus& status) {
  return connection_->ask("done", message_of(attempt_, status));
}

Result<bool> UmbilicalClient::fail(const std::string& message) {
  wire::FailRequestProto request;
  set_own(*request.mutable_attempt(), attempt_);
  request.set_message(message);
  return connection_->ask("fail", request);
}

Result<bool> UmbilicalClient::fetch_failed(const TaskAttemptID& map) {
  wire::FetchFailedRequestProto request;
  set_own(*request.mutable_reduce(), attempt_);
  set_own(*request.mutable_map(), map);
  return connection_->ask("fetchFailed", request);
}

Result<CommitAnswer> UmbilicalClient::can_commit() {
  wire::AttemptProto request;
  set_own(request, attempt_);
  const auto answer =
      TRY(connection_->proxy->call<wire::CanCommitResponseProto>("canCommit", request));
  return CommitAnswer{answer.is_wanted(), answer.may_commit()};
}

Result<MapEvents> UmbilicalClient::map_events(int from, int most) {
  wire::GetMapEventsRequestProto request;
  set_own(*request.mutable_reduce(), attempt_);
  request.set_from(from);
  request.set_most(most);
  const auto answer =
      TRY(connection_->proxy->call<wire::GetMapEventsResponseProto>("getMapEvents", request));
  MapEvents events{answer.is_wanted(), {}, answer.next()};
  for (const auto& it : answer.events()) {
    MapEvent event;
    event.map = {attempt_.job, TaskType::MAP, it.map().task(), it.map().attempt()};
    event.kind = it.kind() == wire::MapEventProto::AVAILABLE  ? MapEvent::Kind::kAvailable
                 : it.kind() == wire::MapEventProto::OBSOLETE ? MapEvent::Kind::kObsolete
                                                              : MapEvent::Kind::kGivenUp;
    constexpr std::string_view kScheme = "http://";
    if (event.kind == MapEvent::Kind::kAvailable) {
      if (!it.address().starts_with(kScheme))
        return Error{ErrorCode::kIo, "not the address of a shuffle service: " + it.address()};
      event.shuffle = TRY(parse_host_port(it.address().substr(kScheme.size())));
    }
    events.events.push_back(std::move(event));
  }
  return events;
}

}  // namespace mammoth::mapreduce::umbilical
