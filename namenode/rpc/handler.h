// What every handler needs: who calls, and the reply that waits for the disk.
#pragma once

#include <utility>

#include "common/rpc/call.h"
#include "namenode/system/applied.h"
#include "namenode/system/caller.h"

namespace mammoth::namenode {

inline Caller caller_of(const rpc::Call& call) {
  return {.user = call.user(),
          .remote_address = call.remote_address(),
          .real_user = call.real_user(),
          .caller_context = std::string(call.caller_context())};
}

// The same, whose changes take the answer along.
inline Caller caller_of(rpc::Call& call) {
  Caller caller = caller_of(std::as_const(call));
  caller.answer_slot = call.answer_slot();
  return caller;
}

// The answer of a mutation; the response leaves once the mutation is durable, and so does a
// refusal.
template <class T>
Result<T> held(rpc::Call& call, Applied<T> applied) {
  call.hold_until(applied.sequence);
  return std::move(applied.result);
}

}  // namespace mammoth::namenode
