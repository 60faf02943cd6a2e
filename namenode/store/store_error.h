// The store's medium failed, or holds what this program cannot read. A broken world: whoever catches
// it stops the daemon; nothing that was acknowledged is lost by that.
#pragma once

#include <stdexcept>

namespace mammoth::namenode {

class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace mammoth::namenode
