// One request in progress, as its handler sees it (Hadoop: Server.Call and Server.getRemoteUser()
// …).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "common/base/answer_slot.h"

namespace mammoth::rpc {

// The far end of a connection, as the handshake established it. Constant for the connection's life.
struct Peer {
  std::string user;       // whose rights count (Hadoop: the effective user)
  std::string real_user;  // who authenticated, when he acts for `user`; otherwise empty
  std::string
      remote_address;  // textual IP without a port; IPv4 even where it came in as ::ffff:a.b.c.d
  std::string token_identifier{};  // of the token that authenticated `user`; otherwise empty
};

// What the headers of a request say. The views live as long as the call.
struct CallInfo {
  std::string_view
      protocol_name{};  // Java interface, e.g. org.apache.hadoop.hdfs.protocol.ClientProtocol
  std::string_view method_name{};
  std::string_view client_id{};       // 16 bytes, or empty when the client sent none
  std::int32_t call_id = 0;           // the same for every attempt of one call
  std::int32_t retry_count = 0;       // 0 for the first attempt
  std::string_view caller_context{};  // audit text, empty if none
  std::optional<std::int64_t> state_id{};
};

// Belongs to one handler invocation and must not be kept after it. Not thread-safe: a synchronous
// handler uses it on its own thread, an asynchronous one on the executor it was started on.
class Call {
 public:
  Call(const Peer& peer, const CallInfo& info) : peer_(peer), info_(info) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  const std::string& user() const { return peer_.user; }
  const std::string& real_user() const { return peer_.real_user; }
  const std::string& remote_address() const { return peer_.remote_address; }
  const std::string& token_identifier() const { return peer_.token_identifier; }
  std::string_view protocol_name() const { return info_.protocol_name; }
  std::string_view method_name() const { return info_.method_name; }
  std::string_view client_id() const { return info_.client_id; }
  std::int32_t call_id() const { return info_.call_id; }
  std::int32_t retry_count() const { return info_.retry_count; }
  std::string_view caller_context() const { return info_.caller_context; }
  std::optional<std::int64_t> state_id() const { return info_.state_id; }

  // The response, refusals included, leaves only when the server's DurabilityBarrier has reached
  // `sequence`. Several calls keep the highest. 0 (the default) does not wait.
  void hold_until(std::uint64_t sequence) {
    if (sequence > hold_sequence_) hold_sequence_ = sequence;
  }
  std::uint64_t hold_sequence() const { return hold_sequence_; }

  // Where the one who makes the changes of this call durable puts the place for its answer; null
  // when nobody will write one.
  AnswerSlotPtr* answer_slot() { return keeps_answer_ ? &answer_slot_ : nullptr; }
  // For the dispatcher, before and after the handler.
  void keep_answer() { keeps_answer_ = true; }
  AnswerSlotPtr take_answer_slot() { return std::move(answer_slot_); }

 private:
  const Peer& peer_;
  const CallInfo info_;
  std::uint64_t hold_sequence_ = 0;
  bool keeps_answer_ = false;
  AnswerSlotPtr answer_slot_;
};

}  // namespace mammoth::rpc
