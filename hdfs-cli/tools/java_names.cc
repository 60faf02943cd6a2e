#include "hdfs-cli/tools/java_names.h"

#include <string_view>

namespace mammoth::cli {

namespace {

std::string_view class_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::kFileNotFound:
      return "java.io.FileNotFoundException";
    case ErrorCode::kAccessDenied:
      return "org.apache.hadoop.security.AccessControlException";
    case ErrorCode::kConnect:
      return "java.net.ConnectException";
    case ErrorCode::kSocketTimeout:
      return "java.net.SocketTimeoutException";
    case ErrorCode::kUnknownHost:
      return "java.net.UnknownHostException";
    case ErrorCode::kIllegalArgument:
      return "java.lang.IllegalArgumentException";
    case ErrorCode::kUnsupportedOperation:
      return "java.lang.UnsupportedOperationException";
    case ErrorCode::kRemote:
      return error.remote_class;
    default:
      return "java.io.IOException";
  }
}

}  // namespace

std::string java_text(const Error& error) {
  return std::string(class_of(error)) + ": " + error.message;
}

}  // namespace mammoth::cli
