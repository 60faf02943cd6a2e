// How a server is set up: addresses, bounds, and what it asks others.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "common/async/task.h"
#include "common/base/result.h"
#include "common/config/host_port.h"
#include "common/rpc/durability_barrier.h"
#include "common/rpc/retry_cache.h"
#include "common/security/sasl.h"

namespace mammoth::rpc {

// May `real` act for `effective` from the machine `ip`? The error's text is shown to the client,
// whose connection ends. Called on every io thread at once.
using ImpersonationCheck = std::function<Result<void>(
    const std::string& real, const std::string& effective, const std::string& ip)>;

// What the pointers name is not owned and must outlive Server::stop().
struct ServerOptions {
  HostPort address{"127.0.0.1", 0};  // name or IP; port 0: any free one, see Server::port()
  bool allow_unauthenticated_remote = false;  // mammoth.security.allow-unauthenticated-remote
  int listen_backlog = 256;                   // ipc.server.listen.queue.size

  std::size_t max_connections = 20'000;        // ipc.server.max.connections; more are dropped
  std::uint32_t max_frame_bytes = 128u << 20;  // ipc.maximum.data.length
  std::size_t max_in_flight = 100'000;         // calls held or asynchronous, whole server
  std::size_t max_in_flight_per_connection = 1'000;
  std::size_t max_pending_bytes_per_connection = 16u << 20;  // answers held or not yet written

  // A connection without traffic and without calls for twice this time closes, if there are
  // idle_threshold connections or more; one that has not said who it is closes in any case.
  Duration client_max_idle = std::chrono::seconds(10);  // ipc.client.connection.maxidletime
  std::size_t idle_threshold = 4'000;                   // ipc.client.idlethreshold

  ImpersonationCheck may_impersonate{};         // empty: nobody may
  // Without one only SIMPLE is spoken; with security::TokenSaslServers tokens are taken as well, or
  // only they.
  security::SaslServerFactory* sasl = nullptr;
  DurabilityBarrier* barrier = nullptr;         // without one Call::hold_until() does not hold
  RetryCache* retry_cache = nullptr;            // without one kAtMostOnce methods run every time
};

}  // namespace mammoth::rpc
