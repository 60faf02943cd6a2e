// The store, as the RPC server waits for it.
#pragma once

#include "common/rpc/durability_barrier.h"
#include "namenode/store/meta_store.h"

namespace mammoth::namenode {

class StoreBarrier final : public rpc::DurabilityBarrier {
 public:
  // `store` must outlive this.
  explicit StoreBarrier(MetaStore& store) : store_(store) {}

  std::uint64_t durable_sequence() const override { return store_.durable_sequence(); }
  bool failed() const override { return store_.failed(); }
  void on_advance(std::function<void(std::uint64_t)> advanced) override {
    store_.on_advance(std::move(advanced));
  }

 private:
  MetaStore& store_;
};

}  // namespace mammoth::namenode
