// What stands between an answer and the wire: a mutation may be answered only when it is on disk.
//
// Handlers number their mutations with growing sequences and say Call::hold_until(sequence); the
// store's committer thread advances the barrier once per group commit, and all answers of that
// group leave together. (Hadoop: FSEditLogAsync, which does the same with its sync queue.)
#pragma once

#include <cstdint>
#include <functional>

namespace mammoth::rpc {

// Implemented by the store. durable_sequence() and failed() are thread-safe and cheap: they are
// read for every held call.
class DurabilityBarrier {
 public:
  virtual ~DurabilityBarrier() = default;

  // Everything up to and including this sequence is durable. Never decreases.
  virtual std::uint64_t durable_sequence() const = 0;

  // True once the store cannot make anything durable any more: held calls will never be answered
  // and their connections close.
  virtual bool failed() const { return false; }

  // `advanced` is called after durable_sequence() or failed() has changed, from one thread at a
  // time, and must not block. An empty function ends the calls: when on_advance({}) returns, none
  // is running.
  virtual void on_advance(std::function<void(std::uint64_t)> advanced) = 0;
};

}  // namespace mammoth::rpc
