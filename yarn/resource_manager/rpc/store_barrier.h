// Holds back answers of one RPC server until the state store has made durable what they tell.
#pragma once

#include "common/rpc/durability_barrier.h"
#include "yarn/store/record_store.h"

namespace mammoth::yarn {

class StoreBarrier final : public rpc::DurabilityBarrier {
 public:
  explicit StoreBarrier(RecordStore& records) : records_(records) {}

  std::uint64_t durable_sequence() const override { return records_.durable(); }
  bool failed() const override { return records_.failed(); }
  void on_advance(std::function<void(std::uint64_t)> advanced) override {
    records_.on_advance(this, std::move(advanced));
  }

 private:
  RecordStore& records_;
};

}  // namespace mammoth::yarn
