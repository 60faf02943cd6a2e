// From the tree's Result to the API's exceptions; for the engine's own sources only.
#pragma once

#include "common/base/result.h"
#include "mapreduce/api/exceptions.h"

namespace mammoth::mapreduce::engine {

// As Exception with Hadoop's Java class for its code.
[[noreturn]] void raise(const Error& error);

template <class T>
T orRaise(Result<T>&& result) {
  if (!result) raise(result.error());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace mammoth::mapreduce::engine
