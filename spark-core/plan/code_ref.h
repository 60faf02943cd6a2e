// Addresses of functions and constants that mean the same in every process of an application: the
// GNU build-id of the module (a job's library, or the engine's own) and the offset in it. Where a
// library is loaded does not matter; that it is the same build does.
//
// Thread-safe. Throws SparkException for an address outside every module, a module without
// build-id, and a build-id that no loaded module has.
#pragma once

#include "spark-core/plan/wire.h"

namespace mammoth::spark {

class [[gnu::visibility("default")]] SparkException : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

[[gnu::visibility("default")]] void write_code_ref(Writer& out, const void* address);
[[gnu::visibility("default")]] const void* read_code_ref(Reader& in);

// "libjob.so" and the offset, for messages.
[[gnu::visibility("default")]] std::string describe_code(const void* address);

template <class F>
const void* address_of(F* function) {
  return reinterpret_cast<const void*>(function);
}

}  // namespace mammoth::spark
