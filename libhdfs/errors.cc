// From refusals to errno, and the words that a thread's last one had.
#include <fmt/format.h>

#include <cstdio>

#include "common/rpc/remote_error.h"
#include "libhdfs/handles.h"

namespace mammoth::libhdfs {
namespace {

struct LastError {
  bool is_set = false;
  std::string root_cause;
  std::string stack_trace;
};

thread_local LastError last_error;

void remember(const Error& error) {
  const std::string java_class(rpc::java_class_of(error));
  const auto simple = java_class.substr(java_class.find_last_of(".$") + 1);
  last_error = {true, fmt::format("{}: {}", simple, error.message),
                fmt::format("{}: {}\n", java_class, error.message)};
}

}  // namespace

int errno_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::kFileNotFound:
      return ENOENT;
    case ErrorCode::kAccessDenied:
      return EACCES;
    case ErrorCode::kUnresolvedPath:
      return ENOLINK;
    case ErrorCode::kParentNotDirectory:
      return ENOTDIR;
    case ErrorCode::kIllegalArgument:
      return EINVAL;
    case ErrorCode::kSafeMode:
      return EROFS;
    case ErrorCode::kFileAlreadyExists:
      return EEXIST;
    case ErrorCode::kNsQuotaExceeded:
    case ErrorCode::kDsQuotaExceeded:
    case ErrorCode::kQuotaByStorageTypeExceeded:
      return EDQUOT;
    case ErrorCode::kUnsupportedOperation:
      return ENOTSUP;
    case ErrorCode::kLeaseExpired:
      return ESTALE;
    default:
      return EINTERNAL;
  }
}

int report_quietly(const Error& error) {
  remember(error);
  return errno_of(error);
}

int report(const std::string& what, const Error& error) {
  remember(error);
  switch (error.code) {
    case ErrorCode::kFileNotFound:
    case ErrorCode::kAccessDenied:
    case ErrorCode::kUnresolvedPath:
    case ErrorCode::kParentNotDirectory:
      // Hadoop's prints these for some calls and not for others; a program that probes is left alone.
      break;
    default:
      std::fputs(fmt::format("{} error:\n{}\n{}", what, last_error.root_cause, last_error.stack_trace)
                     .c_str(),
                 stderr);
  }
  return errno_of(error);
}

}  // namespace mammoth::libhdfs

char* hdfsGetLastExceptionRootCause() {
  auto& last = mammoth::libhdfs::last_error;
  return last.is_set ? last.root_cause.data() : nullptr;
}

char* hdfsGetLastExceptionStackTrace() {
  auto& last = mammoth::libhdfs::last_error;
  return last.is_set ? last.stack_trace.data() : nullptr;
}
