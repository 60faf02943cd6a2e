#include "mapreduce/api/failure.h"

#include "common/rpc/remote_error.h"

namespace mammoth::mapreduce::engine {

void raise(const Error& error) {
  throw Exception(std::string(rpc::java_class_of(error)), error.message);
}

}  // namespace mammoth::mapreduce::engine
