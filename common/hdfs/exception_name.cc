#include "common/hdfs/exception_name.h"

#include "common/rpc/remote_error.h"

namespace mammoth::hdfs {

std::string_view exception_name(const Error& error) {
  const std::string_view name = rpc::java_class_of(error);
  return name.substr(name.find_last_of(".$") + 1);
}

}  // namespace mammoth::hdfs
