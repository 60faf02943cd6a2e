// The outcome of a mutation: its answer, and the store sequence after which it may be told.
#pragma once

#include "common/base/result.h"
#include "namenode/namespace/inode_table.h"

namespace mammoth::namenode {

// A refusal has a sequence too: create(), refused because another client holds the lease, may have
// begun that lease's recovery. Sequence 0 waits for nothing.
template <class T = void>
struct Applied {
  Result<T> result;
  Sequence sequence = 0;
};

}  // namespace mammoth::namenode
