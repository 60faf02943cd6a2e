// A refusal as WebHDFS answers it (Hadoop: ExceptionHandler, JsonUtil):
//
//   404 {"RemoteException":{"exception":"FileNotFoundException",
//                           "javaClassName":"java.io.FileNotFoundException","message":"…"}}
#pragma once

#include <string>

#include "common/base/error.h"
#include "common/http/message.h"

namespace mammoth::webhdfs {

// The status is that of the exception's Java class: 404 for files that do not exist, 400 for
// arguments and unsupported operations, 403 for every other IOException, else 500.
http::Response remote_exception(const Error& error);
unsigned status_of(ErrorCode code);

// Over several lines, the message first, as the filters before WebHDFS and as HttpFS write it
// (Hadoop: HttpExceptionUtils).
std::string remote_exception_text(const Error& error);

}  // namespace mammoth::webhdfs
