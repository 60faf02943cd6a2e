// The broadcasts and accumulators of this process, by the ids in their handles. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "spark-core/plan/session.h"

namespace mammoth::spark {

void add_broadcast(std::uint64_t id, std::shared_ptr<const void> value);
void drop_broadcast(std::uint64_t id);
// Of an executor: how a broadcast that is not here yet comes here, once; null answers: it cannot.
using BroadcastSource = std::function<std::shared_ptr<const void>(std::uint64_t id)>;
void set_broadcast_source(BroadcastSource source);

// Of the driver. merge_accumulator adds a task's part; unknown ids are ignored.
void add_accumulator(std::uint64_t id, const AccumulatorOps& ops, std::shared_ptr<void> value);
void merge_accumulator(std::uint64_t id, std::string_view bytes);
void drop_shared_variables();  // when the context stops

}  // namespace mammoth::spark
