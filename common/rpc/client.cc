#include "common/rpc/client.h"

#include <openssl/rand.h>

#include <random>

#include "common/base/check.h"
#include "common/rpc/client_session.h"
#include "common/rpc/frame.h"

namespace mammoth::rpc {

namespace {

std::string random_client_id() {
  std::string id(kClientIdBytes, '\0');
  const int done =
      RAND_bytes(reinterpret_cast<unsigned char*>(id.data()), static_cast<int>(id.size()));
  check(done == 1, "random bytes for a client id");
  return id;
}

// For spreading repetitions over time only.
double random_fraction() {
  thread_local std::minstd_rand engine(std::random_device{}());
  return std::uniform_real_distribution<double>(0, 1)(engine);
}

}  // namespace

ClientState::ClientState(asio::any_io_executor e, ClientOptions o)
    : executor(std::move(e)), options(std::move(o)), id(random_client_id()), sessions(executor) {}

Client::Client(asio::any_io_executor executor, ClientOptions options)
    : state_(std::make_shared<ClientState>(std::move(executor), std::move(options))) {}

Client::~Client() {
  state_->sessions.cancel();
}

const std::string& Client::id() const {
  return state_->id;
}

Proxy::Proxy(Client& client, Target target) : target_(std::move(target)), client_(client.state_) {
  check(!target_.addresses.empty(), "a proxy has an address");
  for (const HostPort& address : target_.addresses)
    connections_.push_back(std::make_unique<ClientConnection>(client_, address, target_));
}

Proxy::~Proxy() = default;

void Proxy::fail_over(std::size_t from) {
  if (current_ == from) current_ = (from + 1) % connections_.size();  // else another call did it
}

Task<Result<std::string>> Proxy::call_bytes(std::string_view method, std::string request) {
  const RetryPolicy& policy = client_->options.retry;
  const bool can_fail_over = connections_.size() > 1;
  Outgoing outgoing{.method = method, .request = request, .call_id = client_->next_call_id};
  client_->next_call_id = (client_->next_call_id + 1) & 0x7fff'ffff;

  for (int attempt = 1;; ++attempt) {
    const std::size_t used = current_;
    Result<std::string> result = co_await connections_[used]->call(outgoing);
    if (result || attempt >= policy.max_attempts ||
        !policy.is_retriable(result.error(), can_fail_over))
      co_return result;
    outgoing.retry_count = attempt;
    const bool fails_over = can_fail_over && RetryPolicy::is_failover(result.error());
    if (fails_over) fail_over(used);
    // The first round over all addresses costs no time: one of them should be active.
    if (fails_over && attempt < static_cast<int>(connections_.size())) continue;
    asio::steady_timer pause(client_->executor, policy.delay_before(attempt, random_fraction()));
    co_await pause.async_wait(asio::use_awaitable);
  }
}

}  // namespace mammoth::rpc
